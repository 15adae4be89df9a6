// Which second is on the canvas: of the answer that is given, else of the portrait's own life.

import { positionOf } from '../answers/clock.js';

export class Clock {
  #line; #speech = null; #given = null; #first = null; #written = '';

  constructor(line) {
    this.#line = line;
    this.t = 0;
  }

  /** The question that is answered now, '' for none. */
  get answer() {
    const { question } = this.#given ?? {};
    return question ? question[document.documentElement.lang.startsWith('en') ? 'en' : 'ru'] : '';
  }

  /** speech: the server's word; given: what the page knows of that answer. */
  heard(speech, given) {
    const on = speech.state === 'begin' || speech.state === 'held';
    this.#speech = on ? speech : null;
    this.#given = on ? given : null;
  }

  painted(frame) {
    this.#first ??= frame.serverUs;
    if (this.#speech?.state === 'begin') this.t = Math.max(0, positionOf(this.#speech, frame.serverUs));
    else if (this.#speech) this.t = this.#speech.position;
    else this.t = (frame.serverUs - this.#first) / 1e6;
    this.#write();
  }

  #write() {
    const lasts = this.#given?.duration;
    const text = lasts ? `${written(this.t)} / ${written(lasts)}` : written(this.t);
    if (text !== this.#written) this.#line.textContent = this.#written = text;
  }
}

/** 65.2 → 1:05 */
export function written(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
