"""Expose a drawn frame: the shutter's smear along the nodes' motion, then the lens's falloff.

The mathematics of generation/finish/output.py, a row at a time over all three planes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.fast.cells import moving_span
from generation.fast.compile import Number, inlined, kernel, part
from generation.fast.intrinsics import (
    load_point,
    load_scene,
    load_word,
    store_plane,
    store_point,
)
from generation.fast.nodes import Grid
from generation.fast.patch import moved
from generation.fast.sample import between, fixed_point, pair
from generation.fast.strips import Rows
from generation.fast.texture import Bytes1D
from generation.fast.warp import Target, band_columns, band_rows, expand_pair
from generation.types import Floats

f4 = np.float32
i4 = np.int32
LEAST_SMEAR = f4(0.05)  # px


class Light(NamedTuple):
    """The gain of each column and row, for luma and for chroma."""

    columns: Floats
    rows: Floats
    half_columns: Floats
    half_rows: Floats


@inlined
def sample(plane: Bytes1D, pitch: Number, px: Number, py: Number) -> Number:
    """Sample a plane bilinearly at fixed-point (px, py); a row and a word lie beyond its end."""
    index = i4(i4(i4(py >> i4(8)) * i4(pitch)) + i4(px >> i4(8)))
    above, below = load_word(plane, index), load_word(plane, i4(index + i4(pitch)))
    return between(pair(above), pair(below), px, py)


@inlined
def mean_of(
    plane: Bytes1D,
    pitch: Number,
    width: Number,
    height: Number,
    x: Number,
    y: Number,
    dx: Number,
    dy: Number,
    taps: Number,
) -> Number:
    """Return the mean of ``taps`` samples along (dx, dy) px, the middle one at (x, y)."""
    share, total = f4(1) / f4(taps), f4(0)
    for k in range(taps):
        along = (f4(i4(k)) - f4(i4(taps - 1)) * f4(0.5)) * share
        px, py = fixed_point(x + dx * along, width), fixed_point(y + dy * along, height)
        total += f4(i4(sample(plane, pitch, px, py)))
    return total * share


@inlined
def smear_row(
    plane: Bytes1D,
    pitch: Number,
    width: Number,
    height: Number,
    rows: Rows,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
    taps: Number,
    half: bool,
    total: Floats,
) -> None:
    """Write the mean of the taps of pixels left..right of a row of luma, or of chroma (half)."""
    row, scale = f4(y), f4(0.5) if half else f4(1)
    for x in range(left, right):
        dx, dy = moved(rows, t, x, half)
        at = f4(i4(x))
        mean = mean_of(plane, pitch, width, height, at, row, dx * scale, dy * scale, taps)
        store_point(total, x, mean)


@part
def smear(
    plane: Bytes1D,
    pitch: Number,
    width: Number,
    height: Number,
    rows: Rows,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
    taps: Number,
    half: bool,
    total: Floats,
) -> None:
    """Smear a row; the number of taps is known to the compiler, which then vectorises."""
    if half:
        smear_row(plane, pitch, width, height, rows, t, y, left, right, 3, True, total)
    elif taps == 3:
        smear_row(plane, pitch, width, height, rows, t, y, left, right, 3, False, total)
    else:
        smear_row(plane, pitch, width, height, rows, t, y, left, right, 5, False, total)


@part
def put_plain(
    plane: Bytes1D,
    start: Number,
    out: Bytes1D,
    begin: Number,
    gain: Floats,
    here: Number,
    black: Number,
    left: Number,
    right: Number,
) -> None:
    """Write pixels left..right of a row as they are, darkened."""
    half = f4(0.5)
    for x in range(left, right):
        value = f4(i4(load_scene(plane, start + x)))
        lit = black + (value - black) * (load_scene(gain, x) * here)
        store_plane(out, begin + x, np.uint8(i4(lit + half)))


@part
def put_mean(
    total: Floats,
    out: Bytes1D,
    begin: Number,
    gain: Floats,
    here: Number,
    black: Number,
    left: Number,
    right: Number,
) -> None:
    """Write what was smeared, darkened."""
    half = f4(0.5)
    for x in range(left, right):
        lit = black + (load_point(total, x) - black) * (load_scene(gain, x) * here)
        store_plane(out, begin + x, np.uint8(i4(lit + half)))


@part
def expose_row(
    plane: Bytes1D,
    pitch: Number,
    scale: Number,
    grid: Grid,
    rows: Rows,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
    taps: Number,
    total: Floats,
    gains: Floats,
    here: Number,
    out: Bytes1D,
    begin: Number,
) -> None:
    """Write one row of one plane, smeared between left and right."""
    width, height, black = grid.width // scale, grid.height // scale, f4(16)
    if scale == 2:
        black = f4(128)
    start = y * pitch
    put_plain(plane, start, out, begin, gains, here, black, 0, left)
    put_plain(plane, start, out, begin, gains, here, black, right, width)
    if right > left:
        smear(plane, pitch, width, height, rows, t, y, left, right, taps, scale == 2, total)
        put_mean(total, out, begin, gains, here, black, left, right)


@part
def smeared_spans(
    grid: Grid, smear_x: Floats, smear_y: Floats, taps: Number, spans: NDArray[np.int64]
) -> None:
    """Write, per node row, the node columns between which something smears."""
    columns = grid.columns
    for j in range(grid.rows):
        first, last = 0, 0
        if taps > 1:
            first, last = moving_span(smear_x, smear_y, j * columns, columns, LEAST_SMEAR)
        found = last > first
        spans[2 * j] = max(first - 1, 0) if found else 0
        spans[2 * j + 1] = min(last, columns - 1) if found else 0


@kernel
def expose(
    grid: Grid,
    frame: Target,
    smear_x: Floats,
    smear_y: Floats,
    taps: Number,
    light: Light,
    spans: NDArray[np.int64],
    rows: Rows,
    total: Floats,
    target: Target,
) -> None:
    """Write the whole frame; smear: px at the nodes; taps: 1 for none, 3 or 5."""
    smeared_spans(grid, smear_x, smear_y, taps, spans)
    step = grid.step
    for j in range(grid.rows - 1):
        left, right = band_columns(grid, spans, j)
        if right > left:
            expand_pair(smear_x, smear_y, grid, j, left // step, -(-right // step), rows)
        first, last = band_rows(grid, j, 1)
        for y in range(first, last):
            expose_row(
                frame.y, frame.y_pitch, 1, grid, rows, f4(y - j * step) / f4(step), y,
                left, right, taps, total, light.columns, light.rows[y],
                target.y, y * target.y_pitch,
            )  # fmt: skip
        first, last = band_rows(grid, j, 2)
        for y in range(first, last):
            t = (f4(2 * y - j * step) + f4(0.5)) / f4(step)
            expose_row(
                frame.u, frame.u_pitch, 2, grid, rows, t, y, left // 2, right // 2, taps, total,
                light.half_columns, light.half_rows[y], target.u, y * target.u_pitch,
            )  # fmt: skip
            expose_row(
                frame.v, frame.v_pitch, 2, grid, rows, t, y, left // 2, right // 2, taps, total,
                light.half_columns, light.half_rows[y], target.v, y * target.v_pitch,
            )  # fmt: skip
