// What a visitor may ask on a kiosk, what is read and heard of the answer, and how loud.

import { Answers } from '../answers/answers.js';
import { Library } from '../answers/library.js';
import { Voice } from '../answers/voice.js';
import { STRINGS } from './strings.js';

const CAPTION_MS = 80;
const BETWEEN_MS = 400; // a finger that drums on the questions asks once
const UNLOCKS = ['pointerdown', 'pointerup', 'click', 'keydown', 'touchend'];

export class Speaking {
  #page; #happen; #alone; #flow; #voice; #library;
  #askedAt = -Infinity;

  /** happen(type, more); tell(message) to the picture's server; alone(): no picture moves;
      flow(): the kiosk's state. */
  constructor(page, { happen, tell, alone, flow }) {
    Object.assign(this, { drawn: '' });
    this.#page = page;
    this.#happen = happen;
    this.#alone = alone;
    this.#flow = flow;
    this.#voice = new Voice();
    const onChange = () => this.#changed();
    this.#library = new Library(onChange);
    this.answers = new Answers({ voice: this.#voice, tell, library: this.#library, onChange });
    for (const name of UNLOCKS) page.addEventListener(name, () => this.#voice.unlock(), { capture: true });
    setInterval(() => this.#read(), CAPTION_MS);
  }

  /** The answers of the work on the screen. */
  offer(answers) {
    this.#library.offer(answers);
    const { name } = this.answers;
    if (name && !answers.some(({ answer }) => answer === name)) this.answers.hush();
  }

  /** Draw the questions, the words and the loudness of this state. */
  draw(flow) {
    const { body } = this.#page;
    const questions = this.#library.in(flow.language);
    body.classList.toggle('may-ask', this.#library.most > 0);
    body.classList.toggle('speaking', Boolean(this.answers.given));
    body.classList.toggle('tuning', flow.tuning);
    this.#page.getElementById('questions').style.setProperty('--rows', String(Math.ceil(this.#library.most / 2)));
    this.#buttons(questions);
    this.#page.getElementById('tune').setAttribute('aria-expanded', String(flow.tuning));
    this.#page.getElementById('tune').classList.toggle('muted', flow.muted);
    this.#page.getElementById('captions').setAttribute('aria-pressed', String(flow.captions));
    this.#page.getElementById('mute').setAttribute('aria-pressed', String(flow.muted));
    const slider = this.#page.getElementById('volume');
    slider.value = String(Math.round(flow.volume * 100));
    slider.setAttribute('aria-label', STRINGS[flow.language].volume);
    this.#voice.volume = flow.muted ? 0 : flow.volume;
    this.#read();
  }

  /** The visitor has gone: silence, and the sound card may sleep. */
  rest() {
    this.answers.hush();
    this.answers.words = null;
    this.#voice.rest();
  }

  #ask(told, tapped) {
    const now = performance.now();
    this.#voice.unlock();
    if (told.answer === this.answers.name) {
      this.answers.hush();
      this.#happen('touch');
      return;
    }
    if (now - this.#askedAt < BETWEEN_MS) return;
    this.#askedAt = now;
    this.#happen('ask');
    this.answers.ask(told, this.#alone(), now, tapped);
  }

  #changed() {
    this.#happen('speaking', { yes: this.answers.name !== null });
  }

  #read() {
    const { language, captions } = this.#flow();
    const found = this.answers.captionAt(performance.now(), language);
    const words = this.answers.words?.[language] ?? '';
    const text = words || (captions ? found?.text : '') || '';
    const line = this.#page.getElementById('caption');
    this.#page.body.classList.toggle('has-words', Boolean(text) || Boolean(this.answers.given));
    if (line.textContent !== text) line.textContent = text;
    line.lang = (words ? language : found?.language) ?? language;
  }

  /** One button a question; kept while the questions stay, so that no finger loses its button. */
  #buttons(questions) {
    const { language } = this.#flow();
    const list = this.#page.getElementById('questions');
    const key = `${language} ${questions.map(({ answer }) => answer).join()}`;
    if (key !== this.drawn) {
      this.drawn = key;
      list.replaceChildren(...questions.map((told) => this.#button(told, told.question[language])));
    }
    for (const button of list.children) {
      button.setAttribute('aria-pressed', String(button.dataset.answer === this.answers.name));
    }
  }

  #button(told, question) {
    const button = this.#page.getElementById('question').content.firstElementChild.cloneNode(true);
    button.dataset.answer = told.answer;
    button.querySelector('span').textContent = question;
    button.addEventListener('click', ({ timeStamp }) => this.#ask(told, timeStamp));
    return button;
  }
}
