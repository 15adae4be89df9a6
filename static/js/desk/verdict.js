// The decision: approving waits for four yeses, the other two for a note.

import { say } from '../workshop/words.js';

export class Verdict {
  #form; #boxes; #approve; #why;

  constructor(form) {
    this.#form = form;
    this.#boxes = [...form.querySelectorAll('input[type="checkbox"]')];
    this.#approve = form.querySelector('[value="approve"]');
    this.#why = form.querySelector('[data-why]');
    for (const box of this.#boxes) box.addEventListener('change', () => this.#draw());
    // Enter in a field must not sign
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault();
    });
    form.addEventListener('submit', (event) => this.#sent(event));
    this.#draw();
  }

  get #open() {
    return this.#boxes.filter((box) => !box.checked);
  }

  #draw() {
    const left = this.#open.length;
    this.#approve.setAttribute('aria-disabled', String(left > 0));
    this.#why.textContent = left ? say(`left_${left}`) : '';
  }

  #sent(event) {
    const decision = event.submitter?.value;
    const { note } = this.#form.elements;
    if (decision === 'approve' && this.#open.length) {
      event.preventDefault();
      this.#open[0].focus();
    } else if (decision !== 'approve' && !note.value.trim()) {
      event.preventDefault();
      this.#why.textContent = say('needs_note');
      note.focus();
    }
  }
}
