// Fingers, mouse and pen on a board: a tool's stroke, a pan, a pinch, a wheel.

const WHEEL = 0.0016; // per px of wheel

export class Gestures {
  #down = new Map(); // pointerId → event
  #mode = null; // 'tool', 'pan', 'pinch'

  constructor(board) {
    this.board = board;
    const { root } = board;
    root.addEventListener('pointerdown', (event) => this.#begin(event));
    root.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of ['pointerup', 'pointercancel']) root.addEventListener(end, (event) => this.#end(event));
    root.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  #begin(event) {
    if (event.target.closest('button, input') || (event.pointerType === 'mouse' && event.button === 2)) return;
    this.board.root.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, event);
    if (this.#down.size === 2) {
      if (this.#mode === 'tool') this.#tell('cancel', event);
      this.#mode = 'pinch';
    } else if (this.#down.size === 1) {
      const wantsPan = event.button === 1 || event.shiftKey;
      this.#mode = !wantsPan && this.#tell('down', event) ? 'tool' : 'pan';
    }
  }

  #move(event) {
    const before = this.#down.get(event.pointerId);
    if (!before) {
      this.#tell('hover', event);
      return;
    }
    if (this.#mode === 'tool') this.#tell('move', event);
    else if (this.#mode === 'pan') this.board.pan(event.clientX - before.clientX, event.clientY - before.clientY);
    else if (this.#mode === 'pinch') this.#pinch(before, event);
    this.#down.set(event.pointerId, event);
  }

  #end(event) {
    if (!this.#down.delete(event.pointerId)) return;
    if (this.#mode === 'tool') this.#tell(event.type === 'pointerup' ? 'up' : 'cancel', event);
    if (this.#down.size === 0 || this.#mode === 'tool') this.#mode = this.#down.size ? 'pan' : null;
    else if (this.#down.size === 1) this.#mode = 'pan';
  }

  #pinch(before, event) {
    const other = [...this.#down.values()].find((one) => one.pointerId !== event.pointerId);
    if (!other) return;
    const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
    const box = this.board.root.getBoundingClientRect();
    const middle = [(event.clientX + other.clientX) / 2 - box.left, (event.clientY + other.clientY) / 2 - box.top];
    this.board.pan((event.clientX - before.clientX) / 2, (event.clientY - before.clientY) / 2);
    this.board.closer(apart(event) / apart(before), middle);
  }

  #wheel(event) {
    event.preventDefault();
    const box = this.board.root.getBoundingClientRect();
    const px = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    this.board.closer(Math.exp(-px * WHEEL * (event.ctrlKey ? 4 : 1)), [event.clientX - box.left, event.clientY - box.top]);
  }

  #tell(phase, event) {
    return this.board.tool?.pointer?.(phase, this.board.at(event), event) === true;
  }
}
