// Original and version: side by side, behind a curtain, or what differs; and what was added.

import { Hatching, percent } from '../hatching/hatching.js';
import { say } from '../workshop/words.js';

export class Views {
  #pair; #figure; #divider; #hatching; #button;

  constructor(pair, figure, hatch) {
    this.#pair = pair;
    this.#figure = figure;
    this.#divider = figure.querySelector('.divider');
    this.#button = document.querySelector('[data-added]');
    this.#hatching = new Hatching(figure, () => this.#ready());
    for (const button of document.querySelectorAll('[data-show]')) {
      button.addEventListener('click', () => this.show(button.dataset.show));
    }
    this.#divider.addEventListener('input', () => figure.style.setProperty('--cut', this.#divider.value));
    this.#button.addEventListener('click', () => this.#add());
    this.#hatching.hang(hatch);
  }

  /** Whether the whole version is seen as visitors will see it. */
  get beside() {
    return this.#pair.dataset.view === 'side';
  }

  get curtain() {
    return this.#pair.dataset.view === 'curtain';
  }

  show(view) {
    this.#pair.dataset.view = view;
    this.#figure.classList.toggle('compared', this.curtain);
    this.#divider.hidden = !this.curtain;
    for (const button of document.querySelectorAll('[data-show]')) {
      button.setAttribute('aria-pressed', String(button.dataset.show === view));
    }
    if (this.curtain) this.#divider.focus({ preventScroll: true });
  }

  #add() {
    const on = this.#figure.classList.toggle('added');
    this.#button.setAttribute('aria-pressed', String(on));
  }

  #ready() {
    const { told } = this.#hatching;
    if (!told) return;
    this.#button.querySelector('span').textContent = say('added', percent(told.invented, document.documentElement.lang));
  }
}
