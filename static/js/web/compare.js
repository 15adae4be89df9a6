// The original and the living picture side by side in one place: a divider goes across.

export class Compare {
  #figure; #divider; #button; #sides;

  /** figure holds the painting, the canvas and a range input; block the button, and words that
      tell which side is which; onChange() when it is switched. */
  constructor(block, figure, onChange) {
    const button = block.querySelector('[data-compare]');
    this.#figure = figure;
    this.#divider = figure.querySelector('.divider');
    this.#button = button;
    this.#sides = block.querySelector('[data-sides]');
    this.on = false;
    this.#divider.addEventListener('input', () => this.#cut());
    button.addEventListener('click', () => {
      this.on = !this.on;
      onChange();
      if (this.on) this.#divider.focus({ preventScroll: true });
    });
    this.#cut();
  }

  /** moves: whether the living picture is there to be compared with. */
  draw(moves) {
    const shown = this.on && moves;
    this.#button.setAttribute('aria-pressed', String(this.on));
    this.#figure.classList.toggle('compared', shown);
    this.#divider.hidden = !shown;
    this.#sides.hidden = !shown;
  }

  #cut() {
    this.#figure.style.setProperty('--cut', this.#divider.value);
    const { left, right } = this.#divider.dataset;
    const share = Number(this.#divider.value);
    this.#divider.setAttribute('aria-valuetext', `${left} ${share} %, ${right} ${100 - share} %`);
  }
}
