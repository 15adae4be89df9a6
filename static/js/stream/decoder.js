// From packets to pictures: WebCodecs for video, createImageBitmap for JPEG.

import { decoderConfig } from './codecs.js';

export class VideoPackets {
  #decoder;
  #frames = new Map(); // timestamp → the frame it was asked for
  #needsKey = true;

  /** onPicture(picture, frame); onDropped(frame) for what can not be decoded; onError(error). */
  constructor(codec, { onPicture, onDropped, onError }) {
    Object.assign(this, { onDropped, onError });
    this.#decoder = new VideoDecoder({
      output: (picture) => {
        const frame = this.#frames.get(picture.timestamp);
        this.#forgetUntil(picture.timestamp);
        if (frame && !frame.catchUp) onPicture(picture, frame);
        else picture.close();
      },
      error: onError,
    });
    this.#decoder.configure(decoderConfig(codec));
  }

  decode(frame) {
    if (frame.key) this.#needsKey = false;
    if (this.#needsKey || this.#decoder.state !== 'configured') {
      this.onDropped(frame);
      return;
    }
    this.#frames.set(frame.serverUs, frame);
    const type = frame.key ? 'key' : 'delta';
    const chunk = new EncodedVideoChunk({ type, timestamp: frame.serverUs, data: frame.payload });
    try {
      this.#decoder.decode(chunk);
    } catch (error) {
      this.onError(error);
    }
  }

  close() {
    this.#frames.clear();
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  #forgetUntil(timestamp) {
    for (const key of this.#frames.keys()) if (key <= timestamp) this.#frames.delete(key);
  }
}

export class JpegPictures {
  #waiting = null;
  #busy = false;

  constructor({ onPicture, onDropped, onError }) {
    Object.assign(this, { onPicture, onDropped, onError });
  }

  /** One at a time; of those that wait only the newest is decoded. */
  decode(frame) {
    if (this.#waiting) this.onDropped(this.#waiting);
    this.#waiting = frame;
    if (!this.#busy) this.#work();
  }

  close() {
    this.#waiting = null;
    this.onPicture = (picture) => picture.close();
  }

  async #work() {
    this.#busy = true;
    while (this.#waiting) {
      const frame = this.#waiting;
      this.#waiting = null;
      try {
        const blob = new Blob([frame.payload], { type: 'image/jpeg' });
        this.onPicture(await createImageBitmap(blob), frame);
      } catch (error) {
        this.onDropped(frame);
        this.onError(error);
      }
    }
    this.#busy = false;
  }
}
