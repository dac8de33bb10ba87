'use strict';
// Runs @discordjs/voice against a voice server. One JSON object a line comes in:
//   {"cmd":"join","guildId","channelId","userId","sessionId","token","endpoint","dave"}   what the main gateway would say
//   {"cmd":"play","frames":["base64", ...]}  {"cmd":"pause"}  {"cmd":"unpause"}  {"cmd":"listen","userId"}  {"cmd":"leave"}
// and one JSON object a line goes out: {"ev":"state"|"player"|"heard"|"log"|"error", ...}.
const readline = require('readline');
const { Readable } = require('stream');
const voice = require('@discordjs/voice');

const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
let connection;
let player;

function join(ticket) {
  let methods;
  connection = voice.joinVoiceChannel({
    guildId: ticket.guildId,
    channelId: ticket.channelId,
    selfDeaf: false,
    daveEncryption: ticket.dave === true,
    debug: true,
    adapterCreator: (given) => {
      methods = given;
      return { sendPayload: () => true, destroy: () => {} };
    },
  });
  connection.on('stateChange', (from, to) => say({ ev: 'state', state: to.status }));
  connection.on('error', (error) => say({ ev: 'error', message: String(error) }));
  connection.on('debug', (message) => say({ ev: 'log', message }));
  methods.onVoiceStateUpdate({
    guild_id: ticket.guildId,
    channel_id: ticket.channelId,
    user_id: ticket.userId,
    session_id: ticket.sessionId,
  });
  methods.onVoiceServerUpdate({ guild_id: ticket.guildId, token: ticket.token, endpoint: ticket.endpoint });
}

function play(frames) {
  if (!player) {
    player = voice.createAudioPlayer();
    player.on('stateChange', (from, to) => say({ ev: 'player', state: to.status }));
    player.on('error', (error) => say({ ev: 'error', message: String(error) }));
    connection.subscribe(player);
  }
  const stream = Readable.from(frames.map((frame) => Buffer.from(frame, 'base64')), { objectMode: true });
  player.play(voice.createAudioResource(stream, { inputType: voice.StreamType.Opus }));
}

const commands = {
  join,
  play: (command) => play(command.frames),
  pause: () => player.pause(true),
  unpause: () => player.unpause(),
  listen: (command) => {
    const stream = connection.receiver.subscribe(command.userId);
    stream.on('data', (frame) => say({ ev: 'heard', userId: command.userId, frame: frame.toString('base64') }));
    stream.on('error', (error) => say({ ev: 'error', message: String(error) }));
    say({ ev: 'listening' });
  },
  leave: () => {
    connection.destroy();
    say({ ev: 'left' });
  },
};

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const command = JSON.parse(line);
  commands[command.cmd](command);
});
lines.on('close', () => process.exit(0));
say({ ev: 'up', version: voice.version });
