"""The readable way to draw a flow: the mathematics of generation.fast.flowing in numpy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generation.ground.lattice import Lattice
from generation.scene.shapes import Array
from generation.types import Bytes2D, Floats, Planes

Reading = Callable[[Bytes2D, Array, Array], Array]

SHARP = -1.0
DARK, RISE = 110.0, 77.0  # luma at which glitter begins, and over which it grows


@dataclass(frozen=True, slots=True, eq=False)
class Streams:
    """All flows of one picture at one moment, on nodes (rows, columns).

    waves: (3, h, w) displacement px and glitter. cut: None or (9, h, w): the ways forward and
    back (c1x c1y c2x c2y each, px) and the place in the loop. switch, fade: (H, W) uint8.
    """

    waves: Floats
    cut: Floats | None
    switch: Bytes2D
    fade: Bytes2D


def draw_streams(base: Planes, lattice: Lattice, streams: Streams, out: Planes) -> None:
    """Draw the moment over the planes of the painting, into ``out``."""
    waves = lattice.to_pixels(np.moveaxis(streams.waves, 0, -1))
    luma = _shown(base.y, 1, lattice, streams, _keys)
    bright = np.clip((luma - DARK) / RISE, 0, 1)
    luma = luma + (luma - 16) * waves[..., 2] * bright
    out.y[:] = _bytes(luma)
    out.u[:] = _bytes(_shown(base.u, 2, lattice, streams, _linear))
    out.v[:] = _bytes(_shown(base.v, 2, lattice, streams, _linear))


def _shown(plane: Bytes2D, scale: int, lattice: Lattice, streams: Streams, read: Reading) -> Array:
    """Return the plane as the streams show it now, unrounded."""
    waves = lattice.to_pixels(np.moveaxis(streams.waves, 0, -1), scale)
    rows, columns = np.indices(plane.shape, np.float64)
    x: Array = columns + waves[..., 0] / scale
    y: Array = rows + waves[..., 1] / scale
    if streams.cut is None:
        return read(plane, x, y)
    field = lattice.to_pixels(np.moveaxis(streams.cut, 0, -1), scale)
    t = field[..., 8] % 1
    switch, fade = (a[::scale, ::scale].astype(np.float64) for a in (streams.switch, streams.fade))
    share = np.clip((switch - 255 * t) / fade + 0.5, 0, 1)
    copies = []
    for way, u in ((field[..., :4], t), (field[..., 4:8], 1 - t)):
        off = (way[..., :2] + way[..., 2:] * u[..., None]) * u[..., None] / scale
        copies.append(read(plane, x + off[..., 0], y + off[..., 1]))
    return np.asarray(copies[1] + (copies[0] - copies[1]) * share)


def _mirrored(place: Array, size: int) -> Array:
    end = size - 1
    return np.asarray(np.clip(end - np.abs(end - np.abs(place)), 0, end))


def _linear(plane: Bytes2D, x: Array, y: Array) -> Array:
    return _separable(plane, x, y, lambda u: (1 - u, u), 0)


def _keys(plane: Bytes2D, x: Array, y: Array) -> Array:
    """Keys 1981, with SHARP for a: strokes that travel keep their edge."""

    def weights(u: Array) -> tuple[Array, ...]:
        before = SHARP * u * (1 - u) ** 2
        after = SHARP * (1 - u) * u**2
        here = 1 - u * u * (SHARP + 3 - (SHARP + 2) * u)
        return before, here, 1 - before - after - here, after

    return np.asarray(np.clip(_separable(plane, x, y, weights, 1), 0, 255))


def _separable(
    plane: Bytes2D, x: Array, y: Array, weights: Callable[[Array], tuple[Array, ...]], first: int
) -> Array:
    """Weigh the pixels around each place; the picture goes on mirrored, then repeated."""
    height, width = plane.shape
    x, y = _mirrored(x, width), _mirrored(y, height)
    column, row = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    across, down = weights(x - column), weights(y - row)
    found = np.zeros(x.shape)
    for n, v in enumerate(down):
        line = np.clip(row + n - first, 0, height - 1)
        for m, u in enumerate(across):
            found += v * u * plane[line, np.clip(column + m - first, 0, width - 1)]
    return found


def _bytes(values: Array) -> Bytes2D:
    return np.asarray(np.clip(np.floor(values + 0.5), 0, 255), np.uint8)
