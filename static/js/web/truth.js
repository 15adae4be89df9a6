// What a visitor sees, in words beside the picture and in its alternative text: the original, or
// what the record of the living portrait says.

import { Label } from '../label/label.js';

const language = document.documentElement.lang.startsWith('en') ? 'en' : 'ru';

export class Truth {
  #moving; #original; #label; #image; #alt;

  /** block holds .says-moving and .says-original; figure the painting. */
  constructor(block, figure) {
    this.#moving = block.querySelector('.says-moving');
    this.#original = block.querySelector('.says-original');
    this.#label = new Label(this.#moving);
    this.#image = figure.querySelector('img');
    this.#alt = { painting: this.#image.alt, label: this.#moving.dataset.alt };
  }

  /** Take the words of what the stage sends now. */
  tell(label) {
    this.#alt.label = label.alt[language];
    this.#label.tell(label, language);
  }

  /** living: whether it moves; added: whether what was added is hatched over the original. */
  show(living, added) {
    this.#moving.hidden = !living && !added;
    this.#original.hidden = living || added;
    this.#label.show(living || added);
    const { painting, label } = this.#alt;
    this.#image.alt = living ? `${painting} ${label}` : painting;
  }
}
