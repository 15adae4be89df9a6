// When to acknowledge painted frames. Pure: frames in, acks (or null) out.

export const EVERY = 4; // frames; whole pictures are acknowledged one by one

export class Acks {
  #painted = 0;
  #newest = null;

  constructor(every = EVERY) {
    this.every = every;
  }

  get pending() {
    return this.#painted > 0;
  }

  /** A frame was painted, or dropped for a newer one. */
  handled(frame) {
    this.#painted += 1;
    const newest = this.#newest;
    if (!newest || newest.epoch !== frame.epoch || frame.seq >= newest.seq) this.#newest = frame;
    return this.#painted >= this.every ? this.flush() : null;
  }

  /** The ack of what is pending, if anything is. */
  flush() {
    if (!this.pending) return null;
    const ack = ackOf(this.#newest, this.#painted);
    this.#painted = 0;
    return ack;
  }

  /** The answer to a beat: what is pending, else a bare sign of life. */
  beat(frame) {
    return this.flush() ?? ackOf(frame, 0);
  }
}

function ackOf(frame, painted) {
  return { painted, epoch: frame.epoch, lastSeq: frame.seq, stamp: frame.stamp };
}
