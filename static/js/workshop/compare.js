// Two states of a portrait at one moment, one laid over the other and cut where the slider is.

import { element } from './slider.js';
import { inLanguage, say } from './words.js';

export class Compare {
  #drawn = 0;

  constructor(studio) {
    this.studio = studio;
    this.dialog = document.getElementById('compare-dialog');
    const find = (selector) => this.dialog.querySelector(selector);
    this.sides = ['left', 'right'].map((side) => ({
      choice: find(`select[data-side="${side}"]`), image: find(`img[data-side="${side}"]`),
    }));
    Object.assign(this, { moment: find('[data-moment]'), cut: find('[data-cut]'), note: find('[data-compare-note]') });
    this.figure = find('.two');
    for (const field of [this.moment, ...this.sides.map(({ choice }) => choice)]) {
      field.addEventListener('change', () => this.#draw());
    }
    this.cut.addEventListener('input', () => this.#divide(Number(this.cut.value)));
    find('[data-close]').addEventListener('click', () => this.dialog.close());
    for (const kind of ['pointerdown', 'pointermove']) this.figure.addEventListener(kind, (event) => this.#drag(event));
  }

  /** Compare a version, the newest by itself, with the draft. */
  async open(versions, chosen = versions[0]?.id) {
    await this.studio.draft.flush();
    for (const { choice } of this.sides) {
      choice.replaceChildren(
        element('option', { value: 'draft', textContent: say('draft') }),
        ...versions.map(({ id, number, name }) => element('option', { value: id, textContent: `${number}. ${name}` })),
      );
    }
    this.sides[0].choice.value = chosen;
    this.sides[1].choice.value = 'draft';
    this.dialog.showModal();
    this.#divide(50);
    this.#draw();
  }

  async #draw() {
    const mine = (this.#drawn += 1);
    this.note.textContent = say('drawing');
    const wrongs = [];
    for (const { choice, image } of this.sides) { // one after the other: each takes the machine
      const wrong = await this.#fetch(choice.value, image, mine);
      if (wrong) wrongs.push(wrong);
    }
    if (mine === this.#drawn) this.note.textContent = wrongs.join(' ');
  }

  async #fetch(which, image, mine) {
    const { stills } = this.studio.config;
    try {
      const answer = await fetch(stills.replace('WHICH', which).replace('MOMENT', this.moment.value));
      if (!answer.ok) return inLanguage((await answer.json()).error);
      const data = await answer.blob();
      if (mine !== this.#drawn) return '';
      URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(data);
      await image.decode();
    } catch {
      return say('failed');
    }
    return '';
  }

  #divide(percent) {
    this.cut.value = percent;
    this.figure.style.setProperty('--cut', `${percent}%`);
  }

  #drag(event) {
    if (event.type === 'pointermove' && !event.buttons) return;
    const box = this.figure.getBoundingClientRect();
    this.#divide(Math.min(100, Math.max(0, ((event.clientX - box.left) / box.width) * 100)));
  }
}
