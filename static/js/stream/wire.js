// The binary half of the wire format (docs/wire.md): bytes in, objects out, and back.

export const VERSION = 1;
export const KIND = { video: 1, jpeg: 2, beat: 3 };
export const FLAG = { key: 1, discontinuity: 2, catchUp: 4 };
export const PHASE = { enter: 1, move: 2, leave: 3 };
const HEADER_BYTES = 24;
const TWO_32 = 2 ** 32;

/** Take a server's binary message apart; throws on anything that is none. */
export function parseFrame(buffer) {
  if (buffer.byteLength < HEADER_BYTES) throw new RangeError(`a frame of ${buffer.byteLength} bytes`);
  const view = new DataView(buffer);
  const kind = view.getUint8(0);
  const flags = view.getUint8(1);
  if (kind < KIND.video || kind > KIND.beat || flags > 7) throw new RangeError(`kind ${kind}, flags ${flags}`);
  const stamp = view.getUint32(8, true);
  return {
    kind,
    key: Boolean(flags & FLAG.key),
    discontinuity: Boolean(flags & FLAG.discontinuity),
    catchUp: Boolean(flags & FLAG.catchUp),
    epoch: view.getUint16(2, true),
    seq: view.getUint32(4, true),
    serverUs: view.getUint32(12, true) * TWO_32 + stamp, // exact for 285 years
    stamp,
    touchId: view.getUint32(16, true),
    keySeq: view.getUint32(20, true),
    payload: new Uint8Array(buffer, HEADER_BYTES),
  };
}

/** 12 bytes: everything up to lastSeq has been painted or dropped; painted 0 answers a beat. */
export function buildAck({ painted, epoch, lastSeq, stamp }) {
  const view = new DataView(new ArrayBuffer(12));
  view.setUint8(0, 1);
  view.setUint8(1, Math.min(255, painted));
  view.setUint16(2, epoch, true);
  view.setUint32(4, lastSeq, true);
  view.setUint32(8, stamp, true);
  return view.buffer;
}

/** 16 bytes: a finger or mouse at (x, y) in picture widths and heights. */
export function buildPointer({ phase, touchId, x, y }) {
  const view = new DataView(new ArrayBuffer(16));
  view.setUint8(0, 2);
  view.setUint8(1, phase);
  view.setUint32(4, touchId, true);
  view.setFloat32(8, x, true);
  view.setFloat32(12, y, true);
  return view.buffer;
}
