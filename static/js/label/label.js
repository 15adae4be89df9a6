// The label of a living picture: the words of the record of what is shown, from the page at first,
// then from the stage before the first frame of every epoch. How often it stands out is the
// museum's choice; between two times it is quieter, and never gone while the picture moves.

export const STANDS_OUT_MS = 10_000;
const LOOK_MS = 500;

/** Whether a label stands out when the picture has moved for ms. every: seconds; 0 the whole
    playback, null at first only. */
export function standsOut(ms, every) {
  if (every === 0) return true;
  return (every === null ? ms : ms % (every * 1000)) < STANDS_OUT_MS;
}

/** The words beside a picture, in one language: [letters of the European icon, its text, ours]. */
export function labelWords(label, language) {
  const [text, short] = [label.eu_text[language], label.short[language]];
  return [label.eu, text === short ? '' : text, short];
}

export class Label {
  #node; #since = null;

  /** node holds [data-eu], [data-eu-text] and [data-short]; its data-every is the strength. */
  constructor(node) {
    this.#node = node;
    setInterval(() => this.#stand(), LOOK_MS);
  }

  /** Take the words of what is shown now. */
  tell(label, language) {
    const words = labelWords(label, language);
    for (const [at, name] of ['data-eu', 'data-eu-text', 'data-short'].entries()) {
      const part = this.#node.querySelector(`[${name}]`);
      if (part.textContent !== words[at]) part.textContent = words[at];
    }
  }

  /** moving: whether the living picture is seen. */
  show(moving) {
    if (moving) this.#since ??= performance.now();
    else this.#since = null;
    this.#stand();
  }

  #stand() {
    const { every } = this.#node.dataset;
    const ms = performance.now() - (this.#since ?? performance.now());
    const out = standsOut(ms, every ? Number(every) : null);
    this.#node.classList.toggle('quietly', !out);
  }
}
