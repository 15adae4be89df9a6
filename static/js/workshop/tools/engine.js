// What animates this portrait: an engine, and its options as a form. draft.values.engine, .options.

import { form, laid } from '../../forms/schema.js';
import { element } from '../slider.js';
import { pick } from '../values.js';
import { inLanguage, say } from '../words.js';

const SHARED = ['pose', 'finish']; // other tools own them: they go along from engine to engine

/** The options another engine begins with: its own of earlier, and what both understand. Pure. */
export function switched(from, to, options, earlier = to.start) {
  const both = SHARED.filter((name) => from.knows.includes(name) && to.knows.includes(name));
  const own = Object.keys(earlier).filter((name) => to.knows.includes(name) && !both.includes(name));
  return { ...pick(earlier, own), ...pick(options, both.filter((name) => name in options)) };
}

export function create({ draft, inspector, config }) {
  const find = (selector) => inspector.querySelector(selector);
  const [room, usual, nothing] = ['[data-options]', '[data-usual]', '[data-nothing]'].map(find);
  const { engines } = config;
  const earlier = new Map(); // alias → the options it had when it was left
  const engineOf = (alias) => engines.find((one) => one.alias === alias);
  let shown = null; // whose form it is
  let fields = null;
  let active = false;

  const own = () => Object.keys(engineOf(draft.values.engine).form);

  function choose(engine) {
    const { engine: alias, options } = draft.values;
    if (engine.alias === alias) return;
    earlier.set(alias, structuredClone(options));
    const next = switched(engineOf(alias), engine, options, earlier.get(engine.alias));
    draft.change(say('engine_changed'), { engine: engine.alias, options: next });
    draft.settle();
  }

  const cards = engines.map((engine, place) => {
    const input = element('input', { type: 'radio', name: 'engine', value: engine.alias, id: `engine-${place}` });
    const about = element('span', { className: 'about', id: `about-${place}` }, [
      element('small', { textContent: engine.about }), ...remarks(engine),
    ]);
    input.setAttribute('aria-describedby', about.id);
    input.addEventListener('change', () => choose(engine));
    const name = element('label', { htmlFor: input.id, textContent: engine.label });
    return { engine, input, root: element('div', { className: 'engine' }, [input, name, about]) };
  });
  find('[data-engines]').append(...cards.map(({ root }) => root));
  usual.addEventListener('click', () => {
    const { start } = engineOf(draft.values.engine);
    const rest = Object.keys(draft.values.options).filter((name) => !own().includes(name));
    draft.change(say('engine_option'), { options: { ...pick(draft.values.options, rest), ...start } });
    draft.settle();
  });
  draft.listen(() => active && draw());

  function build(engine) {
    fields = form(engine.form, {
      change: (row, value) => draft.change(say('engine_option'), { options: laid(draft.values.options, row, value) }),
      settle: () => draft.settle(),
      words: { usual: say('as_usual') },
    });
    room.replaceChildren(fields.root);
    nothing.hidden = fields.root.childElementCount > 0;
    shown = engine.alias;
  }

  function draw() {
    const [{ engine: alias, options }, locked] = [draft.values, !draft.mayChange];
    for (const { engine, input, root } of cards) {
      input.checked = engine.alias === alias;
      input.disabled = locked || (Boolean(engine.missing) && engine.alias !== alias);
      root.classList.toggle('sel', input.checked);
      root.classList.toggle('off', Boolean(engine.missing));
    }
    if (shown !== alias) build(engineOf(alias));
    fields.show(options, (name) => inLanguage(draft.refused[`options.${name}`]), locked);
    usual.hidden = locked || !own().some((name) => name in options && options[name] !== engineOf(alias).start[name]);
  }

  return {
    activate() {
      active = true;
      draw();
    },
    deactivate() { active = false; },
  };
}

function remarks({ missing, remark, help, licence, trap }) {
  const lines = [];
  const line = (className, ...children) => lines.push(element('small', { className }, children));
  if (missing) line('lacks', `${say('engine_missing')}: ${missing}`);
  if (missing && help) lines.push(element('a', { href: help, className: 'lnk', textContent: say('engine_how') }));
  if (remark) line('lacks', remark);
  if (licence) line('terms', [`${say('engine_terms')}: ${licence}`, trap].filter(Boolean).join('. '));
  return lines;
}
