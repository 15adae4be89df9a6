// The face: which one, where its twelve points are, and where the touch mark goes.

import { element, slider } from '../slider.js';
import { inLanguage, say } from '../words.js';
import { Faces } from './faces.js';
import { Guide } from './guide.js';
import { PointLayer } from './pointlayer.js';

const DRAWN_AFTER_MS = 120; // a dragged face is measured no oftener

function around(points) {
  const [across, down] = [0, 1].map((axis) => Object.values(points).map((at) => at[axis]));
  return [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
}

export function create({ draft, board, inspector, config, call }) {
  const find = (selector) => inspector.querySelector(selector);
  const [summary, doubts, reset] = ['[data-summary]', '[data-doubts]', '[data-reset]'].map(find);
  const right = new Set(); // points a curator said are right
  let found = null; // {faces, refused}
  let byHand = null; // the face of draft.values.points
  let asked = '';
  let timer = null;
  let active = false;

  const layer = new PointLayer(board, config.points, {
    onMove: (name, at) => move(name, at),
    onSettle: () => draft.settle(),
  });
  const faces = new Faces(board, find('[data-faces]'), (index) => {
    draft.change(say('face_chosen'), { face: index, points: null });
    board.showBox(found.faces[index].box);
    draft.settle();
  });
  const guide = new Guide(board, find('[data-guide-box]'), config.points, {
    onDone: (points) => {
      draft.change(say('points_set'), { points });
      draft.settle();
    },
    onChange: (set) => layer.show(set ? { points: set, doubtful: [], outline: {} } : face(), { locked: !draft.mayChange }),
  });
  const sliders = ['beard', 'touch_x', 'touch_y'].map((field) => {
    const made = slider({
      label: say(`field_${field}`), low: 0, high: 1, step: 0.01, digits: 2,
      onInput: (value) => draft.change(say(`${field.split('_')[0]}_changed`), { [field]: value }),
      onSettle: () => draft.settle(),
    });
    find(`[data-slider="${field}"]`).append(made.root);
    return { field, ...made };
  });
  find('[data-guide]').addEventListener('click', () => draft.mayChange && guide.begin(face()?.box));
  reset.addEventListener('click', () => {
    right.clear();
    draft.change(say('points_reset'), { points: null });
    draft.settle();
  });
  draft.listen(({ fields }) => {
    if (fields.includes('points')) measure();
    if (active) draw();
  });

  /** The face that is animated: the one by hand, else the chosen one of those found. */
  function face() {
    const { points, face: index } = draft.values;
    const machine = found?.faces[index] ?? null;
    if (!points) return machine;
    // until the new outline is here, the last one stays
    return { outline: {}, doubtful: [], box: around(points), ...(byHand ?? machine), points, hand: true };
  }

  function move(name, at) {
    const points = { ...(draft.values.points ?? face().points), [name]: at.map((v) => Math.round(v * 10) / 10) };
    draft.change(say('point_moved'), { points });
  }

  async function look() {
    if (found) return;
    summary.textContent = say('finding');
    const { status, body } = await call(config.at.faces);
    if (status !== 200) {
      summary.textContent = inLanguage(body.error);
      return;
    }
    found = body;
    if (!active) return;
    draw();
    if (face()) board.showBox(face().box);
  }

  function measure() {
    clearTimeout(timer);
    if (draft.values.points) timer = setTimeout(ask, DRAWN_AFTER_MS);
  }

  async function ask() {
    const points = draft.values.points;
    const told = (asked = JSON.stringify(points));
    const { status, body } = await call(config.at.faces, { method: 'POST', body: { points } });
    if (told !== asked || status !== 200) return; // the draft itself says why it was refused
    byHand = body;
    if (active) draw();
  }

  function draw() {
    const locked = !draft.mayChange;
    if (found) faces.show(found, draft.values, locked);
    if (guide.running) return;
    const shown = face();
    const doubtful = (shown?.doubtful ?? []).filter((name) => !right.has(name));
    layer.show(shown, { doubtful, locked });
    reset.hidden = !draft.values.points || locked;
    if (found || shown) summary.textContent = summed(shown, doubtful);
    doubts.replaceChildren(...doubtful.map(doubt));
    for (const { field, show } of sliders) show(draft.values[field], 0, '', locked);
  }

  function summed(shown, doubtful) {
    if (!shown) return found.refused[0]?.sure ? inLanguage(found.refused[0].reason) : say('no_face');
    const whose = shown.hand ? say('by_hand') : found?.faces.length > 1 ? say('faces', found.faces.length) : say('one_face');
    return `${whose} ${doubtful.length ? say('doubtful', doubtful.length) : say('all_well')}`;
  }

  function doubt(name) {
    const go = element('button', { type: 'button', className: 'lnk', textContent: config.points[name] });
    go.addEventListener('click', () => layer.focus(name));
    const well = element('button', { type: 'button', className: 'lnk', textContent: say('right') });
    well.setAttribute('aria-label', `${config.points[name]}: ${say('right')}`);
    well.addEventListener('click', () => {
      right.add(name);
      draw();
    });
    return element('li', {}, [go, well]);
  }

  return {
    pointer: (phase, at) => guide.pointer(phase, at),
    activate() {
      active = true;
      look();
      measure();
      draw();
    },
    deactivate() {
      active = false;
      guide.stop();
      layer.show(null, {});
      faces.hide();
    },
  };
}
