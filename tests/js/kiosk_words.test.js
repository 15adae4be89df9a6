// Every word on a kiosk exists in both languages and keeps Russian typography.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FIRST_MS, LONGEST_MS, waitBefore } from '../../static/js/backoff.js';
import { STRINGS, other } from '../../static/js/kiosk/strings.js';
import { workWord } from '../../static/js/kiosk/words.js';

const WORK = {
  title: { ru: '«Море»', en: 'The Sea' },
  maker: { ru: 'Программа', en: 'A program' },
  date_text: { ru: '2026', en: '2026' },
  medium: { ru: 'пиксели', en: 'pixels' },
  size: { ru: '', en: '' },
  attract: { ru: '', en: 'Touch the sea' },
};

test('both languages say the same things', () => {
  assert.deepEqual(Object.keys(STRINGS.ru).sort(), Object.keys(STRINGS.en).sort());
  assert.equal(other(other('ru')), 'ru');
});

test('Russian: no short preposition hangs at the end of a line, no straight quotes', () => {
  for (const [key, word] of Object.entries(STRINGS.ru)) {
    const text = typeof word === 'function' ? word(3) : word;
    assert.doesNotMatch(text, /(^|[ \u00a0])(в|к|с|о|у|и|на|не|по|за) /iu, key);
    assert.doesNotMatch(text, / —|"/u, key);
  }
});

test('a work without an invitation is invited to in the museum’s words', () => {
  assert.equal(workWord(WORK, 'attract', 'en'), 'Touch the sea');
  assert.equal(workWord(WORK, 'attract', 'ru'), STRINGS.ru.attract);
  assert.equal(workWord(WORK, 'facts', 'ru'), 'пиксели');
  assert.equal(workWord(WORK, 'maker', 'en'), 'A program, 2026');
  assert.equal(workWord(null, 'title', 'ru'), '');
});

test('waiting grows, is capped, and is spread out', () => {
  assert.ok(waitBefore(0, () => 0.999) <= FIRST_MS);
  assert.ok(waitBefore(99, () => 0.999) <= LONGEST_MS);
  assert.ok(waitBefore(5, () => 0.9) > 2 * waitBefore(5, () => 0.1));
  assert.ok(waitBefore(9, () => 0) >= 50, 'never a busy loop');
});
