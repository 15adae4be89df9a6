// The form of an engine's options, from its JSON schema; and what goes along to another engine.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { controlOf, laid, rows, settled, stepOf } from '../../static/js/forms/schema.js';
import { switched } from '../../static/js/workshop/tools/engine.js';

const SCHEMA = {
  dtype: { enum: ['auto', 'float16'], titles: ['chosen by itself', 'half'], default: 'auto', title: 'Precision' },
  fps: { type: 'number', minimum: 0, maximum: 60, default: 0 },
  steps: { anyOf: [{ type: 'integer', minimum: 1, maximum: 200 }, { type: 'null' }], default: null },
  tiles: { type: 'boolean', default: false },
  size: { type: 'integer', default: 512 },
  folder: { type: 'string', default: '' },
  finish: { anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: {} }], default: 'painting' },
  pose: { type: 'object', additionalProperties: { type: 'number' }, default: {} },
};

test('every plain value has its control, in order; what nests has none', () => {
  const made = rows(SCHEMA);
  assert.deepEqual(made.map(({ name, control }) => [name, control]), [
    ['dtype', 'choice'], ['fps', 'slider'], ['steps', 'slider'], ['tiles', 'tick'], ['size', 'number'], ['folder', 'text'],
  ]);
  assert.deepEqual([made[0].title, made[1].title], ['Precision', 'fps']);
});

test('a number or nothing is a number that may be nothing; two kinds are nothing to ask for', () => {
  const steps = settled(SCHEMA.steps);
  assert.equal(steps.nullable, true);
  assert.deepEqual([steps.type, steps.minimum, steps.maximum], ['integer', 1, 200]);
  assert.equal(controlOf(settled(SCHEMA.finish)), null);
});

test('a slider moves in steps a hand can mean', () => {
  const step = (type, minimum, maximum) => stepOf({ type, minimum, maximum });
  assert.equal(step('integer', 1, 200), 1);
  assert.equal(step('number', 0, 60), 1);
  assert.equal(step('number', 0, 1), 0.01);
  assert.equal(step('number', 0, 10), 0.1);
});

test('the usual value is not written down', () => {
  const [dtype, fps] = rows(SCHEMA);
  assert.deepEqual(laid({ fps: 5 }, dtype, 'float16'), { fps: 5, dtype: 'float16' });
  assert.deepEqual(laid({ fps: 5, dtype: 'float16' }, dtype, 'auto'), { fps: 5 });
  assert.deepEqual(laid({ fps: 5 }, fps, undefined), {});
  assert.deepEqual(laid({}, { name: 'film' }, 'abc'), { film: 'abc' }, 'without a usual value all is');
});

test('another engine takes what both understand, and its own of earlier', () => {
  const rig = { knows: ['pose', 'finish', 'luma'], start: {} };
  const neural = { knows: ['fps', 'finish'], start: {} };
  const still = { knows: [], start: {} };
  const film = { knows: ['film', 'loop'], start: { film: 'abc' } };
  const lively = { pose: { turn: 4 }, finish: 'film', luma: 'linear' };
  assert.deepEqual(switched(rig, neural, lively), { finish: 'film' });
  assert.deepEqual(switched(neural, rig, { fps: 9 }, lively), { pose: { turn: 4 }, luma: 'linear' }, 'the finish was let go meanwhile');
  assert.deepEqual(switched(rig, still, lively), {});
  assert.deepEqual(switched(still, rig, {}, lively), lively, 'a still picture knows no finish: the earlier one is back');
  assert.deepEqual(switched(rig, film, lively), { film: 'abc' });
});
