// The view that shows what was added: asked for when a visitor first wants it, or is about to.

import { Hatching, writeLegend } from '../hatching/hatching.js';

export class Added {
  #figure; #block; #hatching; #language;

  /** block: the legend; figure: the painting; button: what shows them. */
  constructor(block, figure, button) {
    this.#block = block;
    this.#figure = figure;
    this.#language = document.documentElement.lang;
    this.#hatching = new Hatching(figure, () => this.#ready());
    for (const name of ['pointerenter', 'focus']) button.addEventListener(name, () => this.#want());
  }

  show(yes) {
    if (yes) this.#want();
    this.#figure.classList.toggle('added', yes);
    this.#block.hidden = !yes;
  }

  #want() {
    const { mask, told } = this.#block.dataset;
    this.#hatching.hang({ mask, told });
  }

  #ready() {
    const { told, failed } = this.#hatching;
    this.#block.classList.toggle('failed', failed);
    if (!told) return;
    const words = this.#block.querySelector('[data-parts]').dataset;
    writeLegend(this.#block, told, this.#language, words);
    this.#block.classList.add('ready');
  }
}
