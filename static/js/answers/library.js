// The answers a page may ask for: fetched and decoded before anybody asks.

import { decodeSound } from './voice.js';

const TRY_AGAIN_MS = 30_000;

export class Library {
  #offered = [];
  #loaded = new Map(); // name → {…offered, duration, captions, sound}
  #timer = 0;

  /** onChange() whenever there are more or fewer answers at hand; sounds: whether they are to
      be heard, too. */
  constructor(onChange, sounds = true) {
    Object.assign(this, { onChange, sounds });
  }

  /** Know these answers and no others: [{answer, question, language, voice, words}]. */
  offer(answers) {
    const names = answers.map(({ answer }) => answer);
    if (names.join() === this.#offered.map(({ answer }) => answer).join()) return;
    this.#offered = answers;
    for (const name of this.#loaded.keys()) if (!names.includes(name)) this.#loaded.delete(name);
    this.#load();
    this.onChange();
  }

  get(name) {
    return this.#loaded.get(name) ?? null;
  }

  /** What can be asked in a language, in order: only what is here. */
  in(language) {
    const here = this.#offered.map(({ answer }) => this.#loaded.get(answer));
    return here.filter((told) => told?.question[language]);
  }

  /** The most questions any language has: the page keeps room for them. */
  get most() {
    return Math.max(this.in('ru').length, this.in('en').length);
  }

  async #load() {
    clearTimeout(this.#timer);
    const missing = this.#offered.filter(({ answer }) => !this.#loaded.has(answer));
    const found = await Promise.all(missing.map((answer) => fetched(answer, this.sounds)));
    for (const told of found) {
      if (told && this.#offered.some(({ answer }) => answer === told.answer)) this.#loaded.set(told.answer, told);
    }
    if (found.some((told) => told)) this.onChange();
    if (found.includes(null)) this.#timer = setTimeout(() => this.#load(), TRY_AGAIN_MS);
  }
}

/** One answer with its words and sound; null when the server cannot give it now. */
async function fetched(offered, sounds) {
  try {
    const words = await answered(offered.words);
    const told = await words.json();
    const sound = told.sound && sounds ? await decodeSound(await (await answered(told.sound)).arrayBuffer()) : null;
    return { ...offered, ...told, sound };
  } catch (error) {
    console.info('an answer is not to be had', offered.words, String(error));
    return null;
  }
}

async function answered(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response;
}
