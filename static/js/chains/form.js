// One value of a form, from its JSON schema: a tick, a choice, a number, a text, or JSON.

import { settled } from '../forms/schema.js';
import { config, make } from './api.js';

const english = document.documentElement.lang.startsWith('en');

/** What a field is called, in the page's language, with a capital as all other fields have. */
export function described(name, schema) {
  const said = (english ? schema.description : schema.description_ru) || name;
  return said.charAt(0).toUpperCase() + said.slice(1);
}

function labelled(text, input, wide = false) {
  return make('label', { className: wide ? 'wide' : '' }, `${text} `, input);
}

const readers = {
  boolean(name, schema, value) {
    const input = make('input', { type: 'checkbox', checked: Boolean(value) });
    const element = make('label', { className: 'tick' }, input, ` ${described(name, schema)}`);
    return { element, value: () => input.checked };
  },
  choice(name, schema, value) {
    const input = make('select', {}, ...schema.enum.map((one) => new Option(String(one), JSON.stringify(one))));
    input.value = JSON.stringify(value);
    return { element: labelled(described(name, schema), input), value: () => JSON.parse(input.value) };
  },
  number(name, schema, value) {
    const step = schema.type === 'integer' ? 1 : 'any';
    const input = make('input', { type: 'number', step, value: value ?? '' });
    if (schema.minimum !== undefined) Object.assign(input, { min: schema.minimum, max: schema.maximum });
    input.required = !schema.nullable;
    const read = () => (input.value === '' ? null : Number(input.value));
    return { element: labelled(described(name, schema), input), value: read };
  },
  text(name, schema, value) {
    const input = make('input', { value: value ?? '' });
    return { element: labelled(described(name, schema), input), value: () => input.value };
  },
  json(name, schema, value) {
    const input = make('textarea', { className: 'json', value: JSON.stringify(value ?? null) });
    const read = () => {
      try {
        input.setCustomValidity('');
        return JSON.parse(input.value);
      } catch {
        input.setCustomValidity(config.words.bad_json);
        input.reportValidity();
        throw new Error(`${described(name, schema)}: ${config.words.bad_json}`);
      }
    };
    return { element: labelled(described(name, schema), input, true), value: read };
  },
};

function kind(schema) {
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  return schema.type === 'string' ? 'text' : 'json';
}

/** Return {element, value()} for one property. */
export function field(name, told, value) {
  const schema = settled(told);
  return readers[kind(schema)](name, schema, value === undefined ? schema.default : value);
}

/** Return {element, value()} for all of them; only what differs from the usual is told. */
export function fields(schema, values = {}) {
  const made = Object.entries(schema.properties).map(([name, told]) => [name, told, field(name, told, values[name])]);
  const element = make('div', { className: 'wide' }, make('fieldset', {}, ...made.map(([, , one]) => one.element)));
  const value = () => Object.fromEntries(made
    .map(([name, told, one]) => [name, one.value(), told.default])
    .filter(([, now, usual]) => JSON.stringify(now) !== JSON.stringify(usual))
    .map(([name, now]) => [name, now]));
  return { element, value };
}
