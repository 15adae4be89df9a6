// Masks: what was taken for the sitter, the head, the hair, corrected with a brush. Every stroke
// stays in draft.values.masks; the tint is what the server makes of all of them.

import { slider } from '../slider.js';
import { inLanguage, say } from '../words.js';
import { simplified } from './brush/grid.js';
import { Hand } from './brush/hand.js';
import { Tint } from './masks/tint.js';

export const PARTS = ['sitter', 'head', 'hair'];

export function create({ draft, board, inspector, config, call }) {
  const find = (selector) => inspector.querySelector(selector);
  const all = (name, then) => inspector.querySelectorAll(`[data-${name}]`).forEach((button) => then(button, button.dataset[name]));
  const [step, about, reset, close] = ['[data-mask-step]', '[data-about]', '[data-part-reset]', '[data-mask-close]'].map(find);
  const { size } = config;
  const held = { part: PARTS[0], says: 'away', shape: 'paint', width: Math.round(size[0] / 16) };
  let [asked, active] = ['', false];

  const tint = new Tint(board);
  const hand = new Hand(board, tint, {
    mode: () => held.shape,
    width: () => held.width,
    onDrawn: (stroke) => add(stroke),
    onStep(words) {
      step.textContent = words;
      close.hidden = !hand.busy;
    },
  });
  const [low, high] = [Math.round(size[0] / 200), Math.round(size[0] / 4)];
  const brush = slider({ label: say('brush_size'), low, high, step: 1, digits: 0, onInput: (value) => brush.show(held.width = value, 0, '', false) });
  find('[data-brush-size]').append(brush.root);
  for (const name of ['part', 'says', 'shape']) {
    all(name, (button, value) => button.addEventListener('click', () => {
      hand.stop();
      held[name] = value;
      draw();
    }));
  }
  reset.addEventListener('click', () => write('mask_reset', []));
  find('[data-mask-keys]').addEventListener('click', () => draft.mayChange && hand.begin());
  close.addEventListener('click', () => hand.stop());
  draft.listen(() => {
    if (!active) return;
    draw();
    look();
  });

  const strokes = () => draft.values.masks?.[held.part] ?? [];

  /** What a hand painted says something of the chosen part. */
  function add({ line, width }) {
    if (!draft.mayChange) return;
    const points = simplified(line, size[0] / 1000).map((at) => at.map((v) => Math.round(v * 10) / 10));
    const stroke = { as: held.says, ...(width ? { stroke: points, width } : { polygon: points }) };
    tint.stroke(stroke);
    write('mask_changed', [...strokes(), stroke]);
  }

  function write(label, own) {
    const parts = { ...draft.values.masks, [held.part]: own };
    const masks = { version: 1, picture: [...size], ...Object.fromEntries(PARTS.map((part) => [part, parts[part] ?? []])) };
    draft.change(say(label), { masks: PARTS.some((part) => masks[part].length) ? masks : null });
    draft.settle();
  }

  /** Ask what the parts are now, once for everything they are made from. */
  async function look() {
    const { masks, points, face, image } = draft.values;
    const key = JSON.stringify([masks, points, face, image]);
    if (draft.state !== 'saved' || key === asked) return;
    asked = key;
    if (!tint.told) step.textContent = say('looking_masks');
    const { status, body } = await call(config.at.masks);
    if (key !== asked) return;
    step.textContent = status === 200 ? '' : inLanguage(body.error);
    tint.told = status === 200 ? { ...body, masks } : null;
    if (active) draw();
  }

  function draw() {
    const known = tint.told?.parts;
    if (known && !known[held.part]) held.part = Object.keys(known)[0] ?? PARTS[0];
    tint.says = held.says;
    tint.show(held.part, strokes().slice(tint.told?.masks?.[held.part]?.length ?? 0));
    for (const name of ['part', 'says', 'shape']) all(name, (button, value) => button.setAttribute('aria-pressed', String(value === held[name])));
    all('part', (button, part) => { button.disabled = Boolean(known) && !known[part]; });
    about.textContent = known && !Object.keys(known).length ? say('no_parts') : say(`mask_about_${held.part}`);
    reset.hidden = !strokes().length;
    reset.disabled = !draft.mayChange;
    brush.show(held.width, 0, '', false);
  }

  return {
    pointer: (phase, at) => draft.mayChange && (phase !== 'hover' || hand.busy) && hand.pointer(phase, at),
    activate() {
      active = true;
      board.whole();
      draw();
      look();
    },
    deactivate() {
      active = false;
      hand.stop();
      tint.hide();
    },
  };
}
