// One answer at a time, in step with the picture: asked, begun, held, interrupted, ended.
// The picture leads: the server says when position 0 was drawn, the frames say when it is seen,
// and the sound is put there. Where no picture moves (reduced motion, no connection), the page's
// own clock leads.

import { captionAt } from './captions.js';
import { PictureClock, positionOf } from './clock.js';
import { InStep } from './instep.js';
import { mark, markQuestion } from './marks.js';

const PATIENCE_MS = 12_000; // longer than the server waits for an answer in the making
const ALONE_LEAD_MS = 60;

export class Answers {
  #voice; #inStep; #tell; #library; #onChange;
  #clock = new PictureClock();
  #giving = null; // {told, alone, askedAt, speech, heardAt, seen}

  /** tell(message) to the picture's server; library.get(name); onChange() when the page differs. */
  constructor({ voice, tell, library, onChange }) {
    this.#voice = voice;
    this.#inStep = new InStep(voice);
    this.#tell = tell;
    this.#library = library;
    this.#onChange = onChange;
    this.words = null; // why the last question found no answer
    voice.onReady = () => this.#sound(performance.now());
  }

  /** The name of the answer asked for or given. */
  get name() {
    return this.#giving?.told.answer ?? null;
  }

  /** What is given now: {question, language, voice, …}; null before it begins. */
  get given() {
    return this.#giving?.speech ? this.#giving.told : null;
  }

  /** Ask; alone: by the page's own clock; tapped: when the finger asked. */
  ask(told, alone, now = performance.now(), tapped = now) {
    this.#voice.stop();
    markQuestion(tapped, now);
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
    const shown = positionOf(giving.speech, frame.serverUs);
    if (shown >= 0 && !giving.seen) mark('seen', giving.seen = seen);
    if (!this.#inStep.compare(giving.told.sound, shown, seen, now)) this.#sound(now);
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

  /** When a second of the answer is, or will be, seen. */
  #moment(position) {
    const { speech, alone, heardAt } = this.#giving;
    return alone ? speech.start_us / 1000 + position * 1000 : this.#clock.momentOf(speech, position, heardAt);
  }

  #position = (at) => (at - this.#moment(0)) / 1000;

  /** Something is being said that was not asked for here: a page that was opened anew. */
  #join(speech, now) {
    const told = this.#library.get(speech.answer);
    if (told) this.#giving = { told, alone: false, askedAt: now, speech: null, heardAt: now };
  }

  #begin(speech, now) {
    Object.assign(this.#giving, { speech, heardAt: now });
    mark('begun', now, speech.start_us / 1000);
    this.#inStep.begin();
    this.#sound(now);
    this.#onChange();
  }

  /** Let the answer sound where it is seen: what is past goes unheard. */
  #sound(now) {
    const { told, speech } = this.#giving ?? {};
    if (speech?.state !== 'begin') return;
    const position = Math.max(speech.position, this.#position(now));
    this.#inStep.put(told.sound, position, (second) => this.#moment(second), now);
  }

  #hold(speech) {
    this.#giving.speech = speech;
    this.#voice.stop();
  }

  #finish(toTheEnd = false) {
    if (!toTheEnd) this.#voice.stop(); // at the end the sound ends by itself
    this.#giving = null;
    this.#onChange();
  }
}
