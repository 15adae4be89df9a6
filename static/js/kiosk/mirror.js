// A screen seen from the office: follows its state and its stage, steers nothing. What the
// portrait says is read here, not heard.

import { Answers } from '../answers/answers.js';
import { Library } from '../answers/library.js';
import { Picture } from './picture.js';
import { LastingSocket } from './socket.js';
import { Truth } from './truth.js';
import { speak } from './words.js';

const { kiosk } = document.body.dataset;
const language = document.documentElement.lang.startsWith('en') ? 'en' : 'ru';
const CAPTION_MS = 80;
const SILENCE = { play: () => null, positionAt: () => null, stop: () => {} };
const truth = new Truth(document);
let work = null;
const library = new Library(draw, false);
const answers = new Answers({ voice: SILENCE, tell: () => {}, library, onChange: draw });
const picture = new Picture(document.getElementById('picture'), `/ws/stream/mirror/${kiosk}/`, draw, answers);

function draw() {
  const away = picture.isAway(performance.now());
  document.body.dataset.mode = work ? 'live' : 'empty';
  document.body.dataset.seal = picture.seal;
  picture.figure.classList.toggle('original', away);
  const { given } = answers;
  const classes = {
    'is-away': away, moving: picture.shown && !away, 'may-ask': library.most > 0, speaking: Boolean(given),
  };
  for (const [name, on] of Object.entries(classes)) document.body.classList.toggle(name, on);
  speak(document, work, language);
  truth.draw(work, picture.label, language);
}

function read() {
  const found = answers.captionAt(performance.now(), language);
  const line = document.getElementById('caption');
  if (line.textContent !== (found?.text ?? '')) line.textContent = found?.text ?? '';
  line.lang = found?.language ?? language;
}

function told(state) {
  if (state.type !== 'state') return;
  work = state.current;
  library.offer(state.answers);
  if (work) picture.show(work, state.seal);
  draw();
}

const control = new LastingSocket(`/ws/kiosk/${kiosk}/`, { message: told });
setInterval(() => control.send({ type: 'beat' }), 15_000);
setInterval(draw, 1_000);
setInterval(read, CAPTION_MS);
