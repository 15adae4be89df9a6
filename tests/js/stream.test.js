// Acks, the order of pictures, codecs and fingers: the pure parts of the stream's page side.

import assert from 'node:assert/strict';
import test from 'node:test';

import { Acks } from '../../static/js/stream/acks.js';
import { decoderConfig, supportedCodecs } from '../../static/js/stream/codecs.js';
import { isNewer } from '../../static/js/stream/painter.js';
import { Fingers } from '../../static/js/stream/pointer.js';
import { KIND } from '../../static/js/stream/wire.js';

const frame = (seq, more = {}) => ({ seq, epoch: 1, stamp: seq * 7, kind: KIND.video, ...more });

test('every fourth painted frame is acknowledged, by the newest', () => {
  const acks = new Acks();
  const given = [1, 2, 3, 4, 5].map((seq) => acks.handled(frame(seq)));
  assert.deepEqual(given, [null, null, null, { painted: 4, epoch: 1, lastSeq: 4, stamp: 28 }, null]);
  assert.ok(acks.pending);
  assert.deepEqual(acks.flush(), { painted: 1, epoch: 1, lastSeq: 5, stamp: 35 });
  assert.equal(acks.flush(), null);
});

test('a poster that is late does not take an ack back', () => {
  const acks = new Acks(2);
  acks.handled(frame(9));
  assert.equal(acks.handled(frame(8, { kind: KIND.jpeg })).lastSeq, 9);
});

test('another epoch starts anew, whatever its numbers', () => {
  const acks = new Acks(1);
  acks.handled(frame(900));
  assert.deepEqual(acks.handled(frame(1, { epoch: 2 })), { painted: 1, epoch: 2, lastSeq: 1, stamp: 7 });
});

test('a beat is answered with what is pending, else with itself', () => {
  const acks = new Acks();
  const beat = frame(0, { kind: KIND.beat, stamp: 99 });
  assert.deepEqual(acks.beat(beat), { painted: 0, epoch: 1, lastSeq: 0, stamp: 99 });
  acks.handled(frame(5));
  assert.deepEqual(acks.beat(beat), { painted: 1, epoch: 1, lastSeq: 5, stamp: 35 });
  assert.equal(acks.beat(beat).painted, 0);
});

test('newest frame wins; a poster never replaces the frame it was made from', () => {
  const poster = frame(5, { kind: KIND.jpeg });
  assert.ok(isNewer(frame(1), null));
  assert.ok(isNewer(frame(6), frame(5)));
  assert.ok(!isNewer(frame(4), frame(5)));
  assert.ok(!isNewer(poster, frame(5)));
  assert.ok(isNewer(frame(5), poster));
  assert.ok(!isNewer(poster, poster));
  assert.ok(isNewer(frame(1, { epoch: 2 }), frame(900)));
});

test('codecs: what the decoder supports, then jpeg; without a decoder jpeg alone', async () => {
  const asked = [];
  const decoder = (answers) => ({
    isConfigSupported: async (config) => {
      asked.push(config);
      if (answers[config.codec.slice(0, 3)] === 'throws') throw new TypeError('no');
      return { supported: answers[config.codec.slice(0, 3)] };
    },
  });
  assert.deepEqual(await supportedCodecs(decoder({ avc: true, vp0: true })), ['h264', 'vp9', 'jpeg']);
  assert.deepEqual(await supportedCodecs(decoder({ avc: 'throws', vp0: true })), ['vp9', 'jpeg']);
  assert.deepEqual(await supportedCodecs(null), ['jpeg']);
  assert.ok(asked.every(({ optimizeForLatency, colorSpace }) => optimizeForLatency && colorSpace.matrix === 'smpte170m'));
  assert.equal(decoderConfig('x').colorSpace.fullRange, false);
});

test('fingers: moves are thinned to one per repaint, enter and leave go at once', () => {
  const repaints = [];
  globalThis.requestAnimationFrame = (paint) => repaints.push(paint);
  const sent = [];
  const fingers = new Fingers((message) => sent.push(new DataView(message)));
  fingers.point(0.1, 0.2, 'enter', 100);
  fingers.point(0.3, 0.2, 'move', 110);
  fingers.point(0.5, 9, 'move', 112);
  assert.equal(sent.length, 1);
  repaints.splice(0).forEach((paint) => paint());
  assert.equal(sent.length, 2);
  assert.deepEqual([sent[1].getUint8(1), sent[1].getFloat32(8, true), sent[1].getFloat32(12, true)], [2, 0.5, 4]);
  fingers.point(0.5, 0.5, 'move', 120);
  fingers.point(0.5, 0.5, 'leave', 121);
  repaints.splice(0).forEach((paint) => paint());
  assert.deepEqual(sent.map((view) => view.getUint8(1)), [1, 2, 3]);
  const ids = sent.map((view) => view.getUint32(4, true));
  assert.equal(fingers.answered(ids[1], 150), 38);
  assert.equal(fingers.answered(ids[0], 150), null); // answered by a later one
  assert.equal(fingers.answered(ids[2], 150), 29);
  assert.equal(fingers.answered(12345, 150), null);
});
