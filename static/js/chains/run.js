// One chain: how far it is, what it made, and what may be done with it.

import { call, config, say, sums } from './api.js';
import { Asking } from './asking.js';
import { Editor } from './editor.js';

const { at, words, plan, choices } = config;
const OFTEN = 1000; // ms between two looks while something is made
const SELDOM = 8000;
const one = (selector) => document.querySelector(selector);
const dialog = one('[data-dialog]');
const steps = () => [...document.querySelectorAll('.step[data-step]')];
let timer = 0;
let editing = null; // {verb, number, editor}

async function act(verb, told = {}) {
  try {
    const { go } = await call(at.do.replace('VERB', verb), told);
    say(one('[data-error]'));
    if (go) location.href = go;
    else look();
  } catch (error) {
    say(one('[data-error]'), error.message);
  }
}

/** Going on may cost what the rest of the steps cost: say it first. */
async function goOn() {
  const from = steps().findIndex(({ dataset }) => dataset.state !== 'done');
  try {
    const { total } = await call(at.price, { run: config.run, number: from + 1, steps: plan.slice(from) });
    if (Object.keys(total).length && !confirm(`${words.costs} ${sums(total)}. ${words.go_on}?`)) return;
    act('go-on', { agreed: total });
  } catch (error) {
    say(one('[data-error]'), error.message);
  }
}

function edit(verb, number) {
  const before = plan[number - 2];
  const begins = before ? choices.kinds[before.kind].makes : choices.kinds[plan[0].kind].needs;
  const place = dialog.querySelector('[data-editor]');
  place.replaceChildren();
  const editor = new Editor(place, begins, number);
  editor.show(verb === 'try' ? plan.slice(number - 1, number) : plan.slice(number - 1));
  if (verb === 'try') place.querySelector('.head select').disabled = true;
  editing = { verb, number, editor };
  dialog.querySelector('h2').textContent = verb === 'try' ? words.another : words.again;
  asking.forget();
  dialog.showModal();
}

const asking = new Asking(
  dialog.querySelector('form'),
  () => ({ run: config.run, number: editing.number, steps: editing.editor.value() }),
  async (told) => {
    await call(at.do.replace('VERB', editing.verb), told);
    dialog.close();
    if (editing.verb === 'again') location.reload();
    else look();
  },
);

document.addEventListener('click', ({ target }) => {
  const button = target.closest('button');
  if (!button) return;
  const { do: verb, edit: change, number, of, sure } = button.dataset;
  if (button.matches('[data-close]')) dialog.close();
  else if (change) edit(change, Number(number));
  else if (verb === 'go-on') goOn();
  else if (verb && (sure === undefined || confirm(words.sure))) act(verb, of ? { step: of } : {});
});

function show(step, { percent, stage, preview }) {
  const place = one(`[data-step="${step}"]`);
  const bar = place?.querySelector('progress');
  if (!bar) return;
  if (percent === null) bar.removeAttribute('value');
  else bar.value = percent;
  place.querySelector('[data-stage]').textContent = stage;
  const image = place.querySelector('[data-preview]');
  if (image && preview) Object.assign(image, { src: `${preview}?${Date.now()}`, hidden: false });
}

/** Draw anew what changed when a step ended; a film that plays is not touched before. */
async function renew() {
  one('[data-part]').innerHTML = await (await fetch('?part')).text();
}

async function look() {
  clearTimeout(timer);
  let busy = false;
  try {
    const told = await call(at.progress);
    ({ busy } = told);
    if (one('[data-steps]').dataset.stamp !== told.stamp) await renew();
    Object.entries(told.steps).forEach(([step, now]) => show(step, now));
    const whole = steps().every(({ dataset }) => dataset.state === 'done');
    document.querySelectorAll('[data-while]').forEach((button) => {
      button.hidden = (button.dataset.while === 'busy') !== busy || (button.dataset.do === 'go-on' && whole);
    });
    if (one('[data-error]').textContent === words.lost) say(one('[data-error]'));
  } catch {
    say(one('[data-error]'), words.lost);
  }
  timer = setTimeout(look, busy ? OFTEN : SELDOM);
}

look();
