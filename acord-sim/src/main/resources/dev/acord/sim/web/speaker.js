// Plays what comes from the server: a ring of one second, so that the network's unevenness is not heard.
const RING = 48000;
const FIRST = 3840; // 80 ms are there before it begins
const MOST = 19200; // more than 400 ms is old: the oldest is left out
const REPORT = 12000;

class Speaker extends AudioWorkletProcessor {
  constructor() {
    super();
    this.ring = new Float32Array(2 * RING);
    this.read = 0;
    this.held = 0;
    this.playing = false;
    this.counts = { played: 0, missing: 0, skipped: 0 };
    this.nextReport = REPORT;
    this.port.onmessage = ({ data }) => this.add(new Int16Array(data));
  }

  add(samples) {
    const frames = samples.length >> 1;
    if (this.held + frames > MOST) {
      const old = this.held + frames - FIRST;
      const drop = Math.min(old, this.held);
      this.read = (this.read + drop) % RING;
      this.held -= drop;
      this.counts.skipped += drop;
    }
    let at = (this.read + this.held) % RING;
    for (let i = 0; i < frames && this.held < RING; i++) {
      this.ring[2 * at] = samples[2 * i] / 32768;
      this.ring[2 * at + 1] = samples[2 * i + 1] / 32768;
      at = (at + 1) % RING;
      this.held++;
    }
    this.playing ||= this.held >= FIRST;
  }

  process(inputs, [output]) {
    const left = output[0];
    const right = output[1] ?? output[0];
    const frames = left.length;
    const there = this.playing ? Math.min(frames, this.held) : 0;
    for (let i = 0; i < there; i++) {
      left[i] = this.ring[2 * this.read];
      right[i] = this.ring[2 * this.read + 1];
      this.read = (this.read + 1) % RING;
    }
    this.held -= there;
    this.counts.played += there;
    if (this.playing && there < frames) {
      this.counts.missing += frames - there;
      this.playing = false; // gathers again, instead of stuttering
    }
    this.nextReport -= frames;
    if (this.nextReport <= 0) {
      this.nextReport = REPORT;
      this.port.postMessage({ ...this.counts, held: this.held });
    }
    return true;
  }
}

registerProcessor("acord-speaker", Speaker);
