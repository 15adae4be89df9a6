// One living picture on a public page: original and living views, pause, and who steers.

import { LivingCanvas } from '../stream/living.js';
import { Added } from './added.js';
import { Asking } from './asking.js';
import { Compare } from './compare.js';
import { reveal } from './reveal.js';
import { SealMark } from './seal.js';
import { Truth } from './truth.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class Viewer {
  constructor(block, figure) {
    Object.assign(this, { block, figure, view: 'living', paused: still.matches, alive: false, living: null });
    this.truth = new Truth(block, figure);
    this.seal = new SealMark(block.querySelector('[data-seal]'));
    block.querySelector('[data-controls]').hidden = false;
    for (const button of block.querySelectorAll('[data-view]')) {
      button.addEventListener('click', () => this.show(button.dataset.view));
    }
    block.querySelector('[data-pause]').addEventListener('click', () => this.pause(!this.paused));
    still.addEventListener('change', () => this.pause(still.matches));
    document.addEventListener('visibilitychange', () => this.#settle());
    this.#listen();
    this.#look();
    this.#steer();
    this.#settle();
  }

  /** 'living', 'original' or 'added'. */
  show(view) {
    this.view = view;
    if (this.compare) this.compare.on = false;
    if (view === 'living' && this.paused && !this.living) this.paused = false;
    this.#settle();
  }

  pause(yes) {
    this.paused = yes;
    if (!yes) this.view = 'living';
    this.#settle();
  }

  get stats() {
    return this.living?.stats ?? null;
  }

  #settle() {
    const plays = this.view === 'living' && !this.paused && !document.hidden;
    if (plays && !this.living) this.#open();
    if (this.living && plays !== this.playing) {
      this.playing = plays;
      if (plays) this.living.resume();
      else this.living.pause();
    }
    this.#draw();
  }

  #open() {
    const canvas = this.figure.querySelector('canvas');
    this.playing = true;
    this.living = new LivingCanvas(canvas, {
      url: this.figure.dataset.stream,
      anchor: this.figure.dataset.anchor,
      onSeal: (seal) => this.seal.became(seal),
      onState: (told) => this.#became(told),
      onRole: (role) => this.#say(role),
      onLabel: (label) => this.truth.tell(label),
      onSpeech: (speech) => this.asking?.answers.heard(speech),
      onFrame: (...told) => this.asking?.answers.painted(...told),
    });
    if (this.asking) this.asking.viewer = this.living;
  }

  /** Where a work may be asked: in its page's own words, alone where nothing may move. */
  #listen() {
    const block = this.block.querySelector('[data-asking]');
    if (!block) return;
    this.asking = new Asking(block, {
      alone: () => still.matches || !this.alive,
      wake: (words) => {
        reveal(this.figure, words, still.matches);
        if (!still.matches) this.pause(false);
      },
    });
  }

  /** Where all may be seen: what was added, and the two pictures side by side. */
  #look() {
    const legend = this.block.querySelector('[data-added]');
    if (!legend) return;
    this.added = new Added(legend, this.figure, this.block.querySelector('[data-view=added]'));
    this.compare = new Compare(this.block, this.figure, () => {
      if (this.compare.on) this.pause(false);
      else this.#settle();
    });
  }

  #became(told) {
    const { state } = told;
    if (told.words || state === 'live') this.#say(told); // full, resting: why it stays the original
    if (state === 'live' || state === 'paused') this.alive = true;
    else this.asking?.answers.lost();
    if (state === 'broken') this.#distrust();
    this.#draw();
  }

  /** Somebody changes what is sent: the original, until the visitor asks again. */
  #distrust() {
    this.living = null;
    this.alive = false;
    this.view = 'original';
  }

  #draw() {
    const living = this.view === 'living' && this.alive;
    this.figure.classList.toggle('lives', this.alive);
    const added = this.view === 'added';
    this.figure.classList.toggle('original', this.view !== 'living');
    this.added?.show(added);
    this.compare?.draw(living);
    this.truth.show(living, added);
    this.seal.show(living);
    const shown = living || (this.view === 'living' && !this.paused) ? 'living' : 'original';
    const pressed = added ? 'added' : shown;
    for (const button of this.block.querySelectorAll('[data-view]')) {
      button.setAttribute('aria-pressed', String(button.dataset.view === pressed));
    }
    this.block.querySelector('[data-pause]').classList.toggle('still', this.paused);
  }

  #say(role) {
    const note = this.block.querySelector('[data-note]');
    const language = document.documentElement.lang.startsWith('en') ? 'en' : 'ru';
    if (note) note.textContent = role?.words?.[language] ?? '';
  }

  #steer() {
    const send = (event, phase) => {
      if (this.compare?.on) return; // the finger is on the divider
      const box = this.figure.getBoundingClientRect();
      this.living?.point((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, phase);
    };
    this.figure.addEventListener('pointerenter', (event) => send(event, 'enter'));
    this.figure.addEventListener('pointermove', (event) => send(event, 'move'));
    this.figure.addEventListener('pointerleave', (event) => send(event, 'leave'));
  }
}
