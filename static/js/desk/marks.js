// Marks on frames: set by a click on the held picture or by keys, moved, told, removed.

import { element } from '../workshop/slider.js';
import { number, say } from '../workshop/words.js';

const STEP = 0.01; // of the picture; with Shift five times as far
const MOST = 40;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (share) => Math.min(1, Math.max(0, Math.round(share * 1e4) / 1e4));

export class Marks {
  #figure; #layer; #form; #clock; #mayMark; #marks = [];

  /** form: null where nobody may mark; shown: marks of verdicts that may be read. */
  constructor(figure, { form, button, shown, clock, mayMark, hold }) {
    this.#figure = figure;
    this.#layer = figure.querySelector('[data-marks]');
    this.#form = form;
    this.#clock = clock;
    this.#mayMark = mayMark;
    if (!form) {
      this.#marks = shown;
      this.#draw();
      return;
    }
    this.#marks = JSON.parse(form.elements.marks.value || '[]');
    figure.addEventListener('click', (event) => this.#clicked(event));
    button.addEventListener('click', () => {
      hold();
      this.#add(0.5, 0.4);
      this.#layer.lastElementChild?.focus();
    });
    this.#draw();
  }

  get all() {
    return this.#marks;
  }

  #clicked(event) {
    if (!this.#mayMark() || event.target.closest('[data-marks] button')) return;
    const box = this.#figure.getBoundingClientRect();
    this.#add((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    this.#form.querySelector('[data-mark-list] li:last-child input')?.focus();
  }

  #add(x, y) {
    if (this.#marks.length >= MOST) return;
    const t = Math.min(3600, Math.round(this.#clock.t * 100) / 100);
    this.#marks.push({ t, x: within(x), y: within(y), note: '', answer: this.#clock.answer });
    this.#draw();
  }

  #remove(mark) {
    this.#marks = this.#marks.filter((other) => other !== mark);
    this.#draw();
    (this.#layer.lastElementChild ?? document.querySelector('[data-mark]')).focus();
  }

  #keep() {
    this.#form.elements.marks.value = JSON.stringify(this.#marks);
  }

  #draw() {
    this.#layer.replaceChildren(...this.#marks.map((mark, place) => this.#spot(mark, place + 1)));
    if (!this.#form) return;
    this.#form.querySelector('[data-mark-list]').replaceChildren(...this.#marks.map((mark, place) => this.#line(mark, place + 1)));
    this.#form.querySelector('[data-no-marks]').hidden = this.#marks.length > 0;
    this.#keep();
  }

  #spot(mark, place) {
    const spot = element('button', { type: 'button', textContent: place });
    this.#put(spot, mark);
    const when = `${number(mark.t, 1)} ${say('seconds')}`;
    const told = say('mark', place, [mark.answer || say('alone'), when, mark.note].filter(Boolean).join(', '));
    spot.setAttribute('aria-label', this.#form ? `${told}. ${say('mark_keys')}` : told);
    if (this.#form) spot.addEventListener('keydown', (event) => this.#key(event, spot, mark));
    else spot.setAttribute('aria-disabled', 'true');
    return spot;
  }

  #put(spot, mark) {
    Object.assign(spot.style, { left: `${mark.x * 100}%`, top: `${mark.y * 100}%` });
  }

  #key(event, spot, mark) {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      this.#remove(mark);
    } else if (event.key in MOVES) {
      const [x, y] = MOVES[event.key].map((way) => way * STEP * (event.shiftKey ? 5 : 1));
      Object.assign(mark, { x: within(mark.x + x), y: within(mark.y + y) });
      this.#put(spot, mark);
      this.#keep();
    } else return;
    event.preventDefault();
  }

  #line(mark, place) {
    const note = element('input', { className: 'field', value: mark.note, maxLength: 500 });
    note.setAttribute('aria-label', say('mark_note', place));
    note.addEventListener('input', () => {
      mark.note = note.value;
      this.#keep();
    });
    const gone = element('button', { type: 'button', className: 'btn icon quiet', textContent: '×' });
    gone.setAttribute('aria-label', say('remove', place));
    gone.addEventListener('click', () => this.#remove(mark));
    const where = element('span', { className: 'nums', textContent: `${place}. ${number(mark.t, 1)} ${say('seconds')}` });
    return element('li', {}, [where, note, gone]);
  }
}
