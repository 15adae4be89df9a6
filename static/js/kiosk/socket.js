// A text socket that comes back by itself, with jitter, for as long as the page lives.

import { waitBefore } from '../backoff.js';

const REFUSED = 4401; // the server's "I do not know this screen"

export class LastingSocket {
  /** on: {message(object), open(), lost(), refused()} */
  constructor(path, on) {
    this.address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
    this.on = on;
    this.attempt = 0;
    this.#connect();
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.close();
  }

  #connect() {
    this.socket = new WebSocket(this.address);
    this.socket.onopen = () => this.on.open?.();
    this.socket.onmessage = ({ data }) => {
      this.attempt = 0;
      this.on.message(JSON.parse(data));
    };
    this.socket.onclose = ({ code }) => this.#ended(code);
  }

  #ended(code) {
    if (this.closed) return;
    if (code === REFUSED) {
      this.closed = true;
      this.on.refused?.();
      return;
    }
    this.on.lost?.();
    this.timer = setTimeout(() => this.#connect(), waitBefore(this.attempt++));
  }
}
