// What is heard: one answer at a time, begun so that a second of it sounds at a given moment.

const SOON = 0.01; // s, the nearest beginning an audio thread can promise
const FADE = 0.03; // s, no cut that clicks
const RATE = 48_000;

export class Voice {
  #context = null;
  #master = null;
  #playing = null; // {source, gain, when, position}
  #volume = 1;
  onReady = () => {}; // sound can come out from now on

  /** Browsers let sound out only after a gesture: call this from every one. */
  unlock() {
    if (!globalThis.AudioContext) return;
    if (!this.#context) {
      this.#context = new AudioContext({ latencyHint: 'interactive' });
      this.#context.onstatechange = () => { if (this.sounds) this.onReady(); };
      this.#master = this.#context.createGain();
      this.#master.gain.value = this.#volume;
      this.#master.connect(this.#context.destination);
    }
    if (this.#context.state === 'suspended') this.#context.resume();
  }

  /** Nobody listens: let the sound card sleep. */
  rest() {
    this.stop();
    if (this.#context?.state === 'running') this.#context.suspend();
  }

  get sounds() {
    return this.#context?.state === 'running';
  }

  /** 0…1, as a slider stands; the ear hears steps of equal ratio as equal. */
  set volume(value) {
    this.#volume = value ** 2;
    this.#master?.gain.setTargetAtTime(this.#volume, this.#context.currentTime, FADE);
  }

  /** Sound the second `position` of a buffer at `at` (ms of performance.now()), or as soon as
      possible its place in time; returns when that is, null if it is already over. */
  play(buffer, position, at) {
    this.stop();
    if (!this.sounds) return null;
    const context = this.#context;
    const wanted = this.#timeOf(at);
    const when = Math.max(wanted, context.currentTime + SOON);
    const begin = position + when - wanted;
    if (begin >= buffer.duration) return null;
    const source = context.createBufferSource();
    const gain = context.createGain();
    source.buffer = buffer;
    source.connect(gain).connect(this.#master);
    if (begin > 0) {
      gain.gain.setValueAtTime(0, when);
      gain.gain.linearRampToValueAtTime(1, when + FADE);
    }
    source.start(when, begin);
    source.onended = () => { gain.disconnect(); if (this.#playing?.source === source) this.#playing = null; };
    this.#playing = { source, gain, when, position: begin };
    return at + (when - wanted) * 1000;
  }

  /** The second (s) that is heard at a moment; null while nothing sounds. */
  positionAt(at) {
    if (!this.#playing || !this.sounds) return null;
    const { when, position } = this.#playing;
    const since = this.#timeOf(at) - when;
    return since < 0 ? null : position + since;
  }

  stop() {
    if (!this.#playing) return;
    const { source, gain } = this.#playing;
    this.#playing = null;
    const now = this.#context.currentTime;
    gain.gain.cancelScheduledValues(now);
    gain.gain.setTargetAtTime(0, now, FADE / 3);
    source.stop(now + 2 * FADE);
  }

  /** The context's time of what leaves the loudspeaker at `at`. */
  #timeOf(at) {
    const context = this.#context;
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    if (performanceTime > 0) return contextTime + (at - performanceTime) / 1000;
    return context.currentTime - (context.outputLatency || 0) + (at - performance.now()) / 1000;
  }
}

/** Decode a sound file; needs no gesture. */
export function decodeSound(data) {
  return new OfflineAudioContext(1, 1, RATE).decodeAudioData(data);
}
