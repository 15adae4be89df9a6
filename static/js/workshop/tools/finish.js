// The finish: a painting, or as if somebody photographed it. draft.values.options.finish.

import { element, slider } from '../slider.js';
import { say } from '../words.js';

const USUAL = 'painting';

/** {preset, …parameters} of what is told: nothing, a name or a mapping. Pure. */
export const opened = (told) => (typeof told === 'string' ? { preset: told } : { preset: USUAL, ...(told ?? {}) });

/** The shortest that says the same; undefined for the bare painting. Pure. */
export function closed({ preset, ...own }) {
  if (Object.keys(own).length) return { preset, ...own };
  return preset === USUAL ? undefined : preset;
}

export function create({ draft, preview, inspector, config }) {
  const find = (selector) => inspector.querySelector(selector);
  const { finish, presets, parameters } = config.choices;
  const cut = find('[data-cut]');
  let active = false;

  const now = () => opened(draft.values.options.finish);
  const write = (next) => {
    const { finish: _, ...options } = draft.values.options;
    const told = closed(next);
    draft.change(say('finish_changed'), { options: told === undefined ? options : { ...options, finish: told } });
  };
  const buttons = presets.map(([name, title, note]) => {
    const button = element('button', { type: 'button' }, [element('b', { textContent: title }), element('small', { textContent: note })]);
    button.dataset.preset = name;
    button.addEventListener('click', () => {
      write({ preset: name });
      draft.settle();
    });
    return button;
  });
  find('[data-presets]').append(...buttons);
  const sliders = Object.entries(parameters).map(([name, label]) => {
    const [low, high] = finish.ranges[name];
    const made = slider({
      label, low, high, step: (high - low) / 100, digits: high - low < 0.2 ? 3 : 2, freeLabel: say('as_preset'),
      onInput: (value) => write({ ...now(), [name]: Number(value.toFixed(4)) }),
      onSettle: () => draft.settle(),
      onFree() {
        const { [name]: _, ...rest } = now();
        write(rest);
        draft.settle();
      },
    });
    find('[data-parameters]').append(made.root);
    return { name, ...made };
  });
  find('[data-as-preset]').addEventListener('click', () => {
    write({ preset: now().preset });
    draft.settle();
  });
  cut.addEventListener('input', divide);
  draft.listen(() => active && draw());

  /** The painting left of the line: the picture beneath the canvas is the untouched one. */
  function divide() {
    const percent = active ? Number(cut.value) : 0;
    preview.canvas.style.clipPath = percent ? `inset(0 0 0 ${percent}%)` : '';
    preview.figure.classList.toggle('divided', percent > 0);
    preview.figure.style.setProperty('--cut', `${percent}%`);
  }

  function draw() {
    const [told, locked] = [now(), !draft.mayChange];
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.preset === told.preset));
      button.disabled = locked;
    }
    const base = finish.presets[told.preset];
    for (const { name, show } of sliders) {
      const text = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 }).format(base[name]);
      show(told[name] ?? null, base[name], text, locked);
    }
    find('[data-as-preset]').hidden = Object.keys(told).length < 2 || locked;
  }

  return {
    activate() {
      active = true;
      draw();
      divide();
    },
    deactivate() {
      active = false;
      divide();
    },
  };
}
