// One step of the editor: what to do, with which engine, and what that engine takes.

import { config, make } from './api.js';
import { field, fields } from './form.js';

const { words, choices } = config;
const NUMBER = { type: 'number', minimum: 0, maximum: 60, default: 0 };
const SEED = { type: 'integer', minimum: 0, maximum: 2147483647, default: 1 };
const OURS = {
  finish: () => [['finish', { enum: choices.finishes, default: 'film' }]],
  clip: () => [
    ['turns', { type: 'integer', minimum: 1, maximum: 20, default: 1 }],
    ['fps', { type: 'integer', minimum: 5, maximum: 60, default: 25 }],
    ['language', { enum: ['ru', 'en'], default: document.documentElement.lang.slice(0, 2) }],
  ],
};

const said = (name, schema) => ({ description: words[name], description_ru: words[name], ...schema });

function text(name, value, area) {
  const input = make(area ? 'textarea' : 'input', { value: value ?? '' });
  const element = make('label', { className: area ? 'wide' : '' }, `${words[name]} `, input);
  return { element, value: () => input.value.trim() };
}

function size(value) {
  const input = make('input', { value: value?.join('×') ?? '', placeholder: words.usual, pattern: '\\d+\\s*[×xх*]\\s*\\d+' });
  const element = make('label', {}, `${words.size} `, input);
  return { element, value: () => input.value.match(/\d+/g)?.map(Number) ?? [] };
}

/** What the request of a kind may say, as the engine takes it. */
function asked(kind, engine, told) {
  const made = {};
  if (engine.takes.includes('prompt') || kind.startsWith('text-')) made.prompt = text('prompt', told.prompt, true);
  if (engine.takes.includes('negative')) made.negative = text('negative', told.negative);
  if (engine.takes.includes('camera')) made.camera = text('camera', told.camera);
  if (kind.endsWith('video')) made.seconds = field('seconds', said('seconds', { ...NUMBER, default: Math.min(engine.seconds || 5, 5) }), told.seconds);
  if (engine.takes.includes('seed')) made.seed = field('seed', said('seed', SEED), told.seed);
  if (engine.takes.includes('motion-brush') && kind === 'image-to-video') made.brush = field('brush', said('brush', { default: config.brush ?? null }), told.brush);
  made.size = size(told.size);
  if (kind === 'inpainting') made.mask = field('mask', said('mask', { default: { polygons: [[[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]]] } }), told.mask);
  return made;
}

function filled(made) {
  const values = Object.entries(made).map(([name, one]) => [name, one.value()]);
  return Object.fromEntries(values.filter(([, value]) => value !== '' && value !== null && value.length !== 0));
}

function terms(engine) {
  const may = { no: words.not_commercial, ask: words.ask_first }[engine.commercial];
  const told = [engine.licence, may, engine.trap].filter(Boolean).join(' · ');
  return make('p', { className: 'note wide', textContent: `${words.terms}: ${told}` });
}

/** Return {element, value(), kind}; ``kinds`` may be chosen from, ``changed(kind)`` hears it. */
export function step(number, kinds, told, changed) {
  const choice = make('select', { ariaLabel: words.kind }, ...kinds.map((kind) => new Option(choices.kinds[kind].name, kind)));
  choice.value = told.kind ?? kinds[0];
  const inside = make('div', { className: 'wide' });
  const element = make('fieldset', {}, make('div', { className: 'head' }, make('b', { textContent: `${number}.` }), choice), inside);
  const own = { element, kind: choice.value };
  let now = told;

  function ours(kind) {
    const made = Object.fromEntries(OURS[kind]().map(([name, schema]) => [name, field(name, said(name, schema), now.options?.[name])]));
    inside.replaceChildren(make('fieldset', {}, ...Object.values(made).map((one) => one.element)));
    own.value = () => ({ kind, engine: '', options: filled(made), request: {} });
  }

  function engines(kind) {
    const known = choices.engines[kind];
    const engine = known.find(({ alias }) => alias === now.engine) ?? known[0];
    const list = make('select', {}, ...known.map(({ alias, label }) => new Option(label, alias)));
    list.value = engine.alias;
    list.addEventListener('change', () => { now = { ...own.value(), engine: list.value, options: {} }; draw(); });
    const request = asked(kind, engine, now.request ?? {});
    const options = fields(engine.form, now.options);
    const more = make('details', { className: 'wide' }, make('summary', { textContent: words.options }), options.element);
    inside.replaceChildren(make('fieldset', {}, make('label', {}, `${words.engine} `, list),
      ...Object.values(request).map((one) => one.element), terms(engine), more));
    own.value = () => ({ kind, engine: engine.alias, options: options.value(), request: filled(request) });
  }

  function draw() {
    own.kind = choice.value;
    if (OURS[choice.value]) ours(choice.value);
    else engines(choice.value);
  }
  choice.addEventListener('change', () => { now = {}; draw(); changed(); });
  draw();
  return own;
}
