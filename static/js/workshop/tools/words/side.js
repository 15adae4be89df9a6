// Beside the words: how they are heard, who speaks them, what is left to do before sending.

import { slider } from '../../slider.js';
import { inLanguage, say } from '../../words.js';
import { isJson, voiceOf, withVoice } from './text.js';

const PROMISES = ['captions', 'stress'];

export class Side {
  constructor(inspector, more) {
    this.find = (selector) => inspector.querySelector(selector);
    this.places = [...inspector.querySelectorAll('[data-answer-wrong]'), ...document.querySelectorAll('[data-words-desk] [data-answer-wrong]')];
    Object.assign(this, more);
    this.speaker = this.find('[data-speaker]');
    for (const [value, textContent] of this.choices.voices) this.speaker.append(Object.assign(document.createElement('option'), { value, textContent }));
    this.speaker.addEventListener('change', () => this.#voice({ speaker: this.speaker.value }));
    this.language = this.find('[data-language]');
    this.language.addEventListener('change', () => this.change({ language: this.language.value }) && this.settle());
    this.sliders = {
      rate: this.#slider('rate', { low: 0.6, high: 1.6, step: 0.05, digits: 2 }),
      pitch: this.#slider('pitch', { low: -6, high: 6, step: 0.5, digits: 1 }),
    };
    this.find('[data-voice-sliders]').append(...Object.values(this.sliders).map(({ root }) => root));
    this.find('[data-play]').addEventListener('click', () => this.hearing.play(this.one.id));
    this.find('[data-stop]').addEventListener('click', () => this.hearing.stop());
    this.find('[data-upload]').addEventListener('change', (event) => this.#upload(event.target));
    this.find('[data-unrecord]').addEventListener('click', () => this.change({ recording: '', recording_sha256: '' }, 'recording_changed') && this.settle());
    for (const name of PROMISES) {
      this.#box(name).addEventListener('change', () => this.#promise(name, this.#box(name).checked));
    }
  }

  show(one, { bare, wrong, words, locked, refused, place }) {
    this.one = one;
    const { hearing } = this;
    const sounding = hearing.making || hearing.at !== null;
    this.find('[data-stop]').hidden = !sounding;
    this.find('[data-making]').hidden = !hearing.making;
    this.find('[data-play]').hidden = sounding;
    this.#say('[data-heard]', words);
    const [voice, json] = [voiceOf(one.text), isJson(one.text)];
    this.language.value = one.language;
    this.speaker.value = voice.speaker;
    for (const [name, { show }] of Object.entries(this.sliders)) show(voice[name], 0, '', locked || json || Boolean(one.recording));
    this.speaker.disabled = locked || json || Boolean(one.recording);
    this.language.disabled = locked;
    this.#say('[data-voice-note]', json ? say('is_json') : '');
    this.find('[data-unrecord]').hidden = !one.recording || locked;
    this.#say('[data-recorded]', this.uploading ? say('uploading') : this.#recorded(one));
    for (const line of this.places) {
      const [field, own] = [line.dataset.answerWrong, { text: wrong, recording: this.refusal ?? '' }];
      const names = field === 'question' ? ['question_ru', 'question_en'] : [field];
      const told = names.map((name) => inLanguage(refused[place + name])).find(Boolean) ?? '';
      const text = own[field] || told;
      if (line.textContent !== text) line.textContent = text;
    }
    this.#todo(one, bare, wrong);
  }

  #recorded(one) {
    if (!one.recording) return '';
    const lasts = this.hearing.lasts(one.name);
    return `${say('recording_changed')}${lasts ? `, ${say('lasts', Math.round(lasts))}` : ''}`;
  }

  #todo(one, bare, wrong) {
    const done = { sources: bare.length === 0, languages: Boolean(one.question_ru.trim() && one.question_en.trim()), sound: !wrong };
    for (const [name, yes] of Object.entries(done)) this.#item(name).classList.toggle('done', yes);
    for (const name of PROMISES) {
      const yes = localStorage.getItem(this.#key(name)) === 'yes';
      this.#box(name).checked = yes;
      this.#item(name).classList.toggle('done', yes);
    }
  }

  #item(name) { return this.find(`[data-todo="${name}"]`); }

  #box(name) { return this.#item(name).querySelector('input'); }

  /** A promise holds for these words: others have another name. */
  #key(name) { return `studio ${name} ${this.one.id} ${this.one.name ?? ''}`; }

  #promise(name, yes) {
    if (yes) localStorage.setItem(this.#key(name), 'yes');
    else localStorage.removeItem(this.#key(name));
    this.#item(name).classList.toggle('done', yes);
  }

  #slider(name, range) {
    return slider({ label: say(name), ...range, onInput: (value) => this.#voice({ [name]: Number(value.toFixed(2)) }), onSettle: this.settle });
  }

  #voice(part) {
    this.change({ text: withVoice(this.one.text, { ...voiceOf(this.one.text), ...part }) }, 'voice_changed');
  }

  async #upload(field) {
    const [file] = field.files;
    if (!file) return;
    const form = new FormData();
    form.append('file', file);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? '';
    this.uploading = true;
    this.#say('[data-recorded]', say('uploading'));
    try {
      const answered = await fetch(this.upload, { method: 'POST', body: form, headers: { 'X-CSRFToken': token }, credentials: 'same-origin' });
      const told = await answered.json();
      this.refusal = answered.ok ? '' : inLanguage(told.error);
      this.uploading = false;
      if (answered.ok && this.change(told, 'recording_changed')) this.settle();
    } catch {
      this.refusal = say('failed');
    }
    this.uploading = false;
    field.value = '';
    this.places.filter((line) => line.dataset.answerWrong === 'recording').forEach((line) => { line.textContent = this.refusal; });
    this.#say('[data-recorded]', this.#recorded(this.one));
  }

  #say(selector, words) {
    const line = this.find(selector);
    if (line.textContent !== words) line.textContent = words;
  }
}
