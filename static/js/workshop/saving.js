// Brings what was changed here to the server: a little later, again without a connection,
// and never over what somebody else wrote meanwhile.

import { waitBefore } from '../backoff.js';
import { differing, pick, same } from './values.js';

const SAVE_AFTER_MS = 500;

export class Saver {
  pending = new Set(); // fields changed here and not saved
  refused = {}; // field, or place in it → {ru, en}
  conflict = null; // {told, fields} both changed
  #draft; #send; #later;
  #timer = null;
  #flying = false;
  #attempt = 0;

  constructor(draft, { send, later }) {
    this.base = structuredClone(draft.values);
    this.#draft = draft;
    this.#send = send;
    this.#later = later;
  }

  /** Fields that were changed here; what was refused of them is tried again. */
  add(fields) {
    for (const name of fields) {
      this.pending.add(name);
      for (const place of Object.keys(this.refused)) {
        if (place.split('.')[0] === name) delete this.refused[place];
      }
    }
    this.plan(SAVE_AFTER_MS);
  }

  /** Save after so many ms; null: not by itself. */
  plan(ms) {
    this.#timer?.();
    this.#timer = ms === null ? null : this.#later(() => this.flush(), ms);
  }

  async flush() {
    this.plan(null);
    const names = this.#waiting();
    if (this.#flying || !names.length || !this.#draft.mayChange || this.conflict) return;
    this.#flying = true;
    this.#draft.become('saving');
    const change = structuredClone(pick(this.#draft.values, names));
    try {
      this.#answered(await this.#send({ revision: this.#draft.revision, change }), change);
    } catch {
      this.#draft.become('offline');
      this.plan(waitBefore((this.#attempt += 1)));
    } finally {
      this.#flying = false;
    }
    if (this.#draft.state === 'saving') await this.flush();
  }

  /** Both changed the same: keep what was changed here, or take theirs. */
  resolve(keepMine) {
    const { told, fields } = this.conflict;
    this.conflict = null;
    if (!keepMine) fields.forEach((name) => this.pending.delete(name));
    this.#draft.become(this.pending.size ? 'unsaved' : 'saved');
    this.#draft.adopt(told);
    this.plan(0);
  }

  #waiting() {
    const refused = new Set(Object.keys(this.refused).map((place) => place.split('.')[0]));
    return [...this.pending].filter((name) => !refused.has(name));
  }

  #answered({ status, body }, change) {
    if (status >= 500) throw new Error(`status ${status}`);
    if (status !== 403) this.#attempt = 0;
    if (status === 200) this.#saved(body, change);
    else if (status === 409) this.#moved(body.draft);
    else if (status === 423) this.#draft.locked(body.by);
    else if (status === 403) this.#out();
    else this.#refuse(body, change);
  }

  #saved(told, change) {
    for (const name of Object.keys(change)) {
      if (same(change[name], this.#draft.values[name])) this.pending.delete(name);
    }
    this.#draft.adopt(told);
    this.#rest();
  }

  #moved(told) {
    const fields = differing(told.values, this.base).filter(
      (name) => this.pending.has(name) && !same(told.values[name], this.#draft.values[name]),
    );
    if (!fields.length) {
      this.#draft.adopt(told); // still saving: flush goes on with the newer revision
      return;
    }
    this.conflict = { told, fields };
    this.#draft.become('moved');
  }

  #refuse({ refused, error }, change) {
    Object.assign(this.refused, refused ?? Object.fromEntries(Object.keys(change).map((name) => [name, error])));
    this.#rest();
  }

  /** Logged out, or no longer allowed: what waits is kept, and tried again. */
  #out() {
    this.#draft.become('out');
    this.plan(waitBefore((this.#attempt += 1)));
  }

  #rest() {
    if (this.#waiting().length) this.#draft.become('saving');
    else this.#draft.become(this.pending.size ? 'refused' : 'saved');
  }
}
