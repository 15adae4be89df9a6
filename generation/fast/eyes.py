"""Draw one eye over a warped frame, whole rows at a time without branches.

Formulas and names: generation/rig/eyes.py; the geometry is lids.py.
"""

from __future__ import annotations

import numpy as np

from generation.fast.compile import Number, inlined, kernel, part
from generation.fast.intrinsics import load_point, store_point
from generation.fast.lids import EyeMoment, EyePaint, EyeShape, geometry
from generation.fast.nodes import Fields, Grid
from generation.fast.patch import moved, site, soft, to_byte
from generation.fast.sample import chroma, fixed_point, luma
from generation.fast.strips import Rows
from generation.fast.texture import Bytes1D, Textures
from generation.fast.warp import Target, band_rows, expand_pair
from generation.rig import constants as k
from generation.types import Floats

f4 = np.float32
i4 = np.int32

LEAST_GRAIN, MOST_GRAIN = f4(k.GRAIN_RANGE[0]), f4(k.GRAIN_RANGE[1])
UNTOUCHED = f4(-9999)


@inlined
def lid_skin(
    shape: EyeShape,
    low: Floats,
    high: Floats,
    rows: Number,
    columns: Number,
    plane: Number,
    point: tuple[Number, ...],
) -> Number:
    """Return the closed lid's own colour: low-pass skin with the brush strokes of the cheek."""
    x, y = point[7] - shape.left, point[8] - shape.top
    ratio = min(max(soft(low, 3, x, y, columns, rows), LEAST_GRAIN), MOST_GRAIN)
    grain = soft(high, plane, point[12], point[13], columns, rows)
    return soft(low, plane, x, y, columns, rows) + grain * ratio


@inlined
def layered(
    ball: Number,
    lower_lid: Number,
    lid: Number,
    own: Number,
    black: Number,
    point: tuple[Number, ...],
) -> Number:
    """Blend the three layers: shaded eyeball, lower lid over it, upper lid over both."""
    colour = ball + (black - ball) * point[3]
    colour += (lower_lid - colour) * point[6]
    lid += (own - lid) * point[10]
    lid += (black - lid) * point[11]
    return colour + (lid - colour) * point[9]


@inlined
def luma_at(
    pixels: Bytes1D,
    cubic: bool,
    width: Number,
    height: Number,
    x: Number,
    y: Number,
) -> Number:
    """Sample luma at scene px."""
    px, py = fixed_point(x, width), fixed_point(y, height)
    return f4(i4(luma(pixels, cubic, px, py, width)))


@inlined
def chroma_at(pairs: Bytes1D, width: Number, height: Number, x: Number, y: Number) -> Number:
    """Sample U and V at scene px; width, height of the chroma planes."""
    half = f4(0.5)
    px, py = fixed_point((x - half) * half, width), fixed_point((y - half) * half, height)
    u, v = chroma(pairs, px, py, width)
    return f4(i4(u)), f4(i4(v))


@part
def luma_row(
    pixels: Bytes1D,
    cubic: bool,
    grid: Grid,
    shape: EyeShape,
    paint: EyePaint,
    moment: EyeMoment,
    rows: Rows,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
    into: Floats,
) -> None:
    """Draw pixels left..right of a luma row where the eye is seen."""
    # Arrays leave their tuples here: inside the loop each would cost an atomic reference count.
    curves, low, high, glint, tall, wide = paint
    width, height, black = grid.width, grid.height, f4(16)
    box_tall = glint.shape[0] // wide
    for x in range(left, right):
        dx, dy = moved(rows, t, x, False)
        point = geometry(shape, curves, moment, site(x, False) + dx, y + dy)
        ball = luma_at(pixels, cubic, width, height, point[1], point[2])
        ball += soft(glint, 0, point[14], point[15], wide, box_tall)
        ball -= soft(glint, 0, point[1] - shape.left, point[2] - shape.top, wide, box_tall)
        lower = luma_at(pixels, cubic, width, height, point[4], point[5])
        lid = luma_at(pixels, cubic, width, height, point[7], point[8])
        own = lid_skin(shape, low, high, tall, wide, 0, point)
        value = layered(ball, lower, lid, own, black, point)
        store_point(into, x, value if point[0] else UNTOUCHED)


@part
def chroma_row(
    pairs: Bytes1D,
    grid: Grid,
    shape: EyeShape,
    paint: EyePaint,
    moment: EyeMoment,
    rows: Rows,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
    into_u: Floats,
    into_v: Floats,
) -> None:
    """Draw samples left..right of a row of both chroma planes where the eye is seen."""
    curves, low, high, _, tall, wide = paint
    width, height, black = grid.width // 2, grid.height // 2, f4(128)
    for x in range(left, right):
        dx, dy = moved(rows, t, x, True)
        point = geometry(shape, curves, moment, site(x, True) + dx, y + dy)
        ball_u, ball_v = chroma_at(pairs, width, height, point[1], point[2])
        lower_u, lower_v = chroma_at(pairs, width, height, point[4], point[5])
        lid_u, lid_v = chroma_at(pairs, width, height, point[7], point[8])
        own_u = lid_skin(shape, low, high, tall, wide, 1, point)
        own_v = lid_skin(shape, low, high, tall, wide, 2, point)
        u = layered(ball_u, lower_u, lid_u, own_u, black, point)
        v = layered(ball_v, lower_v, lid_v, own_v, black, point)
        store_point(into_u, x, u if point[0] else UNTOUCHED)
        store_point(into_v, x, v if point[0] else UNTOUCHED)


@part
def put_row(values: Floats, left: Number, right: Number, out: Bytes1D, begin: Number) -> None:
    """Write what was drawn of a row, rounded, and leave the rest as it is."""
    for x in range(left, right):
        value = load_point(values, x)
        kept = out[begin + x]
        out[begin + x] = kept if value == UNTOUCHED else to_byte(value)


@kernel
def draw_eye(
    grid: Grid,
    textures: Textures,
    cubic: bool,
    fields: Fields,
    rows: Rows,
    values: Floats,
    more: Floats,
    shape: EyeShape,
    paint: EyePaint,
    moment: EyeMoment,
    seen: tuple[Number, ...],
    target: Target,
) -> None:
    """Draw an eye between the node rows and columns ``seen``."""
    left, right = seen[2] * grid.step, min(seen[3] * grid.step, grid.width)
    first_half, last_half = (left + 1) // 2, right // 2
    for j in range(seen[0], seen[1]):
        expand_pair(fields.off_x, fields.off_y, grid, j, seen[2], seen[3], rows)
        first, last = band_rows(grid, j, 1)
        for y in range(first, last):
            t = f4(y) / f4(grid.step) - f4(j)
            luma_row(
                textures.bordered, cubic, grid, shape, paint, moment, rows, t, f4(y),
                left, right, values,
            )  # fmt: skip
            put_row(values, left, right, target.y, y * target.y_pitch)
        first, last = band_rows(grid, j, 2)
        for y in range(first, last):
            at = f4(2 * y) + f4(0.5)
            t = at / f4(grid.step) - f4(j)
            chroma_row(
                textures.chroma, grid, shape, paint, moment, rows, t, at, first_half, last_half,
                values, more,
            )  # fmt: skip
            put_row(values, first_half, last_half, target.u, y * target.u_pitch)
            put_row(more, first_half, last_half, target.v, y * target.v_pitch)
