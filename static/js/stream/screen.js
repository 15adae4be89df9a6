// Frames in, pictures on the canvas, acks out: the viewer's half of the credit window.

import { Acks, EVERY } from './acks.js';
import { JpegPictures, VideoPackets } from './decoder.js';
import { Painter } from './painter.js';
import { KIND, buildAck } from './wire.js';

const FLUSH_MS = 250; // no ack waits longer for its fourth frame

export class Screen {
  #painter; #posters; #send; #onBroken;
  #video = null;
  #acks = new Acks();
  #flush = 0;
  #epoch = -1;

  /** send(ack bytes); onPainted(frame, now); onBroken(codec) when a decoder gave up. */
  constructor(canvas, { send, onPainted, onBroken }) {
    this.#send = send;
    this.#onBroken = onBroken;
    this.stats = {
      received: 0, painted: 0, dropped: 0, gaps: 0, bytes: 0, errors: 0, seq: 0, epoch: 0, kind: 0,
    };
    this.#painter = new Painter(canvas, {
      onHandled: (frame) => this.#handled(frame),
      onPainted: (frame, now) => {
        this.stats.painted += 1;
        Object.assign(this.stats, { seq: frame.seq, kind: frame.kind });
        onPainted(frame, now);
      },
    });
    this.#posters = new JpegPictures(this.#sinks(() => {}));
  }

  /** A new connection: nothing that was painted before counts as newer. */
  begin(codec) {
    this.#painter.forget();
    this.#acks = new Acks(codec === 'jpeg' ? 1 : EVERY);
  }

  configure({ codec, decoder, epoch, fps }) {
    this.stats.fps = fps;
    this.#epoch = this.stats.epoch = epoch;
    this.#acks.every = codec === 'jpeg' ? 1 : EVERY;
    this.#video?.close();
    this.#video = null;
    if (codec !== 'jpeg') {
      this.#video = new VideoPackets(decoder, this.#sinks(() => this.#onBroken(codec)));
    }
  }

  take(frame) {
    if (frame.kind === KIND.beat) {
      this.#ack(this.#acks.beat(frame));
      return;
    }
    this.#epoch = this.stats.epoch = frame.epoch;
    this.stats.received += 1;
    this.stats.bytes += frame.payload.byteLength;
    this.stats.gaps += frame.discontinuity;
    if (frame.kind === KIND.jpeg) this.#posters.decode(frame);
    else if (this.#video) this.#video.decode(frame);
    else this.#dropped(frame);
  }

  /** Hold the picture on the canvas, or let newer ones come. */
  hold(held) {
    this.#painter.held = held;
  }

  close() {
    clearTimeout(this.#flush);
    this.#video?.close();
    this.#posters.close();
    this.#painter.close();
  }

  #sinks(onError) {
    return {
      onPicture: (picture, frame) => {
        if (frame.epoch === this.#epoch) {
          this.#painter.offer(picture, frame);
          return;
        }
        picture.close(); // the stage has changed meanwhile: nothing stale is painted
        this.#dropped(frame);
      },
      onDropped: (frame) => this.#dropped(frame),
      onError: () => {
        this.stats.errors += 1;
        onError();
      },
    };
  }

  #dropped(frame) {
    this.stats.dropped += 1;
    if (!frame.catchUp) this.#handled(frame);
  }

  #handled(frame) {
    this.#ack(this.#acks.handled(frame));
    if (!this.#acks.pending || this.#flush) return;
    this.#flush = setTimeout(() => {
      this.#flush = 0;
      this.#ack(this.#acks.flush());
    }, FLUSH_MS);
  }

  #ack(ack) {
    if (ack) this.#send(buildAck(ack));
  }
}
