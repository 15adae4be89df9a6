"""Draw the mouth over a warped frame, where both layers are seen; the rest is lips.py.

Whole rows at a time without branches, so that they vectorise. Formulas and names:
generation/rig/mouth.py; the weights are hollow.py.
"""

from __future__ import annotations

import numpy as np

from generation.fast.compile import Number, kernel, part
from generation.fast.hollow import MouthNow, own_colour, weights
from generation.fast.intrinsics import store_plane
from generation.fast.lips import MouthFields, MouthGrid, MouthPaint
from generation.fast.nodes import Fields, Grid
from generation.fast.patch import moved, site, to_byte
from generation.fast.sample import chroma, fixed_point, luma
from generation.fast.strips import Rows
from generation.fast.texture import Bytes1D, Textures
from generation.fast.warp import Target, band_rows, expand_pair
from generation.types import Floats

f4 = np.float32
i4 = np.int32


@part
def luma_row(
    pixels: Bytes1D,
    cubic: bool,
    grid: Grid,
    mouth: MouthGrid,
    places: Floats,
    profiles: Floats,
    colours: Floats,
    now: MouthNow,
    edges: Floats,
    above: Rows,
    below: Rows,
    here: Rows,
    out: Bytes1D,
    begin: Number,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw pixels left..right of a luma row: both layers and what lies between."""
    wide, tall, black = grid.width, grid.height, f4(16)
    for x in range(left, right):
        at = site(x, False)
        dx, dy = moved(here, t, x, False)
        w = weights(mouth, places, profiles, now, edges, at + dx, y + dy)
        dx, dy = moved(above, t, x, False)
        px, py = fixed_point(at + dx, wide), fixed_point(y + dy, tall)
        first = f4(i4(luma(pixels, cubic, px, py, wide)))
        dx, dy = moved(below, t, x, False)
        px, py = fixed_point(at + dx, wide), fixed_point(y + dy, tall)
        second = f4(i4(luma(pixels, cubic, px, py, wide)))
        value = black + w[0] * (first - black) + w[1] * (second - black)
        store_plane(out, begin + x, to_byte(value + own_colour(colours, 0, w)))


@part
def chroma_row(
    pairs: Bytes1D,
    grid: Grid,
    mouth: MouthGrid,
    places: Floats,
    profiles: Floats,
    colours: Floats,
    now: MouthNow,
    edges: Floats,
    above: Rows,
    below: Rows,
    here: Rows,
    out_u: Bytes1D,
    out_v: Bytes1D,
    begin_u: Number,
    begin_v: Number,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw samples left..right of a row of both chroma planes."""
    wide, tall, half, black = grid.width // 2, grid.height // 2, f4(0.5), f4(128)
    for x in range(left, right):
        at = site(x, True)
        dx, dy = moved(here, t, x, True)
        w = weights(mouth, places, profiles, now, edges, at + dx, y + dy)
        dx, dy = moved(above, t, x, True)
        px = fixed_point((at + dx - half) * half, wide)
        py = fixed_point((y + dy - half) * half, tall)
        first_u, first_v = chroma(pairs, px, py, wide)
        dx, dy = moved(below, t, x, True)
        px = fixed_point((at + dx - half) * half, wide)
        py = fixed_point((y + dy - half) * half, tall)
        second_u, second_v = chroma(pairs, px, py, wide)
        u = black + w[0] * (f4(i4(first_u)) - black) + w[1] * (f4(i4(second_u)) - black)
        v = black + w[0] * (f4(i4(first_v)) - black) + w[1] * (f4(i4(second_v)) - black)
        store_plane(out_u, begin_u + x, to_byte(u + own_colour(colours, 1, w)))
        store_plane(out_v, begin_v + x, to_byte(v + own_colour(colours, 2, w)))


@kernel
def draw_mouth(
    grid: Grid,
    textures: Textures,
    cubic: bool,
    mouth: MouthGrid,
    paint: MouthPaint,
    fields: Fields,
    own: MouthFields,
    now: MouthNow,
    now_chroma: MouthNow,
    edges: Floats,
    above: Rows,
    below: Rows,
    here: Rows,
    seen: tuple[Number, ...],
    target: Target,
) -> None:
    """Draw over the warped frame where both layers are seen; see part_lips."""
    for j in range(seen[0], seen[1]):
        start, end = own.spans[2 * j], own.spans[2 * j + 1]
        if end <= start:
            continue
        expand_pair(own.upper_x, own.upper_y, grid, j, start, end, above)
        expand_pair(own.lower_x, own.lower_y, grid, j, start, end, below)
        expand_pair(fields.off_x, fields.off_y, grid, j, start, end, here)
        left, right = start * grid.step, min(end * grid.step, grid.width)
        first, last = band_rows(grid, j, 1)
        for y in range(first, last):
            t = f4(y) / f4(grid.step) - f4(j)
            luma_row(
                textures.bordered, cubic, grid, mouth, paint.places,
                paint.profiles, paint.colours, now, edges, above, below, here, target.y,
                y * target.y_pitch, t, f4(y), left, right,
            )  # fmt: skip
        left, right = (left + 1) // 2, right // 2
        first, last = band_rows(grid, j, 2)
        for y in range(first, last):
            at = f4(2 * y) + f4(0.5)
            chroma_row(
                textures.chroma, grid, mouth, paint.places, paint.profiles, paint.colours,
                now_chroma, edges, above, below, here, target.u, target.v, y * target.u_pitch,
                y * target.v_pitch, at / f4(grid.step) - f4(j), at, left, right,
            )  # fmt: skip
