// Who is at work on the draft: this window says so every few seconds, and hears who else is.

import { call } from './api.js';

export class Presence {
  #take = false;

  /** onTold({mine, by, same, revision, why_not}). */
  constructor({ url, window: name, every, onTold }) {
    Object.assign(this, { url, name, onTold });
    this.timer = setInterval(() => this.beat(), every * 1000);
    addEventListener('pagehide', () => this.#say({ leave: true }, true));
    this.beat();
  }

  take() {
    this.#take = true;
    return this.beat();
  }

  async beat() {
    const take = this.#take;
    this.#take = false;
    try {
      const { status, body } = await this.#say({ take });
      if (status === 200) this.onTold(body);
    } catch {
      this.#take = take; // no connection: the next beat asks again
    }
  }

  #say(more, keepalive = false) {
    return call(this.url, { method: 'POST', body: { window: this.name, ...more }, keepalive });
  }
}
