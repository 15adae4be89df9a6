// A canvas that shows a living picture: connects, decodes, paints, acknowledges, comes back.
// States told to onState as {state, words?}: connecting, live, resting, still, paused, offline,
// refused, withdrawn: whatever happens, the canvas keeps its last picture. But broken: somebody
// changed what was sent, the canvas is wiped, for good.

import { supportedCodecs } from './codecs.js';
import { Connection } from './connection.js';
import { Fingers } from './pointer.js';
import { Screen } from './screen.js';
import { SealCheck } from './seal.js';

const ERRORS_OF_A_CODEC = 3;

export class LivingCanvas {
  #canvas; #connection; #screen; #fingers; #codecs; #seal;
  #errors = 0;
  #health = { state: 'connecting' };
  #fresh = false; // something was painted on this connection

  /** codecs: leave it out to let the browser be asked what it can play.
      anchor: thumbprint of the museum's key, and onSeal({state, certificate}): see seal.js.
      onLabel(message): what the frames that follow are; onSpeech(message): what the portrait
      says; onFrame(frame, now, lasts): painted in this repaint, for so many ms. */
  constructor(canvas, { url, anchor = '', onSeal = () => {}, onState = () => {}, onRole = () => {}, onSpeech = () => {}, onLabel = () => {}, onFrame = () => {}, codecs = null }) {
    this.#canvas = canvas;
    this.#codecs = codecs;
    this.#seal = new SealCheck({ anchor, onState: (seal) => this.#sealed(seal, onSeal) });
    Object.assign(this, { onState, onRole, onSpeech, onLabel, onFrame, paused: false, state: '' });
    this.#screen = new Screen(canvas, {
      send: (ack) => this.#connection.send(ack),
      onPainted: (frame, now) => this.#painted(frame, now),
      onBroken: (codec) => this.#broke(codec),
    });
    this.stats = Object.assign(this.#screen.stats, {
      codec: '', fps: 30, lost: 0, openedAt: performance.now(), firstPainted: null, lastTouchPainted: null,
    });
    this.#fingers = new Fingers((message) => this.#connection.send(message));
    this.#connection = new Connection(url, {
      hello: async () => [...(this.#codecs ??= await supportedCodecs())],
      onFrame: (frame) => { this.#seal.take(frame); this.#screen.take(frame); },
      onText: (message, text) => { this.#seal.hear(message, text); this.#text(message); },
      onLost: () => this.#lost(),
    });
    this.#tell();
  }

  /** A finger at (x, y) of the picture, 0…1; phase 'enter', 'move' or 'leave'. */
  point(x, y, phase) {
    this.#fingers.point(x, y, phase);
  }

  /** Ask the portrait something, or hush it: {type: 'ask', answer} or {type: 'hush'}. */
  tell(message) {
    this.#connection.tell(message);
  }

  /** Hold the picture: whoever steers holds it for all who watch, else only here. */
  pause() {
    this.#hold(true);
  }

  resume() {
    this.#hold(false);
  }

  /** Let go of everything but the picture on the canvas. */
  close() {
    this.#connection.close();
    this.#screen.close();
  }

  #text(message) {
    if (message.type === 'offer') this.#offered(message.codec);
    else if (message.type === 'config') this.#screen.configure(message);
    else if (message.type === 'label') this.onLabel(message);
    else if (message.type === 'role') this.onRole(message);
    else if (message.type === 'health') this.#tell(message);
    else if (message.type === 'speech') this.onSpeech(message);
    else if (message.type === 'refused' || message.type === 'bye') {
      this.#tell({ ...message, state: message.reason === 'withdrawn' ? 'withdrawn' : 'refused' });
      this.#connection.comeBackIn(message.retry);
    }
  }

  #offered(codec) {
    this.stats.codec = codec;
    this.#screen.begin(codec);
    if (this.paused) this.#connection.tell({ type: 'pause', paused: true });
  }

  #sealed(seal, tell) {
    tell(seal);
    if (seal.state !== 'broken') return;
    this.close();
    this.#canvas.width += 0; // wipes it
    this.#tell(seal);
  }

  /** The decoder gave up: begin anew, in the end with the next codec. */
  #broke(codec) {
    this.#errors += 1;
    if (this.#errors >= ERRORS_OF_A_CODEC) {
      this.#codecs = this.#codecs.filter((other) => other !== codec);
      this.#errors = 0;
    }
    this.stats.codec = this.#codecs.includes(codec) ? codec : this.#codecs[0];
    this.#connection.tell({ type: 'quality', codec: this.stats.codec });
  }

  #painted(frame, now) {
    const { stats } = this;
    this.onFrame(frame, now, 1000 / stats.fps);
    stats.firstPainted ??= now - stats.openedAt;
    stats.lastTouchPainted = this.#fingers.answered(frame.touchId, now) ?? stats.lastTouchPainted;
    if (this.#fresh) return;
    this.#fresh = true;
    this.#tell();
  }

  #hold(paused) {
    if (paused === this.paused) return;
    this.paused = paused;
    this.#screen.hold(paused);
    this.#connection.tell({ type: 'pause', paused });
    this.#tell();
  }

  #lost() {
    this.#fresh = false;
    this.stats.lost += 1;
    const sentAway = ['refused', 'withdrawn'].includes(this.#health.state);
    this.#tell(sentAway ? this.#health : { state: 'offline' });
  }

  /** Tell the page the state, if it is another one: live only once something was painted. */
  #tell(health = this.#health) {
    this.#health = health;
    let { state } = health;
    if (state === 'live' && !this.#fresh) state = 'connecting';
    if (state === 'live' && this.paused) state = 'paused';
    if (state === this.state) return;
    this.state = state;
    this.onState({ ...health, state });
  }
}
