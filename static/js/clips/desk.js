// Staff: what files of a version are being made, how far they are, and what was made.

const config = JSON.parse(document.getElementById('clips-config').textContent);
const { words } = config;
const OFTEN = 1000; // ms between two looks while something is made
const SELDOM = 8000;
const one = (selector) => document.querySelector(selector);
const form = one('[data-form]');
let versions = [];
let timer = 0;

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? '';

function make(name, told = {}, ...inside) {
  const made = Object.assign(document.createElement(name), told);
  made.append(...inside);
  return made;
}

function say(text) {
  const place = one('[data-error]');
  place.textContent = text;
  place.hidden = !text;
}

async function send(address, body) {
  const asked = body === undefined ? {} : {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token() },
  };
  const answer = await fetch(address, asked);
  const told = await answer.json();
  if (answer.ok) return told;
  throw new Error(told.error[document.documentElement.lang.slice(0, 2)] ?? told.error.en);
}

/** Do, say what was refused, and look again. */
async function act(address, body = {}) {
  try {
    await send(address, body);
    say('');
  } catch (error) {
    say(error.message);
  }
  look();
}

function button(text, act) {
  const made = make('button', { type: 'button', className: 'btn', textContent: text });
  made.addEventListener('click', act);
  return made;
}

/** What the form calls a value of one of its choices. */
const said = (name, value) => form[name].querySelector(`[value="${value}"]`)?.textContent;

function job({ state, words: told, suffix, stage, failure, done, total, cancel, retry }) {
  const line = make('li', {}, make('b', { textContent: suffix }));
  const bar = make('progress', total ? { max: total, value: done } : {});
  bar.setAttribute('aria-label', stage || told);
  line.append(make('span', { className: 'told', textContent: failure || stage || told }));
  if (state === 'running') line.append(bar);
  if (state === 'waiting' || state === 'running') line.append(button(words.cancel, () => act(cancel)));
  else line.append(button(words.retry, () => act(retry)));
  return line;
}

function clip(told) {
  const line = make('li', {}, make('b', { textContent: told.said }));
  const { format, language } = told.wishes;
  const chosen = [`${words.version} ${told.version}`, said('format', format), said('language', language)];
  const label = chosen.filter(Boolean).join(' · ');
  line.append(make('span', { className: 'told', textContent: told.why_not || label }));
  const tick = make('input', { type: 'checkbox', checked: told.public, disabled: Boolean(told.why_not) && !told.public });
  tick.addEventListener('change', () => act(told.offer, { public: tick.checked }));
  line.append(make('label', { className: 'tick' }, tick, words.public));
  if (told.public && !told.why_not) line.append(make('a', { href: told.page, textContent: words.open }));
  line.append(make('a', { className: 'btn', href: `${told.file}?save`, textContent: words.download }));
  line.append(button(words.remove, () => confirm(words.sure) && act(told.remove)));
  return line;
}

/** Lists are drawn anew only when they changed: a focused button stays where it is. */
function list(selector, told, draw, nothing) {
  const place = one(selector);
  const text = JSON.stringify(told);
  if (place.dataset.told === text) return;
  place.dataset.told = text;
  place.replaceChildren(...told.length ? told.map(draw) : [make('li', { textContent: nothing })]);
}

function choose() {
  const found = versions.find(({ version }) => version === form.version.value);
  const answers = found?.answers.map(({ answer, question }) => new Option(question, answer)) ?? [];
  form.answer.replaceChildren(new Option(words.life, ''), ...answers);
}

function show(told) {
  const known = JSON.stringify(versions);
  versions = told.versions;
  form.hidden = !versions.length;
  one('[data-none]').hidden = Boolean(versions.length);
  if (JSON.stringify(versions) !== known) {
    const options = versions.map(({ version, number, name, state }) => new Option(`${number}${name && `, ${name}`} · ${state}`, version));
    form.version.replaceChildren(...options);
    choose();
  }
  list('[data-jobs]', told.jobs, job, words.idle);
  list('[data-clips]', told.clips, clip, words.none);
  return told.jobs.some(({ state }) => state === 'waiting' || state === 'running');
}

async function look() {
  clearTimeout(timer);
  let busy = false;
  try {
    busy = show(await send(config.clips));
  } catch {
    say(words.lost);
  }
  timer = setTimeout(look, busy ? OFTEN : SELDOM);
}

form.version.addEventListener('change', choose);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { version, answer, suffix, format, side, seconds, language, captions } = form;
  act(config.clips, {
    version: version.value, answer: answer.value, suffix: suffix.value, format: format.value,
    side: Number(side.value), seconds: Number(seconds.value), language: language.value, captions: captions.checked,
  });
});
look();
