"""Draw all three planes from the nodes: expand, sample what moves, copy the rest.

Bands of ``step`` pixel rows lie between two node rows. Each node row is expanded once to
one value per pixel column, serves the band above and the band below, and is averaged in
pairs for chroma, whose samples sit in the middle of two luma columns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.fast.cells import moving_span
from generation.fast.compile import Number, inlined, kernel, part
from generation.fast.intrinsics import load_nodes, load_scene, store_plane, store_row
from generation.fast.nodes import Grid
from generation.fast.strips import (
    Rows,
    Strip,
    blend_chroma,
    blend_luma,
    fetch_chroma,
    fetch_luma,
    place_chroma,
    place_luma,
)
from generation.fast.texture import Bytes1D, Textures
from generation.types import Floats

f4 = np.float32
i4 = np.int32

# Below this displacement (px) a sample lands on the pixel itself: 1/256 px rounds to zero.
STILL = f4(0.0019)


class Target(NamedTuple):
    """Where to draw: the caller's planes, flat, with the bytes from one row to the next."""

    y: Bytes1D
    u: Bytes1D
    v: Bytes1D
    y_pitch: int
    u_pitch: int
    v_pitch: int


@inlined
def expand_by(
    field: Floats, start: Number, first: Number, last: Number, step: Number, into: Floats
) -> None:
    """Interpolate a node row linearly between node columns first and last."""
    one = f4(1) / f4(step)
    for i in range(first, last):
        a, b = load_nodes(field, start + i), load_nodes(field, start + i + 1)
        slope = (b - a) * one
        for k in range(step):
            store_row(into, i * step + k, a + slope * f4(i4(k)))


@part
def expand(
    field: Floats, start: Number, first: Number, last: Number, step: Number, into: Floats
) -> None:
    """Interpolate a node row; the usual steps are known to the compiler, which then shuffles."""
    if step == 4:
        expand_by(field, start, first, last, 4, into)
    elif step == 6:
        expand_by(field, start, first, last, 6, into)
    else:
        expand_by(field, start, first, last, step, into)


@part
def expand_pair(
    field_x: Floats, field_y: Floats, grid: Grid, j: Number, first: Number, last: Number, rows: Rows
) -> None:
    """Expand both axes of node rows j and j + 1 between node columns first and last."""
    here, below, step = j * grid.columns, (j + 1) * grid.columns, grid.step
    expand(field_x, here, first, last, step, rows.top_x)
    expand(field_y, here, first, last, step, rows.top_y)
    expand(field_x, below, first, last, step, rows.bottom_x)
    expand(field_y, below, first, last, step, rows.bottom_y)


@part
def band_rows(grid: Grid, j: Number, scale: Number) -> Number:
    """Return the first and last + 1 row, of luma (scale 1) or chroma (2), between node rows.

    A chroma row belongs where its centre, half a luma row below its first, lies.
    """
    last = min((j + 1) * grid.step, grid.height)
    return (j * grid.step + scale - 1) // scale, (last + scale - 1) // scale


@part
def copy_row(
    source: Bytes1D, start: Number, out: Bytes1D, begin: Number, left: Number, right: Number
) -> None:
    """Copy pixels left..right of a row."""
    for x in range(left, right):
        store_plane(out, begin + x, load_scene(source, start + x))


@part
def find_spans(grid: Grid, field_x: Floats, field_y: Floats, spans: NDArray[np.int64]) -> None:
    """Write, per node row, the node columns between which something moves."""
    columns = grid.columns
    for j in range(grid.rows):
        first, last = moving_span(field_x, field_y, j * columns, columns, STILL)
        found = last > first
        spans[2 * j] = max(first - 1, 0) if found else 0
        spans[2 * j + 1] = min(last, columns - 1) if found else 0


@part
def band_columns(grid: Grid, spans: NDArray[np.int64], j: Number) -> Number:
    """Return the pixel columns left, right (even) that move between node rows j and j + 1."""
    first, last = spans[2 * j], spans[2 * j + 1]
    if spans[2 * j + 3] > 0:
        below = spans[2 * j + 2]
        first = min(first, below) if last > 0 else below
        last = max(last, spans[2 * j + 3])
    return (first * grid.step) & -2, min((last * grid.step + 1) & -2, grid.width)


@part
def luma_band(
    grid: Grid,
    textures: Textures,
    cubic: bool,
    rows: Rows,
    strip: Strip,
    target: Target,
    j: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw the luma rows between node rows j and j + 1."""
    width, step = grid.width, grid.step
    first, last = band_rows(grid, j, 1)
    for y in range(first, last):
        start, begin = y * width, y * target.y_pitch
        copy_row(textures.y, start, target.y, begin, 0, left)
        if right > left:
            t = f4(y - j * step) / f4(step)
            place_luma(width, grid.height, rows, strip, t, y, left, right)
            fetch_luma(textures.bordered, width + 4, strip, left, right)
            blend_luma(strip, cubic, left, right, target.y, begin)
        copy_row(textures.y, start, target.y, begin, right, width)


@part
def chroma_band(
    grid: Grid,
    textures: Textures,
    rows: Rows,
    strip: Strip,
    target: Target,
    j: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw the chroma rows whose centres lie between node rows j and j + 1."""
    width, step = grid.width // 2, grid.step
    first, last = band_rows(grid, j, 2)
    for y in range(first, last):
        start, begin_u, begin_v = y * width, y * target.u_pitch, y * target.v_pitch
        copy_row(textures.u, start, target.u, begin_u, 0, left)
        copy_row(textures.v, start, target.v, begin_v, 0, left)
        if right > left:
            t = (f4(2 * y - j * step) + f4(0.5)) / f4(step)
            place_chroma(width, grid.height // 2, rows, strip, t, y, left, right)
            fetch_chroma(textures.chroma, 2 * width + 2, strip, left, right)
            blend_chroma(strip, left, right, target.u, target.v, begin_u, begin_v)
        copy_row(textures.u, start, target.u, begin_u, right, width)
        copy_row(textures.v, start, target.v, begin_v, right, width)


@kernel
def warp(
    grid: Grid,
    textures: Textures,
    cubic: bool,
    field_x: Floats,
    field_y: Floats,
    spans: NDArray[np.int64],
    rows: Rows,
    strip: Strip,
    target: Target,
) -> None:
    """Draw the whole frame from displacements of the nodes, px."""
    find_spans(grid, field_x, field_y, spans)
    for j in range(grid.rows - 1):
        left, right = band_columns(grid, spans, j)
        if right > left:
            first, last = left // grid.step, -(-right // grid.step)
            expand_pair(field_x, field_y, grid, j, first, last, rows)
        luma_band(grid, textures, cubic, rows, strip, target, j, left, right)
        chroma_band(grid, textures, rows, strip, target, j, left // 2, right // 2)
