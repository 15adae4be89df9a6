// A slider with its name, its number and its limits as ticks; where it may be let go, so.

let made = 0;

/** limits: [lowest, highest] allowed, inside [low, high]; onInput(value), onSettle(), onFree(). */
export function slider({ label, low, high, step, limits = null, digits, onInput, onSettle = () => {}, onFree = null, freeLabel = '' }) {
  const id = `slider-${(made += 1)}`;
  const root = element('div', { className: 'sl' });
  const output = element('output', { htmlFor: id });
  const input = element('input', { id, type: 'range', min: low, max: high, step });
  const track = element('div', { className: 'track' }, [input]);
  for (const limit of limits ?? []) {
    if (limit <= low || limit >= high) continue;
    const tick = element('span', { className: 'lim' });
    // a thumb of 20 px keeps 10 px from either end
    tick.style.insetInlineStart = `calc(10px + (100% - 20px) * ${(limit - low) / (high - low)})`;
    track.append(tick);
  }
  const free = onFree && element('button', { type: 'button', className: 'lnk', textContent: freeLabel, hidden: true });
  const head = element('span', { className: 'num' }, free ? [output, free] : [output]);
  root.append(element('label', { htmlFor: id, textContent: label }), head, track);
  input.addEventListener('input', () => {
    const [least, most] = limits ?? [low, high];
    input.value = Math.min(most, Math.max(least, Number(input.value)));
    onInput(Number(input.value));
  });
  input.addEventListener('change', onSettle);
  free?.addEventListener('click', () => {
    onFree();
    input.focus();
  });
  return {
    root,
    input,
    /** value null: let go; text: what the number says then. */
    show(value, rest, text, locked) {
      if (document.activeElement !== input || Number(input.value) !== (value ?? rest)) input.value = value ?? rest;
      root.dataset.held = String(value !== null);
      output.textContent = value === null ? text : new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits }).format(value);
      input.setAttribute('aria-valuetext', output.textContent);
      input.disabled = locked;
      if (free) free.hidden = value === null || locked;
    },
  };
}

export function element(tag, properties = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
