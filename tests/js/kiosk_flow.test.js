// What a kiosk does when a visitor comes, looks, and goes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  ASK_MS, IDLE_MS, ORIGINAL_MS, mayMove, next, secondsLeft, showsOriginal, start, visitorIsHere,
} from '../../static/js/kiosk/flow.js';

const after = (state, ...events) => events.reduce(
  (s, [type, at, more = {}]) => next(s, { type, at, ...more }), state,
);

test('a touch brings the screen from attract to live', () => {
  const s = after(start('ru'), ['touch', 1000]);
  assert.equal(s.mode, 'live');
  assert.ok(visitorIsHere(s));
});

test('after a minute it asks, after thirty seconds more it starts again', () => {
  const visited = after(start('ru'), ['language', 0], ['larger', 10], ['low', 20], ['touch', 30]);
  const asking = after(visited, ['tick', 30 + IDLE_MS]);
  assert.equal(asking.dialog, 'still');
  assert.equal(secondsLeft(asking, 30 + IDLE_MS + 12_000), 18);
  assert.equal(mayMove(asking), false, 'the truth label is dimmed, so nothing moves');
  assert.deepEqual(after(asking, ['tick', 30 + IDLE_MS + ASK_MS]), start('ru'));
});

test('any touch answers that the visitor is here', () => {
  const asking = after(start('en'), ['touch', 0], ['tick', IDLE_MS]);
  const back = after(asking, ['touch', IDLE_MS + 5_000]);
  assert.equal(back.dialog, null);
  assert.equal(back.mode, 'live');
  assert.equal(after(back, ['tick', 2 * IDLE_MS]).dialog, null, 'the minute counts anew');
});

test('nobody is asked while a finger still holds the original', () => {
  const holding = after(start('ru'), ['press', 0]);
  assert.equal(after(holding, ['tick', 10 * IDLE_MS]).dialog, null);
});

test('holding shows the original until the finger lets go', () => {
  const held = after(start('ru'), ['press', 0], ['tick', 9_000]);
  assert.ok(showsOriginal(held));
  assert.equal(showsOriginal(after(held, ['release', 9_001])), false);
});

test('a tap shows the original for five seconds, a second tap ends it', () => {
  const tapped = after(start('ru'), ['press', 0], ['release', 100]);
  assert.ok(showsOriginal(after(tapped, ['tick', ORIGINAL_MS])));
  assert.equal(showsOriginal(after(tapped, ['tick', 100 + ORIGINAL_MS])), false);
  assert.equal(showsOriginal(after(tapped, ['press', 2_000], ['release', 2_050])), false);
});

test('pause holds, and the next visitor finds it moving again', () => {
  const paused = after(start('ru'), ['pause', 0]);
  assert.equal(mayMove(paused), false);
  assert.ok(mayMove(after(paused, ['finish', 1])));
});

test('who asked for less motion finds it still and may bring it to life', () => {
  const s = start('ru', true);
  assert.equal(mayMove(s), false);
  const alive = after(s, ['pause', 0]);
  assert.ok(mayMove(alive));
  assert.equal(mayMove(after(alive, ['finish', 1])), false);
});

test('the museum changes the first language without disturbing a visitor', () => {
  const visitor = after(start('ru'), ['touch', 0], ['home', 1, { language: 'en' }]);
  assert.equal(visitor.language, 'ru');
  assert.equal(after(visitor, ['finish', 2]).language, 'en');
  assert.equal(after(start('ru'), ['home', 0, { language: 'en' }]).language, 'en');
});

test('text size goes round and unknown events change nothing', () => {
  const s = start('ru');
  assert.equal(after(s, ['larger', 0], ['larger', 1], ['larger', 2]).size, 0);
  assert.equal(next(s, { type: 'nonsense', at: 0 }), s);
});

test('who listens is not asked whether anybody is here; the minute counts from the end', () => {
  const listening = after(start('ru'), ['ask', 0], ['speaking', 100, { yes: true }]);
  const later = after(listening, ['tick', 2 * IDLE_MS]);
  assert.equal(later.dialog, null);
  const ended = after(later, ['speaking', 2 * IDLE_MS, { yes: false }]);
  assert.equal(after(ended, ['tick', 3 * IDLE_MS - 1]).dialog, null);
  assert.equal(after(ended, ['tick', 3 * IDLE_MS]).dialog, 'still');
});

test('a question wakes a paused picture, but not one that must hold still', () => {
  assert.equal(after(start('ru'), ['pause', 0], ['ask', 10]).still, false);
  const calm = after(start('ru', true), ['ask', 0]);
  assert.ok(calm.still);
  assert.equal(calm.mode, 'live');
});

test('loudness and captions are the visitor’s; the next one finds them as the museum set them', () => {
  const opened = after(start('ru'), ['home', 0, { language: 'ru', volume: 0.4 }]);
  const loud = after(opened, ['tune', 1], ['volume', 2, { value: 0.9 }], ['captions', 3]);
  assert.deepEqual([loud.volume, loud.muted, loud.captions, loud.tuning], [0.9, false, false, true]);
  assert.equal(after(loud, ['mute', 4]).muted, true);
  assert.equal(after(loud, ['mute', 4], ['volume', 5, { value: 0.2 }]).muted, false);
  assert.equal(after(loud, ['volume', 4, { value: 0 }]).muted, true);
  const next = after(loud, ['finish', 9]);
  assert.deepEqual([next.volume, next.muted, next.captions, next.tuning], [0.4, false, true, false]);
});

test('the pause of a screen nobody has touched wakes it paused', () => {
  const paused = after(start('ru'), ['pause', 0]);
  assert.deepEqual([paused.mode, paused.still], ['live', true]);
});

test('what was added is seen on a picture that stands still, until a question or the next visitor', () => {
  const seeing = after(start('ru'), ['touch', 0], ['tune', 5], ['added', 10]);
  assert.deepEqual([seeing.added, seeing.tuning, mayMove(seeing)], [true, false, false]);
  assert.equal(after(seeing, ['added', 20]).added, false);
  assert.equal(after(seeing, ['ask', 20]).added, false);
  assert.equal(after(seeing, ['tick', IDLE_MS + 10], ['tick', 2 * IDLE_MS + 10]).added, false);
});
