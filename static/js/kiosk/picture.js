// One work on the wall: its untouched picture, and the living one in exactly the same place.

import { LivingCanvas } from '../stream/living.js';

const PATIENCE_MS = 4_000; // how long the last living frame may stand before we call it still
const TRUST_AGAIN_MS = 300_000; // after a broken seal

export class Picture {
  /** figure holds an img and a canvas; onChange() after anything a page should redraw;
      answers hears what the portrait says, where anybody listens. */
  constructor(figure, streamPath, onChange, answers = null) {
    Object.assign(this, { figure, streamPath, onChange, answers });
    figure.picture = this; // for whoever measures this page
    this.work = null;
    this.living = null;
    this.alive = false; // frames arrive
    this.playing = false; // frames are wanted
    this.lostAt = null;
    this.anchor = '';
    this.seal = ''; // its state: see stream/seal.js
    this.label = null; // what the stage says of its frames
  }

  /** Hang another work. The old one stays until the new picture is decoded: never a gap.
      anchor: the museum's key, for the seal; with another one the same work is hung anew. */
  async show(work, anchor) {
    const hangs = alike(this.work, work) && anchor === this.anchor;
    this.anchor = anchor;
    this.work = work;
    if (hangs) return;
    const image = await decoded(work.picture);
    if (!alike(this.work, work)) return; // news of the same work may have come meanwhile
    this.#stop();
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    this.figure.querySelector('canvas').replaceWith(canvas);
    this.figure.querySelector('img').replaceWith(image);
    this.figure.style.setProperty('--ar', `${work.width}/${work.height}`);
    this.figure.hidden = false;
    if (work.moves && work.label) this.#live(canvas); // nothing lives here without its label
    this.onChange();
  }

  /** Play or hold; a held picture keeps its last frame. */
  move(yes) {
    if (!this.living || yes === this.playing) return;
    this.playing = yes;
    if (yes) this.living.resume();
    else this.living.pause();
    if (yes && !this.alive) this.lostAt = performance.now();
  }

  /** Whether the living picture covers the untouched one: then the label must say so. */
  get shown() {
    return this.figure.classList.contains('lives');
  }

  /** A finger at (x, y) of the picture, 0…1; phase 'enter', 'move' or 'leave'. */
  point(x, y, phase) {
    this.living?.point(x, y, phase);
  }

  /** Ask the portrait something, or hush it. */
  tell(message) {
    this.living?.tell(message);
  }

  /** Whether the picture ought to move and has not for a while. */
  isAway(now) {
    if (this.seal === 'broken') return true;
    return this.playing && this.lostAt !== null && now - this.lostAt >= PATIENCE_MS;
  }

  get stats() {
    return this.living?.stats ?? null;
  }

  #live(canvas) {
    this.playing = true;
    this.lostAt = performance.now();
    const url = `${this.streamPath}?work=${encodeURIComponent(this.work.work)}`;
    this.living = new LivingCanvas(canvas, {
      url,
      anchor: this.anchor,
      onSeal: (seal) => this.#sealed(seal),
      onLabel: (label) => { this.label = label; this.onChange(); },
      onState: (state) => this.#became(state),
      onSpeech: (speech) => this.answers?.heard(speech),
      onFrame: (frame, now, lasts) => this.answers?.painted(frame, now, lasts),
    });
  }

  #became({ state }) {
    this.alive = state === 'live' || state === 'paused';
    if (this.alive) this.lostAt = null;
    else this.lostAt ??= performance.now();
    if (!this.alive) this.answers?.lost();
    if (this.alive) this.figure.classList.add('lives');
    this.onChange();
  }

  /** Once somebody has changed what is sent, the original hangs here for a good while. */
  #sealed({ state }) {
    this.seal = state;
    if (state === 'broken') {
      this.figure.classList.remove('lives');
      this.again = setTimeout(() => {
        this.#stop();
        this.#live(this.figure.querySelector('canvas'));
      }, TRUST_AGAIN_MS);
    }
    this.onChange();
  }

  #stop() {
    clearTimeout(this.again);
    this.seal = '';
    this.label = null;
    this.living?.close();
    this.answers?.lost();
    this.living = null;
    this.alive = false;
    this.playing = false;
    this.lostAt = null;
    this.figure.classList.remove('lives');
  }
}

function alike(one, other) {
  return one?.picture === other.picture && one?.moves === other.moves;
}

/** An img that will show in the frame it is put in; waits as long as the network takes. */
async function decoded(address) {
  for (;;) {
    const image = new Image();
    image.alt = '';
    image.draggable = false;
    image.src = address;
    try {
      await image.decode();
      return image;
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 2_000); });
    }
  }
}
