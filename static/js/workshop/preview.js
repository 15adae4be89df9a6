// The draft as it lives, through the same stream visitors get; this window's pointer steers it.

import { LivingCanvas } from '../stream/living.js';
import { inLanguage, say } from './words.js';

export class Preview {
  constructor(root, { stream, onSpeech = () => {}, onFrame = () => {} }) {
    this.root = root;
    this.figure = root.querySelector('.live');
    this.note = root.querySelector('[data-note]');
    this.button = root.querySelector('[data-pause]');
    const { width, height } = this.figure.dataset;
    this.figure.style.setProperty('--ratio', width / height);
    this.paused = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.canvas = this.figure.querySelector('canvas');
    Object.assign(this, { onSpeech, onFrame }); // a tool may listen later
    this.living = new LivingCanvas(this.canvas, {
      url: stream,
      onState: (told) => this.#became(told),
      onSpeech: (speech) => this.onSpeech(speech),
      onFrame: (...told) => this.onFrame(...told),
    });
    this.figure.viewer = this; // tests look here
    this.button?.addEventListener('click', () => this.pause(!this.paused));
    this.#holdOriginal(root.querySelector('[data-original]'));
    document.addEventListener('visibilitychange', () => this.#settle());
    this.#steer();
    this.#settle();
  }

  pause(yes) {
    this.paused = yes;
    this.#settle();
  }

  /** Something lies over it: hold it, whatever the button says. */
  cover(yes) {
    this.covered = yes;
    this.#settle();
  }

  #settle() {
    if (this.paused || this.covered || document.hidden) this.living.pause();
    else this.living.resume();
    this.button?.setAttribute('aria-pressed', String(this.paused));
    this.root.classList.toggle('paused', this.paused);
  }

  #became(told) {
    this.state = told.state;
    const alive = ['live', 'paused', 'resting'].includes(told.state);
    if (alive) this.figure.classList.add('lives');
    this.figure.classList.toggle('away', ['offline', 'refused', 'withdrawn', 'still'].includes(told.state));
    const own = { live: '', paused: say('paused'), connecting: say('opening'), offline: say('preview_off') };
    if (this.note) this.note.textContent = inLanguage(told.words) || (own[told.state] ?? '');
  }

  #holdOriginal(button) {
    button?.addEventListener('click', () => {
      const shown = this.figure.classList.toggle('original');
      button.setAttribute('aria-pressed', String(shown));
    });
  }

  #steer() {
    const send = (event, phase) => {
      const box = this.figure.getBoundingClientRect();
      this.living.point((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, phase);
    };
    this.figure.addEventListener('pointerenter', (event) => send(event, 'enter'));
    this.figure.addEventListener('pointermove', (event) => send(event, 'move'));
    this.figure.addEventListener('pointerleave', (event) => send(event, 'leave'));
  }
}
