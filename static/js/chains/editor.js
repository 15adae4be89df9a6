// The steps of a chain, one after another; each may only be what can follow the one before.

import { config, make } from './api.js';
import { step } from './step.js';

const { kinds, engines } = config.choices;
const OURS = ['finish', 'clip'];

/** What can be done now: kinds that begin with ``thing`` and that somebody here can do. */
export function possible(thing) {
  return Object.keys(kinds).filter((kind) => kinds[kind].needs === thing && (OURS.includes(kind) || engines[kind].length));
}

export class Editor {
  /** begins: "words", "picture" or "film"; first: the number of the first step. */
  constructor(place, begins, first = 1) {
    Object.assign(this, { place, begins, first, steps: [] });
  }

  /** What the next step would begin with. */
  get thing() {
    const last = this.steps.at(-1);
    return last ? kinds[last.kind].makes : this.begins;
  }

  get more() {
    return possible(this.thing).length > 0;
  }

  /** Add a step; where nothing fitting is told, not the same again if there is another. */
  add(told = {}) {
    const able = possible(this.thing);
    if (!able.length) return;
    const usual = able.find((kind) => kind !== this.steps.at(-1)?.kind) ?? able[0];
    const known = able.includes(told.kind) ? told : { kind: usual };
    const index = this.steps.length;
    const made = step(this.first + index, able, known, () => this.cut(index + 1));
    this.steps.push(made);
    this.place.append(make('div', { className: 'one' }, made.element));
    this.changed();
  }

  /** Forget the steps from an index on: what they began with is another thing now. */
  cut(index) {
    while (this.steps.length > index) this.drop();
    this.changed();
  }

  drop() {
    this.steps.pop();
    this.place.lastElementChild?.remove();
    this.changed();
  }

  show(plan) {
    this.cut(0);
    plan.forEach((told) => this.add(told));
  }

  value() {
    return this.steps.map((one) => one.value());
  }

  changed() {
    this.place.dispatchEvent(new Event('steps'));
  }
}
