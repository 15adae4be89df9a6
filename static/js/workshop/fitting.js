// Tools that the chosen engine does nothing with say so, and rest.

import { element } from './slider.js';
import { say } from './words.js';

export function fitTools({ draft, config }) {
  const tools = ['pose', 'brush', 'camera', 'finish'].map((name) => {
    const inspector = document.querySelector(`.tool[data-for="${name}"]`);
    const inside = [...inspector.children];
    const note = element('p', { className: 'note rests', hidden: true });
    inspector.prepend(note);
    return { name, note, inside };
  });
  let shown = null;

  function fit() {
    const { engine: alias } = draft.values;
    if (alias === shown) return;
    shown = alias;
    const engine = config.engines.find((one) => one.alias === alias);
    for (const { name, note, inside } of tools) {
      const rests = engine.idle.includes(name);
      note.hidden = !rests;
      note.textContent = rests ? say('idle', engine.label) : '';
      for (const part of inside) part.inert = rests;
    }
  }
  draft.listen(fit);
  fit();
}
