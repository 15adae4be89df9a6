"""Draw the mouth over a warped frame, where both layers are seen; the rest is lips.py.

Formulas and names: generation/rig/mouth.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generation.fast.compile import Number, inlined, kernel, part
from generation.fast.hollow import MouthNow, own_colour, point_weights
from generation.fast.intrinsics import load_point, load_scene, store_plane, store_point
from generation.fast.lips import MouthFields, MouthGrid, MouthPaint, nearest
from generation.fast.nodes import Fields, Grid
from generation.fast.patch import moved, read_plane, site, to_byte
from generation.fast.sample import chroma, fixed_point, luma
from generation.fast.texture import Bytes1D, Texels, Textures
from generation.fast.warp import Rows, Target, band_rows, expand_pair
from generation.types import Floats

f4 = np.float32
i4 = np.int32


class MouthPoints(NamedTuple):
    """One pixel row: where each layer looks, scene px, and 1 where the two must be blended."""

    upper_x: Floats
    upper_y: Floats
    lower_x: Floats
    lower_y: Floats
    flags: Floats


@inlined
def choose(mouth: MouthGrid, paint: MouthPaint, points: MouthPoints, x: Number) -> Number:
    """Return the point the pixel looks at when one layer alone is seen there."""
    upper_x, upper_y = load_point(points.upper_x, x), load_point(points.upper_y, x)
    lower_x, lower_y = load_point(points.lower_x, x), load_point(points.lower_y, x)
    upper = load_scene(paint.upper_class, nearest(mouth, upper_x, upper_y)) == i4(2)
    return upper_x if upper else lower_x, upper_y if upper else lower_y


@inlined
def place_row(
    mouth: MouthGrid,
    paint: MouthPaint,
    above: Rows,
    below: Rows,
    points: MouthPoints,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
    half: bool,
) -> None:
    """Write where both layers look along a pixel row, and flag what shows more than one."""
    for x in range(left, right):
        at = site(x, half)
        dx, dy = moved(above, t, x, half)
        upper_x, upper_y = at + dx, y + dy
        dx, dy = moved(below, t, x, half)
        lower_x, lower_y = at + dx, y + dy
        upper = load_scene(paint.upper_class, nearest(mouth, upper_x, upper_y))
        lower = load_scene(paint.lower_class, nearest(mouth, lower_x, lower_y))
        single = (upper == i4(2)) | ((upper == i4(0)) & (lower == i4(2)))
        store_point(points.upper_x, x, upper_x)
        store_point(points.upper_y, x, upper_y)
        store_point(points.lower_x, x, lower_x)
        store_point(points.lower_y, x, lower_y)
        store_point(points.flags, x, f4(0) if single else f4(1))


@inlined
def single_luma(
    grid: Grid,
    textures: Textures,
    cubic: bool,
    mouth: MouthGrid,
    paint: MouthPaint,
    points: MouthPoints,
    target: Target,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw a luma row as if every pixel showed one layer alone."""
    width, height, begin = grid.width, grid.height, y * target.y_pitch
    for x in range(left, right):
        px, py = choose(mouth, paint, points, x)
        px, py = fixed_point(px, width), fixed_point(py, height)
        value = luma(textures.bordered, textures.luma, cubic, px, py, width)
        store_plane(target.y, begin + x, np.uint8(value))


