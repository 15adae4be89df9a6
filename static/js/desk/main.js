// The experts' desk: one version alive beside its original, and what one expert says of it.

import { Asking } from '../web/asking.js';
import { learn } from '../workshop/words.js';
import { Preview } from '../workshop/preview.js';
import { Clock } from './clock.js';
import { Marks } from './marks.js';
import { Verdict } from './verdict.js';
import { Views } from './views.js';

const config = JSON.parse(document.getElementById('desk-config').textContent);
learn(config.words);
const find = (selector) => document.querySelector(selector);

const clock = new Clock(find('[data-clock]'));
const preview = new Preview(find('[data-preview]'), {
  stream: config.stream,
  onSpeech: (speech) => { asking?.answers.heard(speech); clock.heard(speech, asking?.answers.given); },
  onFrame: (frame, ...told) => { asking?.answers.painted(frame, ...told); clock.painted(frame); },
});
// the pause button stands beside the pictures, not in the preview's own corner
const pause = find('[data-pause]');
preview.button = pause;
preview.note = find('[data-note]');
const standing = preview.note.textContent;
pause.addEventListener('click', () => hold(!preview.paused));

function hold(yes) {
  preview.pause(yes);
  document.querySelector('.rv').classList.toggle('paused', yes);
}

const asking = new Asking(find('[data-asking]'), {
  alone: () => preview.state !== 'live' && preview.state !== 'paused',
  wake: () => hold(false),
});
asking.viewer = preview.living;
hold(preview.paused);
const untouched = find('[data-ratio]');
untouched.style.setProperty('--ratio', preview.figure.dataset.width / preview.figure.dataset.height);

const views = new Views(find('[data-pair]'), preview.figure, config.hatch);
const verdict = find('[data-verdict]') ? new Verdict(find('[data-verdict]')) : null;
const marks = new Marks(preview.figure, {
  form: find('[data-verdict]'),
  button: find('[data-mark]'),
  shown: config.marks,
  clock,
  mayMark: () => preview.paused && views.beside,
  hold: () => { hold(true); views.show('side'); },
});

window.desk = { preview, asking, clock, marks, views, verdict, standing }; // tests look here
