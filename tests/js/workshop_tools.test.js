// The tools' pure parts: painted areas, drawings of what moves, scripts as text, finishes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as drawing from '../../static/js/workshop/tools/brush/drawing.js';
import { Grid, simplified } from '../../static/js/workshop/tools/brush/grid.js';
import { keyframes } from '../../static/js/workshop/tools/camera.js';
import * as finish from '../../static/js/workshop/tools/finish.js';
import * as text from '../../static/js/workshop/tools/words/text.js';

const SIZE = [3200, 2000];
const SQUARE = [[1000, 500], [2000, 500], [2000, 1500], [1000, 1500]];

test('a polygon painted into cells has the same outline', () => {
  const outline = new Grid(SIZE).polygon(SQUARE).outline();
  assert.equal(outline.length, 5, 'four corners, and the first again');
  const { area, middle } = drawing.measured(outline);
  assert.ok(Math.abs(area / 1e6 - 1) < 0.02);
  assert.ok(Math.hypot(middle[0] - 1500, middle[1] - 1000) < 15);
});

test('a brush adds to an area and takes away; the largest piece stays', () => {
  const grid = new Grid(SIZE).polygon(SQUARE).stroke([2000, 1000], [2600, 1000], 200);
  assert.ok(drawing.measured(grid.outline()).box[2] > 2700);
  grid.stroke([2300, 300], [2300, 1700], 150, 0); // cuts the tongue off
  const { box } = drawing.measured(grid.outline());
  assert.ok(box[2] < 2200, `${box}`);
  assert.deepEqual(new Grid(SIZE).outline(), []);
});

test('areas at the picture’s edge and with holes are walked round once', () => {
  const grid = new Grid(SIZE).polygon([[0, 0], SIZE.slice(0, 1).concat(0), SIZE, [0, 2000]]);
  grid.stroke([1600, 1000], [1600, 1000], 300, 0);
  assert.ok(drawing.measured(grid.outline()).area > 0.99 * SIZE[0] * SIZE[1]);
});

test('points that a line needs stay', () => {
  const line = Array.from({ length: 50 }, (_, n) => [n, n < 25 ? 0 : n - 25]);
  assert.deepEqual(simplified(line, 0.5), [[0, 0], [25, 0], [49, 24]]);
});

test('a long stroke becomes a path of at most 77 points', () => {
  const stroke = Array.from({ length: 3000 }, (_, n) => [n, n * 0.2 * Math.sin(n / 40)]);
  const path = drawing.pathOf(stroke, 1);
  assert.ok(path.length <= drawing.MOST_POINTS && path.length > 8);
});

test('a region is whole from the start, turns into another kind and back', () => {
  let ground = drawing.added(drawing.opened(null, SIZE), 'flow', SQUARE);
  assert.equal(ground.flow[0].arrows.length, 1);
  ground = drawing.turnedInto(ground, 'flow', 0, 'brush');
  assert.deepEqual([ground.flow.length, ground.brush[0].path.length], [0, 2]);
  assert.deepEqual(ground.brush[0].path[0], [1375, 1000]);
  ground = drawing.turnedInto(ground, 'brush', 0, 'flow');
  assert.deepEqual(ground.flow[0].arrows, [[1375, 1000, 1625, 1000]]);
  assert.equal(drawing.closed(drawing.removed(ground, 'flow', 0)), null);
});

test('what is protected stands among the still while anything moves', () => {
  const face = [[1, 1], [2, 1], [2, 2]];
  let ground = drawing.protecting(drawing.added(drawing.opened(null, SIZE), 'brush', SQUARE), [face]);
  ground = drawing.protecting(ground, [face]);
  assert.deepEqual(ground.still, [face]);
  assert.deepEqual(drawing.protecting(drawing.removed(ground, 'brush', 0), [face]).still, []);
  const moved = SQUARE.map(([x, y]) => [x + 40, y]); // after a point of the face was moved
  const again = drawing.protecting({ ...ground, still: [moved, face] }, [SQUARE]);
  assert.deepEqual(again.still, [SQUARE, face], 'the new outline in the place of the old');
});

