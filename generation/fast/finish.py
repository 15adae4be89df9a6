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
    load_row,
    load_scene,
    load_word,
    store_plane,
    store_point,
)
from generation.fast.nodes import Grid
from generation.fast.sample import between, fixed_point
from generation.fast.texture import Bytes1D
from generation.fast.warp import Rows, Target, band_columns, band_rows, expand_pair
from generation.types import Floats

f4 = np.float32
i4 = np.int32
u4 = np.uint32
LEAST_SMEAR = f4(0.05)  # px


class Light(NamedTuple):
    """The gain of each column and row, for luma and for chroma."""

    columns: Floats
    rows: Floats
    half_columns: Floats
    half_rows: Floats


@inlined
def pair(word: Number) -> Number:
    """Spread the two lowest bytes of a word over its 16-bit lanes."""
    return u4(u4(word & u4(255)) | u4(u4(word & u4(0xFF00)) << u4(8)))


@inlined
def sample(plane: Bytes1D, pitch: Number, px: Number, py: Number) -> Number:
    """Sample a plane bilinearly at fixed-point (px, py); a row and a word lie beyond its end."""
    index = i4(i4(i4(py >> i4(8)) * i4(pitch)) + i4(px >> i4(8)))
    above, below = load_word(plane, index), load_word(plane, i4(index + i4(pitch)))
    return between(pair(above), pair(below), px, py)


@part
def add_tap(
    plane: Bytes1D,
    pitch: Number,
    width: Number,
    height: Number,
    rows: Rows,
    t: Number,
    y: Number,
    along: Number,
    left: Number,
    right: Number,
    total: Floats,
) -> None:
    """Add one luma sample, ``along`` of the smear away, to pixels left..right of a row."""
    row = f4(y)
    for x in range(left, right):
        top_x, top_y = load_row(rows.top_x, x), load_row(rows.top_y, x)
        dx = (top_x + (load_row(rows.bottom_x, x) - top_x) * t) * along
        dy = (top_y + (load_row(rows.bottom_y, x) - top_y) * t) * along
        px, py = fixed_point(f4(i4(x)) + dx, width), fixed_point(row + dy, height)
        value = f4(i4(sample(plane, pitch, px, py)))
        store_point(total, x, load_point(total, x) + value)


@part
def add_half_tap(
    plane: Bytes1D,
    pitch: Number,
    width: Number,
    height: Number,
    rows: Rows,
    t: Number,
    y: Number,
    along: Number,
    left: Number,
    right: Number,
    total: Floats,
) -> None:
    """Add one chroma sample; the smear of a sample is the mean of its two luma columns."""
    row, quarter = f4(y), f4(0.25) * along
    for x in range(left, right):
        a, b = 2 * x, 2 * x + 1
        top_x = load_row(rows.top_x, a) + load_row(rows.top_x, b)
        top_y = load_row(rows.top_y, a) + load_row(rows.top_y, b)
        bottom_x = load_row(rows.bottom_x, a) + load_row(rows.bottom_x, b)
        bottom_y = load_row(rows.bottom_y, a) + load_row(rows.bottom_y, b)
        dx = (top_x + (bottom_x - top_x) * t) * quarter
        dy = (top_y + (bottom_y - top_y) * t) * quarter
        px, py = fixed_point(f4(i4(x)) + dx, width), fixed_point(row + dy, height)
        value = f4(i4(sample(plane, pitch, px, py)))
        store_point(total, x, load_point(total, x) + value)


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
    share: Number,
    out: Bytes1D,
    begin: Number,
    gain: Floats,
    here: Number,
    black: Number,
    left: Number,
    right: Number,
) -> None:
    """Write the mean of the taps, darkened."""
    half = f4(0.5)
    for x in range(left, right):
        lit = black + (load_point(total, x) * share - black) * (load_scene(gain, x) * here)
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
    start, share = y * pitch, f4(1) / f4(taps)
    put_plain(plane, start, out, begin, gains, here, black, 0, left)
    put_plain(plane, start, out, begin, gains, here, black, right, width)
    if right <= left:
        return
    for x in range(left, right):
        store_point(total, x, f4(0))
    for k in range(taps):
        along = (f4(k) - f4(taps - 1) * f4(0.5)) * share
        if scale == 1:
            add_tap(plane, pitch, width, height, rows, t, y, along, left, right, total)
        else:
            add_half_tap(plane, pitch, width, height, rows, t, y, along, left, right, total)
    put_mean(total, share, out, begin, gains, here, black, left, right)


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
    """Write the whole frame; smear: px at the nodes, one tap for none."""
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
