// The draft in this window: changed here at once, saved a little later, never lost in between.
// States told to listeners: saved, unsaved, saving, offline, out, refused, taken, moved, looking.

import { History } from './history.js';
import { Saver } from './saving.js';
import { differing, pick, same } from './values.js';

export class Draft {
  #now;
  #history = new History();
  #listeners = new Set();

  /** told: {revision, saved, values}; send(body) → {status, body}, rejects without connection;
      later(call, ms) → cancel; now() in ms. */
  constructor(told, { send, later, now, mayEdit = true }) {
    this.values = structuredClone(told.values);
    Object.assign(this, { revision: told.revision, saved: told.saved, label: told.label, by: '' });
    this.state = mayEdit ? 'saved' : 'looking';
    this.saver = new Saver(this, { send, later });
    this.#now = now;
  }

  /** listener({fields, state}) after every change of either. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get mayChange() { return !['looking', 'taken'].includes(this.state); }

  get unsaved() { return this.saver.pending.size > 0; }

  get canUndo() { return this.#history.canUndo; }

  get canRedo() { return this.#history.canRedo; }

  /** Why a field was not taken, {ru, en}; also by place, as 'answers.0.text'. */
  get refused() { return this.saver.refused; }

  /** Change fields as one step that can be undone; label says what it was. */
  change(label, fields) {
    const names = Object.keys(fields).filter((name) => !same(fields[name], this.values[name]));
    if (!names.length || !this.mayChange) return false;
    const [before, after] = [this.values, fields].map((from) => structuredClone(pick(from, names)));
    this.#history.push({ label, before, after }, this.#now());
    this.#write(after);
    return true;
  }

  /** The gesture is over: what follows is another step. */
  settle() {
    this.#history.close();
  }

  undo() {
    const step = this.mayChange && this.#history.undo();
    if (step) this.#write(structuredClone(step.before));
    return step || null;
  }

  redo() {
    const step = this.mayChange && this.#history.redo();
    if (step) this.#write(structuredClone(step.after));
    return step || null;
  }

  /** Take what the server says, except where something was changed here and not saved. */
  adopt(told) {
    const names = differing(told.values, this.values).filter((name) => !this.saver.pending.has(name));
    Object.assign(this.values, structuredClone(pick(told.values, names)));
    this.saver.base = structuredClone(told.values);
    Object.assign(this, { revision: told.revision, saved: told.saved, label: told.label });
    this.#tell(names);
  }

  /** The draft became what a version was: one step that can be undone. */
  restored(label, told) {
    const names = differing(told.values, this.values);
    const [before, after] = [this.values, told.values].map((from) => structuredClone(pick(from, names)));
    this.adopt(told);
    if (names.length) this.#history.push({ label, before, after }, this.#now());
    this.settle();
  }

  /** Another window has the draft; null: this one has it (again). */
  locked(by) {
    if (this.state === 'looking') return;
    if (by === null && this.state === 'taken') {
      this.become(this.unsaved ? 'unsaved' : 'saved');
      this.saver.plan(0);
    } else if (by !== null && (this.state !== 'taken' || this.by !== by)) {
      this.by = by;
      this.become('taken');
    }
  }

  /** Save now what waits. */
  flush() {
    return this.saver.flush();
  }

  become(state) {
    this.state = state;
    this.#tell([]);
  }

  #write(fields) {
    Object.assign(this.values, fields);
    this.saver.add(Object.keys(fields));
    if (!['saving', 'moved'].includes(this.state)) this.state = 'unsaved';
    this.#tell(Object.keys(fields));
  }

  #tell(fields) {
    for (const listener of this.#listeners) listener({ fields, state: this.state });
  }
}
