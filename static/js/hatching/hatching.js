// What was added to a painting: the mask laid over it, and what is told of it.

const AGAIN_MS = 60_000; // a museum whose worker is busy may need so long

export class Hatching {
  #figure; #onReady; #hatch = null; #timer = 0;

  /** figure holds the painting and .hatching; onReady() once mask and numbers are there. */
  constructor(figure, onReady = () => {}) {
    this.#figure = figure;
    this.#onReady = onReady;
    this.told = null; // {invented, moved} in percent, and parts
    this.failed = false;
  }

  /** Take another work's {mask, told} addresses; null for a work that has none. Loads at once. */
  hang(hatch) {
    if (hatch?.mask === this.#hatch?.mask) return;
    clearTimeout(this.#timer);
    this.#hatch = hatch;
    this.told = null;
    if (hatch) this.#load(hatch);
  }

  async #load(hatch) {
    let told = null;
    try {
      const answer = await fetch(hatch.told);
      if (answer.ok) told = await answer.json();
      if (told) await loaded(hatch.mask);
    } catch {
      told = null; // no network, or not now: asked again
    }
    if (hatch !== this.#hatch) return;
    this.failed = told === null;
    if (told) {
      this.told = told;
      this.#figure.querySelector('.hatching').style.setProperty('--mask', `url("${hatch.mask}")`);
    } else {
      this.#timer = setTimeout(() => this.#load(hatch), AGAIN_MS);
    }
    this.#onReady();
  }
}

/** The mask in the browser's cache, so that it lies on the painting in one piece. */
async function loaded(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
}

/** A share of the picture as people write it; tenths only where they matter. */
export function percent(share, language) {
  if (share > 0 && share < 0.1) return `< ${percent(0.1, language)}`;
  const digits = share < 10 ? 1 : 0;
  const form = { style: 'percent', maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, form).format(share / 100);
}

/** Write what is told into a legend: [data-share] and [data-parts]; words: part → words. */
export function writeLegend(block, told, language, words) {
  const { invented, moved, parts } = told;
  const tenths = (share) => Math.round(share * 10) / 10;
  const shares = { invented, moved, whole: tenths(100 - tenths(invented) - tenths(moved)) };
  for (const node of block.querySelectorAll('[data-share]')) {
    set(node, percent(Math.max(shares[node.dataset.share], 0), language));
  }
  set(block.querySelector('[data-parts]'), parts.map((part) => words[part]).join(', '));
  block.classList.toggle('nothing', invented === 0);
}

function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
