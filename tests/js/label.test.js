// How often a label stands out, and which words it has.

import assert from 'node:assert/strict';
import test from 'node:test';

import { STANDS_OUT_MS, labelWords, standsOut } from '../../static/js/label/label.js';

test('at first only, again and again, or the whole playback', () => {
  const late = STANDS_OUT_MS + 1;
  const stands = (ms, every) => standsOut(ms, every);
  assert.deepEqual([stands(0, null), stands(late, null), stands(30_001, null)], [true, false, false]);
  assert.deepEqual([stands(0, 30), stands(late, 30), stands(30_001, 30)], [true, false, true]);
  assert.deepEqual([stands(0, 0), stands(late, 0), stands(1e7, 0)], [true, true, true]);
});

test('the letters, their text, our words; the same words once', () => {
  const label = {
    eu: 'AI GENERATED',
    eu_text: { ru: 'Создано', en: 'Made' },
    short: { ru: 'Создано', en: 'Made · synthetic voice' },
  };
  assert.deepEqual(labelWords(label, 'ru'), ['AI GENERATED', '', 'Создано']);
  assert.deepEqual(labelWords(label, 'en'), ['AI GENERATED', 'Made', 'Made · synthetic voice']);
});
