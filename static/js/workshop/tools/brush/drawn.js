// The draft's drawing as a hand changes it: every change is one step of the draft.

import { say } from '../../words.js';
import * as drawing from './drawing.js';
import { reshaped } from './hand.js';

const LEAST = 0.0004; // of the picture: less is a slip of the hand
const tenths = (at) => at.map((v) => Math.round(v * 10) / 10);

export class Drawn {
  chosen = null; // {kind: 'brush', 'flow' or 'still', index}
  guarded = []; // polygons no brush touches
  known = []; // those that could be guarded
  fresh = false; // the chosen one's way is not yet a hand's

  constructor(draft, size, inside) {
    Object.assign(this, { draft, size, inside });
  }

  get ground() { return drawing.opened(this.draft.values.ground, this.size); }

  get entry() { return this.chosen ? this.ground[this.chosen.kind][this.chosen.index] ?? null : null; }

  /** How many of the still are there to protect. */
  get guards() {
    return this.ground.still.filter((line) => this.guarded.some((one) => drawing.alike(one, line))).length;
  }

  /** Guard the face, and what looks like hands unless somebody said it is none. */
  guard({ face = [], hands = [] }, wanted = this.#handsKept(hands)) {
    this.known = [...face, ...hands];
    this.guarded = wanted ? this.known : face;
    return wanted;
  }

  #handsKept(hands) {
    const { brush, flow, still } = this.ground;
    return !(brush.length || flow.length) || !hands.length || hands.some((line) => still.some((one) => drawing.alike(one, line)));
  }

  choose(kind, index) {
    this.chosen = kind ? { kind, index } : null;
    this.fresh = false;
  }

  /** going: more of the same gesture follows. */
  write(label, next, going = false) {
    this.draft.change(say(label), { ground: drawing.closed(drawing.protecting(next, this.guarded, this.known)) });
    if (!going) this.draft.settle();
  }

  change(fields, going = false, label = 'ground_changed') {
    if (this.entry) this.write(label, drawing.changed(this.ground, this.chosen.kind, this.chosen.index, fields), going);
  }

  /** Change the chosen area by what was painted, or make a region of `kind` of it.
      Returns why not, a key of a sentence; 'new' for a new region. */
  paint(kind, painted) {
    const [now, { chosen }] = [this.ground, this];
    const before = chosen ? (chosen.kind === 'still' ? this.entry : drawing.cornersOf(this.entry)) : [];
    const polygon = reshaped(before, this.size, painted);
    if (polygon.length < 3 || drawing.measured(polygon).area < LEAST * this.size[0] * this.size[1]) return 'too_small';
    if (chosen?.kind === 'still') this.write('still_changed', { ...now, still: now.still.map((line, n) => (n === chosen.index ? polygon : line)) });
    else if (chosen) this.change({ polygon, stroke: null, width: null, mask: null });
    else return this.#add(kind, now, polygon);
    return '';
  }

  #add(kind, now, polygon) {
    if (kind === 'still') {
      this.write('still_changed', { ...now, still: [...now.still, polygon] });
      return '';
    }
    if (now[kind].length >= drawing.MOST) return 'most_regions';
    this.write('region_added', drawing.added(now, kind, polygon));
    this.chosen = { kind, index: now[kind].length };
    this.fresh = true;
    return 'new';
  }

  /** The hand drew where the chosen one goes. */
  way(line) {
    const { entry } = this;
    if (!entry || this.chosen.kind === 'still') return;
    const path = drawing.pathOf(line, this.size[0] / 200);
    if (drawing.measured(path).box.every((v, n, box) => Math.abs(v - box[(n + 2) % 4]) < this.size[0] / 200)) return;
    const before = this.fresh ? [] : entry.arrows ?? [];
    this.fresh = false;
    if (entry.path) this.change({ path }, false, 'path_changed');
    else this.change({ arrows: [...before, [...path[0], ...path.at(-1)]] }, false, 'path_changed');
  }

  /** Move one point of the way. */
  move(index, to) {
    const [{ path, arrows }, at] = [this.entry, tenths(to)];
    this.fresh = false;
    if (path) this.change({ path: path.map((old, n) => (n === index ? at : old)) }, true, 'path_changed');
    else this.change({ arrows: arrows.map((a, n) => (n !== index >> 1 ? a : index % 2 ? [a[0], a[1], ...at] : [...at, a[2], a[3]])) }, true, 'path_changed');
  }

  drop(index) {
    const { path, arrows } = this.entry;
    if (path?.length > 2) this.change({ path: path.filter((_, n) => n !== index) }, false, 'path_changed');
    else if (arrows?.length > 1) this.change({ arrows: arrows.filter((_, n) => n !== index >> 1) }, false, 'path_changed');
  }

  /** Put another point at the end of the way; returns which it is. */
  point() {
    const { path, arrows = [] } = this.entry;
    const far = this.size[0] / 20;
    if (path) {
      if (path.length < drawing.MOST_POINTS) this.change({ path: [...path, tenths(this.inside([path.at(-1)[0] + far, path.at(-1)[1]]))] }, false, 'path_changed');
      return path.length;
    }
    const [x, y] = drawing.measured(drawing.cornersOf(this.entry)).middle;
    const last = arrows.at(-1) ?? [x, y, x + far, y];
    this.change({ arrows: [...arrows, tenths(last.map((v, n) => (n % 2 && arrows.length ? v + far / 4 : v)))] }, false, 'path_changed');
    return 2 * arrows.length;
  }

  /** Let it move otherwise: 'path', or one of the motions. */
  turn(name) {
    const { kind, index } = this.chosen;
    const to = name === 'path' ? 'brush' : 'flow';
    if (to === kind) {
      this.change({ motion: name });
      return;
    }
    const next = drawing.turnedInto(this.ground, kind, index, to);
    const last = next[to].length - 1;
    if (last >= drawing.MOST) return;
    this.chosen = { kind: to, index: last };
    this.write('ground_changed', to === 'flow' ? drawing.changed(next, to, last, { motion: name }) : next);
  }

  remove(kind = this.chosen.kind, index = this.chosen.index) {
    this.chosen = null;
    this.write(kind === 'still' ? 'still_changed' : 'region_removed', drawing.removed(this.ground, kind, index));
  }
}
