// A form of an engine's options, from their JSON schema: ticks, choices, sliders, numbers, texts.
// What a schema nests (names and values, lists) has no field: tools of their own make such things.

import { element, slider } from '../workshop/slider.js';

const STEPS = 50; // at least so many on a slider

/** Several kinds at once (a number or nothing): the one that is not nothing. Pure. */
export function settled(schema) {
  const kinds = schema.anyOf?.filter(({ type }) => type !== 'null');
  return kinds?.length === 1 ? { ...schema, ...kinds[0], nullable: true } : schema;
}

/** What asks for such a value: choice, tick, slider, number, text; null for what nests. Pure. */
export function controlOf({ enum: values, type, minimum }) {
  if (values) return 'choice';
  if (type === 'boolean') return 'tick';
  if (type === 'integer' || type === 'number') return minimum === undefined ? 'number' : 'slider';
  return type === 'string' ? 'text' : null;
}

/** How finely a slider moves: 1, 0.1, 0.01 …; whole numbers by one. Pure. */
export function stepOf({ type, minimum, maximum }) {
  return type === 'integer' ? 1 : 10 ** Math.floor(Math.log10((maximum - minimum) / STEPS));
}

/** What a form asks for, in its order: [{name, title, control, …schema}]. Pure. */
export function rows(properties) {
  return Object.entries(properties).map(([name, told]) => {
    const schema = settled(told);
    return { title: name, ...schema, name, control: controlOf(schema) };
  }).filter(({ control }) => control);
}

/** Values with one more, or without it where it is the usual one. Pure. */
export function laid(values, { name, default: usual }, value) {
  const { [name]: _, ...rest } = values;
  return value === undefined || JSON.stringify(value) === JSON.stringify(usual) ? rest : { ...rest, [name]: value };
}

const makers = {
  choice(row, told) {
    const { default: usual, enum: values, titles } = row;
    const input = element('select', { className: 'field' }, titles.map((title, n) => new Option(title, n)));
    input.addEventListener('change', () => told(values[input.value]));
    return { input, show: (value = usual) => { input.value = values.indexOf(value); } };
  },
  tick(row, told) {
    const input = element('input', { type: 'checkbox' });
    input.addEventListener('change', () => told(input.checked));
    return { input, tick: true, show: (value = row.default) => { input.checked = Boolean(value); } };
  },
  number(row, told) {
    const input = element('input', { className: 'field nums', type: 'number', step: row.type === 'integer' ? 1 : 'any' });
    input.addEventListener('change', () => told(input.value === '' ? undefined : Number(input.value)));
    return { input, show: (value = row.default) => { input.value = value ?? ''; } };
  },
  text(row, told) {
    const input = element('input', { className: 'field' });
    input.addEventListener('change', () => told(input.value.trim()));
    return { input, show: (value = row.default) => { input.value = value ?? ''; } };
  },
};

function sliding(row, told, settle, { usual }) {
  const { default: rest, minimum: low, maximum: high } = row;
  const step = stepOf(row);
  const digits = Math.max(0, -Math.log10(step));
  const made = slider({
    label: row.title, low, high, step, digits, freeLabel: usual, onSettle: settle,
    onInput: (value) => told(Number(value.toFixed(digits))),
    onFree: () => { told(undefined); settle(); },
  });
  const text = rest === null ? usual : new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 }).format(rest);
  return { root: made.root, input: made.input, show: (value, locked) => made.show(value ?? null, rest ?? low, text, locked) };
}

function labelled(row, made) {
  const text = element('span', { textContent: row.title });
  return element('label', { className: made.tick ? 'tickline' : 'lab' }, made.tick ? [made.input, text] : [text, made.input]);
}

/** Build the form: {root, show(values, refused, locked)}. change(row, value) while a hand is on
    it, undefined for the usual; settle() when it is done. refused(name): words, '' for none. */
export function form(properties, { change, settle, words }) {
  const fields = rows(properties).map((row) => {
    const told = (value) => change(row, value);
    const now = (value) => { told(value); settle(); };
    const made = row.control === 'slider' ? sliding(row, told, settle, words) : makers[row.control](row, now);
    const wrong = element('p', { className: 'wrong', id: `wrong-${row.name}` });
    wrong.setAttribute('role', 'alert');
    made.input.setAttribute('aria-describedby', wrong.id);
    return { row, made, wrong, root: element('div', { className: 'asked' }, [made.root ?? labelled(row, made), wrong]) };
  });
  return {
    root: element('div', {}, fields.map(({ root }) => root)),
    show(values, refused, locked) {
      for (const { row, made, wrong } of fields) {
        made.show(values[row.name], locked);
        made.input.disabled = locked;
        const why = refused(row.name);
        made.input.setAttribute('aria-invalid', String(Boolean(why)));
        if (wrong.textContent !== why) wrong.textContent = why;
      }
    },
  };
}
