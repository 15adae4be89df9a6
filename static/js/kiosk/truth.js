// What a screen shows, in words beside the picture and in its alternative text: the original, or
// what the record of the living portrait says.

import { Label } from '../label/label.js';

export class Truth {
  #page; #node; #label;

  constructor(page) {
    this.#page = page;
    this.#node = page.querySelector('.says-moving');
    this.#label = new Label(this.#node);
  }

  /** work: as the museum told it; told: what the stage said of its frames, null before; language. */
  draw(work, told, language) {
    if (!work) return;
    const label = told ?? work.label;
    const moving = Boolean(label) && this.#page.body.classList.contains('moving');
    if (label) {
      this.#node.dataset.every = work.label?.every ?? '';
      this.#label.tell(label, language);
    }
    this.#label.show(moving);
    const image = this.#page.querySelector('#picture img');
    const alt = [work.alt[language], moving ? label.alt[language] : ''].filter(Boolean).join(' ');
    if (image.alt !== alt) image.alt = alt;
  }
}
