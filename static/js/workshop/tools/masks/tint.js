// A part as a tint over the picture, as soft as it moves, and what the hand is painting now.

import { wetLine } from '../brush/layer.js';

const STRENGTH = 0.62;
const [ADD, AWAY] = ['source-over', 'destination-out'];

export class Tint {
  told = null; // {size: [w, h], parts: {name: base64 of w × h bytes}}

  constructor(board) {
    this.board = board;
    this.canvas = Object.assign(document.createElement('canvas'), { className: 'tint', hidden: true });
    this.canvas.setAttribute('aria-hidden', 'true');
    board.zoomer.append(this.canvas);
    this.wet = board.drawing('wet');
  }

  /** Show a part, and over it strokes the server has not yet drawn. */
  show(part, strokes = []) {
    this.canvas.hidden = !this.told;
    if (!this.told) return;
    const [width, height] = this.told.size;
    Object.assign(this.canvas, { width, height });
    const values = bytes(this.told.parts[part] ?? '');
    const image = new ImageData(width, height);
    const colour = rgb(getComputedStyle(this.canvas).color);
    for (let n = 0; n < width * height; n += 1) {
      image.data.set(colour, 4 * n);
      image.data[4 * n + 3] = (values[n] ?? 0) * STRENGTH;
    }
    this.canvas.getContext('2d').putImageData(image, 0, 0);
    strokes.forEach((stroke) => this.stroke(stroke));
  }

  /** Draw one stroke as it will probably be; what was found there the server knows. */
  stroke({ as, stroke, polygon, width }) {
    if (!this.told || as === 'found') return;
    const pen = this.canvas.getContext('2d');
    const scale = this.canvas.width / this.board.size[0];
    const path = new Path2D();
    (stroke ?? polygon).forEach(([x, y]) => path.lineTo(x * scale, y * scale));
    if (stroke?.length === 1) path.lineTo(stroke[0][0] * scale + 0.1, stroke[0][1] * scale);
    const { color } = getComputedStyle(this.canvas);
    pen.save();
    if (as === 'add') { // not darker where it was painted before
      pen.globalCompositeOperation = AWAY;
      ink(pen, path, width * scale, '#000', polygon);
      pen.globalAlpha = STRENGTH;
    }
    pen.globalCompositeOperation = as === 'add' ? ADD : AWAY;
    ink(pen, path, width * scale, color, polygon);
    pen.restore();
  }

  /** What the hand is drawing now, as BrushLayer.paint; corners have a dark edge on any tint. */
  paint(line, width, mode) {
    const kinds = width ? [this.says === 'away' ? 'erase' : 'paint'] : ['edge', mode];
    this.wet.replaceChildren(...(line ? kinds.map((kind) => wetLine(line, width * this.board.place.scale, kind)) : []));
  }

  hide() {
    this.canvas.hidden = true;
    this.wet.replaceChildren();
  }
}

function ink(pen, path, width, colour, filled) {
  Object.assign(pen, { lineWidth: width || 1, lineCap: 'round', lineJoin: 'round', strokeStyle: colour, fillStyle: colour });
  if (filled) pen.fill(path);
  else pen.stroke(path);
}

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const rgb = (colour) => (colour.match(/[\d.]+/g) ?? [132, 220, 198]).slice(0, 3).map(Number);
