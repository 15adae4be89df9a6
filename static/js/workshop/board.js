// The untouched picture on the left: looked at from near and far by mouse, touch, pen and keys.
// Tools draw in layers over it, in pixels of the picture.

import { Gestures } from './gestures.js';
import { say } from './words.js';
import { WHOLE, panned, placed, showing, zoomed } from './view.js';

const STEP = 1.25;
const NUDGE = 60; // CSS px an arrow key moves the picture

export class Board {
  view = WHOLE;
  tool = null; // {pointer?(phase, at, event) → true when it took it}
  #anchors = new Map(); // element → [x, y] px of the picture
  #places = [];

  constructor(root, { size, zoomLine }) {
    Object.assign(this, { root, size, zoomLine });
    this.zoomer = root.querySelector('.zoomer');
    this.image = root.querySelector('img');
    this.glass = root.querySelector('.glass');
    this.gestures = new Gestures(this);
    root.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.look(this.view)).observe(root);
  }

  get frame() { return [this.root.clientWidth, this.root.clientHeight]; }

  /** Show the picture so. */
  look(view) {
    this.view = view;
    this.place = placed(view, this.size, this.frame);
    const { left, top, width, height } = this.place;
    Object.assign(this.zoomer.style, { width: `${width}px`, height: `${height}px`, transform: `translate(${left}px, ${top}px)` });
    for (const [element, at] of this.#anchors) this.#put(element, at);
    if (this.zoomLine) this.zoomLine.textContent = `${Math.round(view.zoom * 100)} %`;
    for (const call of this.#places) call(this.place);
  }

  whole() { this.look(WHOLE); }

  showBox(box) { this.look(showing(box, this.size, this.frame)); }

  closer(factor = STEP, at = this.frame.map((side) => side / 2)) {
    this.look(zoomed(this.view, factor, at, this.size, this.frame));
  }

  pan(x, y) { this.look(panned(this.view, [x, y], this.size, this.frame)); }

  /** Return the picture's px under a pointer. */
  at(event) {
    const box = this.root.getBoundingClientRect();
    const { left, top, scale } = this.place;
    return [(event.clientX - box.left - left) / scale, (event.clientY - box.top - top) / scale];
  }

  /** Return a px of the picture kept inside it. */
  inside([x, y]) {
    return [Math.min(this.size[0] - 1, Math.max(0, x)), Math.min(this.size[1] - 1, Math.max(0, y))];
  }

  /** px of the picture that are one px of the largest picture shown: the smallest step. */
  get pixel() { return Math.max(1, this.size[0] / (this.image.naturalWidth || this.size[0])); }

  /** Keep an element over a point of the picture, at its own size. */
  anchor(element, at) {
    this.#anchors.set(element, at);
    if (element.parentNode !== this.glass) this.glass.append(element);
    this.#put(element, at);
  }

  release(element) {
    this.#anchors.delete(element);
    element.remove();
  }

  /** An SVG over the picture whose units are its pixels. */
  drawing(className) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', `0 0 ${this.size[0]} ${this.size[1]}`);
    svg.setAttribute('class', `drawing ${className}`);
    svg.setAttribute('aria-hidden', 'true');
    this.zoomer.append(svg);
    return svg;
  }

  /** call(place) whenever the picture lies otherwise. */
  onPlaced(call) {
    this.#places.push(call);
  }

  #put(element, [x, y]) {
    if (!this.place) return;
    const { left, top, scale } = this.place;
    element.style.transform = `translate(${left + x * scale}px, ${top + y * scale}px)`;
  }

  #key(event) {
    if (event.target !== this.root || event.ctrlKey || event.metaKey) return;
    const arrows = { ArrowLeft: [NUDGE, 0], ArrowRight: [-NUDGE, 0], ArrowUp: [0, NUDGE], ArrowDown: [0, -NUDGE] };
    if (event.key in arrows) this.pan(...arrows[event.key]);
    else if (event.key === '+' || event.key === '=') this.closer();
    else if (event.key === '-') this.closer(1 / STEP);
    else if (event.key === '0') this.whole();
    else return;
    event.preventDefault();
  }
}

/** The line of buttons below a board. */
export function zoomButtons(board, row) {
  row.querySelector('[data-zoom="out"]').addEventListener('click', () => board.closer(1 / STEP));
  row.querySelector('[data-zoom="in"]').addEventListener('click', () => board.closer());
  row.querySelector('[data-zoom="whole"]').addEventListener('click', () => board.whole());
  board.root.setAttribute('aria-description', say('board'));
}
