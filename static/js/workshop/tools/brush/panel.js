// The inspector of the brush: the list of regions, and all that can be said of the chosen one.

import { element, slider } from '../../slider.js';
import { say } from '../../words.js';

const ONE_WAY = { low: 0.5, high: 30, step: 0.5, digits: 1 };
const USUAL = { seconds: { brush: 5, flow: 4 }, amount: 1, halo: 0 };

export class Panel {
  /** on.change(fields), on.kind(name), on.choose(kind, index), on.remove(kind, index), on.settle(). */
  constructor(inspector, { motions, loops }, size, on) {
    this.find = (selector) => inspector.querySelector(selector);
    Object.assign(this, { on, size });
    const option = ([value, textContent]) => element('option', { value, textContent });
    this.kind = this.find('[data-kind]');
    this.kind.append(option(['path', say('along_path')]), ...motions.map(option));
    this.kind.addEventListener('change', () => on.kind(this.kind.value));
    this.loop = this.find('[data-loop]');
    this.loop.append(...loops.map(option));
    this.loop.addEventListener('change', () => on.change({ loop: this.loop.value }));
    this.#check('[data-drawn]', (yes) => ({ matte: yes ? 'drawn' : 'auto' }));
    this.#check('[data-on-sitter]', (yes) => ({ on_sitter: yes }));
    this.find('[data-remove]').addEventListener('click', () => on.remove());
    this.find('[data-add-point]').addEventListener('click', () => on.point());
    this.find('[data-accept]').addEventListener('click', () => on.kind(this.find('[data-accept]').value));
    this.sliders = this.#sliders();
    this.find('[data-sliders]').append(...Object.values(this.sliders).map(({ root }) => root));
  }

  /** told: of the chosen region, {motion, why, still}, as proposed; null while not known. */
  show(ground, chosen, { locked, told }) {
    const entry = chosen && chosen.kind !== 'still' ? ground[chosen.kind][chosen.index] : null;
    this.#list(ground, chosen, locked);
    this.find('[data-one]').hidden = !entry;
    if (!entry) return;
    const goes = chosen.kind === 'brush';
    this.find('[data-one-title]').textContent = say(`region_${chosen.kind}`, chosen.index + 1);
    this.kind.value = goes ? 'path' : entry.motion ?? 'auto';
    this.loop.value = entry.loop ?? 'none';
    this.find('[data-loop-row]').hidden = !goes;
    this.find('[data-drawn-row]').hidden = !goes;
    this.find('[data-drawn]').checked = entry.matte === 'drawn';
    this.find('[data-sitter-row]').hidden = goes;
    this.find('[data-on-sitter]').checked = entry.on_sitter === true;
    this.#proposal(entry, goes, told);
    const { brush, flow, amount, halo } = this.sliders;
    brush.root.hidden = halo.root.hidden = !goes;
    flow.root.hidden = amount.root.hidden = goes;
    (goes ? brush : flow).show(entry.seconds ?? told?.seconds ?? USUAL.seconds[chosen.kind], 0, '', locked);
    if (goes) halo.show(entry.halo ?? USUAL.halo, 0, '', locked);
    else amount.show(entry.amount ?? USUAL.amount, 0, '', locked);
    for (const field of [this.kind, this.loop, ...['[data-drawn]', '[data-on-sitter]', '[data-remove]', '[data-add-point]', '[data-accept]'].map(this.find)]) field.disabled = locked;
  }

  nameOf(motion) { return [...this.kind.options].find(({ value }) => value === motion)?.textContent ?? motion; }

  #proposal(entry, goes, told) {
    const accept = this.find('[data-accept]');
    const other = !goes && told?.motion && told.motion !== entry.motion;
    accept.hidden = !other;
    if (other) {
      accept.value = told.motion;
      accept.textContent = say('accept', this.nameOf(told.motion));
    }
    const said = told && !goes ? [told.motion ? say('proposed', this.nameOf(told.motion)) : '', told.why, told.still?.length ? say('stays_found', told.still.length) : ''] : [];
    this.find('[data-suits]').textContent = said.filter(Boolean).join(' ');
  }

  #list(ground, chosen, locked) {
    const rows = ['brush', 'flow'].flatMap((kind) => ground[kind].map((entry, index) => ({ kind, index, more: kind === 'flow' ? this.nameOf(entry.motion ?? 'auto') : this.nameOf('path') })));
    const own = ground.still.map((_, index) => ({ kind: 'still', index, more: '' })).slice(this.guarded ?? 0);
    this.find('[data-regions]').replaceChildren(...[...rows, ...own].map((row) => this.#row(row, chosen, locked)));
    this.find('[data-no-regions]').hidden = rows.length > 0;
  }

  #row({ kind, index, more }, chosen, locked) {
    const title = kind === 'still' ? say('still_part', index + 1 - (this.guarded ?? 0)) : say(`region_${kind}`, index + 1);
    const mine = chosen?.kind === kind && chosen.index === index;
    const choose = element('button', { type: 'button', className: 'pick1' }, [element('b', { textContent: title }), more && element('small', { textContent: more })].filter(Boolean));
    choose.setAttribute('aria-pressed', String(mine));
    choose.addEventListener('click', () => this.on.choose(kind, index));
    const remove = element('button', { type: 'button', className: 'lnk', textContent: say('remove'), disabled: locked });
    remove.setAttribute('aria-label', `${title}: ${say('remove')}`);
    remove.addEventListener('click', () => this.on.remove(kind, index));
    return element('li', { className: mine ? 'sel' : '' }, [choose, remove]);
  }

  #check(selector, fields) {
    const box = this.find(selector);
    box.addEventListener('change', () => this.on.change(fields(box.checked)));
  }

  #sliders() {
    const { change, settle } = this.on;
    const make = (label, range, fields) => slider({ label, ...range, onInput: (value) => change(fields(value), true), onSettle: settle });
    return {
      brush: make(say('speed'), ONE_WAY, (seconds) => ({ seconds })),
      flow: make(say('loop_seconds'), ONE_WAY, (seconds) => ({ seconds })),
      amount: make(say('amount'), { low: 0, high: 2, step: 0.05, digits: 2 }, (amount) => ({ amount })),
      halo: make(say('softness'), { low: 0, high: Math.round(this.size[0] / 20), step: 1, digits: 0 }, (halo) => ({ halo })),
    };
  }
}
