// Cuts the microphone's sound into 20 ms of signed 16 bit, one channel.
const FRAMES = 960;

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Int16Array(FRAMES);
    this.filled = 0;
  }

  process([input]) {
    const samples = input[0];
    for (let i = 0; samples && i < samples.length; i++) {
      this.block[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(samples[i] * 32768)));
      if (this.filled === FRAMES) {
        this.port.postMessage(this.block.buffer, [this.block.buffer]);
        this.block = new Int16Array(FRAMES);
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("acord-microphone", Microphone);
