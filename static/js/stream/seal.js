// The seal of a stream (docs/wire.md): is what arrives what the museum's machine sent?
// States: checking, whole, broken (for good), unavailable (this page can not check).

import { hashed, keyOf, thumbprint, verified } from './jose.js';
import { FLAG, KIND } from './wire.js';

const LATE_US = 6e6; // of the server's clock; a seal comes after 1.25 s at most
const MANY = 600; // packets: whoever also holds the clock still

export class SealCheck {
  #subtle; #anchor; #onState;
  #waiting = []; // {serverUs, digest} that no seal has covered yet
  #work = Promise.resolve(); // keys and seals are checked one after another
  #turn = 0; // of the connection; what was begun on an earlier one says nothing
  #key = null; // of the stage
  #label = null; // hash of a label that no key has vouched for yet
  #head = null; // hash of the last seal of the chain, null while we know none
  #certificate = '';

  /** anchor: thumbprint of the museum's key, from the page itself; onState({state, certificate, why}). */
  constructor({ anchor, onState, subtle = globalThis.crypto?.subtle }) {
    this.#subtle = subtle;
    this.#anchor = anchor;
    this.#onState = onState;
    this.state = '';
  }

  /** A text message of the server, whatever it is about, and as it came. */
  hear(message, text) {
    if (message.type === 'offer') this.#begin();
    else if (message.type === 'label' && this.#checks) this.#label = hashed(this.#subtle, text);
    else if (message.type === 'seal_key') this.#keyed(message);
    else if (message.type === 'seal') this.#sealed(message);
  }

  #begin() {
    if (this.state === 'broken') return;
    this.#turn += 1;
    this.#waiting = [];
    this.#key = this.#head = this.#label = null;
    this.#become(this.#anchor && this.#subtle ? 'checking' : 'unavailable');
  }

  /** A frame or beat, before anybody else changes its bytes. */
  take(frame) {
    if (!this.#checks) return;
    const oldest = this.#waiting[0];
    const late = oldest && frame.serverUs - oldest.serverUs > LATE_US;
    if (late || this.#waiting.length >= MANY) this.#break('no seal came');
    if (frame.kind === KIND.beat || !this.#checks) return;
    const message = new Uint8Array(frame.payload.buffer);
    message[1] &= FLAG.key; // the other flags are this viewer's own
    this.#waiting.push({ serverUs: frame.serverUs, digest: hashed(this.#subtle, message) });
  }

  /** Who seals from now on. Nothing before may be left unsealed. */
  #keyed({ credential }) {
    const [left, heard] = [this.#covered(), this.#label];
    this.#label = null;
    this.#then(async () => {
      const museum = keyOf(credential);
      if (left.length) throw new Error('frames without a seal');
      if (await thumbprint(this.#subtle, museum) !== this.#anchor) throw new Error('not the museum’s key');
      const { key, certificate, label } = await verified(this.#subtle, credential, museum);
      if (label !== (await heard ?? undefined)) throw new Error('another label');
      return () => {
        this.#key = key;
        this.#head = null;
        if (certificate === this.#certificate) return;
        this.#certificate = certificate;
        this.#become('checking'); // what is shown now is another version
      };
    });
  }

  /** A seal covers whatever came before it. */
  #sealed({ seal }) {
    const [frames, label] = [this.#covered(), this.#label];
    this.#then(async () => {
      if (label) throw new Error('a label nobody vouches for');
      const { packets, previous } = await verified(this.#subtle, seal, this.#key);
      const listed = new Set(packets);
      for (const { digest } of frames) {
        if (!listed.has(await digest)) throw new Error('a frame is not the one that was sealed');
      }
      if (previous && this.#head && previous !== this.#head) throw new Error('a seal was left out');
      const head = previous ? await hashed(this.#subtle, seal) : this.#head;
      return () => {
        this.#head = head;
        if (frames.length) this.#become('whole');
      };
    });
  }

  get #checks() {
    return this.state === 'checking' || this.state === 'whole';
  }

  #covered() {
    const frames = this.#waiting;
    this.#waiting = [];
    return frames;
  }

  /** work() resolves to what to do once it has gone well; nothing of an earlier connection counts. */
  #then(work) {
    const turn = this.#turn;
    const current = () => turn === this.#turn && this.#checks;
    this.#work = this.#work.then(async () => {
      if (!current()) return;
      try {
        const done = await work();
        if (current()) done();
      } catch (error) {
        if (current()) this.#break(error.message);
      }
    });
  }

  #break(why) {
    this.#become('broken', why);
  }

  #become(state, why = '') {
    if (state === this.state) return;
    this.state = state;
    this.#onState({ state, certificate: this.#certificate, why });
  }
}
