// Two living pictures on one clock: each on a stage of its own, which stands at its first moment
// until both are painted. One pointer leads the eyes of both.

import { LivingCanvas } from '../stream/living.js';
import { say } from './words.js';

const STREAMS = { draft: (id) => `/ws/stream/draft/${id}/`, version: (id) => `/ws/stream/version/${id}/` };
const OVER = ['refused', 'withdrawn', 'still', 'broken'];

export class Beside {
  #living = [];
  held = false;

  /** canvases: two; onLabel(side, label), onState({words, full}): words {ru, en} or null. */
  constructor(canvases, { portrait, onLabel, onState }) {
    Object.assign(this, { canvases, portrait, onLabel, onState });
    document.addEventListener('visibilitychange', () => this.going && this.#let(this.held || document.hidden));
  }

  get open() { return this.#living.length > 0; }

  /** which: two, each 'draft' or the id of a version. */
  show(which) {
    this.close();
    const pair = crypto.randomUUID?.() ?? String(Math.random()).slice(2); // plain-http pages have none
    this.going = false;
    this.#living = which.map((id, side) => new LivingCanvas(this.canvases[side], {
      url: `${id === 'draft' ? STREAMS.draft(this.portrait) : STREAMS.version(id)}?beside=${pair}-${side}`,
      onLabel: (label) => this.onLabel(side, label),
      onRole: () => this.going && this.#let(this.held, [this.#living[side]]), // it came back
      onState: (told) => this.#became(told),
    }));
    this.canvases.forEach((canvas) => { canvas.hidden = false; });
  }

  /** Hold both, or let both go on. */
  hold(yes) {
    this.held = yes;
    if (this.going) this.#let(yes);
  }

  point(x, y, phase) {
    this.#living.forEach((living) => living.point(x, y, phase));
  }

  close() {
    this.#living.splice(0).forEach((living) => living.close());
    this.canvases.forEach((canvas) => { canvas.hidden = true; });
  }

  /** What tests count. */
  get stats() { return this.#living.map(({ stats, state }) => ({ ...stats, state })); }

  #became(told) {
    if (OVER.includes(told.state)) {
      this.onState({ words: told.words ?? null, full: told.reason === 'full', over: true });
    } else if (!this.going && this.#living.length === 2 && this.#living.every(({ state }) => state === 'live')) {
      this.going = true;
      this.#let(this.held);
      this.onState({ words: null });
    } else if (told.words || told.state === 'offline') {
      this.onState({ words: told.words ?? { ru: say('preview_off'), en: say('preview_off') } });
    }
  }

  #let(paused, living = this.#living) {
    living.forEach((one) => one.tell({ type: 'pause', paused }));
  }
}
