// A question below the picture scrolls the page so that who answers is seen.

import assert from 'node:assert/strict';
import test from 'node:test';

import { scrollFor } from '../../static/js/web/reveal.js';

const box = (top, bottom) => ({ top, bottom });

test('in sight: nothing moves', () => {
  assert.equal(scrollFor(box(80, 580), box(600, 700), 800), 0);
  assert.equal(scrollFor(box(-50, 450), box(500, 600), 800), 0, 'a rim may be cut');
});

test('a picture above comes back whole where the words stay in sight', () => {
  assert.equal(scrollFor(box(-300, 200), box(300, 400), 800), -300);
  assert.equal(scrollFor(box(-300, 200), box(300, 400), 650), -250, 'and as far as they do');
});

test('words below come into sight', () => {
  assert.equal(scrollFor(box(100, 600), box(800, 900), 850), 50);
});

test('both do not fit: most of the picture first', () => {
  assert.equal(scrollFor(box(-300, 200), box(500, 600), 640), -225);
  assert.equal(scrollFor(box(0, 500), box(800, 900), 640), 75);
});
