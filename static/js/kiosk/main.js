// The screen: pairs, listens to the museum, shows the work, answers the visitor.

import { Added } from './added.js';
import { mayMove, next, start, visitorIsHere } from './flow.js';
import { guard, stayAwake } from './guards.js';
import { listen } from './hands.js';
import { Pairing } from './pairing.js';
import { Picture } from './picture.js';
import { LastingSocket } from './socket.js';
import { Speaking } from './speaking.js';
import { Truth } from './truth.js';
import { speak } from './words.js';
import { draw } from './view.js';

const BEAT_MS = 15_000;
const TICK_MS = 250;
const still = matchMedia('(prefers-reduced-motion: reduce)');

let flow = start(document.body.dataset.first, still.matches);
let work = null;
let control = null;
const kept = new Map(); // pictures of the whole exhibit, so that a lost network changes nothing
const speaking = new Speaking(document, {
  happen,
  tell: (message) => picture.tell(message),
  alone: () => flow.still || !picture.alive,
  flow: () => flow,
});
const picture = new Picture(document.getElementById('picture'), '/ws/stream/kiosk/', redraw, speaking.answers);

const added = new Added(document, redraw);
const truth = new Truth(document);

function redraw() {
  if (document.body.dataset.mode === 'pair') return;
  const now = performance.now();
  draw(document, flow, { work, shown: picture.shown, away: picture.isAway(now), seal: picture.seal }, now);
  truth.draw(work, picture.label, flow.language);
  picture.move(mayMove(flow));
  speaking.draw(flow);
  added.draw(flow);
  speaking.answers.hold(flow.dialog !== null);
}

function happen(type, more = {}) {
  const before = flow;
  flow = next(flow, { type, at: performance.now(), ...more });
  if (visitorIsHere(flow) !== visitorIsHere(before) && work) {
    control?.send(visitorIsHere(flow) ? { type: 'here', work: work.work } : { type: 'gone' });
    restTouchMark();
  }
  if (!visitorIsHere(flow) && visitorIsHere(before)) speaking.rest();
  if (flow.added && !before.added) speaking.answers.hush();
  if (flow !== before || type === 'tick' || type === 'speaking') redraw();
}

function point(x, y, phase) {
  if (phase === 'enter') speaking.answers.hush(); // whoever touches wants to be looked at
  picture.point(x, y, phase);
}

function restTouchMark() {
  const ring = document.querySelector('#picture .touch');
  const [x, y] = work?.touch ?? [0.2, 0.66];
  ring.style.setProperty('--x', String(x));
  ring.style.setProperty('--y', String(y));
}

function told(state) {
  if (state.type !== 'state') return;
  work = state.current;
  happen('home', { language: state.language, volume: state.volume });
  keep(state.works);
  speaking.offer(state.answers);
  added.hang(work);
  if (work) {
    picture.show(work, state.seal).then(restTouchMark).then(() => goneDark(state.withdrawn));
    if (visitorIsHere(flow) && !state.held) control.send({ type: 'here', work: work.work });
  }
  if (!work) goneDark(state.withdrawn);
  redraw();
}

/** Say that what was withdrawn is not on this screen any more, once that has been painted. */
function goneDark(withdrawn) {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    for (const withdrawal of withdrawn) control.send({ type: 'dark', withdrawal });
  }));
}

function keep(works) {
  const wanted = new Set(works.map((one) => one.picture));
  for (const address of kept.keys()) if (!wanted.has(address)) kept.delete(address);
  for (const address of wanted) {
    if (kept.has(address)) continue;
    const image = new Image();
    image.src = address;
    kept.set(address, image);
  }
}

function beat() {
  const screen = `${window.screen.width}x${window.screen.height}`;
  control?.send({ type: 'beat', screen, work: visitorIsHere(flow) ? work?.work ?? null : null });
}

async function pair() {
  document.body.dataset.mode = 'pair';
  speak(document, null, flow.first);
  await new Pairing(document, flow.first).done();
  document.body.dataset.mode = 'wait';
  open();
}

function open() {
  control = new LastingSocket('/ws/kiosk/', { message: told, open: beat, refused: pair });
}

guard(document);
stayAwake(document);
speak(document, null, flow.first);
listen(document, { happen, point });
still.addEventListener('change', () => happen('stillness', { still: still.matches }));
setInterval(() => happen('tick'), TICK_MS);
setInterval(beat, BEAT_MS);
if (document.body.dataset.mode === 'pair') pair();
else open();
