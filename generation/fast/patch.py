"""What mouth and eyes share: where a part is seen, and reading one pixel at a time."""

from __future__ import annotations

import numpy as np

from generation.fast.compile import inlined, kernel, part
from generation.fast.intrinsics import load_row, load_scene
from generation.fast.sample import bilinear, catmull_rom, fixed_point

f4 = np.float32
i4 = np.int32


@kernel
def seen_nodes(fields, grid, left, top, right, bottom):
    """Return the node rows and columns (first, last, first, last) that look into a box.

    One node more on every side, so that whole cells between them hold every such pixel.
    """
    margin, step = f4(2 * grid.step), f4(grid.step)
    first_j, last_j, first_i, last_i = grid.rows, -1, grid.columns, -1
    for j in range(grid.rows):
        start, y = j * grid.columns, f4(j) * step
        for i in range(grid.columns):
            px = f4(i) * step + fields.off_x[start + i]
            py = y + fields.off_y[start + i]
            if left - margin < px < right + margin and top - margin < py < bottom + margin:
                first_j, last_j = min(first_j, j), j
                first_i, last_i = min(first_i, i), max(last_i, i)
    if last_j < 0:
        return 0, 0, 0, 0
    return first_j, min(last_j + 1, grid.rows - 1), first_i, min(last_i + 1, grid.columns - 1)


@inlined
def moved(rows, t, x, half):
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
def site(x, half):
    """Return the scene px of a luma column, or of a chroma column's centre."""
    return f4(i4(2 * x)) + f4(0.5) if half else f4(i4(x))


@part
def read_plane(texels, cubic, scale, width, height, x, y):
    """Return one plane at scene px (x, y) as float 0..255; width, height: of luma, scale 1 or 2."""
    wide, tall = width // scale, height // scale
    shift, shrink = f4(0.5) * f4(scale - 1), f4(1) / f4(scale)
    px, py = fixed_point((x - shift) * shrink, wide), fixed_point((y - shift) * shrink, tall)
    if cubic:
        return f4(catmull_rom(texels, px, py, wide))
    return f4(bilinear(texels, px, py, wide))


@inlined
def soft(texture, layer, x, y, width, height):
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
def to_byte(value):
    """Round 0..255 to uint8, clipped."""
    return np.uint8(i4(min(max(value, f4(0)), f4(255)) + f4(0.5)))


@inlined
def unit(value):
    """Clip to 0..1."""
    return min(max(value, f4(0)), f4(1))


@inlined
def bell(q):
    """Return exp(-q) for q >= 0 within .005, by (1 - q/64)^64."""
    base = max(f4(1) - q * f4(1 / 64), f4(0))
    base *= base
    base *= base
    base *= base
    base *= base
    base *= base
    return base * base


@inlined
def lid_power(x):
    """Return x^.7 within .005 for 0..1, as x^.6875 by four square roots."""
    a = np.sqrt(x)
    c = np.sqrt(np.sqrt(a))
    return a * c * np.sqrt(c)
