'use strict';
// A Discord voice connection, held by `acord session` as a child process. Node 18 or later, no packages.
//
// The credentials are what the main gateway sent: `session` (the session_id of the voice state update), `token` and `endpoint` (of the voice
// server update, exactly as received). `acord session --help` has all commands and events.
const { spawn } = require('child_process');
const { EventEmitter } = require('events');
const fs = require('fs');
const os = require('os');
const path = require('path');
const readline = require('readline');

const FIELDS = ['endpoint', 'guild', 'channel', 'user', 'session', 'token'];
const END_WAIT_MS = 15_000;

/** Emits 'event' with each event of the session, and 'end' with the exit code (null when there was none). */
class AcordSession extends EventEmitter {
  /**
   * @param {object} credentials endpoint, guild, channel, user, session, token
   * @param {object} [settings] acord: the command and its first arguments; options: more of `acord session`
   */
  constructor(credentials, { acord = ['acord'], options = [] } = {}) {
    super();
    const words = ['session', ...FIELDS.flatMap((name) => [`--${name}`, String(credentials[name])]), ...options];
    // in a file of one's own, because everybody on this machine can read command lines, and the token is in them
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'acord-'));
    const file = path.join(folder, 'arguments');
    fs.writeFileSync(file, words.map((word) => JSON.stringify(word)).join('\n'), { mode: 0o600 });
    const forget = () => fs.rmSync(folder, { recursive: true, force: true });

    this.child = spawn(acord[0], [...acord.slice(1), `@${file}`], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdin.on('error', () => {}); // it has ended; 'end' says so
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => {
      forget();
      this.emit('event', JSON.parse(line));
    });
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        forget();
        this.emit('event', { ev: 'error', message: String(error) });
        resolve(null);
      });
      this.child.on('close', (code) => {
        forget();
        resolve(code);
      });
    });
    this.ended.then((code) => this.emit('end', code));
  }

  /** Plays a file in place of what is playing; it waits for the session to be ready. */
  play(file) {
    this.send({ cmd: 'play', file });
  }

  pause() {
    this.send({ cmd: 'pause' });
  }

  resume() {
    this.send({ cmd: 'resume' });
  }

  stop() {
    this.send({ cmd: 'stop' });
  }

  seek(seconds) {
    this.send({ cmd: 'seek', ms: Math.round(seconds * 1000) });
  }

  volume(percent) {
    this.send({ cmd: 'volume', percent });
  }

  /** What the main gateway said since: any of endpoint, session, token, channel. */
  update(changed) {
    this.send({ cmd: 'update', ...changed });
  }

  /** Leaves; resolves with the exit code. */
  close() {
    this.send({ cmd: 'leave' });
    this.child.stdin.end();
    const kill = setTimeout(() => this.child.kill('SIGKILL'), END_WAIT_MS);
    return this.ended.finally(() => clearTimeout(kill));
  }

  send(command) {
    if (this.child.stdin.writable) {
      this.child.stdin.write(JSON.stringify(command) + '\n');
    }
  }
}

module.exports = { AcordSession };
