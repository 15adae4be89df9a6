// The page's half of the wire: the same worked example as the server's tests, and its noes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { buildAck, buildPointer, parseFrame } from '../../static/js/stream/wire.js';

const example = JSON.parse(readFileSync(new URL('../../docs/wire_example.json', import.meta.url)));
const bytes = (hex) => new Uint8Array(hex.match(/../g).map((pair) => parseInt(pair, 16))).buffer;
const hex = (buffer) => Buffer.from(buffer).toString('hex');

test('the worked frame', () => {
  const told = example.frame;
  const frame = parseFrame(bytes(told.hex));
  assert.equal(frame.kind, told.kind);
  assert.equal(frame.key, told.key);
  assert.equal(frame.discontinuity, told.discontinuity);
  assert.equal(frame.catchUp, told.catch_up);
  assert.equal(frame.epoch, told.epoch);
  assert.equal(frame.seq, told.seq);
  assert.equal(frame.serverUs, told.server_us);
  assert.equal(frame.touchId, told.touch_id);
  assert.equal(frame.keySeq, told.key_seq);
  assert.equal(hex(frame.payload), told.payload_hex);
  assert.equal(frame.stamp, example.ack.stamp);
});

test('the worked ack and pointer', () => {
  const { painted, epoch, last_seq: lastSeq, stamp } = example.ack;
  assert.equal(hex(buildAck({ painted, epoch, lastSeq, stamp })), example.ack.hex);
  const { phase, touch_id: touchId, x, y } = example.pointer;
  assert.equal(hex(buildPointer({ phase, touchId, x, y })), example.pointer.hex);
});

test('an ack counts to 255', () => {
  assert.equal(hex(buildAck({ painted: 300, epoch: 1, lastSeq: 2, stamp: 3 })).slice(0, 4), '01ff');
});

test('what is no frame is refused', () => {
  const good = example.frame.hex;
  for (const bad of ['00', good.slice(0, 46), `00${good.slice(2)}`, `04${good.slice(2)}`, `0108${good.slice(4)}`]) {
    assert.throws(() => parseFrame(bytes(bad)), RangeError);
  }
});
