// One answer at a time, in step with the picture: asked, begun, held, interrupted, ended.
// The picture leads: the server says when position 0 was drawn, the frames say when it is seen,
// and the sound is put there. Where no picture moves (reduced motion, no connection), the page's
// own clock leads.

import { captionAt } from './captions.js';
import { Drift, PictureClock, positionOf } from './clock.js';

const PATIENCE_MS = 12_000; // longer than the server waits for an answer in the making
const ALONE_LEAD_MS = 60;

export class Answers {
  #voice; #tell; #library; #onChange;
  #clock = new PictureClock();
  #drift = new Drift();
  #giving = null; // {told, alone, askedAt, speech, heardAt}

  /** tell(message) to the picture's server; library.get(name); onChange() when the page differs. */
  constructor({ voice, tell, library, onChange }) {
    this.#voice = voice;
    this.#tell = tell;
    this.#library = library;
    this.#onChange = onChange;
    this.words = null; // why the last question found no answer
  }

  /** The name of the answer asked for or given. */
  get name() {
    return this.#giving?.told.answer ?? null;
  }

  /** What is given now: {question, language, recorded, …}; null before it begins. */
  get given() {
    return this.#giving?.speech ? this.#giving.told : null;
  }

  /** Ask; alone: by the page's own clock. */
  ask(told, alone, now = performance.now()) {
    this.#drop();
    for (const name of ['asked', 'begun', 'sounds', 'offset']) performance.clearMarks(`answer-${name}`);
    performance.mark('answer-asked', { startTime: now });
    this.#giving = { told, alone, askedAt: now, speech: null, heardAt: now };
    this.words = null;
    if (alone) this.#begin({ state: 'begin', start_us: (now + ALONE_LEAD_MS) * 1000, position: 0 }, now);
    else this.#tell({ type: 'ask', answer: told.answer });
    this.#onChange();
  }

  /** A visitor has had enough. */
  hush() {
    if (!this.#giving) return;
    if (!this.#giving.alone) this.#tell({ type: 'hush' });
    this.#finish();
  }

  /** The server's word about what the portrait says. */
  heard(speech, now = performance.now()) {
    if (speech.state === 'begin' && speech.answer !== this.name) this.#join(speech, now);
    if (speech.answer !== this.name || this.#giving.alone) return;
    if (speech.state === 'begin') this.#begin(speech, now);
    else if (speech.state === 'held') this.#hold(speech);
    else if (speech.state === 'end') this.#finish(true);
    else {
      this.words = speech.words ?? null;
      this.#finish();
    }
  }

  /** A frame is on the canvas, for `lasts` ms. */
  painted(frame, now, lasts) {
    const seen = this.#clock.painted(frame.serverUs, now, lasts);
    const giving = this.#giving;
    if (!giving?.speech || giving.alone || giving.speech.state !== 'begin') return;
    const heard = this.#voice.positionAt(seen);
    if (heard === null) return;
    const detail = this.#drift.measured(heard, positionOf(giving.speech, frame.serverUs));
    performance.mark('answer-offset', { startTime: now, detail });
    if (this.#drift.mustMend(now)) this.#sound(now, heard - this.#drift.offset / 1000, seen);
  }

  /** The picture went away, or another came. */
  lost() {
    this.#clock.forget();
    if (this.#giving && !this.#giving.alone) this.#finish();
  }

  /** What is to be read at a moment; also ends what nobody else would end. */
  captionAt(at, language) {
    const giving = this.#giving;
    if (!giving?.speech) {
      if (giving && at - giving.askedAt > PATIENCE_MS) this.#finish();
      return null;
    }
    const { speech, told } = giving;
    const position = speech.state === 'held' ? speech.position : this.#position(at);
    if (giving.alone && position >= told.duration) this.#finish(true);
    return captionAt(told.captions, position, language);
  }

  /** The page covers the picture, or shows it again: an answer given alone waits meanwhile. */
  hold(yes, now = performance.now()) {
    const giving = this.#giving;
    if (!giving?.alone || yes === (giving.speech.state === 'held')) return;
    const position = yes ? this.#position(now) : giving.speech.position;
    if (yes) this.#hold({ state: 'held', position });
    else this.#begin({ state: 'begin', start_us: (now + ALONE_LEAD_MS - position * 1000) * 1000, position }, now);
  }

  #position(at) {
    const { speech, alone, heardAt } = this.#giving;
    return alone ? (at - speech.start_us / 1000) / 1000 : this.#clock.positionAt(speech, at, heardAt);
  }

  /** Something is being said that was not asked for here: a page that was opened anew. */
  #join(speech, now) {
    const told = this.#library.get(speech.answer);
    if (told) this.#giving = { told, alone: false, askedAt: now, speech: null, heardAt: now };
  }

  #begin(speech, now) {
    Object.assign(this.#giving, { speech, heardAt: now });
    performance.mark('answer-begun', { startTime: now });
    const position = Math.max(speech.position, this.#position(now));
    this.#sound(now, position, now + (position - this.#position(now)) * 1000);
    this.#onChange();
  }

  #hold(speech) {
    this.#giving.speech = speech;
    this.#voice.stop();
  }

  /** Let a second of the answer sound when it is, or will be, seen. */
  #sound(now, position, at) {
    this.#drift.mended(now);
    const { told } = this.#giving;
    const sounds = told.sound && this.#voice.play(told.sound, position, at);
    if (sounds) performance.mark('answer-sounds', { startTime: sounds });
  }

  #finish(toTheEnd = false) {
    this.#drop(toTheEnd);
    this.#onChange();
  }

  #drop(toTheEnd = false) {
    if (!toTheEnd) this.#voice.stop(); // at the end the sound ends by itself
    this.#giving = null;
  }
}
