// The browser's sound: what is heard, and the microphone. One AudioContext at the voice server's rate.
const RATE = 48000;

export class Sound {
  constructor(onSamples) {
    this.onSamples = onSamples;
    this.stats = { played: 0, missing: 0, skipped: 0, held: 0 };
    this.volume = 0.8;
    this.listening = false;
    this.talking = false;
    this.level = -96;
  }

  /** Must be called by a click or key: browsers let nothing sound before one. */
  async start() {
    this.starting ??= this.open();
    await this.starting;
    await this.context.resume();
  }

  async open() {
    this.context = new AudioContext({ sampleRate: RATE, latencyHint: "interactive" });
    await Promise.all([this.context.audioWorklet.addModule("/speaker.js"), this.context.audioWorklet.addModule("/microphone.js")]);
    this.speaker = new AudioWorkletNode(this.context, "acord-speaker", { numberOfInputs: 0, outputChannelCount: [2] });
    this.speaker.port.onmessage = ({ data }) => { this.stats = data; };
    this.gain = new GainNode(this.context, { gain: this.volume });
    this.analyser = new AnalyserNode(this.context, { fftSize: 32768, smoothingTimeConstant: 0 });
    this.speaker.connect(this.gain).connect(this.analyser).connect(this.context.destination);
  }

  setVolume(part) {
    this.volume = part;
    if (this.gain) {
      this.gain.gain.setTargetAtTime(part, this.context.currentTime, 0.02);
    }
  }

  heard(buffer) {
    if (this.listening && this.speaker) {
      this.speaker.port.postMessage(buffer, [buffer]);
    }
  }

  /** Asks for the microphone, the first time and whenever its cleaning changed. */
  async openMicrophone(clean) {
    if (this.microphone && this.clean === clean) {
      return;
    }
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error("The microphone needs a secure page: open it as http://localhost or over https.");
    }
    await this.start();
    this.closeMicrophone();
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: clean, noiseSuppression: clean, autoGainControl: clean },
    });
    this.clean = clean;
    this.input = this.context.createMediaStreamSource(this.stream);
    this.microphone = new AudioWorkletNode(this.context, "acord-microphone", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    this.microphone.port.onmessage = ({ data }) => {
      if (this.talking) {
        this.measure(new Int16Array(data));
        this.onSamples(data);
      }
    };
    this.input.connect(this.microphone);
  }

  closeMicrophone() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.input?.disconnect();
    this.microphone = undefined;
  }

  measure(samples) {
    const mean = samples.reduce((sum, s) => sum + s * s, 0) / samples.length;
    this.level = mean === 0 ? -96 : Math.max(-96, 10 * Math.log10(mean / 32768 ** 2));
  }
}