test('a drawing counted from below is turned over', () => {
  const told = { version: 1, picture: [100, 80], origin: 'bottom-left', flow: [{ polygon: [[0, 0], [9, 0], [9, 9]], arrows: [[1, 2, 3, 4]] }] };
  const { origin, flow } = drawing.opened(told, [100, 80]);
  assert.deepEqual([origin, flow[0].polygon[0], flow[0].arrows[0]], ['top-left', [0, 80], [1, 78, 3, 76]]);
});

const SCRIPT = '[voice woman rate=0.9]\n\n[smile] Здра́вствуйте! [/smile] Это *моя* река.\n\n[pause 0.5]\n\nДо свидания.';

test('sentences are found where they stand, marks and emphasis between them', () => {
  const places = text.placesOf(SCRIPT, ['Здра́вствуйте!', 'Это моя река.', 'Нет такой.', 'До свидания.']);
  assert.deepEqual(places.map((place) => place && SCRIPT.slice(place.start, place.end)), ['Здра́вствуйте!', 'Это *моя* река.', null, 'До свидания.']);
});

test('a text is cut where its ranges begin and end', () => {
  const pieces = text.cut('ab cd', [{ start: 0, end: 4, kind: 'bad' }, { start: 3, end: 5, kind: 'm' }]);
  assert.deepEqual(pieces, [{ text: 'ab ', kinds: ['bad'] }, { text: 'c', kinds: ['bad', 'm'] }, { text: 'd', kinds: ['m'] }]);
  assert.deepEqual(text.linesOf('a\nbc\n', [2, 9]), [{ start: 2, end: 4, kind: 'wrongline' }]);
});

test('stress goes onto the vowel at the caret, and off again', () => {
  const put = text.stressed('замок', 4);
  assert.deepEqual(put, { text: 'замо\u0301к', caret: 5 });
  assert.deepEqual(text.stressed(put.text, put.caret), { text: 'замок', caret: 4 });
  assert.deepEqual(text.stressed('xyz', 1), { text: 'xy\u0301z', caret: 3 });
  assert.deepEqual(text.stressed('стр', 2), { text: 'стр', caret: 2 });
});

test('marks keep their distance from words', () => {
  assert.equal(text.inserted('one two', 3, 3, '[pause 0.8]').text, 'one [pause 0.8] two');
  assert.equal(text.inserted('one two', 4, 7, '*', '*').text, 'one *two*');
});

test('voice and camera are said once, at the beginning', () => {
  assert.deepEqual(text.voiceOf(SCRIPT), { speaker: 'woman', rate: 0.9, pitch: 0 });
  const other = text.withVoice(SCRIPT, { speaker: 'man', rate: 1, pitch: -2 });
  assert.ok(other.startsWith('[voice man pitch=-2]\n\n[smile]'));
  assert.ok(text.withVoice(other, { speaker: '', rate: 1, pitch: 0 }).startsWith('[smile]'));
  assert.ok(text.withVoice(SCRIPT, { speaker: 'engine=anna', rate: 1, pitch: 0 }).startsWith('[voice engine=anna]'));
  const moved = text.withCamera(text.withCamera('Hello.', 'push in'), 'pan left');
  assert.equal(moved, '[camera pan left]\n\nHello.');
});

test('a source belongs to a sentence however it is stressed, and goes with it', () => {
  const sources = text.withSource([], ['За́мок стар.', 'Да.'], 'За́мок стар.', 'Опись');
  assert.equal(text.sourceOf(sources, 'Замок стар.'), 'Опись');
  assert.equal(text.sourceOf(sources, 'Да.'), undefined);
  const both = text.withSource(sources, ['Замок стар.', 'Да.'], 'Да.', '');
  assert.equal(text.sourceOf(both, 'Да.'), '');
  assert.equal(text.withSource(both, ['Да.'], 'Да.', undefined).length, 0);
});

test('a finish is told as shortly as it can be', () => {
  assert.deepEqual(finish.opened(undefined), { preset: 'painting' });
  assert.equal(finish.closed({ preset: 'painting' }), undefined);
  assert.equal(finish.closed({ preset: 'film' }), 'film');
  assert.deepEqual(finish.closed({ ...finish.opened('film'), grain: 0.1 }), { preset: 'film', grain: 0.1 });
});

test('a try of the camera fills the frame with what it sees', () => {
  const [{ transform }] = keyframes([{ zoom: 1.5, x: 0.1, y: -0.05, roll: 2 }]);
  assert.equal(transform, 'rotate(2deg) scale(1.5) translate(-10%, 5%)');
});
