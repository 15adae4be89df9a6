// Twelve points and the outline of a face on the board, dragged with a loupe or moved by keys.

import { Loupe } from './loupe.js';

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAR = 10; // steps with Shift
const SVG = 'http://www.w3.org/2000/svg';

export class PointLayer {
  #buttons = new Map();
  #grip = [0, 0]; // from the pointer to the point: what is taken does not jump

  /** names: name → title; onMove(name, [x, y]) in px of the picture; onSettle(). */
  constructor(board, names, { onMove, onSettle }) {
    Object.assign(this, { board, names, onMove, onSettle });
    this.drawing = board.drawing('mesh');
    this.loupe = new Loupe(board);
    for (const [name, title] of Object.entries(names)) this.#make(name, title);
  }

  /** Show a face, {points, outline, hand}, or null for none. */
  show(face, { doubtful = [], locked = false }) {
    this.face = face;
    this.locked = locked;
    this.drawing.classList.toggle('hand', Boolean(face?.hand));
    const lines = Object.values(face?.outline ?? {}).map((line) => line.map((at) => at.join(',')).join(' '));
    this.drawing.replaceChildren(...['edge', 'go'].flatMap((kind) => lines.map((points) => polyline(kind, points))));
    for (const [name, button] of this.#buttons) {
      const at = face?.points[name];
      if (!at) {
        this.board.release(button);
        continue;
      }
      const doubt = doubtful.includes(name);
      button.classList.toggle('doubt', doubt);
      button.setAttribute('aria-disabled', String(locked));
      button.setAttribute('aria-label', doubt ? `${this.names[name]}, ?` : this.names[name]);
      this.board.anchor(button, at);
    }
    if (!face) this.loupe.hide();
  }

  focus(name) {
    const [x, y] = this.face.points[name];
    const [wide, high] = [this.face.box[2] - this.face.box[0], this.face.box[3] - this.face.box[1]];
    this.board.showBox([x - wide / 4, y - high / 4, x + wide / 4, y + high / 4]);
    this.#buttons.get(name).focus();
  }

  #make(name, title) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'pt' });
    button.dataset.point = name;
    button.setAttribute('aria-roledescription', '⌖');
    button.addEventListener('pointerdown', (event) => this.#take(event, name));
    button.addEventListener('pointermove', (event) => this.#drag(event, name));
    for (const end of ['pointerup', 'pointercancel']) button.addEventListener(end, () => this.#drop(button));
    button.addEventListener('keydown', (event) => this.#key(event, name));
    button.addEventListener('focus', () => this.#choose(button, name, title));
    button.addEventListener('blur', () => {
      button.classList.remove('sel');
      this.loupe.hide();
      this.onSettle();
    });
    this.#buttons.set(name, button);
  }

  #choose(button, name, title) {
    button.classList.add('sel');
    this.loupe.show(this.face.points[name], title);
  }

  #take(event, name) {
    if (this.locked || event.button > 0) return;
    const [at, point] = [this.board.at(event), this.face.points[name]];
    this.#grip = [point[0] - at[0], point[1] - at[1]];
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
  }

  #drag(event, name) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const [x, y] = this.board.at(event);
    this.#move(name, [x + this.#grip[0], y + this.#grip[1]]);
  }

  #drop(button) {
    if (button.isConnected) this.onSettle();
  }

  #key(event, name) {
    const step = ARROWS[event.key];
    if (!step || this.locked) return;
    event.preventDefault();
    const far = this.board.pixel * (event.shiftKey ? FAR : 1);
    const [x, y] = this.face.points[name];
    this.#move(name, [x + step[0] * far, y + step[1] * far]);
  }

  #move(name, at) {
    const kept = this.board.inside(at);
    this.onMove(name, kept);
    this.loupe.show(kept, this.names[name]);
  }
}

function polyline(className, points) {
  const line = document.createElementNS(SVG, 'polyline');
  line.setAttribute('class', className);
  line.setAttribute('points', points);
  return line;
}
