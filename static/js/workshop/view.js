// How a picture lies in its frame: as a whole, or closer. Pure. A view is {zoom, x, y}: zoom 1
// shows the whole picture, (x, y) is the point of the picture, 0…1, in the middle of the frame.

export const WHOLE = { zoom: 1, x: 0.5, y: 0.5 };
export const CLOSEST = 24;

/** Return where the picture lies in a frame, in CSS px. size, frame: [width, height]. */
export function placed(view, size, frame) {
  const scale = Math.min(frame[0] / size[0], frame[1] / size[1]) * view.zoom;
  const [width, height] = [size[0] * scale, size[1] * scale];
  return { left: frame[0] / 2 - view.x * width, top: frame[1] / 2 - view.y * height, width, height, scale };
}

/** Return a view that is `factor` closer and keeps the picture's point under (at) in place. */
export function zoomed(view, factor, at, size, frame) {
  const before = placed(view, size, frame);
  const zoom = Math.min(CLOSEST, Math.max(1, view.zoom * factor));
  const [px, py] = [(at[0] - before.left) / before.width, (at[1] - before.top) / before.height];
  const share = zoom / view.zoom;
  const [width, height] = [before.width * share, before.height * share];
  return kept({ zoom, x: px + (frame[0] / 2 - at[0]) / width, y: py + (frame[1] / 2 - at[1]) / height }, size, frame);
}

export function panned(view, by, size, frame) {
  const { width, height } = placed(view, size, frame);
  return kept({ ...view, x: view.x - by[0] / width, y: view.y - by[1] / height }, size, frame);
}

/** Return a view that shows a box of the picture, [left, top, right, bottom] in its px. */
export function showing(box, size, frame, margin = 0.35) {
  const [width, height] = [box[2] - box[0], box[3] - box[1]].map((side) => Math.max(side, 1) * (1 + 2 * margin));
  const whole = placed(WHOLE, size, frame).scale;
  const zoom = Math.min(CLOSEST, Math.max(1, Math.min(frame[0] / width, frame[1] / height) / whole));
  return kept({ zoom, x: (box[0] + box[2]) / 2 / size[0], y: (box[1] + box[3]) / 2 / size[1] }, size, frame);
}

/** No wall beside the picture where the picture could be. */
function kept(view, size, frame) {
  const { width, height } = placed(view, size, frame);
  const axis = (middle, side, room) => {
    const half = room / 2 / side;
    return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, middle));
  };
  return { zoom: view.zoom, x: axis(view.x, width, frame[0]), y: axis(view.y, height, frame[1]) };
}
