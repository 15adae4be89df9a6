// In step, on paper: painted frames and the loudspeaker's clock in, positions and offsets out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { Answers } from '../../static/js/answers/answers.js';
import { captionAt } from '../../static/js/answers/captions.js';
import {
  Drift, LEAD_MS, MEND_MS, PictureClock, TOLERANCE_MS, median, moved, positionOf,
} from '../../static/js/answers/clock.js';

const example = JSON.parse(readFileSync(new URL('../../docs/wire_example.json', import.meta.url)));
const near = (one, other, within = 1e-6) => assert.ok(Math.abs(one - other) <= within, `${one} ≠ ${other}`);

test('the worked answer: half a second in', () => {
  const speech = JSON.parse(example.speech.text);
  assert.equal(positionOf(speech, example.frame.server_us), example.speech.position_of_frame);
  assert.deepEqual(JSON.parse(example.ask.text), { type: 'ask', answer: example.ask.answer });
});

test('middle values', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

// a server whose clock is 5,000 s ahead, 40 ms of way, a repaint each 16.7 ms
const SERVER_MS = 5_000_000;
const shown = (clock, count, way = 40) => {
  for (let n = 0; n < count; n += 1) {
    const drawn = 1000 + n * 33.3;
    clock.painted((SERVER_MS + drawn) * 1000, Math.ceil((drawn + way) / 16.7) * 16.7, 33.3);
  }
};
const speech = { start_us: (SERVER_MS + 3000) * 1000, position: 0, state: 'begin', answer: 'a' };

test('the clock tells when a position will be seen, whatever the clocks and one late frame', () => {
  const clock = new PictureClock();
  shown(clock, 31);
  const moment = clock.momentOf(speech, 0, 2900);
  near(moment, 3000 + 40 + 8.3 + 17 + 16.7, 9); // way, half a repaint, scan-out, half a frame
  clock.painted((SERVER_MS + 2100) * 1000, 2100 + 400, 33.3);
  near(clock.momentOf(speech, 0, 2900), moment, 9);
  near(clock.positionAt(speech, clock.momentOf(speech, 1.5, 2900), 2900), 1.5);
});

test('without frames an answer begins as it was announced, and a little for the frames', () => {
  near(new PictureClock().momentOf(speech, 0, 777), 777 + LEAD_MS + 50);
  const clock = new PictureClock();
  shown(clock, 5);
  clock.forget();
  near(clock.momentOf(speech, 0.25, 777), 777 + LEAD_MS + 50 + 250);
});

test('the frame that waited for the decoder to open, and an old jam, do not count', () => {
  const clock = new PictureClock();
  shown(clock, 1, 500);
  near(clock.momentOf(speech, 0, 777), 777 + LEAD_MS + 50);
  shown(clock, 10, 300);
  shown(clock, 10, 40);
  near(clock.momentOf(speech, 0, 777), 3000 + 40 + 8.3 + 17 + 16.7, 9);
});

test('a beginning moves while it has not sounded, never by little, never too late', () => {
  assert.equal(moved(1000, 1010, 800), null);
  assert.equal(moved(1000, 900, 800), 900);
  assert.equal(moved(1000, 1300, 800), 1300);
  assert.equal(moved(1000, 820, 800), 860, 'its first sound is not cut off');
  assert.equal(moved(1000, 1300, 950), null);
});

test('drift is mended once it is certain and large, and not again at once', () => {
  const drift = new Drift();
  assert.ok(MEND_MS < TOLERANCE_MS);
  near(drift.measured(1.025, 1.000), 25, 1e-9);
  for (let n = 0; n < 40; n += 1) drift.measured(1.025, 1.0);
  assert.equal(drift.mustMend(1000), false);
  for (let n = 0; n < 15; n += 1) drift.measured(1.2, 1.0);
  assert.equal(drift.mustMend(1000), false, 'fifteen of thirty-one are not the middle');
  for (let n = 0; n < 31; n += 1) drift.measured(0.94, 1.0);
  assert.ok(drift.offset < -MEND_MS && drift.mustMend(1000));
  drift.mended(1000);
  for (let n = 0; n < 31; n += 1) drift.measured(0.94, 1.0);
  assert.equal(drift.mustMend(1500), false);
  assert.ok(drift.mustMend(1700));
});

const CAPTIONS = [
  { start: 0, end: 1, text: 'раз', language: 'ru' }, { start: 1, end: 2, text: 'два', language: 'ru' },
  { start: 0.5, end: 2, text: 'one', language: 'en' },
];

test('captions: those of the page’s language, else those there are', () => {
  assert.deepEqual(captionAt(CAPTIONS, 1, 'ru'), { text: 'два', language: 'ru' });
  assert.deepEqual(captionAt(CAPTIONS, 1, 'en'), { text: 'one', language: 'en' });
  assert.equal(captionAt(CAPTIONS, 0.1, 'en'), null);
  assert.equal(captionAt(CAPTIONS.slice(0, 2), 0.1, 'en').text, 'раз');
  assert.equal(captionAt(CAPTIONS, 2, 'ru'), null);
});

/** A loudspeaker that remembers what it was asked to do, on the page's own clock. */
class Loudspeaker {
  played = [];
  silenced = 0;
  asleep = false;
  play(sound, position, at) {
    if (this.asleep) return null;
    this.played.push({ sound, position, at });
    return at;
  }
  stop() { this.silenced += 1; }
  positionAt(at) {
    const last = this.played.at(-1);
    return last && at >= last.at ? last.position + (at - last.at) / 1000 : null;
  }
}

const TOLD = { answer: 'a', captions: CAPTIONS, duration: 2, sound: 'the sound', question: {}, language: 'ru' };

function page() {
  const voice = new Loudspeaker();
  const said = [];
  const answers = new Answers({
    voice, tell: (message) => said.push(message), library: { get: (name) => (name === 'a' ? TOLD : null) }, onChange: () => {},
  });
  const frames = (from, to, way = 40) => {
    for (let drawn = from; drawn < to; drawn += 33) answers.painted({ serverUs: (SERVER_MS + drawn) * 1000 }, drawn + way, 33);
  };
  return { voice, said, answers, frames };
}

test('asked, begun in step, read, ended', () => {
  const { voice, said, answers, frames } = page();
  frames(1000, 2800);
  answers.ask(TOLD, false, 2850);
  assert.deepEqual(said, [{ type: 'ask', answer: 'a' }]);
  assert.equal(answers.given, null, 'nothing is said before the server says so');
  answers.heard({ ...speech, duration: 2 }, 2905);
  const { position, at } = voice.played[0];
  assert.equal(position, 0);
  near(at, 3000 + 40 + 17 + 16.5);
  frames(2910, 4000);
  near(answers.captionAt(4080, 'ru').text === 'два' ? 1 : 0, 1);
  assert.equal(voice.played.length, 1, 'in step: nothing to mend');
  answers.heard({ ...speech, state: 'end' }, 5010);
  assert.equal(answers.name, null);
  assert.equal(answers.captionAt(5100, 'ru'), null);
});

test('a way that grows by 120 ms moves the sound, once', () => {
  const { voice, answers, frames } = page();
  frames(1000, 2800);
  answers.ask(TOLD, false, 2850);
  answers.heard({ ...speech, duration: 2 }, 2905);
  frames(2910, 3200);
  frames(3210, 4900, 160);
  assert.equal(voice.played.length, 2);
  const last = voice.played[1];
  near(last.position, (last.at - (3000 + 160 + 17 + 16.5)) / 1000, 0.01);
});

test('frames that come after the word move a beginning that has not sounded', () => {
  const { voice, answers, frames } = page();
  frames(1000, 1070, 500);
  answers.ask(TOLD, false, 2850);
  answers.heard({ ...speech, duration: 2 }, 2905);
  near(voice.played[0].at, 3000 + 500 + 17 + 16.5);
  frames(2900, 3200);
  near(voice.played.at(-1).at, 3000 + 40 + 17 + 16.5);
  near(voice.played.at(-1).position, 0);
  const begun = voice.played.length;
  frames(3200, 4500);
  assert.equal(voice.played.length, begun);
});

test('a loudspeaker that wakes up late says the rest in step', () => {
  const { voice, answers, frames } = page();
  frames(1000, 2800);
  voice.asleep = true;
  answers.ask(TOLD, false, 2850);
  answers.heard({ ...speech, duration: 2 }, 2905);
  frames(2910, 3400);
  assert.equal(voice.played.length, 0);
  voice.asleep = false;
  frames(3400, 4500);
  assert.equal(voice.played.length, 1);
  const { position, at } = voice.played[0];
  near(position, (at - (3000 + 40 + 17 + 16.5)) / 1000, 0.001);
  assert.ok(position > 0.3);
});

test('held and gone on with, hushed, lost, refused', () => {
  const { voice, said, answers } = page();
  answers.ask(TOLD, false, 0);
  answers.heard({ ...speech }, 10);
  answers.heard({ ...speech, state: 'held', position: 0.6 }, 700);
  assert.equal(answers.captionAt(99_000, 'ru').text, 'раз');
  answers.heard({ ...speech, start_us: speech.start_us + 30e6, position: 0.6 }, 30_700);
  near(voice.played.at(-1).position, 0.6, 0.11);
  answers.hush();
  assert.deepEqual(said.at(-1), { type: 'hush' });
  assert.equal(answers.name, null);
  answers.ask(TOLD, false, 40_000);
  answers.lost();
  assert.equal(answers.name, null);
  answers.ask(TOLD, false, 50_000);
  answers.heard({ ...speech, state: 'refused', words: { ru: 'Нет', en: 'No' } }, 50_010);
  assert.deepEqual([answers.name, answers.words.en], [null, 'No']);
});

test('alone: the page’s own clock, through a pause, to the end', () => {
  const { voice, said, answers } = page();
  answers.ask(TOLD, true, 1000);
  assert.deepEqual(said, []);
  near(voice.played[0].at, 1060);
  answers.lost();
  assert.equal(answers.name, 'a', 'no connection is needed');
  answers.hold(true, 1560);
  assert.equal(answers.captionAt(9000, 'ru').text, 'раз');
  answers.hold(false, 9000);
  near(voice.played.at(-1).position, 0.5);
  assert.equal(answers.captionAt(9000 + 60 + 700, 'ru').text, 'два');
  assert.equal(answers.captionAt(9000 + 60 + 1600, 'ru'), null);
  assert.equal(answers.name, null);
});
