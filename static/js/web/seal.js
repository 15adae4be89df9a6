// The mark beside a living picture: whether what moves is what the museum signed.

export class SealMark {
  #mark; #link;

  /** mark: the element with a word for each state and a link to the certificate. */
  constructor(mark) {
    this.#mark = mark;
    this.#link = mark.querySelector('a');
    this.state = '';
  }

  /** seal: {state, certificate} of stream/seal.js. */
  became({ state, certificate }) {
    this.state = state;
    for (const words of this.#mark.querySelectorAll('[data-is]')) words.hidden = words.dataset.is !== state;
    this.#mark.dataset.seal = state;
    this.#link.hidden = state !== 'whole' || !certificate;
    if (certificate) this.#link.href = `/${document.documentElement.lang.slice(0, 2)}${certificate}`;
  }

  /** It speaks of the living picture: while that shows, or once it may not. */
  show(living) {
    this.#mark.hidden = !this.state || !(living || this.state === 'broken');
  }
}
