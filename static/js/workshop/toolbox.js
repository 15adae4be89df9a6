// The rail of tools: one at work at a time. A tool is made once, when it is first wanted.

import { inLanguage } from './words.js';
import * as brush from './tools/brush.js';
import * as camera from './tools/camera.js';
import * as engine from './tools/engine.js';
import * as finish from './tools/finish.js';
import * as masks from './tools/masks.js';
import * as points from './tools/points.js';
import * as pose from './tools/pose.js';
import * as words from './tools/words.js';

const TOOLS = { points, pose, brush, camera, words, finish, masks, engine };

export class Toolbox {
  #made = {};
  #active = null;

  constructor(studio) {
    this.studio = studio;
    this.buttons = [...document.querySelectorAll('.rail [data-tool]')];
    this.buttons.forEach((button) => button.addEventListener('click', () => this.choose(button.dataset.tool)));
    addEventListener('keydown', (event) => this.#key(event));
    studio.draft.listen(() => this.#refusals());
    this.choose(location.hash.slice(1) in TOOLS ? location.hash.slice(1) : this.buttons[0].dataset.tool);
  }

  get active() { return this.#made[this.#active]; }

  choose(name) {
    if (name === this.#active) return;
    this.active?.deactivate();
    this.studio.board.tool = null;
    this.#active = name;
    this.buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.tool === name)));
    document.querySelectorAll('[data-for]').forEach((part) => { part.hidden = part.dataset.for !== name; });
    const inspector = document.querySelector(`.tool[data-for="${name}"]`);
    this.#made[name] ??= TOOLS[name].create({ ...this.studio, inspector });
    this.studio.board.tool = this.active;
    this.active.activate();
    history.replaceState(null, '', `#${name}`);
  }

  /** Alt and a digit choose a tool. */
  #key(event) {
    const place = event.altKey && /^Digit([1-9])$/.exec(event.code)?.[1];
    const button = place && this.buttons[place - 1];
    if (!button) return;
    event.preventDefault();
    this.choose(button.dataset.tool);
    button.focus();
  }

  /** Say in place why something was not taken. */
  #refusals() {
    const { refused } = this.studio.draft;
    for (const line of document.querySelectorAll('[data-wrong]')) {
      const words = inLanguage(refused[line.dataset.wrong]);
      if (line.textContent !== words) line.textContent = words;
    }
  }
}
