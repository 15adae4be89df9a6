// The faces found on the picture: boxes over it where there are several, and a row to choose from.

import { say } from '../words.js';

export class Faces {
  #boxes = [];
  #row = [];

  /** onChoose(index). */
  constructor(board, row, onChoose) {
    Object.assign(this, { board, row, onChoose });
    board.onPlaced(({ scale }) => this.#size(scale));
  }

  show({ faces }, { face: chosen, points }, locked) {
    const several = faces.length > 1;
    if (several && !this.#row.length) this.#make(faces);
    [...this.#row, ...this.#boxes.map(({ button }) => button)].forEach((button) => {
      const mine = Number(button.dataset.face) === chosen && !points;
      button.setAttribute('aria-pressed', String(mine));
      button.disabled = locked;
      if (button.classList.contains('facebox')) button.hidden = mine;
    });
    if (several) this.#boxes.forEach(({ button, box }) => this.board.anchor(button, box.slice(0, 2)));
  }

  hide() {
    this.#boxes.forEach(({ button }) => this.board.release(button));
  }

  #make(faces) {
    this.#row = faces.map((face, index) => this.#button(index, thumb(this.board, face.box)));
    this.row.append(...this.#row);
    this.#boxes = faces.map((face, index) => {
      const title = Object.assign(document.createElement('span'), { textContent: say('face', index + 1) });
      const button = this.#button(index, title);
      button.className = 'facebox';
      button.tabIndex = -1; // the same choice is in the inspector
      return { button, box: face.box };
    });
    this.#size(this.board.place.scale);
  }

  #button(index, child) {
    const button = Object.assign(document.createElement('button'), { type: 'button' });
    button.dataset.face = index;
    button.setAttribute('aria-label', say('face', index + 1));
    button.append(child);
    button.addEventListener('click', () => this.onChoose(index));
    return button;
  }

  #size(scale) {
    for (const { button, box } of this.#boxes) {
      button.style.width = `${(box[2] - box[0]) * scale}px`;
      button.style.height = `${(box[3] - box[1]) * scale}px`;
    }
  }
}

/** A small picture of a face. */
function thumb({ image, size }, box) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 112, height: 112 });
  const draw = () => {
    const share = image.naturalWidth / size[0];
    const side = Math.max(box[2] - box[0], box[3] - box[1]) * 1.1 * share;
    const [x, y] = [((box[0] + box[2]) / 2) * share, ((box[1] + box[3]) / 2) * share];
    canvas.getContext('2d').drawImage(image, x - side / 2, y - side / 2, side, side, 0, 0, 112, 112);
  };
  if (image.complete) draw();
  else image.addEventListener('load', draw, { once: true });
  return canvas;
}
