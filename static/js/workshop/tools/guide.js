// Twelve points, one after another: a click, a tap, or a cross moved by arrow keys.

import { say } from '../words.js';
import { Loupe } from './loupe.js';

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 8; // CSS px

export class Guide {
  #set = {};
  #at = [0, 0];

  /** onDone(points) with all twelve; onChange(points so far), null when it is over. */
  constructor(board, box, names, { onDone, onChange }) {
    Object.assign(this, { board, box, names, onDone, onChange, running: false });
    this.order = Object.keys(names);
    this.cross = Object.assign(document.createElement('button'), { type: 'button', className: 'pt cross' });
    this.cross.addEventListener('keydown', (event) => this.#key(event));
    this.cross.addEventListener('click', () => this.#place(this.#at)); // Enter and space
    this.loupe = new Loupe(board);
    this.line = box.querySelector('[data-step]');
    box.querySelector('[data-here]').addEventListener('click', () => this.#place(this.#at));
    box.querySelector('[data-back]').addEventListener('click', () => this.#back());
    box.querySelector('[data-stop]').addEventListener('click', () => this.stop());
  }

  /** Begin with the first point; the cross starts in the middle of what is seen. */
  begin() {
    this.running = true;
    this.box.hidden = false;
    this.#set = {};
    const { place, frame } = this.board;
    this.#aim([(frame[0] / 2 - place.left) / place.scale, (frame[1] / 2 - place.top) / place.scale]);
    this.#next();
    this.cross.focus();
  }

  stop() {
    if (!this.running) return;
    this.running = false;
    this.box.hidden = true;
    this.board.release(this.cross);
    this.loupe.hide();
    this.onChange(null);
  }

  /** A pointer on the board; true when it was ours. */
  pointer(phase, at) {
    if (!this.running) return false;
    if (phase === 'up') this.#place(this.board.inside(at));
    else if (phase !== 'cancel') this.#aim(at);
    return true;
  }

  get #name() {
    return this.order[Object.keys(this.#set).length];
  }

  #aim(at) {
    this.#at = this.board.inside(at);
    this.board.anchor(this.cross, this.#at);
    this.loupe.show(this.#at, this.names[this.#name]);
  }

  #place(at) {
    this.#set[this.#name] = at.map((v) => Math.round(v * 10) / 10);
    if (this.#name) {
      this.#next();
      return;
    }
    const points = this.#set;
    this.running = false;
    this.onDone(points);
    this.running = true;
    this.stop();
  }

  #back() {
    const last = Object.keys(this.#set).at(-1);
    if (last) delete this.#set[last];
    this.#next();
  }

  #next() {
    const text = say('step', Object.keys(this.#set).length + 1, this.names[this.#name]);
    this.line.textContent = text;
    this.cross.setAttribute('aria-label', text);
    this.onChange({ ...this.#set });
    this.#aim(this.#at);
  }

  #key(event) {
    const step = ARROWS[event.key];
    if (event.key === 'Escape') this.stop();
    if (!step) return;
    event.preventDefault();
    const far = (event.shiftKey ? 4 : event.altKey ? 0.125 : 1) * (STEP / this.board.place.scale);
    this.#aim([this.#at[0] + step[0] * far, this.#at[1] + step[1] * far]);
  }
}
