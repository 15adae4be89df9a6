// Fingers on their way to the server: at most one move per repaint, and when it was answered.

import { PHASE, buildPointer } from './wire.js';

const REMEMBERED = 64;

export class Fingers {
  #send;
  #id = (Math.random() * 2 ** 31) >>> 0;
  #sent = new Map(); // id → ms
  #move = null;

  constructor(send) {
    this.#send = send;
  }

  /** phase 'enter', 'move' or 'leave'; now in ms of performance.now(). */
  point(x, y, phase, now = performance.now()) {
    if (phase !== 'move') {
      this.#move = null;
      this.#go(x, y, phase, now);
      return;
    }
    const waiting = this.#move;
    this.#move = { x, y, now };
    if (!waiting) requestAnimationFrame(() => this.#flush());
  }

  /** Milliseconds from the touch this frame answers until now; null if it answers none of ours. */
  answered(touchId, now) {
    const sent = this.#sent.get(touchId);
    if (sent === undefined) return null;
    for (const id of this.#sent.keys()) {
      this.#sent.delete(id);
      if (id === touchId) break;
    }
    return now - sent;
  }

  #flush() {
    const move = this.#move;
    this.#move = null;
    if (move) this.#go(move.x, move.y, 'move', move.now);
  }

  #go(x, y, phase, now) {
    this.#id = (this.#id + 1) >>> 0 || 1;
    this.#sent.set(this.#id, now);
    if (this.#sent.size > REMEMBERED) this.#sent.delete(this.#sent.keys().next().value);
    const [near, far] = [-4, 4];
    const inside = (value) => Math.min(far, Math.max(near, value));
    this.#send(buildPointer({ phase: PHASE[phase], touchId: this.#id, x: inside(x), y: inside(y) }));
  }
}
