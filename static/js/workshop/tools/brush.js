// Motion brush: paint a place, draw where it goes. Everything is in draft.values.ground.

import { slider } from '../slider.js';
import { inLanguage, say } from '../words.js';
import { cornersOf } from './brush/drawing.js';
import { Drawn } from './brush/drawn.js';
import { Hand, painted } from './brush/hand.js';
import { BrushLayer } from './brush/layer.js';
import { Panel } from './brush/panel.js';

export function create({ draft, board, inspector, config, call }) {
  const find = (selector) => inspector.querySelector(selector);
  const all = (name, then) => inspector.querySelectorAll(`[data-${name}]`).forEach((button) => then(button, button.dataset[name]));
  const [step, guard, close] = ['[data-step]', '[data-guard]', '[data-close]'].map(find);
  const { size } = config;
  const proposals = new Map(); // area → what is proposed for it
  const drawn = new Drawn(draft, size, (at) => board.inside(at));
  let [mode, kind, width] = ['paint', 'flow', Math.round(size[0] / 16)];
  let [parts, active] = [null, false];

  const layer = new BrushLayer(board, {
    move: (index, at) => drawn.move(index, at),
    drop: (index) => { drawn.drop(index); layer.focusPoint(Math.max(0, index - 1)); },
    settle: () => draft.settle(),
    choose,
  });
  const panel = new Panel(inspector, config.choices, size, {
    change(fields, going) {
      drawn.change(fields, going);
      propose();
    },
    settle: () => draft.settle(),
    kind: (name) => { drawn.turn(name); propose(); },
    choose,
    remove: (...which) => drawn.remove(...which),
    point: () => layer.focusPoint(drawn.point()),
  });
  const hand = new Hand(board, layer, {
    mode: () => (drawn.chosen?.kind === 'still' && mode === 'way' ? 'lasso' : mode),
    width: () => width,
    onDrawn: (stroke) => (stroke.mode === 'way' ? drawn.way(stroke.line) : area(painted(stroke))),
    onStep(words) {
      step.textContent = words;
      close.hidden = !hand.busy;
    },
  });
  const [low, high] = [Math.round(size[0] / 120), Math.round(size[0] / 5)];
  const brush = slider({ label: say('brush_size'), low, high, step: 1, digits: 0, onInput: (value) => brush.show(width = value, 0, '', false) });
  find('[data-brush-size]').append(brush.root);
  all('mode', (button, name) => button.addEventListener('click', () => hold(name)));
  all('new', (button, name) => button.addEventListener('click', () => begin(name)));
  find('[data-add]').addEventListener('click', () => begin(kind === 'still' ? 'flow' : kind));
  find('[data-cover]').addEventListener('click', () => begin('still'));
  find('[data-keys]').addEventListener('click', () => draft.mayChange && hand.begin());
  find('[data-parts]').addEventListener('change', () => draw());
  find('[data-hands]').addEventListener('change', ({ target }) => {
    protect(drawn.guard(parts, target.checked));
    drawn.write('still_changed', drawn.ground);
  });
  close.addEventListener('click', () => hand.stop());
  draft.listen(({ fields }) => {
    if (fields.includes('ground') && !drawn.entry) drawn.choose(null);
    if (active) draw();
  });

  const hold = (name) => { hand.stop(); mode = name; draw(); };

  /** What is painted next is a region of its own. */
  function begin(name) {
    kind = name;
    drawn.choose(null);
    hold(['way', 'erase'].includes(mode) ? 'paint' : mode);
  }

  function choose(which, index) {
    hand.stop();
    drawn.choose(which, index);
    kind = which;
    propose();
    draw();
  }

  function area(change) {
    const said = draft.mayChange ? drawn.paint(kind, change) : '';
    if (said === 'new') mode = 'way'; // what comes next is where it goes
    step.textContent = said && said !== 'new' ? say(said) : '';
    propose();
    draw();
  }

  const keyOf = (flow) => JSON.stringify([cornersOf(flow), flow.on_sitter === true]);

  /** Ask how the chosen flow should move; once for every area. */
  async function propose() {
    const flow = drawn.chosen?.kind === 'flow' && drawn.entry;
    if (!flow || proposals.has(keyOf(flow))) return;
    proposals.set(keyOf(flow), null);
    const said = { polygon: cornersOf(flow), on_sitter: flow.on_sitter === true };
    const { status, body } = await call(config.at.motion, { method: 'POST', body: { flow: said } });
    if (status === 200) proposals.set(keyOf(flow), body);
    else step.textContent = inLanguage(body.error);
    if (active) draw();
  }

  async function look() {
    if (parts) return;
    board.whole();
    guard.textContent = say('looking_parts');
    const { status, body } = await call(config.at.parts);
    parts = status === 200 ? body.parts : null;
    if (!parts) guard.textContent = inLanguage(body.error);
    else protect(drawn.guard(parts));
    if (active) draw();
  }

  function protect(hands) {
    const some = parts.hands?.length > 0;
    guard.textContent = say(!parts.face ? 'no_sitter' : some && hands ? 'protected_hands' : some ? 'protected_face' : 'protected');
    find('[data-hands-row]').hidden = !some;
    find('[data-hands]').checked = hands;
  }

  function draw() {
    const { ground, chosen, entry } = drawn;
    const locked = !draft.mayChange;
    panel.guarded = drawn.guards;
    layer.show(ground, chosen, { parts: parts ?? {}, parted: find('[data-parts]').checked, locked, fresh: drawn.fresh });
    panel.show(ground, chosen, { locked, told: chosen?.kind === 'flow' ? proposals.get(keyOf(entry)) : null });
    brush.show(width, 0, '', false);
    all('mode', (button, name) => button.setAttribute('aria-pressed', String(name === mode)));
    all('new', (button, name) => button.setAttribute('aria-pressed', String(name === kind)));
  }

  return {
    pointer: (phase, at) => draft.mayChange && (phase !== 'hover' || hand.busy) && hand.pointer(phase, at),
    activate() {
      active = true;
      look();
      draw();
    },
    deactivate() {
      active = false;
      hand.stop();
      layer.hide();
    },
  };
}
