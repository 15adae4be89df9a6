// A screen nobody knows yet: shows a code until a curator types it.

import { waitBefore } from '../backoff.js';
import { STRINGS } from './strings.js';
import { drawSquare } from './square.js';

const ASK_EVERY_MS = 2_500;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class Pairing {
  constructor(page, language) {
    this.page = page;
    this.words = STRINGS[language];
    this.attempt = 0;
  }

  /** Resolves when this screen has its key. */
  async done() {
    const screen = `${Math.round(window.screen.width)}x${Math.round(window.screen.height)}`;
    this.#write('screen', screen.replace('x', ' × '));
    for (;;) {
      const begun = await this.#ask('pair/', { screen });
      if (begun?.code && await this.#confirmed(begun)) return;
    }
  }

  async #confirmed(begun) {
    const spans = this.page.querySelectorAll('#code span');
    spans[0].textContent = begun.code.slice(0, 3);
    spans[1].textContent = begun.code.slice(3);
    drawSquare(this.page.getElementById('pair-qr'), begun.qr);
    const ends = performance.now() + begun.seconds * 1000;
    while (performance.now() < ends) {
      this.#write('ttl', this.words.minutes(Math.ceil((ends - performance.now()) / 60_000)));
      await pause(ASK_EVERY_MS);
      const answer = await this.#ask('pair/finish/', { secret: begun.secret });
      if (answer?.paired) return true;
      if (answer?.error) return false;
    }
    return false;
  }

  /** The server's answer; null when there was none, after a growing wait. */
  async #ask(path, body) {
    try {
      const response = await fetch(`/kiosk/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': this.page.body.dataset.csrf },
        body: JSON.stringify(body),
      });
      this.#write('network', this.words.online);
      if (response.ok || response.status === 410) {
        this.attempt = 0;
        return response.status === 204 ? {} : await response.json();
      }
    } catch {
      this.#write('network', this.words.offline);
    }
    await pause(waitBefore(this.attempt++));
    return null;
  }

  #write(id, text) {
    this.page.getElementById(id).textContent = text;
  }
}
