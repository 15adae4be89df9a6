// The studio's draft: undone and done again, saved late, offline, against others.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Draft } from '../../static/js/workshop/draft.js';
import { CLOSEST, WHOLE, panned, placed, showing, zoomed } from '../../static/js/workshop/view.js';

const TOLD = { revision: 3, saved: '2026-11-21T12:00:00+03:00', values: { seed: 1, beard: 0, answers: [] } };

/** A draft whose clock and server are ours. */
function desk({ answer = null, mayEdit = true } = {}) {
  const room = { time: 0, sent: [], waiting: null, server: structuredClone(TOLD), answer };
  room.send = async (body) => {
    room.sent.push(structuredClone(body));
    const said = room.answer?.(body);
    if (said) return said;
    Object.assign(room.server.values, body.change);
    room.server.revision += 1;
    return { status: 200, body: structuredClone(room.server) };
  };
  const later = (call) => {
    room.waiting = call;
    return () => { if (room.waiting === call) room.waiting = null; };
  };
  room.draft = new Draft(TOLD, { send: room.send, later, now: () => room.time, mayEdit });
  room.fire = async () => {
    const call = room.waiting;
    room.waiting = null;
    await call?.();
  };
  return room;
}

test('a change is shown at once and saved a little later', async () => {
  const { draft, fire, sent } = desk();
  draft.change('seed', { seed: 2 });
  assert.equal(draft.values.seed, 2);
  assert.equal(draft.state, 'unsaved');
  await fire();
  assert.deepEqual(sent, [{ revision: 3, change: { seed: 2 } }]);
  assert.equal(draft.state, 'saved');
  assert.equal(draft.revision, 4);
});

test('a gesture is one step; undo and redo are saved like any change', async () => {
  const room = desk();
  for (const beard of [0.1, 0.2, 0.3]) {
    room.time += 100;
    room.draft.change('beard', { beard });
  }
  room.draft.settle();
  room.time += 100;
  room.draft.change('beard', { beard: 0.9 });
  assert.equal(room.draft.undo().label, 'beard');
  assert.equal(room.draft.values.beard, 0.3);
  room.draft.undo();
  assert.equal(room.draft.values.beard, 0);
  assert.equal(room.draft.undo(), null);
  room.draft.redo();
  await room.fire();
  assert.deepEqual(room.server.values.beard, 0.3);
  room.draft.change('seed', { seed: 5 });
  assert.equal(room.draft.canRedo, false, 'a new change forgets what was undone');
});

test('without a connection nothing is lost, and it is tried again', async () => {
  let away = true;
  const room = desk({ answer: () => { if (away) throw new TypeError('offline'); } });
  room.draft.change('seed', { seed: 7 });
  await room.fire();
  assert.equal(room.draft.state, 'offline');
  assert.ok(room.draft.unsaved);
  away = false;
  await room.fire();
  assert.equal(room.draft.state, 'saved');
  assert.equal(room.server.values.seed, 7);
});

test('a refused value stays in place with its reason; the rest is saved', async () => {
  const why = { ru: 'нет', en: 'no' };
  const refuses = ({ change }) => ('seed' in change ? { status: 422, body: { refused: { seed: why } } } : null);
  const room = desk({ answer: refuses });
  room.draft.change('both', { seed: -1, beard: 1 });
  await room.fire();
  assert.equal(room.draft.state, 'refused');
  assert.deepEqual(room.draft.refused, { seed: why });
  assert.equal(room.server.values.beard, 1);
  room.answer = null;
  room.draft.change('seed', { seed: 4 });
  assert.deepEqual(room.draft.refused, {});
  await room.fire();
  assert.equal(room.draft.state, 'saved');
});

test('what another changed elsewhere is taken; the same place is asked about', async () => {
  const room = desk();
  const moved = (values) => ({ status: 409, body: { draft: { ...TOLD, revision: 9, values: { ...TOLD.values, ...values } } } });
  let first = true;
  room.answer = () => { if (first) { first = false; return moved({ beard: 0.5 }); } return null; };
  room.server.values.beard = 0.5;
  room.draft.change('seed', { seed: 2 });
  await room.fire();
  assert.deepEqual(room.sent.map((body) => body.revision), [3, 9]);
  assert.deepEqual([room.draft.values.beard, room.draft.values.seed, room.draft.state], [0.5, 2, 'saved']);

  room.answer = () => moved({ beard: 0.5, seed: 77 });
  room.draft.change('seed', { seed: 3 });
  await room.fire();
  assert.equal(room.draft.state, 'moved');
  room.answer = null;
  room.draft.saver.resolve(true);
  await room.fire();
  assert.deepEqual([room.server.values.seed, room.draft.state], [3, 'saved']);
});

test('who was logged out loses nothing either', async () => {
  const room = desk({ answer: () => ({ status: 403, body: { error: { ru: 'нет', en: 'no' } } }) });
  room.draft.change('seed', { seed: 2 });
  await room.fire();
  assert.deepEqual([room.draft.state, room.draft.refused], ['out', {}]);
  room.answer = null;
  await room.fire();
  assert.deepEqual([room.draft.state, room.server.values.seed], ['saved', 2]);
});

test('what is typed while a save is on its way is saved next', async () => {
  const room = desk();
  room.draft.change('seed', { seed: 2 });
  const going = room.fire();
  room.draft.change('seed', { seed: 3 });
  await going;
  assert.equal(room.draft.values.seed, 3);
  assert.equal(room.server.values.seed, 3);
  assert.equal(room.draft.state, 'saved');
});

test('who lost the draft keeps what was not saved until it comes back', async () => {
  const room = desk({ answer: () => ({ status: 423, body: { by: 'Anna' } }) });
  room.draft.change('seed', { seed: 2 });
  await room.fire();
  assert.deepEqual([room.draft.state, room.draft.by, room.draft.mayChange], ['taken', 'Anna', false]);
  assert.equal(room.draft.change('beard', { beard: 1 }), false);
  room.answer = null;
  room.draft.locked(null);
  await room.fire();
  assert.deepEqual([room.draft.state, room.server.values.seed], ['saved', 2]);
});

test('who may only look changes nothing', () => {
  const { draft } = desk({ mayEdit: false });
  assert.equal(draft.change('seed', { seed: 2 }), false);
  assert.equal(draft.values.seed, 1);
});

test('the picture under the pointer stays there while it comes closer', () => {
  const [size, frame, at] = [[4000, 5000], [600, 700], [150, 420]];
  const under = (view) => {
    const { left, top, scale } = placed(view, size, frame);
    return [(at[0] - left) / scale, (at[1] - top) / scale];
  };
  const near = zoomed(WHOLE, 4, at, size, frame);
  under(near).forEach((v, i) => assert.ok(Math.abs(v - under(WHOLE)[i]) < 1e-6));
  assert.equal(zoomed(near, 1000, at, size, frame).zoom, CLOSEST);
  assert.deepEqual(zoomed(near, 0.001, at, size, frame), WHOLE);
});

test('no wall is shown where the picture could be', () => {
  const [size, frame] = [[4000, 4000], [400, 400]];
  const far = panned({ zoom: 2, x: 0.5, y: 0.5 }, [9000, -9000], size, frame);
  assert.deepEqual([far.x, far.y], [0.25, 0.75]);
  const face = showing([1000, 1000, 1500, 1500], size, frame);
  const { left, scale } = placed(face, size, frame);
  assert.ok(left + 1000 * scale > 0 && left + 1500 * scale < 400);
});
