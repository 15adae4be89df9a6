// A screen seen from the office: follows its state and its stage, steers nothing.

import { Picture } from './picture.js';
import { LastingSocket } from './socket.js';
import { speak } from './words.js';

const { kiosk } = document.body.dataset;
const language = document.documentElement.lang.startsWith('en') ? 'en' : 'ru';
let work = null;
const picture = new Picture(document.getElementById('picture'), `/ws/stream/mirror/${kiosk}/`, draw);

function draw() {
  const away = picture.isAway(performance.now());
  document.body.dataset.mode = work ? 'live' : 'empty';
  document.body.dataset.seal = picture.seal;
  document.body.classList.toggle('is-away', away);
  picture.figure.classList.toggle('original', away);
  document.body.classList.toggle('moving', picture.shown && !away);
  speak(document, work, language);
  document.querySelector('#picture img').alt = work?.alt[language] ?? '';
}

function told(state) {
  if (state.type !== 'state') return;
  work = state.current;
  picture.anchor = state.seal;
  if (work) picture.show(work);
  draw();
}

const control = new LastingSocket(`/ws/kiosk/${kiosk}/`, { message: told });
setInterval(() => control.send({ type: 'beat' }), 15_000);
setInterval(draw, 1_000);
