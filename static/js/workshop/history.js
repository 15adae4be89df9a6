// What was changed, to be undone and done again. Pure: the moment is an argument.

const TOGETHER_MS = 900; // a slider that is dragged, an arrow key held down: one step
const MOST = 200;

export class History {
  #done = [];
  #undone = [];

  /** entry: {label, before, after}, fields → values. What came of one gesture is one step. */
  push(entry, now) {
    const last = this.#done.at(-1);
    this.#undone = [];
    if (last && !last.closed && last.label === entry.label && sameFields(last, entry) && now - last.at < TOGETHER_MS) {
      last.after = entry.after;
      last.at = now;
      return;
    }
    this.#done.push({ ...entry, at: now, closed: false });
    if (this.#done.length > MOST) this.#done.shift();
  }

  /** End a gesture: the next change is a step of its own. */
  close() {
    const last = this.#done.at(-1);
    if (last) last.closed = true;
  }

  /** Return the step to take back, null when there is none. */
  undo() {
    return this.#move(this.#done, this.#undone);
  }

  redo() {
    return this.#move(this.#undone, this.#done);
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  #move(from, to) {
    const entry = from.pop() ?? null;
    if (entry) {
      entry.closed = true;
      to.push(entry);
    }
    return entry;
  }
}

function sameFields(one, other) {
  const names = Object.keys(one.after);
  return names.length === Object.keys(other.after).length && names.every((name) => name in other.after);
}
