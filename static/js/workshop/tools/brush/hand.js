// The hand on the picture: a brush that paints an area, a lasso around one, a line drawn as a
// way, or corners set one after another with the keys.

import { say } from '../../words.js';
import { Grid } from './grid.js';

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 8; // CSS px
const LASSO_CLOSE = 3; // corners make an area

export class Hand {
  #line = null;
  #corners = null; // set with keys
  #at = [0, 0];

  /** mode(): 'paint', 'erase', 'lasso' or 'way'; width(): of the brush, px of the picture;
      onDrawn({line, width, mode}), width 0: corners of an area, or a way; onStep(words) for the keys. */
  constructor(board, layer, { mode, width, onDrawn, onStep }) {
    Object.assign(this, { board, layer, mode, width, onDrawn, onStep });
    this.cross = Object.assign(document.createElement('button'), { type: 'button', className: 'pt cross' });
    this.cross.addEventListener('keydown', (event) => this.#key(event));
    this.cross.addEventListener('click', () => this.#corner());
  }

  get busy() { return this.#corners !== null; }

  pointer(phase, at) {
    const here = this.board.inside(at);
    if (this.busy) return this.#cornered(phase, here);
    if (phase === 'down') this.#line = [here];
    else if (!this.#line) return false;
    else if (phase === 'move') this.#line.push(here);
    if (phase === 'cancel') this.#line = null;
    if (phase === 'up') this.#done();
    this.layer.paint(this.#line, this.#width, this.mode());
    return true;
  }

  /** Begin to set corners with the keys (or with taps). */
  begin() {
    this.#corners = [];
    const { place, frame } = this.board;
    this.#aim([(frame[0] / 2 - place.left) / place.scale, (frame[1] / 2 - place.top) / place.scale]);
    this.cross.focus();
  }

  stop() {
    this.#line = null;
    if (!this.busy) return;
    const corners = this.#corners;
    this.#corners = null;
    this.board.release(this.cross);
    this.layer.paint(null);
    this.onStep('');
    this.#give({ line: corners, width: 0, mode: this.mode() });
  }

  get #width() { return ['paint', 'erase'].includes(this.mode()) ? this.width() : 0; }

  #done() {
    const line = this.#line;
    this.#line = null;
    this.#give({ line, width: this.#width, mode: this.mode() });
  }

  /** Hand on what was drawn, if it is a way or an area at all. */
  #give(drawn) {
    const least = drawn.width ? 1 : drawn.mode === 'way' ? 2 : LASSO_CLOSE;
    if (drawn.line.length >= least) this.onDrawn(drawn);
  }

  #cornered(phase, at) {
    if (phase === 'up') {
      this.#aim(at);
      this.#corner();
    } else if (phase !== 'cancel') this.#aim(at);
    return true;
  }

  #aim(at) {
    this.#at = this.board.inside(at);
    this.board.anchor(this.cross, this.#at);
    const words = say('corner', this.#corners.length + 1);
    this.cross.setAttribute('aria-label', words);
    this.onStep(words);
    const line = [...this.#corners, this.#at];
    this.layer.paint(line, 0, this.mode());
  }

  #corner() {
    if (!this.busy) return;
    this.#corners.push(this.#at.map((v) => Math.round(v * 10) / 10));
    this.#aim(this.#at);
  }

  #key(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.stop();
    }
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    const far = (event.shiftKey ? 4 : event.altKey ? 0.125 : 1) * (STEP / this.board.place.scale);
    this.#aim([this.#at[0] + step[0] * far, this.#at[1] + step[1] * far]);
  }
}

/** Return what a stroke does to a grid. */
export const painted = ({ line, width, mode }) => (grid) => {
  const value = mode === 'erase' ? 0 : 1;
  if (!width) grid.polygon(line, value);
  else line.reduce((from, to) => { grid.stroke(from, to, width / 2, value); return to; }, line[0]);
};

/** Return an area changed by a hand, as a polygon; [] when nothing is left. */
export function reshaped(polygon, size, change) {
  const grid = new Grid(size);
  if (polygon.length) grid.polygon(polygon);
  change(grid);
  return grid.outline();
}
