// The drawing of what moves, as docs/motion-brush.md has it, and every change a hand makes to it.
// Pure: a drawing goes in, another comes out.

import { simplified } from './grid.js';

export const MOST = 6;
export const MOST_POINTS = 77;
const ALIKE = 0.7; // of what both boxes cover, in common
const OPTIONAL = ['stroke', 'width', 'mask', 'halo', 'seconds', 'still', 'arrows'];

export const empty = (size) => ({ version: 1, picture: [...size], origin: 'top-left', brush: [], flow: [], still: [] });

/** A drawing with every list there, in pixels from the upper left; null: nothing drawn. */
export function opened(told, size) {
  const ground = { ...empty(size), ...structuredClone(told ?? {}) };
  if (ground.origin !== 'bottom-left') return ground;
  return { ...ground, origin: 'top-left', ...turned(ground) };
}

/** The drawing as it is saved: null when it says nothing. */
export function closed(ground) {
  return ground.brush.length || ground.flow.length || ground.still.length ? ground : null;
}

/** Keep what is protected among the still, once; without regions nothing needs protection.
    known: all that could be protected; what of it is not goes. */
export function protecting(ground, guarded, known = guarded) {
  const own = ground.still.filter((polygon) => !known.some((one) => alike(one, polygon)));
  const needed = ground.brush.length || ground.flow.length ? guarded : [];
  return { ...ground, still: [...needed, ...own] };
}

/** Whether two outlines are of one thing: a face whose point was moved is drawn a little otherwise. */
export function alike(one, other) {
  const [a, b] = [one, other].map((polygon) => measured(polygon).box);
  const side = (n, m) => Math.max(0, Math.min(a[m], b[m]) - Math.max(a[n], b[n]));
  const [both, sum] = [side(0, 2) * side(1, 3), [a, b].reduce((all, box) => all + (box[2] - box[0]) * (box[3] - box[1]), 0)];
  return both > ALIKE * (sum - both);
}

/** A new region of a kind, with a way across its middle, so that it is whole from the start. */
export function added(ground, kind, polygon) {
  const { middle, box } = measured(polygon);
  const far = Math.max(4, (box[2] - box[0]) / 4);
  const round = (at) => at.map((v) => Math.round(v * 10) / 10);
  const entry = kind === 'brush'
    ? { polygon, path: [round(middle), round([middle[0] + far, middle[1]])], seconds: 4, loop: 'there-and-back', matte: 'auto' }
    : { polygon, arrows: [round([middle[0] - far / 2, middle[1]]).concat(round([middle[0] + far / 2, middle[1]]))], motion: 'auto' };
  return { ...ground, [kind]: [...ground[kind], entry] };
}

export const changed = (ground, kind, index, fields) => ({
  ...ground, [kind]: ground[kind].map((entry, n) => (n === index ? trimmed({ ...entry, ...fields }) : entry)),
});

export const removed = (ground, kind, index) => ({ ...ground, [kind]: ground[kind].filter((_, n) => n !== index) });

/** What flowed goes along a path, or the other way round; its area stays. */
export function turnedInto(ground, kind, index, other) {
  const entry = ground[kind][index];
  const polygon = cornersOf(entry);
  const next = added(removed(ground, kind, index), other, polygon);
  const way = entry.path ?? entry.arrows?.[0];
  const last = next[other].length - 1;
  if (!way) return next;
  const fields = other === 'brush'
    ? { path: [way.slice(0, 2), way.slice(2)] }
    : { arrows: [[...way[0], ...way.at(-1)]] };
  return changed(next, other, last, { ...fields, ...(other === 'flow' && entry.on_sitter ? { on_sitter: true } : {}) });
}

/** A stroke of the hand as the points of a path: no more than 77, none needless. */
export function pathOf(stroke, away) {
  let points = simplified(stroke, away);
  for (let more = away; points.length > MOST_POINTS; more *= 1.5) points = simplified(stroke, more);
  return points.map((at) => at.map((v) => Math.round(v * 10) / 10));
}

/** Put a point where the hand pressed: into the nearest part of the path. */
export function withPoint(path, at) {
  if (path.length >= MOST_POINTS) return path;
  const gaps = path.slice(1).map((end, n) => between(at, path[n], end));
  const [first, last] = [path[0], path.at(-1)].map((end) => Math.hypot(end[0] - at[0], end[1] - at[1]));
  const best = Math.min(...gaps);
  if (last <= best || first <= best) return last <= first ? [...path, at] : [at, ...path];
  const place = gaps.indexOf(best) + 1;
  return [...path.slice(0, place), at, ...path.slice(place)];
}

/** The corners of any area: a stroke's are those of its line. */
export const cornersOf = (entry) => entry.polygon ?? entry.stroke ?? [];

export function measured(polygon) {
  const [across, down] = [0, 1].map((axis) => polygon.map((at) => at[axis]));
  const box = [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
  let [area, x, y] = [0, 0, 0];
  polygon.forEach(([x0, y0], n) => {
    const [x1, y1] = polygon[(n + 1) % polygon.length];
    const part = x0 * y1 - x1 * y0;
    area += part / 2;
    x += (x0 + x1) * part;
    y += (y0 + y1) * part;
  });
  const middle = Math.abs(area) > 1 ? [x / (6 * area), y / (6 * area)] : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return { box, middle, area: Math.abs(area) };
}

function between([x, y], [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const u = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x0 - u * dx, y - y0 - u * dy);
}

function trimmed(entry) {
  return Object.fromEntries(Object.entries(entry).filter(([name, value]) => value !== null || !OPTIONAL.includes(name)));
}

function turned(ground) {
  const up = ([x, y]) => [x, ground.picture[1] - y];
  const area = (entry) => Object.fromEntries(Object.entries(entry).map(([name, value]) => (
    ['polygon', 'stroke', 'path'].includes(name) ? [name, value.map(up)]
      : name === 'arrows' ? [name, value.map((a) => [...up(a.slice(0, 2)), ...up(a.slice(2))])] : [name, value])));
  return { brush: ground.brush.map(area), flow: ground.flow.map(area), still: ground.still.map((line) => line.map(up)) };
}
