// What visitors ask and what the portrait says: draft.values.answers.

import { say } from '../words.js';
import { Editor } from './words/editor.js';
import { Hearing } from './words/hearing.js';
import { List } from './words/list.js';
import { Side } from './words/side.js';
import { Sources } from './words/sources.js';
import { placesOf, sourceOf, withSource } from './words/text.js';

const CHECK_AFTER_MS = 300;
const SECONDS_A_WORD = 0.45; // until it was heard

export function create({ draft, preview, inspector, config, call }) {
  const desk = document.querySelector('[data-words-desk]');
  const find = (selector) => inspector.querySelector(selector) ?? desk.querySelector(selector);
  const english = document.documentElement.lang.startsWith('en');
  const checked = new Map(); // text and language → {sentences, wrong, lines}
  let [chosen, tab, timer, active, words] = [null, english ? 'en' : 'ru', null, false, ''];

  const answers = () => draft.values.answers;
  const index = () => answers().findIndex(({ id }) => id === chosen);
  const answer = () => answers()[index()] ?? null;
  const keyOf = (one) => JSON.stringify([one.text, one.language, Boolean(one.recording)]);
  const known = () => checked.get(keyOf(answer())) ?? known.last ?? { sentences: [], wrong: '', lines: [] };
  const write = (label, next) => draft.change(say(label), { answers: next });
  const settled = (...told) => write(...told) && draft.settle();
  const change = (fields, label = 'words_changed') => answer() && write(label, answers().map((one) => (one.id === chosen ? { ...one, ...fields } : one)));

  const caption = Object.assign(document.createElement('p'), { className: 'spoken', hidden: true });
  preview.root.querySelector('.stage').after(caption);
  const hearing = new Hearing(preview, draft, caption, (told) => {
    words = told.words ?? words;
    if (active) draw();
  });
  const editor = new Editor(desk, {
    onInput: (text) => change({ text }),
    onSettle: () => draft.settle(),
    onMark: () => sources.focus(sentenceAt(editor.caret), known().sentences),
  });
  const sources = new Sources(find('[data-sources]'), {
    onSource: (sentence, source) => change({ sources: withSource(answer().sources, known().sentences, sentence, source) }, 'sources_changed'),
    onSettle: () => draft.settle(),
    onShow: (sentence) => editor.select(sentence),
  });
  const list = new List(find('[data-answers]'), { choose, move, remove: (id) => settled('answer_removed', answers().filter((one) => one.id !== id)) });
  const side = new Side(inspector, { choices: config.choices, upload: config.at.recording, hearing, change, settle: () => draft.settle(), flush: () => draft.flush() });
  const question = find('[data-question]');
  question.addEventListener('input', () => change({ [`question_${tab}`]: question.value }));
  question.addEventListener('change', () => draft.settle());
  desk.querySelectorAll('[data-tab]').forEach((button) => {
    button.addEventListener('click', () => open(button.dataset.tab));
    button.addEventListener('keydown', (event) => {
      if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
      open(tab === 'ru' ? 'en' : 'ru');
      desk.querySelector(`[data-tab="${tab}"]`).focus();
    });
  });
  for (const button of [find('[data-add]'), desk.querySelector('[data-add-first]')]) button.addEventListener('click', add);
  draft.listen(({ fields }) => {
    if (!active) return;
    if (fields.includes('answers')) plan();
    draw();
  });

  const open = (language) => { tab = language; draw(); };

  function choose(id) {
    chosen = id;
    known.last = null;
    words = '';
    plan(0);
    draw();
  }

  function add() {
    const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const fresh = { id, question_ru: '', question_en: '', language: tab, text: say('new_text'), sources: [], recording: '', recording_sha256: '' };
    settled('answer_added', [...answers(), { ...fresh, [`question_${tab}`]: say('new_question') }]);
    choose(id);
    question.focus();
    question.select();
  }

  function move(id, by) {
    const next = [...answers()];
    const at = next.findIndex((one) => one.id === id);
    next.splice(at + by, 0, ...next.splice(at, 1));
    settled('answers_ordered', next);
  }

  function sentenceAt(caret) {
    const { sentences } = known();
    const at = placesOf(answer().text, sentences).findIndex((place) => place && place.start <= caret && caret <= place.end + 1);
    return sentences[at] ?? sentences.find((one) => sourceOf(answer().sources, one) === undefined);
  }

  /** Let the server look for mistakes a little later. */
  function plan(ms = CHECK_AFTER_MS) {
    clearTimeout(timer);
    if (answer() && !checked.has(keyOf(answer()))) timer = setTimeout(check, ms);
  }

  async function check() {
    const one = answer();
    if (!one) return;
    const { status, body } = await call(config.at.script, { method: 'POST', body: { text: one.text, language: one.language, recorded: Boolean(one.recording) } });
    if (status !== 200) return;
    // with a mistake in it a script has no sentences: those of before stay in sight
    checked.set(keyOf(one), body.wrong && !body.sentences.length ? { ...body, sentences: known.last?.sentences ?? [] } : body);
    if (active) draw();
  }

  function draw() {
    if (!answer()) chosen = answers()[0]?.id ?? null;
    const [one, locked] = [answer(), !draft.mayChange];
    list.show(answers(), chosen, { refused: draft.refused, locked });
    find('[data-no-answer]').hidden = Boolean(one);
    desk.querySelector('[data-answer]').hidden = find('[data-one]').hidden = !one;
    find('[data-add]').disabled = locked;
    desk.querySelectorAll('[data-tab]').forEach((button) => button.setAttribute('aria-selected', String(button.dataset.tab === tab)));
    if (!one) return;
    if (document.activeElement !== question) question.value = one[`question_${tab}`] ?? '';
    Object.assign(question, { readOnly: locked, lang: tab });
    question.setAttribute('aria-labelledby', `tab-${tab}`);
    const told = known();
    if (checked.has(keyOf(one))) known.last = told;
    const bare = told.sentences.filter((sentence) => sourceOf(one.sources, sentence) === undefined);
    editor.show(one.text, { bare, lines: told.lines, locked });
    sources.show(told.sentences, one.sources, locked);
    find('[data-bare]').textContent = bare.length ? say('no_source_of', bare[0]) : told.sentences.length ? say('all_sourced') : '';
    side.show(one, { bare, wrong: told.wrong, words, locked, refused: draft.refused, place: `answers.${index()}.` });
    const count = told.sentences.join(' ').split(/\s+/).filter(Boolean).length;
    find('[data-counted]').textContent = say('counted', count, Math.round(hearing.lasts(one.name) ?? count * SECONDS_A_WORD));
  }

  return {
    activate() {
      active = true;
      draw();
      plan(0);
    },
    deactivate() {
      active = false;
      hearing.stop();
    },
  };
}
