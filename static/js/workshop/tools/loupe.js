// A round glass in the corner: the picture around a point, enlarged, with a cross.

const SIDE = 168; // CSS px
const CLOSER = 3; // than on the board, at least this

export class Loupe {
  constructor(board) {
    this.board = board;
    this.root = Object.assign(document.createElement('div'), { className: 'loupe', hidden: true });
    this.root.setAttribute('aria-hidden', 'true');
    this.canvas = document.createElement('canvas');
    this.title = document.createElement('p');
    this.root.append(this.canvas, this.title);
    board.root.append(this.root);
    this.canvas.width = this.canvas.height = Math.round(SIDE * devicePixelRatio);
  }

  /** Show the picture around a px of it. */
  show(at, title) {
    this.root.hidden = false;
    this.title.textContent = title;
    const { image, place, size, frame } = this.board;
    const shown = place.left + at[0] * place.scale < frame[0] / 2 && place.top + at[1] * place.scale > frame[1] / 2;
    this.root.classList.toggle('right', shown);
    const scale = Math.max(place.scale * CLOSER, (4 * image.naturalWidth) / size[0] / 4); // CSS px a px of the picture
    const side = this.canvas.width;
    const span = (SIDE / scale) * (image.naturalWidth / size[0]); // px of the file
    const [x, y] = at.map((v) => (v * image.naturalWidth) / size[0]);
    const context = this.canvas.getContext('2d');
    context.imageSmoothingEnabled = span > side / 4;
    context.clearRect(0, 0, side, side);
    context.drawImage(image, x - span / 2, y - span / 2, span, span, 0, 0, side, side);
    this.#cross(context, side / 2);
  }

  hide() {
    this.root.hidden = true;
  }

  #cross(context, middle) {
    const gap = middle / 7;
    const colour = (name) => getComputedStyle(this.root).getPropertyValue(name);
    for (const [style, width] of [[colour('--on-picture-edge'), 4], [colour('--on-accent-mark'), 2]]) {
      Object.assign(context, { strokeStyle: style, lineWidth: width * devicePixelRatio });
      context.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(middle + dx * gap, middle + dy * gap);
        context.lineTo(middle * (1 + dx), middle * (1 + dy));
      }
      context.stroke();
    }
  }
}
