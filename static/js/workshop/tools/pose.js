// What is held of a portrait, and how it lives otherwise: axes, chance.

import { element, slider } from '../slider.js';
import { inLanguage, say } from '../words.js';

const AROUND = 0.25; // how far a slider's ends lie beyond the limits it shows
const STEPS = 200;

export function create({ draft, inspector, config, call }) {
  const find = (selector) => inspector.querySelector(selector);
  const [note, room, letGo, seed] = ['[data-axes-note]', '[data-axes]', '[data-let-go]', '[data-seed]'].map(find);
  const sliders = new Map(); // axis → {slider, rest}
  let key = null; // of the looks the limits were measured for
  let active = false;

  const pose = () => draft.values.options.pose ?? {};
  const hold = (axes) => {
    const { pose: _, ...options } = draft.values.options;
    const held = Object.keys(axes).length ? { pose: axes } : {};
    draft.change(say('pose_changed'), { options: { ...options, ...held } });
  };
  letGo.addEventListener('click', () => hold({}));
  seed.addEventListener('change', () => {
    draft.change(say('seed_changed'), { seed: seed.value === '' ? null : Number(seed.value) });
    draft.settle();
  });
  find('[data-dice]').addEventListener('click', () => {
    draft.change(say('seed_changed'), { seed: Math.floor(Math.random() * 2 ** 31) });
    draft.settle();
  });
  draft.listen(({ fields, state }) => {
    if (!active) return;
    draw();
    if (state === 'saved' && fields.length === 0) measure();
  });

  /** Ask how far this scene goes, once for every scene. */
  async function measure() {
    const { image, face, points, beard } = draft.values;
    const now = JSON.stringify([image, face, points, beard]);
    if (now === key || draft.unsaved) return;
    key = now;
    const { status, body } = await call(config.at.axes);
    note.textContent = status === 200 ? '' : inLanguage(body.error);
    note.hidden = status === 200;
    if (status === 200) build(body.parts);
    else key = null;
  }

  function build(parts) {
    sliders.clear();
    const open = [...room.querySelectorAll('details[open]')].map((part) => part.dataset.part);
    room.replaceChildren(...parts.map(({ part, name, axes }, place) => {
      const count = element('span', { className: 'count' });
      const box = element('details', { className: 'axes', open: open.length ? open.includes(part) : place === 0 });
      box.dataset.part = part;
      box.append(element('summary', {}, [name, count]), ...axes.map(row));
      box.count = count;
      return box;
    }));
    draw();
  }

  function row({ axis, label, low, high, rest }) {
    const span = high - low;
    const made = slider({
      label,
      low: low === rest ? low : low - AROUND * span,
      high: high === rest ? high : high + AROUND * span,
      limits: [low, high],
      step: span / STEPS,
      digits: span > 4 ? 1 : 2,
      freeLabel: say('let_go'),
      onInput: (value) => hold({ ...pose(), [axis]: Number(value.toFixed(4)) }),
      onSettle: () => draft.settle(),
      onFree: () => {
        const { [axis]: _, ...others } = pose();
        hold(others);
        draft.settle();
      },
    });
    sliders.set(axis, { ...made, rest });
    return made.root;
  }

  function draw() {
    const [held, locked] = [pose(), !draft.mayChange];
    for (const [axis, { show, rest }] of sliders) show(held[axis] ?? null, rest, say('free'), locked);
    for (const box of room.children) {
      const count = box.querySelectorAll('.sl[data-held="true"]').length;
      box.count.textContent = count ? `${say('held')}: ${count}` : '';
    }
    letGo.hidden = !Object.keys(held).length || locked;
    if (document.activeElement !== seed) seed.value = draft.values.seed ?? '';
    for (const field of [seed, find('[data-dice]')]) field.disabled = locked;
  }

  return {
    activate() {
      active = true;
      draw();
      measure();
    },
    deactivate() { active = false; },
  };
}