@inlined
def single_chroma(
    grid: Grid,
    textures: Textures,
    mouth: MouthGrid,
    paint: MouthPaint,
    points: MouthPoints,
    target: Target,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw a chroma row of both planes as if every pixel showed one layer alone."""
    width, height, half = grid.width // 2, grid.height // 2, f4(0.5)
    begin_u, begin_v = y * target.u_pitch, y * target.v_pitch
    for x in range(left, right):
        px, py = choose(mouth, paint, points, x)
        px, py = fixed_point((px - half) * half, width), fixed_point((py - half) * half, height)
        u, v = chroma(textures.chroma, px, py, width)
        store_plane(target.u, begin_u + x, np.uint8(u))
        store_plane(target.v, begin_v + x, np.uint8(v))


@part
def mixed_luma(
    pixels: Bytes1D,
    texels: Texels,
    pairs: Bytes1D,
    cubic: bool,
    grid: Grid,
    mouth: MouthGrid,
    paint: MouthPaint,
    now: MouthNow,
    edges: Floats,
    here: Rows,
    points: MouthPoints,
    out: Bytes1D,
    begin: Number,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw the flagged pixels of a luma row: both layers and what lies between."""
    # Arrays leave their tuples here: inside the loop each would cost an atomic reference count.
    uppers_x, uppers_y, lowers_x, lowers_y, flags = points
    wide, tall, black = grid.width, grid.height, f4(16)
    for x in range(left, right):
        if load_point(flags, x) == f4(0):
            continue
        dx, dy = moved(here, t, x, False)
        ux, uy = load_point(uppers_x, x), load_point(uppers_y, x)
        lx, ly = load_point(lowers_x, x), load_point(lowers_y, x)
        w, index, share = point_weights(mouth, paint, now, edges, f4(x) + dx, y + dy)
        value = black
        if w[0] > f4(0):
            seen = read_plane(pixels, texels, pairs, cubic, 0, wide, tall, ux, uy)
            value += w[0] * (seen - black)
        if w[1] > f4(0):
            seen = read_plane(pixels, texels, pairs, cubic, 0, wide, tall, lx, ly)
            value += w[1] * (seen - black)
        value += own_colour(paint.colours, 0, w, index, share)
        store_plane(out, begin + x, to_byte(value))


@part
def mixed_chroma(
    pairs: Bytes1D,
    grid: Grid,
    mouth: MouthGrid,
    paint: MouthPaint,
    now: MouthNow,
    edges: Floats,
    here: Rows,
    points: MouthPoints,
    target: Target,
    row: Number,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw the flagged samples of a row of both chroma planes."""
    uppers_x, uppers_y, lowers_x, lowers_y, flags = points
    width, height, half, black = grid.width // 2, grid.height // 2, f4(0.5), f4(128)
    begin_u, begin_v = row * target.u_pitch, row * target.v_pitch
    for x in range(left, right):
        if load_point(flags, x) == f4(0):
            continue
        dx, dy = moved(here, t, x, True)
        ux, uy = load_point(uppers_x, x), load_point(uppers_y, x)
        lx, ly = load_point(lowers_x, x), load_point(lowers_y, x)
        at = site(x, True) + dx
        w, index, share = point_weights(mouth, paint, now, edges, at, y + dy)
        px, py = fixed_point((ux - half) * half, width), fixed_point((uy - half) * half, height)
        first_u, first_v = chroma(pairs, px, py, width)
        px, py = fixed_point((lx - half) * half, width), fixed_point((ly - half) * half, height)
        second_u, second_v = chroma(pairs, px, py, width)
        u = black + w[0] * (f4(first_u) - black) + w[1] * (f4(second_u) - black)
        v = black + w[0] * (f4(first_v) - black) + w[1] * (f4(second_v) - black)
        u += own_colour(paint.colours, 1, w, index, share)
        v += own_colour(paint.colours, 2, w, index, share)
        store_plane(target.u, begin_u + x, to_byte(u))
        store_plane(target.v, begin_v + x, to_byte(v))


@part
def luma_rows(
    grid: Grid,
    textures: Textures,
    cubic: bool,
    mouth: MouthGrid,
    paint: MouthPaint,
    now: MouthNow,
    edges: Floats,
    above: Rows,
    below: Rows,
    here: Rows,
    points: MouthPoints,
    target: Target,
    j: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw the luma rows between node rows j and j + 1."""
    first, last = band_rows(grid, j, 1)
    for y in range(first, last):
        t = f4(y) / f4(grid.step) - f4(j)
        place_row(mouth, paint, above, below, points, t, f4(y), left, right, False)
        single_luma(grid, textures, cubic, mouth, paint, points, target, y, left, right)
        mixed_luma(
            textures.bordered, textures.luma, textures.chroma, cubic, grid, mouth, paint, now,
            edges, here, points, target.y, y * target.y_pitch, t, f4(y), left, right,
        )  # fmt: skip


@part
def chroma_rows(
    grid: Grid,
    textures: Textures,
    mouth: MouthGrid,
    paint: MouthPaint,
    now: MouthNow,
    edges: Floats,
    above: Rows,
    below: Rows,
    here: Rows,
    points: MouthPoints,
    target: Target,
    j: Number,
    left: Number,
    right: Number,
) -> None:
    """Draw the chroma rows whose centres lie between node rows j and j + 1."""
    first, last = band_rows(grid, j, 2)
    for y in range(first, last):
        at = f4(2 * y) + f4(0.5)
        t = at / f4(grid.step) - f4(j)
        place_row(mouth, paint, above, below, points, t, at, left, right, True)
        single_chroma(grid, textures, mouth, paint, points, target, y, left, right)
        mixed_chroma(
            textures.chroma,
            grid,
            mouth,
            paint,
            now,
            edges,
            here,
            points,
            target,
            y,
            t,
            at,
            left,
            right,
        )


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
    points: MouthPoints,
    seen: tuple[Number, ...],
    target: Target,
) -> None:
    """Draw over the warped frame where both layers are seen; see part_lips."""
    for j in range(seen[0], seen[1]):
        first, last = own.spans[2 * j], own.spans[2 * j + 1]
        if last <= first:
            continue
        expand_pair(own.upper_x, own.upper_y, grid, j, first, last, above)
        expand_pair(own.lower_x, own.lower_y, grid, j, first, last, below)
        expand_pair(fields.off_x, fields.off_y, grid, j, first, last, here)
        left, right = first * grid.step, min(last * grid.step, grid.width)
        luma_rows(
            grid, textures, cubic, mouth, paint, now, edges, above, below, here, points, target, j,
            left, right,
        )  # fmt: skip
        left, right = (left + 1) // 2, right // 2
        chroma_rows(
            grid, textures, mouth, paint, now_chroma, edges, above, below, here, points, target, j,
            left, right,
        )  # fmt: skip
