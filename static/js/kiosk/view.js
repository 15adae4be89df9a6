// Draws the kiosk's state into the page. Reads nothing back from it.

import { SCALES, secondsLeft, showsOriginal } from './flow.js';
import { drawSquare } from './square.js';
import { speak } from './words.js';

/** flow: flow.js state; picture: {work, shown, away, seal}; at: ms. */
export function draw(page, flow, { work, shown, away, seal }, at) {
  const body = page.body;
  const original = showsOriginal(flow);
  body.dataset.mode = work ? flow.mode : 'empty';
  body.dataset.seal = seal;
  body.dataset.low = flow.low ? '1' : '0';
  page.documentElement.style.setProperty('--scale', SCALES[flow.size]);
  const classes = {
    'showing-original': original,
    'is-away': away,
    'is-plain': Boolean(work) && !work.moves,
    'is-still': flow.still,
    'showing-added': flow.added,
    moving: flow.added || (shown && !original && !away),
  };
  for (const [name, on] of Object.entries(classes)) body.classList.toggle(name, on);
  page.getElementById('picture').classList.toggle('original', original || away || flow.added);
  page.getElementById('picture').classList.toggle('added', flow.added);
  page.getElementById('picture').classList.toggle('still', !work?.moves || away);
  press(page, 'hold', original);
  press(page, 'low', flow.low);
  speak(page, work, flow.language);
  if (work) hang(page, work, flow.language);
  dialogs(page, flow, at);
}

function press(page, id, on) {
  page.getElementById(id).setAttribute('aria-pressed', String(on));
}

function hang(page, work, language) {
  const phone = work.phone[language];
  const url = page.getElementById('take-url');
  const text = phone.text.replaceAll('/', '/\u200b'); // a long address breaks after a slash
  if (url.textContent === text) return;
  url.textContent = text;
  drawSquare(page.querySelector('#take .code'), phone.qr);
}

function dialogs(page, flow, at) {
  for (const id of ['still', 'take']) {
    const dialog = page.getElementById(id);
    const wanted = flow.dialog === id;
    if (wanted && !dialog.open) dialog.showModal();
    if (!wanted && dialog.open) dialog.close();
  }
  if (flow.dialog !== 'still') return;
  const left = secondsLeft(flow, at);
  page.getElementById('seconds').textContent = String(left);
  page.querySelector('#still .count').style.setProperty('--spent', String(100 - (left / 30) * 100));
}
