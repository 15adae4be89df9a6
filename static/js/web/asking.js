// The questions on a work's page: the same answers as on a kiosk, given on a stage of one's own.

import { Answers } from '../answers/answers.js';
import { Library } from '../answers/library.js';
import { Voice } from '../answers/voice.js';

const READ_MS = 80;

export class Asking {
  #block; #voice = new Voice(); #library; #viewer = null; #drawn = '';

  /** block: the section; alone(): no picture moves; wake(words): let it move, in sight. */
  constructor(block, { alone, wake }) {
    this.#block = block;
    const onChange = () => this.#draw();
    this.#library = new Library(onChange);
    const tell = (message) => this.#viewer?.tell(message);
    this.answers = new Answers({ voice: this.#voice, tell, library: this.#library, onChange });
    Object.assign(this, { alone, wake, language: document.documentElement.lang.startsWith('en') ? 'en' : 'ru' });
    const volume = this.#find('volume');
    const loud = () => { this.#voice.volume = volume.valueAsNumber / 100; };
    volume.addEventListener('input', loud);
    loud();
    setInterval(() => this.#read(), READ_MS);
    this.#library.offer(JSON.parse(document.getElementById('answers').textContent));
  }

  /** The living canvas whose server is asked. */
  set viewer(living) {
    this.#viewer = living;
  }

  #find(name) {
    return this.#block.querySelector(`[data-${name}]`);
  }

  #ask(told, tapped) {
    this.#voice.unlock();
    if (told.answer === this.answers.name) {
      this.answers.hush();
      return;
    }
    this.wake(this.#find('heard'));
    this.answers.ask(told, this.alone(), performance.now(), tapped);
  }

  #draw() {
    const { given, name } = this.answers;
    const questions = this.#library.in(this.language);
    this.#block.hidden = questions.length === 0;
    const key = questions.map(({ answer }) => answer).join();
    if (key !== this.#drawn) {
      this.#drawn = key;
      this.#find('questions').replaceChildren(...questions.map((told) => this.#button(told)));
    }
    for (const button of this.#find('questions').children) {
      button.setAttribute('aria-pressed', String(button.dataset.answer === name));
    }
    this.#find('voice').hidden = !given;
    if (!given) return;
    this.#find('voice-words').textContent = given.voice[this.language];
  }

  #read() {
    const found = this.answers.captionAt(performance.now(), this.language);
    const words = this.answers.words?.[this.language] ?? '';
    const text = words || (this.#find('captions').checked ? found?.text : '') || '';
    const line = this.#find('caption');
    if (line.textContent !== text) line.textContent = text;
    line.lang = (words ? this.language : found?.language) ?? this.language;
  }

  #button(told) {
    const button = this.#block.querySelector('template').content.firstElementChild.cloneNode(true);
    button.dataset.answer = told.answer;
    button.textContent = told.question[this.language];
    button.addEventListener('click', ({ timeStamp }) => this.#ask(told, timeStamp));
    return button;
  }
}
