"""Look a field up between its nodes, and invert it: p + d(p) = node, by Newton's method.

The mathematics of generation/rig/inverse.py. Fields are flat float32 in node units.
"""

from __future__ import annotations

import numpy as np

from generation.fast.compile import Number, inlined, part
from generation.fast.intrinsics import load_ahead, load_back, store_back
from generation.rig.constants import LEAST_DETERMINANT
from generation.types import Floats

f4 = np.float32
i4 = np.int32
u4 = np.uint32
LEAST_DET = f4(LEAST_DETERMINANT)


@inlined
def cell(x: Number, y: Number, columns: Number, rows: Number) -> Number:
    """Return the flat index of the cell that holds (x, y) and the place inside it."""
    x = min(max(x, f4(0)), f4(f4(columns) - f4(1.001)))
    y = min(max(y, f4(0)), f4(f4(rows) - f4(1.001)))
    ix, iy = i4(x), i4(y)
    return i4(i4(iy * i4(columns)) + ix), x - f4(ix), y - f4(iy)


@inlined
def corners(field: Floats, index: Number, columns: Number) -> Number:
    """Return the four corners of a cell: near, right, below, below right."""
    below = i4(index + i4(columns))
    a, b = load_ahead(field, index), load_ahead(field, i4(index + i4(1)))
    return a, b, load_ahead(field, below), load_ahead(field, i4(below + i4(1)))


@inlined
def look_up(field: Floats, index: Number, u: Number, v: Number, columns: Number) -> Number:
    """Return the bilinear value of a finished inverse in a cell."""
    below = i4(index + i4(columns))
    a, b = load_back(field, index), load_back(field, i4(index + i4(1)))
    c, d = load_back(field, below), load_back(field, i4(below + i4(1)))
    upper, lower = a + (b - a) * u, c + (d - c) * u
    return upper + (lower - upper) * v


@inlined
def newton_step(
    ahead_x: Floats,
    ahead_y: Floats,
    x: Number,
    y: Number,
    off_x: Number,
    off_y: Number,
    columns: Number,
    rows: Number,
) -> Number:
    """Improve off so that off + d(x + off) = 0 at the node (x, y); node units."""
    index, u, v = cell(x + off_x, y + off_y, columns, rows)
    a, b, c, d = corners(ahead_x, index, columns)
    along, below = b - a, d - c
    upper, lower = a + along * u, c + below * u
    rest_x = -(off_x + upper + (lower - upper) * v)
    jxx, jxy = f4(1) + along + (below - along) * v, lower - upper
    a, b, c, d = corners(ahead_y, index, columns)
    along, below = b - a, d - c
    upper, lower = a + along * u, c + below * u
    rest_y = -(off_y + upper + (lower - upper) * v)
    jyx, jyy = along + (below - along) * v, f4(1) + lower - upper
    scale = f4(1) / max(jxx * jyy - jxy * jyx, LEAST_DET)
    off_x += (jyy * rest_x - jxy * rest_y) * scale
    off_y += (jxx * rest_y - jyx * rest_x) * scale
    return off_x, off_y


@inlined
def moves(field_x: Floats, field_y: Floats, index: Number, least: Number) -> Number:
    """Say whether a node is displaced by more than ``least`` along either axis."""
    return max(abs(field_x[index]), abs(field_y[index])) > least


@part
def moving_span(
    field_x: Floats, field_y: Floats, start: Number, columns: Number, least: Number
) -> Number:
    """Return first and last + 1 column of a node row where either field exceeds ``least``."""
    first, last = 0, columns
    while first < last and not moves(field_x, field_y, start + first, least):
        first += 1
    while last > first and not moves(field_x, field_y, start + last - 1, least):
        last -= 1
    return first, last


@part
def invert(
    ahead_x: Floats,
    ahead_y: Floats,
    back_x: Floats,
    back_y: Floats,
    columns: Number,
    rows: Number,
    scale: Number,
) -> None:
    """Write off with p = node + off solving p + d(p) = node, times the scale.

    Where d is exactly zero so is off, hence only each row's moving span is worked on.
    """
    for j in range(rows):
        start = j * columns
        first, last = moving_span(ahead_x, ahead_y, start, columns, f4(0))
        for i in range(columns):
            back_x[start + i] = f4(0)
            back_y[start + i] = f4(0)
        y = f4(j)
        for i in range(first, last):
            x = f4(i4(i))
            off_x = -load_ahead(ahead_x, start + i)
            off_y = -load_ahead(ahead_y, start + i)
            off_x, off_y = newton_step(ahead_x, ahead_y, x, y, off_x, off_y, columns, rows)
            off_x, off_y = newton_step(ahead_x, ahead_y, x, y, off_x, off_y, columns, rows)
            store_back(back_x, start + i, off_x * scale)
            store_back(back_y, start + i, off_y * scale)
