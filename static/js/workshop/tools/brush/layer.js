// What is drawn over the picture: regions, their ways with arrow heads, what stays, what is protected.

import { say } from '../../words.js';
import { cornersOf } from './drawing.js';
import { svg } from './svg.js';

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAR = 10; // steps with Shift
const HEAD = 14; // CSS px of an arrow head

export class BrushLayer {
  #points = [];
  #numbers = [];
  #grip = [0, 0];

  /** onMove(index of the way's point, [x, y]), onDelete(index), onSettle(), onChoose(kind, index). */
  constructor(board, on) {
    Object.assign(this, { board, on });
    this.drawing = board.drawing('brush');
    this.wet = board.drawing('wet');
    board.onPlaced(() => this.shown && this.#ways());
  }

  /** Show a drawing; chosen: {kind, index} or null; parts: outlines of the sitter, face, hands. */
  show(ground, chosen, { parts = {}, parted = false, locked = false, fresh = false }) {
    this.shown = { ground, chosen, locked };
    this.board.glass.classList.toggle('fresh', fresh); // a stroke may begin on a way nobody drew
    const areas = ['brush', 'flow'].flatMap((kind) => ground[kind].map((entry, index) => (
      svg('polygon', { class: `area ${kind}${same(chosen, kind, index) ? ' sel' : ''}`, points: text(cornersOf(entry)) }))));
    const still = ground.still.map((line, index) => svg('polygon', { class: `stay${same(chosen, 'still', index) ? ' sel' : ''}`, points: text(line) }));
    const names = parted ? ['sitter', 'face', 'features', 'hands'] : [];
    const outlines = names.flatMap((name) => (parts[name] ?? []).map((line) => svg('polygon', { class: `part ${name}`, points: text(line) })));
    this.drawing.replaceChildren(...outlines, ...still, ...areas, this.ways = svg('g', {}));
    this.#ways();
    this.#number(ground, chosen);
    this.#handles(chosen && chosen.kind !== 'still' ? ground[chosen.kind][chosen.index] : null, locked);
  }

  hide() {
    this.shown = null;
    this.board.glass.classList.remove('fresh');
    this.drawing.replaceChildren();
    this.wet.replaceChildren();
    this.#handles(null, true);
    this.#numbers.splice(0).forEach((button) => this.board.release(button));
  }

  /** What the hand is drawing now: a line of some width, px of the picture; null: nothing. */
  paint(line, width, kind) {
    this.wet.replaceChildren(...(line ? [wetLine(line, width * this.board.place.scale, kind)] : []));
  }

  focusPoint(index) { this.#points[index]?.focus(); }

  #ways() {
    const { ground, chosen } = this.shown;
    const lines = [
      ...ground.brush.map((entry, n) => [entry.path ?? [], same(chosen, 'brush', n)]),
      ...ground.flow.flatMap((entry, n) => (entry.arrows ?? []).map((a) => [[a.slice(0, 2), a.slice(2)], same(chosen, 'flow', n)])),
    ].filter(([line]) => line.length > 1);
    const size = HEAD / (this.board.place?.scale || 1);
    this.ways.replaceChildren(...lines.flatMap(([line, mine]) => ['edge', 'go'].flatMap((kind) => [
      svg('polyline', { class: `${kind}${mine ? ' sel' : ''}`, points: text(line) }),
      svg('polyline', { class: `${kind}${mine ? ' sel' : ''}`, points: text(head(line, size)) }),
    ])));
  }

  #number(ground, chosen) {
    this.#numbers.splice(0).forEach((button) => this.board.release(button));
    for (const kind of ['brush', 'flow']) {
      ground[kind].forEach((entry, index) => {
        const button = Object.assign(document.createElement('button'), { type: 'button', className: `no ${kind}`, textContent: index + 1 });
        button.setAttribute('aria-label', say(`region_${kind}`, index + 1));
        button.setAttribute('aria-pressed', String(same(chosen, kind, index)));
        button.addEventListener('click', () => this.on.choose(kind, index));
        this.board.anchor(button, corner(cornersOf(entry)));
        this.#numbers.push(button);
      });
    }
  }

  /** A button over every point of the chosen way. */
  #handles(entry, locked) {
    const at = entry?.path ?? entry?.arrows?.flatMap((a) => [a.slice(0, 2), a.slice(2)]) ?? [];
    const arrows = !entry?.path;
    while (this.#points.length > at.length) this.board.release(this.#points.pop());
    while (this.#points.length < at.length) this.#points.push(this.#make(this.#points.length));
    at.forEach((place, n) => {
      const button = this.#points[n];
      const title = arrows ? say(n % 2 ? 'arrow_end' : 'arrow_start', (n >> 1) + 1) : say('point_of', n + 1);
      button.setAttribute('aria-label', title);
      button.setAttribute('aria-disabled', String(locked));
      button.at = place;
      this.board.anchor(button, place);
    });
  }

  #make(index) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'pt way' });
    button.dataset.way = index;
    button.addEventListener('pointerdown', (event) => {
      if (this.shown.locked || event.button > 0) return;
      const at = this.board.at(event);
      this.#grip = [button.at[0] - at[0], button.at[1] - at[1]];
      button.setPointerCapture(event.pointerId);
      button.focus();
    });
    button.addEventListener('pointermove', (event) => {
      if (!button.hasPointerCapture(event.pointerId)) return;
      const [x, y] = this.board.at(event);
      this.on.move(index, this.board.inside([x + this.#grip[0], y + this.#grip[1]]));
    });
    for (const end of ['pointerup', 'pointercancel', 'blur']) button.addEventListener(end, () => this.on.settle());
    button.addEventListener('focus', () => button.classList.add('sel'));
    button.addEventListener('blur', () => button.classList.remove('sel'));
    button.addEventListener('keydown', (event) => this.#key(event, index, button));
    return button;
  }

  #key(event, index, button) {
    if (this.shown.locked) return;
    const step = ARROWS[event.key];
    const far = this.board.pixel * (event.shiftKey ? FAR : 1);
    if (step) this.on.move(index, this.board.inside([button.at[0] + step[0] * far, button.at[1] + step[1] * far]));
    else if (event.key === 'Delete' || event.key === 'Backspace') this.on.drop(index);
    else return;
    event.preventDefault();
  }
}

/** A line that is not dry yet, so many CSS px wide; 0: as thin as its kind is. */
export function wetLine(line, width, kind) {
  const made = svg('polyline', { class: kind, points: text(line.length > 1 ? line : [line[0], line[0]]) });
  if (width) made.style.strokeWidth = `${width}px`; // an attribute would yield to the style sheet
  return made;
}

const text = (line) => line.map((at) => at.join(',')).join(' ');
const same = (chosen, kind, index) => chosen?.kind === kind && chosen.index === index;

/** Where the number stands: the corner nearest to the upper left. */
const corner = (polygon) => polygon.reduce((best, at) => (at[0] + at[1] < best[0] + best[1] ? at : best));

function head(line, size) {
  const [end, from] = [line.at(-1), line.findLast((at) => Math.hypot(at[0] - line.at(-1)[0], at[1] - line.at(-1)[1]) > size / 2) ?? line[0]];
  const turn = Math.atan2(end[1] - from[1], end[0] - from[0]);
  return [2.6, 0, -2.6].map((a) => (a ? [end[0] + size * Math.cos(turn + a), end[1] + size * Math.sin(turn + a)] : end));
}
