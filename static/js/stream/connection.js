// One socket that comes back by itself: jittered waits, no hammering while offline.

import { waitBefore } from '../backoff.js';
import { VERSION, parseFrame } from './wire.js';

const SILENCE_MS = 6_000; // the server beats every second
const SOUND_AFTER_MS = 5_000; // a connection this old was a good one

export class Connection {
  #socket = null;
  #timer = 0;
  #watchdog = 0;
  #attempt = 0;
  #openedAt = 0;
  #closed = false;

  /** hooks: hello() → codecs, onFrame(frame), onText(message, as text), onLost(). */
  constructor(url, hooks) {
    this.url = new URL(url, location.href);
    this.url.protocol = this.url.protocol.replace(/^http/, 'ws');
    this.hooks = hooks;
    this.comeBack = () => this.#retry(0);
    addEventListener('online', this.comeBack);
    this.#open();
  }

  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  tell(message) {
    this.send(JSON.stringify(message));
  }

  /** Hang up; the server said when to come back. null: not before the network changes. */
  comeBackIn(seconds) {
    this.wait = seconds === null || seconds === undefined ? Infinity : seconds * 1000;
    this.#lost(this.#socket);
  }

  close() {
    this.#closed = true;
    removeEventListener('online', this.comeBack);
    clearTimeout(this.#timer);
    this.#leave();
  }

  async #open() {
    this.wait = 0;
    const codecs = await this.hooks.hello();
    if (this.#closed || this.#socket) return;
    const socket = new WebSocket(this.url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#openedAt = performance.now();
      this.tell({ type: 'hello', versions: [VERSION], codecs });
    };
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = () => this.#lost(socket);
    this.#socket = socket;
    this.#watch();
  }

  #hear(data) {
    this.#watch();
    if (typeof data === 'string') this.hooks.onText(JSON.parse(data), data);
    else this.hooks.onFrame(parseFrame(data));
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(this.#socket), SILENCE_MS);
  }

  #lost(socket) {
    if (socket !== this.#socket || this.#closed) return;
    const good = this.#openedAt && performance.now() - this.#openedAt > SOUND_AFTER_MS;
    this.#attempt = good ? 0 : this.#attempt + 1;
    this.#leave();
    this.hooks.onLost();
    if (navigator.onLine === false || this.wait === Infinity) return; // 'online' wakes us
    this.#retry(this.wait + waitBefore(this.#attempt));
  }

  #retry(wait) {
    if (this.#closed || this.#socket) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), wait);
  }

  #leave() {
    clearTimeout(this.#watchdog);
    const socket = this.#socket;
    this.#socket = null;
    this.#openedAt = 0;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
