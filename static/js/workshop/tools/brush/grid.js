// A painted area as a grid of cells, and as the polygon around it. Pure: numbers only.
// Areas of one region grow and shrink under the brush; what is kept is the largest piece.

export const FINE = 480; // cells along the longer side

export class Grid {
  constructor(size, fine = FINE) {
    Object.assign(this, { size, fine, cell: Math.max(...size) / fine });
    [this.width, this.height] = size.map((side) => Math.max(1, Math.ceil(side / this.cell)));
    this.cells = new Uint8Array(this.width * this.height);
  }

  get count() { return this.cells.reduce((sum, cell) => sum + cell, 0); }

  has(x, y) { return x >= 0 && y >= 0 && x < this.width && y < this.height && this.cells[y * this.width + x] === 1; }

  /** Set what a polygon covers, even-odd, px of the picture. */
  polygon(corners, value = 1) {
    for (let y = 0; y < this.height; y += 1) {
      const line = (y + 0.5) * this.cell;
      const hits = [];
      corners.forEach(([x0, y0], n) => {
        const [x1, y1] = corners[(n + 1) % corners.length];
        if ((y0 <= line) !== (y1 <= line)) hits.push(x0 + ((line - y0) / (y1 - y0)) * (x1 - x0));
      });
      hits.sort((one, other) => one - other);
      for (let n = 0; n + 1 < hits.length; n += 2) {
        const last = Math.min(this.width - 1, Math.ceil(hits[n + 1] / this.cell - 0.5) - 1);
        for (let x = Math.max(0, Math.ceil(hits[n] / this.cell - 0.5)); x <= last; x += 1) this.cells[y * this.width + x] = value;
      }
    }
    return this;
  }

  /** Set what a round brush covers on its way from one point to another. */
  stroke([x0, y0], [x1, y1], radius, value = 1) {
    const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / this.cell));
    for (let n = 0; n <= steps; n += 1) this.#disc(x0 + ((x1 - x0) * n) / steps, y0 + ((y1 - y0) * n) / steps, radius, value);
    return this;
  }

  #disc(x, y, radius, value) {
    const [cx, cy, r] = [x / this.cell - 0.5, y / this.cell - 0.5, Math.max(radius / this.cell, 0.7)];
    for (let row = Math.max(0, Math.ceil(cy - r)); row <= Math.min(this.height - 1, cy + r); row += 1) {
      const half = Math.sqrt(r * r - (row - cy) ** 2);
      for (let column = Math.max(0, Math.ceil(cx - half)); column <= Math.min(this.width - 1, cx + half); column += 1) {
        this.cells[row * this.width + column] = value;
      }
    }
  }

  /** The polygon around the largest piece, px of the picture; [] of nothing. */
  outline() {
    const piece = this.#largest();
    if (!piece) return [];
    return simplified(piece.around(piece.first), this.cell).map((at) => at.map((v) => Math.round(v * 10) / 10));
  }

  /** Walk along the edges of cells, the area on the right hand. */
  around([x0, y0]) {
    const line = [];
    let [x, y, dx, dy] = [x0, y0, 1, 0];
    do {
      line.push([x * this.cell, y * this.cell]);
      [x, y] = [x + dx, y + dy];
      const right = this.#ahead(x, y, dx, dy, 1);
      const left = this.#ahead(x, y, dx, dy, 0);
      if (left) [dx, dy] = [dy, -dx];
      else if (!right) [dx, dy] = [-dy, dx];
    } while (x !== x0 || y !== y0);
    return line;
  }

  /** The cell before us, on the right (1) or left (0) of the way. */
  #ahead(x, y, dx, dy, right) {
    const [sx, sy] = right ? [-dy, dx] : [dy, -dx];
    return this.has(x + (dx + sx - 1) / 2, y + (dy + sy - 1) / 2);
  }

  #largest() {
    const seen = new Uint8Array(this.cells.length);
    let best = null;
    for (let start = 0; start < this.cells.length; start += 1) {
      if (!this.cells[start] || seen[start]) continue;
      const piece = this.#flood(start, seen);
      if (!best || piece.length > best.length) best = piece;
    }
    if (!best) return null;
    const grid = new Grid(this.size, this.fine);
    best.forEach((at) => { grid.cells[at] = 1; });
    const first = best.reduce((least, at) => Math.min(least, at)); // the uppermost row's leftmost
    grid.first = [first % this.width, Math.floor(first / this.width)];
    return grid;
  }

  #flood(start, seen) {
    const piece = [start];
    seen[start] = 1;
    for (let n = 0; n < piece.length; n += 1) {
      const x = piece[n] % this.width;
      for (const [at, ok] of [[piece[n] - 1, x > 0], [piece[n] + 1, x < this.width - 1], [piece[n] - this.width, true], [piece[n] + this.width, true]]) {
        if (ok && this.cells[at] && !seen[at]) {
          seen[at] = 1;
          piece.push(at);
        }
      }
    }
    return piece;
  }
}

/** Leave out points nearer than `away` to the line without them (Douglas and Peucker, 1973). */
export function simplified(points, away) {
  if (points.length < 3) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const open = [[0, points.length - 1]];
  while (open.length) {
    const [from, to] = open.pop();
    let [far, at] = [away, -1];
    for (let n = from + 1; n < to; n += 1) {
      const d = offLine(points[n], points[from], points[to]);
      if (d > far) [far, at] = [d, n];
    }
    if (at < 0) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  return points.filter((_, n) => keep[n]);
}

function offLine([x, y], [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = Math.hypot(dx, dy);
  return length ? Math.abs((x - x0) * dy - (y - y0) * dx) / length : Math.hypot(x - x0, y - y0);
}
