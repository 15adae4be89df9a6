// Two states of a portrait, one laid over the other and cut where the slider is: alive, on one
// clock, or drawn at one moment.

import { labelWords } from '../label/label.js';
import { Beside } from './beside.js';
import { element } from './slider.js';
import { inLanguage, say } from './words.js';

const INSTEAD = 'turned'; // the moment shown where there is no room to live

export class Compare {
  #drawn = 0;

  constructor(studio) {
    this.studio = studio;
    this.dialog = document.getElementById('compare-dialog');
    const find = (selector) => this.dialog.querySelector(selector);
    this.sides = ['left', 'right'].map((side) => ({
      choice: find(`select[data-side="${side}"]`), image: find(`div[data-side="${side}"] img`),
      canvas: find(`div[data-side="${side}"] canvas`), said: find(`[data-said="${side}"]`),
    }));
    Object.assign(this, { moment: find('[data-moment]'), cut: find('[data-cut]'), note: find('[data-compare-note]'), button: find('[data-hold]') });
    this.figure = find('.two');
    this.dialog.style.setProperty('--ratio', this.figure.dataset.width / this.figure.dataset.height);
    this.beside = new Beside(this.sides.map(({ canvas }) => canvas), {
      portrait: studio.config.portrait,
      onLabel: (side, label) => this.#say(side, label),
      onState: (told) => this.#became(told),
    });
    for (const field of [this.moment, ...this.sides.map(({ choice }) => choice)]) field.addEventListener('change', () => this.#show());
    this.cut.addEventListener('input', () => this.#divide(Number(this.cut.value)));
    this.button.addEventListener('click', () => this.#hold(!this.beside.held));
    find('[data-close]').addEventListener('click', () => this.dialog.close());
    this.dialog.addEventListener('close', () => this.#closed());
    studio.draft.listen(({ fields }) => fields.length && this.dialog.open && this.#show()); // somebody else's
    for (const kind of ['pointerdown', 'pointermove', 'pointerleave']) this.figure.addEventListener(kind, (event) => this.#pointed(event));
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
    this.moment.value = '';
    this.studio.preview.cover(true); // two pictures are enough for the machine
    this.dialog.showModal();
    this.#hold(matchMedia('(prefers-reduced-motion: reduce)').matches);
    this.#divide(50);
    this.#show();
  }

  #show() {
    const alive = this.moment.value === '';
    this.button.hidden = !alive;
    this.note.textContent = say(alive ? 'opening_both' : 'drawing');
    if (alive) this.beside.show(this.sides.map(({ choice }) => choice.value));
    else this.#draw();
  }

  #became({ words, full, over }) {
    if (full) this.moment.value = INSTEAD;
    if (over) this.beside.close();
    if (full) this.#draw(inLanguage(words));
    else this.note.textContent = inLanguage(words);
  }

  /** because: why they do not live. */
  async #draw(because = '') {
    this.beside.close();
    this.button.hidden = true;
    const mine = (this.#drawn += 1);
    const wrongs = [];
    for (const side of [0, 1]) { // one after the other: each takes the machine
      const wrong = await this.#fetch(side, mine);
      if (wrong) wrongs.push(wrong);
    }
    if (mine === this.#drawn) this.note.textContent = [because, ...wrongs].join(' ');
  }

  async #fetch(side, mine) {
    const { choice, image } = this.sides[side];
    const { stills } = this.studio.config;
    try {
      const answer = await fetch(stills.replace('WHICH', choice.value).replace('MOMENT', this.moment.value));
      if (!answer.ok) return inLanguage((await answer.json()).error);
      const data = await answer.blob();
      if (mine !== this.#drawn) return '';
      this.#say(side, JSON.parse(answer.headers.get('X-Label')));
      URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(data);
      await image.decode();
    } catch {
      return say('failed');
    }
    return '';
  }

  #say(side, label) {
    if (!label) return;
    const words = labelWords(label, document.documentElement.lang.startsWith('en') ? 'en' : 'ru');
    ['data-eu', 'data-eu-text', 'data-short'].forEach((name, at) => { this.sides[side].said.querySelector(`[${name}]`).textContent = words[at]; });
  }

  #hold(yes) {
    this.beside.hold(yes);
    this.button.setAttribute('aria-pressed', String(yes));
    this.dialog.classList.toggle('paused', yes);
  }

  #closed() {
    this.#drawn += 1;
    this.beside.close();
    this.studio.preview.cover(false);
  }

  #divide(percent) {
    this.cut.value = percent;
    this.figure.style.setProperty('--cut', `${percent}%`);
  }

  /** Pressed, a pointer moves the cut; above the picture it leads the eyes. */
  #pointed(event) {
    const box = this.figure.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    if (event.type !== 'pointerleave' && event.buttons) this.#divide(Math.min(100, Math.max(0, x * 100)));
    else this.beside.point(x, y, event.type === 'pointerleave' ? 'leave' : 'move');
  }
}
