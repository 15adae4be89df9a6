// Puts the newest picture on the canvas at the next repaint. The canvas is never cleared.

import { KIND } from './wire.js';

export class Painter {
  #canvas;
  #context;
  #next = null; // {picture, frame} waiting for the repaint
  #last = null; // frame on the canvas
  #asked = 0;

  /** onHandled(frame): painted, or dropped for a newer one; onPainted(frame, now). */
  constructor(canvas, { onHandled, onPainted }) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    Object.assign(this, { onHandled, onPainted, held: false });
    this.onVisible = () => this.#ask();
    document.addEventListener('visibilitychange', this.onVisible);
  }

  /** Take a decoded picture; it is closed here, painted or not. */
  offer(picture, frame) {
    const newest = this.#next?.frame ?? this.#last;
    if (this.held || !isNewer(frame, newest)) {
      picture.close();
      this.onHandled(frame);
      return;
    }
    this.#drop();
    this.#next = { picture, frame };
    // A hidden tab is not repainted: acknowledge, keep the picture for when it shows again.
    if (document.hidden) this.#handled();
    this.#ask();
  }

  /** A new stage: what was painted before no longer counts as newer. */
  forget() {
    this.#drop();
    this.#last = null;
  }

  close() {
    this.#drop();
    cancelAnimationFrame(this.#asked);
    document.removeEventListener('visibilitychange', this.onVisible);
  }

  #ask() {
    if (this.#next && !this.#asked) this.#asked = requestAnimationFrame((now) => this.#paint(now));
  }

  #paint(now) {
    this.#asked = 0;
    if (!this.#next) return;
    const { picture, frame } = this.#next;
    const width = picture.displayWidth ?? picture.width;
    const height = picture.displayHeight ?? picture.height;
    // Setting a size clears the canvas: only when it differs, and the picture follows at once.
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.drawImage(picture, 0, 0);
    picture.close();
    this.#handled();
    this.#next = null;
    this.#last = frame;
    this.onPainted(frame, now);
  }

  #handled() {
    if (this.#next.handled) return;
    this.#next.handled = true;
    this.onHandled(this.#next.frame);
  }

  #drop() {
    if (!this.#next) return;
    this.#next.picture.close();
    this.#handled();
    this.#next = null;
  }
}

/** A poster never replaces the video frame it was made from; the frame replaces the poster. */
export function isNewer(frame, newest) {
  if (!newest || frame.epoch !== newest.epoch) return true;
  if (frame.seq !== newest.seq) return frame.seq > newest.seq;
  return newest.kind === KIND.jpeg && frame.kind === KIND.video;
}
