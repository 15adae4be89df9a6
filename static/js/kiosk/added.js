// What was added, on a kiosk: ready before anybody asks, kept while the network is away.

import { Hatching, writeLegend } from '../hatching/hatching.js';
import { STRINGS } from './strings.js';

export class Added {
  #page; #hatching;

  /** onChange() when what was added may be asked for. */
  constructor(page, onChange) {
    this.#page = page;
    this.#hatching = new Hatching(page.getElementById('picture'), onChange);
  }

  /** Take the work on the screen; null where nothing hangs. */
  hang(work) {
    this.#hatching.hang(work?.hatch ?? null);
  }

  draw(flow) {
    const { told } = this.#hatching;
    this.#page.body.classList.toggle('has-added', told !== null);
    this.#page.getElementById('see-added').setAttribute('aria-expanded', String(flow.added));
    if (!told) return;
    const block = this.#page.getElementById('added');
    writeLegend(block, told, flow.language, STRINGS[flow.language]);
  }
}
