// An answer heard and seen: made by the server once it is saved, asked of the live preview, with
// its captions. The making may take long; it can be waited for elsewhere, or given up.

import { Answers } from '../../../answers/answers.js';
import { Voice, decodeSound } from '../../../answers/voice.js';
import { inLanguage, say } from '../../words.js';

const READ_MS = 80;
const SAVED_WITHIN_MS = 15_000;

export class Hearing {
  #voice = new Voice();
  #made = new Map(); // name → {answer, duration, captions, sound, …}
  #waiting = null; // AbortController

  /** caption: the line for words; onState({making, words}). */
  constructor(preview, draft, caption, onState) {
    Object.assign(this, { preview, draft, caption, onState });
    this.answers = new Answers({ voice: this.#voice, tell: (message) => preview.living.tell(message), library: { get: (name) => this.#made.get(name) ?? null }, onChange: () => this.onState({}) });
    preview.onSpeech = (speech) => this.answers.heard(speech);
    preview.onFrame = (...told) => this.answers.painted(...told);
    setInterval(() => this.#read(), READ_MS);
  }

  get at() { return this.answers.name; }

  get making() { return this.#waiting !== null; }

  /** Let an answer of the draft be heard, by its id. */
  async play(id) {
    this.#voice.unlock();
    const waiting = (this.#waiting = new AbortController());
    const since = performance.now();
    const clock = setInterval(() => this.onState({ words: say('making', Math.round((performance.now() - since) / 1000)) }), 500);
    this.onState({ words: say('making', 0) });
    try {
      const told = await this.#fetched(await this.#saved(id, waiting.signal), waiting.signal);
      this.#waiting = null;
      this.onState({ words: '' });
      this.answers.ask({ ...told, question: {} }, this.preview.state !== 'live');
    } catch (error) {
      this.#waiting = null;
      this.onState({ words: waiting.signal.aborted ? say('stopped') : error.words ?? say('failed') });
    } finally {
      clearInterval(clock);
    }
  }

  stop() {
    this.#waiting?.abort();
    this.answers.hush();
  }

  /** The answer's saved self: its name changes with what it says. */
  async #saved(id, signal) {
    const until = performance.now() + SAVED_WITHIN_MS;
    this.draft.flush();
    while (this.draft.unsaved && performance.now() < until) {
      if (this.draft.state === 'refused' || signal.aborted) break;
      await new Promise((done) => { const off = this.draft.listen(() => { off(); done(); }); setTimeout(done, 500); });
    }
    const found = this.draft.values.answers.find((answer) => answer.id === id);
    if (this.draft.unsaved || !found?.name) throw Object.assign(new Error('not saved'), { words: say('not_saved_yet') });
    return found;
  }

  async #fetched({ name, words, language, recording }, signal) {
    if (this.#made.has(name)) return this.#made.get(name);
    const answered = await fetch(words, { signal });
    const told = await answered.json();
    if (!answered.ok) throw Object.assign(new Error(answered.status), { words: inLanguage(told.error) });
    const sound = told.sound && await decodeSound(await (await fetch(told.sound, { signal })).arrayBuffer());
    const made = { answer: name, language, recorded: Boolean(recording), ...told, sound };
    this.#made.set(name, made);
    return made;
  }

  /** How long an answer was when it was heard. */
  lasts(name) { return this.#made.get(name)?.duration ?? null; }

  #read() {
    const found = this.answers.captionAt(performance.now(), this.answers.given?.language ?? 'ru');
    const text = inLanguage(this.answers.words) || found?.text || '';
    if (this.caption.textContent !== text) this.caption.textContent = text;
    this.caption.hidden = !text;
  }
}
