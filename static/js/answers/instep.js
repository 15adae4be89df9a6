// The sound of an answer, put where the picture is, and kept there.

import { Drift, moved } from './clock.js';
import { mark, unmark } from './marks.js';

export class InStep {
  #voice;
  #drift = new Drift();
  #put = null; // {position, at}: where the sound was put last

  constructor(voice) {
    this.#voice = voice;
  }

  /** Another answer, or the same from elsewhere. */
  begin() {
    this.#put = null;
  }

  /** Let a position (s) sound when it is seen: moment(position) → ms. Call it until it sounds:
      as long as it has not begun, later frames know better, or a browser lets sound out. */
  put(sound, position, moment, now) {
    if (!this.#put) {
      this.#play(sound, position, moment(position), now);
      return;
    }
    const at = moved(this.#put.at, moment(this.#put.position), now);
    if (at !== null) this.#play(sound, this.#put.position, at, now);
  }

  /** A frame shows a position (s) and is seen at `seen`; false while nothing sounds then. */
  compare(sound, shown, seen, now) {
    const heard = this.#voice.positionAt(seen);
    if (heard === null) return false;
    mark('offset', now, this.#drift.measured(heard, shown));
    if (this.#drift.mustMend(now)) this.#play(sound, heard - this.#drift.offset / 1000, seen, now);
    return true;
  }

  #play(sound, position, at, now) {
    const sounds = sound && this.#voice.play(sound, position, at);
    if (!sounds) return;
    if (this.#put && now < this.#put.at) unmark('sounds'); // it has not
    mark('sounds', sounds);
    this.#put = { position, at };
    this.#drift.mended(now);
  }
}
