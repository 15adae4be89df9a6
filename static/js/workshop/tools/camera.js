// The camera in words: a sentence read back, its frames on the picture, then a mark in the script.

import { element } from '../slider.js';
import { inLanguage, number, say } from '../words.js';
import { svg } from './brush/svg.js';
import { withCamera } from './words/text.js';

const READ_AFTER_MS = 350;
const A_MOMENT_MS = 100; // between two places of the told path

/** Key frames for Element.animate: what the camera sees fills the frame. Pure. */
export function keyframes(path) {
  return path.map(({ zoom, x, y, roll }) => ({
    transform: `rotate(${roll}deg) scale(${zoom}) translate(${-x * 100}%, ${-y * 100}%)`,
  }));
}

export function create({ draft, board, preview, inspector, config, call }) {
  const find = (selector) => inspector.querySelector(selector);
  const [sentence, wrong, nearest, said, steps, trial, into, right, placed] = ['[data-sentence]', '[data-camera-wrong]', '[data-nearest]',
    '[data-camera-said]', '[data-plan]', '[data-try]', '[data-into]', '[data-right]', '[data-placed]'].map(find);
  const drawing = board.drawing('cam');
  const numbers = [];
  let [plan, timer, asked, active, playing] = [null, null, '', false, null];

  sentence.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(read, READ_AFTER_MS);
  });
  sentence.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    clearTimeout(timer);
    read();
  });
  nearest.addEventListener('click', () => {
    sentence.value = nearest.textContent;
    read();
    sentence.focus();
  });
  trial.addEventListener('click', () => (playing ? stop() : play()));
  right.addEventListener('click', () => place());
  draft.listen(({ fields }) => active && fields.includes('answers') && list());

  async function read() {
    asked = sentence.value.trim();
    placed.textContent = '';
    if (!asked) {
      show(null);
      return;
    }
    said.textContent = say('reading');
    const mine = asked;
    const { status, body } = await call(config.at.camera, { method: 'POST', body: { sentence: mine } });
    if (mine === asked) show(status === 200 ? body : { wrong: inLanguage(body.error), nearest: '' });
  }

  function show(told) {
    stop();
    plan = told?.steps ? told : null;
    wrong.textContent = told?.wrong ?? '';
    nearest.hidden = !told?.nearest;
    nearest.textContent = told?.nearest ?? '';
    said.textContent = plan ? say('in_all', number(plan.seconds, 1)) : '';
    steps.setAttribute('aria-label', plan?.words ?? '');
    steps.replaceChildren(...(plan?.steps ?? []).map(({ begin, end, words }) => element('li', {}, [
      element('b', { className: 'nums', textContent: say('seconds_range', number(begin, 1), number(end, 1)) }),
      element('span', { textContent: words }),
    ])));
    trial.disabled = !plan;
    frames();
    list();
  }

  /** What a visitor sees at the end of every step, and the way its middle goes. */
  function frames() {
    const told = active && plan ? plan.frames : [];
    const line = (corners) => corners.map((at) => at.join(',')).join(' ');
    const middle = (corners) => [0, 1].map((axis) => corners.reduce((sum, at) => sum + at[axis] / 4, 0));
    const way = told.map(({ corners }) => middle(corners));
    drawing.replaceChildren(...['edge', 'fr'].flatMap((kind) => told.map(({ corners }) => svg('polygon', { class: kind, points: line(corners) }))),
      ...['edge way', 'go way'].map((kind) => svg('polyline', { class: kind, points: line(way) })));
    numbers.splice(0).forEach((one) => board.release(one));
    told.forEach(({ at, corners }, n) => {
      const label = element('span', { className: `no c${n % 4}`, textContent: n + 1, title: say('frame_at', number(at, 1)) });
      board.anchor(label, corners[n % 4]); // frames often share a corner
      numbers.push(label);
    });
  }

  function list() {
    const chosen = into.value;
    into.replaceChildren(...draft.values.answers.map((answer) => element('option', { value: answer.id, textContent: nameOf(answer) })));
    if ([...into.options].some(({ value }) => value === chosen)) into.value = chosen;
    const none = !draft.values.answers.length;
    right.disabled = !plan || none || !draft.mayChange;
    if (none) placed.textContent = say('camera_no_answer');
  }

  function place() {
    const answers = draft.values.answers.map((answer) => (
      answer.id === into.value ? { ...answer, text: withCamera(answer.text, asked) } : answer));
    if (draft.change(say('camera_inserted'), { answers })) draft.settle();
    placed.textContent = say('camera_in', nameOf(answers.find(({ id }) => id === into.value)));
  }

  /** Move the picture in the preview as the camera would; without relief. */
  function play() {
    const [x, y] = plan.focus;
    preview.figure.classList.add('rehearsed');
    preview.canvas.style.transformOrigin = `${x * 100}% ${y * 100}%`;
    playing = preview.canvas.animate(keyframes(plan.path), { duration: plan.path.length * A_MOMENT_MS });
    playing.onfinish = stop;
    trial.classList.add('on');
  }

  function stop() {
    playing?.cancel();
    playing = null;
    preview.figure.classList.remove('rehearsed');
    trial.classList.remove('on');
  }

  return {
    activate() {
      active = true;
      board.whole();
      show(plan);
    },
    deactivate() {
      active = false;
      stop();
      frames();
    },
  };
}

export const nameOf = (answer) => (document.documentElement.lang.startsWith('en') ? answer.question_en || answer.question_ru
  : answer.question_ru || answer.question_en) || say('untitled');
