// Shares as people read them, and a legend that says what was told and no more.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { percent, writeLegend } from '../../static/js/hatching/hatching.js';

const plain = (text) => text.replaceAll('\u00a0', ' ');

test('tenths where they matter, never a zero for something', () => {
  assert.equal(plain(percent(1.07, 'ru')), '1,1 %');
  assert.equal(percent(89.7, 'en'), '90%');
  assert.equal(percent(0.02, 'en'), '< 0.1%');
  assert.equal(percent(0, 'en'), '0%');
});

const node = (dataset) => ({ dataset, textContent: '' });

function block() {
  const shares = ['invented', 'moved', 'whole'].map((share) => node({ share }));
  const parts = node({ parts: '' });
  const classes = new Map();
  return {
    shares, parts, classes,
    querySelectorAll: () => shares,
    querySelector: () => parts,
    classList: { toggle: (name, on) => classes.set(name, on) },
  };
}

test('the three shares make a whole, the parts are named in order', () => {
  const legend = block();
  const words = { lids: 'shut eyelids', mouth: 'the mouth' };
  writeLegend(legend, { invented: 1.2, moved: 92.1, parts: ['lids', 'mouth'] }, 'en', words);
  assert.deepEqual(legend.shares.map((one) => one.textContent), ['1.2%', '92%', '6.7%']);
  assert.equal(legend.parts.textContent, 'shut eyelids, the mouth');
  assert.equal(legend.classes.get('nothing'), false);
});

test('where nothing was added it says so', () => {
  const legend = block();
  writeLegend(legend, { invented: 0, moved: 94.6, parts: [] }, 'en', {});
  assert.equal(legend.parts.textContent, '');
  assert.equal(legend.classes.get('nothing'), true);
});
