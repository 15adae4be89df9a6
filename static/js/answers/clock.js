// How far an answer is, told by the frames on the canvas. Pure: milliseconds in, numbers out.

export const TOLERANCE_MS = 45; // further apart, lips and voice are seen to part
export const MEND_MS = 30; // so the sound is put in its place well before
export const LEAD_MS = 100; // the server begins an answer this long after the tick that tells of it
const SCANOUT_MS = 17; // what is drawn for one repaint is lit at the next
const UNSEEN_MS = 50; // decoding, repaint, scan-out, half a frame: until frames have told
const REMEMBERED = 15; // half a second of frames: what jammed before is over
const JUDGED = 31; // a jam of half a second is no reason to move the sound to and fro
const SETTLING_MS = 600; // after a correction the next one waits
const NEAR_MS = 15; // a beginning this near its place stays there
const LAST_MS = 60; // before it is due a beginning is with the loudspeaker

const inOrder = (values) => [...values].sort((one, other) => one - other);

/** Middle value; NaN of nothing. */
export function median(values) {
  const sorted = inOrder(values);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The second of an answer that a frame drawn at serverUs shows. */
export const positionOf = (speech, serverUs) => (serverUs - speech.start_us) / 1e6;

/** From the server's stage to the eye: how long a frame takes, the clocks' difference included. */
export class PictureClock {
  #lags = [];
  #first = true; // it waits for the decoder to open: half a second that no later frame takes

  /** A frame drawn at serverUs was painted in the repaint of `now` and stays for `lasts` ms;
      returns when it is seen: the middle of that time. */
  painted(serverUs, now, lasts) {
    const seen = now + SCANOUT_MS + lasts / 2;
    if (!this.#first) this.#lags.push(seen - serverUs / 1000);
    this.#first = false;
    if (this.#lags.length > REMEMBERED) this.#lags.shift();
    return seen;
  }

  /** Another stage, another way: what was measured no longer counts. */
  forget() {
    this.#lags = [];
    this.#first = true;
  }

  /** When the frame of a position (s) is seen. Without frames: as if they came as the word did. */
  momentOf(speech, position, heardAt) {
    const announced = heardAt + LEAD_MS - speech.start_us / 1000 + UNSEEN_MS;
    // a jam makes the way longer, nothing makes it shorter: a third of the frames were faster
    const lag = inOrder(this.#lags)[Math.floor(this.#lags.length / 3)] ?? announced;
    return speech.start_us / 1000 + position * 1000 + lag;
  }

  /** The position (s) seen at a moment; heardAt: when the page was told of the answer. */
  positionAt(speech, at, heardAt) {
    return (at - this.momentOf(speech, 0, heardAt)) / 1000;
  }
}

/** When to let a beginning that is planned for `planned` sound, now that it will be seen at `at`:
    null where it stays, because it is near enough or as good as begun. */
export function moved(planned, at, now) {
  if (now > planned - LAST_MS) return null;
  const soonest = Math.max(at, now + LAST_MS); // later by little rather than its first sound lost
  return Math.abs(soonest - planned) > NEAR_MS ? soonest : null;
}

/** How far the sound is ahead of the picture (ms, − behind), and when that must be mended. */
export class Drift {
  #offsets = [];
  #quietUntil = 0;

  /** Take in one frame: where the sound and the picture were (s) as it was seen. */
  measured(heard, seen) {
    const offset = (heard - seen) * 1000;
    this.#offsets.push(offset);
    if (this.#offsets.length > JUDGED) this.#offsets.shift();
    return offset;
  }

  get offset() {
    return median(this.#offsets);
  }

  mustMend(at) {
    const enough = this.#offsets.length === JUDGED && at >= this.#quietUntil;
    return enough && Math.abs(this.offset) > MEND_MS;
  }

  /** The sound was put in its place at `at`. */
  mended(at) {
    this.#offsets = [];
    this.#quietUntil = at + SETTLING_MS;
  }
}
