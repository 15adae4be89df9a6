"""What mouth and eyes share: where a part is seen, and small formulas."""

from __future__ import annotations

import numpy as np

from generation.fast.compile import Number, inlined, kernel, part
from generation.fast.intrinsics import load_row, load_scene
from generation.fast.nodes import Fields, Grid
from generation.fast.strips import Rows
from generation.types import Floats

f4 = np.float32
i4 = np.int32
COARSE = 4


@part
def look_around(
    fields: Fields,
    grid: Grid,
    box: tuple[Number, ...],
    margin: Number,
    every: Number,
    j0: Number,
    j1: Number,
    i0: Number,
    i1: Number,
) -> Number:
    """Return first and last row and column of nodes, ``every`` apart, that look into a box."""
    left, top, right, bottom = box
    step, first_j, last_j, first_i, last_i = f4(grid.step), grid.rows, -1, grid.columns, -1
    for j in range(j0, j1, every):
        for i in range(i0, i1, every):
            px = f4(i) * step + fields.off_x[j * grid.columns + i]
            py = f4(j) * step + fields.off_y[j * grid.columns + i]
            if left - margin < px < right + margin and top - margin < py < bottom + margin:
                first_j, last_j = min(first_j, j), j
                first_i, last_i = min(first_i, i), max(last_i, i)
    return first_j, last_j, first_i, last_i


@kernel
def seen_nodes(
    fields: Fields, grid: Grid, left: Number, top: Number, right: Number, bottom: Number
) -> Number:
    """Return the node rows and columns (first, last, first, last) that look into a box.

    One node more on every side, so that whole cells between them hold every such pixel.
    """
    step, box, rows, columns = f4(grid.step), (left, top, right, bottom), grid.rows, grid.columns
    # A look at one node in sixteen first; between two of them the field moves no further.
    wide = f4(4 * COARSE) * step
    a, b, c, d = look_around(fields, grid, box, wide, COARSE, 0, rows, 0, columns)
    a, b = max(a - COARSE, 0), min(b + COARSE + 1, rows)
    c, d = max(c - COARSE, 0), min(d + COARSE + 1, columns)
    a, b, c, d = look_around(fields, grid, box, f4(2) * step, 1, a, b, c, d)
    if b < 0:
        return 0, 0, 0, 0
    return a, min(b + 1, rows - 1), c, min(d + 1, columns - 1)


@inlined
def moved(rows: Rows, t: Number, x: Number, half: bool) -> Number:
    """Return the displacement in px at pixel column x, or at chroma column x (half)."""
    if half:
        a, b = 2 * x, 2 * x + 1
        top_x = f4(0.5) * (load_row(rows.top_x, a) + load_row(rows.top_x, b))
        top_y = f4(0.5) * (load_row(rows.top_y, a) + load_row(rows.top_y, b))
        bottom_x = f4(0.5) * (load_row(rows.bottom_x, a) + load_row(rows.bottom_x, b))
        bottom_y = f4(0.5) * (load_row(rows.bottom_y, a) + load_row(rows.bottom_y, b))
    else:
        top_x, bottom_x = load_row(rows.top_x, x), load_row(rows.bottom_x, x)
        top_y, bottom_y = load_row(rows.top_y, x), load_row(rows.bottom_y, x)
    return top_x + (bottom_x - top_x) * t, top_y + (bottom_y - top_y) * t


@inlined
def site(x: Number, half: bool) -> Number:
    """Return the scene px of a luma column, or of a chroma column's centre."""
    return f4(i4(2 * x)) + f4(0.5) if half else f4(i4(x))


@inlined
def soft(
    texture: Floats, layer: Number, x: Number, y: Number, width: Number, height: Number
) -> Number:
    """Return layer ``layer`` of a float texture (layers * height * width,) bilinearly at x, y."""
    x = min(max(x, f4(0)), f4(f4(width) - f4(1.001)))
    y = min(max(y, f4(0)), f4(f4(height) - f4(1.001)))
    ix, iy = i4(x), i4(y)
    u, v = x - f4(ix), y - f4(iy)
    index = i4(i4(i4(i4(i4(layer) * i4(height)) + iy) * i4(width)) + ix)
    below = i4(index + i4(width))
    a, b = load_scene(texture, index), load_scene(texture, i4(index + i4(1)))
    c, d = load_scene(texture, below), load_scene(texture, i4(below + i4(1)))
    upper, lower = a + (b - a) * u, c + (d - c) * u
    return upper + (lower - upper) * v


@inlined
def to_byte(value: Number) -> Number:
    """Round 0..255 to uint8, clipped."""
    return np.uint8(i4(min(max(value, f4(0)), f4(255)) + f4(0.5)))


@inlined
def unit(value: Number) -> Number:
    """Clip to 0..1."""
    return min(max(value, f4(0)), f4(1))


@inlined
def bell(q: Number) -> Number:
    """Return exp(-q) for q >= 0 within .005, by (1 - q/64)^64."""
    base = max(f4(1) - q * f4(1 / 64), f4(0))
    base *= base
    base *= base
    base *= base
    base *= base
    base *= base
    return base * base


@inlined
def lid_power(x: Number) -> Number:
    """Return x^.7 within .005 for 0..1, as x^.6875 by four square roots."""
    a = np.sqrt(x)
    c = np.sqrt(np.sqrt(a))
    return a * c * np.sqrt(c)
