"""Draw one eye over a warped frame. Formulas and names: generation/rig/eyes.py."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generation.fast.compile import inlined, kernel, part
from generation.fast.intrinsics import load_point, load_scene, store_plane, store_point
from generation.fast.patch import (
    bell,
    lid_power,
    moved,
    plane_of,
    read_plane,
    read_soft,
    site,
    to_byte,
    unit,
)
from generation.fast.warp import band_rows, expand_pair
from generation.rig import constants as k
from generation.types import Floats

f4 = np.float32
i4 = np.int32

TRAVEL, RISE = f4(k.LID_TRAVEL), f4(k.LID_RISE)
REACH, TUCK, FADE = f4(k.GAZE_REACH), f4(k.LID_TUCK), f4(k.LOWER_FADE)
GRAIN = f4(k.GRAIN_DROP)
SHADE_WIDTH, SHADE_DEPTH = f4(k.SHADOW_WIDTH), f4(k.SHADOW_DEPTH)
LASH, COLOUR_FROM = f4(k.LASH_DEPTH), f4(k.LID_COLOUR_FROM)
FULL, SPREAD = f4(k.LID_COLOUR_FULL), f4(k.LASH_SPREAD)
LEAST_OPENING = f4(k.LEAST_OPENING)
LEAST_GRAIN, MOST_GRAIN = f4(k.GRAIN_RANGE[0]), f4(k.GRAIN_RANGE[1])


class EyeShape(NamedTuple):
    """What never changes about an eye; all np.float32, lengths in px."""

    centre_x: np.float32
    centre_y: np.float32
    across_x: np.float32
    across_y: np.float32
    down_x: np.float32
    down_y: np.float32
    width: np.float32
    x0: np.float32
    samples: np.float32  # curve samples per px
    iris: np.float32
    rim: np.float32  # iris radius as a share of the shift's reach
    soft: np.float32
    opening: np.float32
    left: np.float32
    top: np.float32
    right: np.float32
    bottom: np.float32


class EyePaint(NamedTuple):
    """Curves upper, lower, brow (3 * 257,); skin over (rows, columns): low-pass of Y, U, V and
    the luma ratio (4 * n,), detail of Y, U, V (3 * n,)."""

    curves: Floats
    low: Floats
    high: Floats
    rows: int
    columns: int


class EyeMoment(NamedTuple):
    """The numbers of this frame, np.float32: see rig.numbers.EyeNumbers."""

    closure: np.float32
    shift_x: np.float32
    shift_y: np.float32


class EyePoints(NamedTuple):
    """One pixel row: place in the eye's frame, and 1 where the pixel may change."""

    across: Floats
    down: Floats
    flags: Floats


@inlined
def curve(curves, which, shape, across):
    """Return one of the curves at ``across`` px."""
    place = min(max((across - shape.x0) * shape.samples, f4(0)), f4(255.99))
    index = i4(place)
    near = load_scene(curves, i4(i4(257 * which) + index))
    far = load_scene(curves, i4(i4(257 * which + 1) + index))
    return near + (far - near) * (place - f4(index))


@inlined
def flag_row(shape, curves, rows, points, t, y, left, right, half):
    """Write the eye's coordinates of a pixel row and flag what may lie in the eye."""
    reach = FADE * shape.width + f4(0.1)
    for x in range(left, right):
        dx, dy = moved(rows, t, x, half)
        px, py = site(x, half) + dx, y + dy
        rx, ry = px - shape.centre_x, py - shape.centre_y
        across = rx * shape.across_x + ry * shape.across_y
        down = rx * shape.down_x + ry * shape.down_y
        inside = (px >= shape.left) & (px <= shape.right) & (py >= shape.top)
        inside &= py <= shape.bottom
        brow, lower = curve(curves, 2, shape, across), curve(curves, 1, shape, across)
        inside &= (down >= brow) & (down <= lower + reach)
        store_point(points.across, x, across)
        store_point(points.down, x, down)
        store_point(points.flags, x, f4(1) if inside else f4(0))


@inlined
def ball_point(shape, moment, across, down, upper, lower):
    """Return where the eyeball's layer is sampled, eye frame."""
    reach = REACH * shape.width
    away = min(abs(across - shape.iris - moment.shift_x) / reach, f4(1))
    rest, hold = f4(1) - away * away, f4(1) - shape.rim * shape.rim
    follow = min(rest * np.sqrt(rest) / (hold * np.sqrt(hold)), f4(1))
    held = max(min(down - moment.shift_y * follow, lower + f4(1)), upper - f4(0.5))
    moving = moment.shift_x != f4(0) or moment.shift_y != f4(0)
    return across - moment.shift_x * follow, held if moving else down


@inlined
def lid_weights(shape, closure, place, opening, below_edge):
    """Return how much skin colour and how much lash darkness the upper lid takes here."""
    if closure <= COLOUR_FROM:
        return f4(0), f4(0)
    share = opening / shape.opening
    skin = unit(f4(2.2) * closure) * lid_power(unit(FULL * place)) * unit(f4(2) * share)
    edge = (below_edge + f4(0.5) * shape.soft) / (SPREAD * shape.soft)
    lash = LASH * unit(f4(1.5) * closure) * lid_power(unit(share)) * bell(edge * edge)
    return skin, lash


@inlined
def in_picture(shape, across, down):
    """Turn the eye's frame into scene px."""
    x = shape.centre_x + shape.across_x * across + shape.down_x * down
    return x, shape.centre_y + shape.across_y * across + shape.down_y * down


@part
def geometry(shape, curves, moment, across, down):
    """Return what to sample and how to blend it, for a point of the eye's frame.

    (touched, ball across and down, shade, lower alpha, lower down, upper alpha, lid down,
    skin, lash)
    """
    upper, lower = curve(curves, 0, shape, across), curve(curves, 1, shape, across)
    brow, closure, width = curve(curves, 2, shape, across), moment.closure, shape.width
    opening = lower - upper
    lid = upper + opening * closure * TRAVEL
    low = lower - opening * max(closure, f4(0)) * RISE
    touched = down >= brow and down <= low + FADE * width and opening > LEAST_OPENING
    ball_x, ball_y = ball_point(shape, moment, across, down, upper, lower)
    fall = (down - lid) / (SHADE_WIDTH * width)
    shade = SHADE_DEPTH * max(closure, f4(0)) * bell(fall * fall) if opening > f4(1) else f4(0)
    low_y = down + (lower - low) * (f4(1) - unit((down - low) / (FADE * width)))
    tuck = TUCK * width * unit(f4(2) * closure) * unit(opening / shape.opening)
    reach = max(lid - brow, f4(0.5))
    lid_y = brow + (down - brow) * max(upper - tuck - brow, f4(0.3)) / reach
    skin, lash = lid_weights(shape, closure, (down - brow) / reach, opening, down - lid)
    edge = f4(0.5) / shape.soft
    lower_alpha = unit((down - low) * edge + f4(0.5))
    upper_alpha = unit((lid - down) * edge + f4(0.5))
    return touched, ball_x, ball_y, shade, lower_alpha, low_y, upper_alpha, lid_y, skin, lash


@part
def lid_skin(shape, low, high, rows, columns, plane, across, down, lid_y):
    """Return the closed lid's own colour: low-pass skin with the brush strokes of the cheek."""
    x, y = in_picture(shape, across, lid_y)
    x, y = x - shape.left, y - shape.top
    ratio = min(max(read_soft(low, 3, x, y, columns, rows), LEAST_GRAIN), MOST_GRAIN)
    skin = read_soft(low, plane, x, y, columns, rows)
    x, y = in_picture(shape, across, down + GRAIN * shape.width)
    x, y = x - shape.left, y - shape.top
    return skin + read_soft(high, plane, x, y, columns, rows) * ratio


@part
def beneath(texels, cubic, scale, width, height, shape, across, down, black, point):
    """Return what lies under the upper lid: the shaded eyeball, then the lower lid."""
    _, ball_x, ball_y, shade, lower, low_y = point[:6]
    colour = f4(0)
    if lower < f4(1):
        x, y = in_picture(shape, ball_x, ball_y)
        colour = read_plane(texels, cubic, scale, width, height, x, y)
        colour += (black - colour) * shade
    if lower > f4(0):
        x, y = in_picture(shape, across, low_y)
        colour += (read_plane(texels, cubic, scale, width, height, x, y) - colour) * lower
    return colour


@part
def eye_row(texels, cubic, grid, shape, paint, moment, points, out, begin, plane, left, right):
    """Draw the flagged pixels of one row of one plane."""
    # Arrays leave their tuples here: inside the loop each would cost an atomic reference count.
    curves, low, high, rows, columns = (
        paint.curves,
        paint.low,
        paint.high,
        paint.rows,
        paint.columns,
    )
    flags, acrosses, downs = points.flags, points.across, points.down
    width, height, scale = grid.width, grid.height, 1 if plane == 0 else 2
    black = f4(16) if plane == 0 else f4(128)
    for x in range(left, right):
        if load_point(flags, x) == f4(0):
            continue
        across, down = load_point(acrosses, x), load_point(downs, x)
        point = geometry(shape, curves, moment, across, down)
        upper, lid_y, skin, lash = point[6:]
        colour = f4(0)
        if upper < f4(1):
            colour = beneath(texels, cubic, scale, width, height, shape, across, down, black, point)
        if upper > f4(0):
            px, py = in_picture(shape, across, lid_y)
            lid = read_plane(texels, cubic, scale, width, height, px, py)
            if skin > f4(0):
                own = lid_skin(shape, low, high, rows, columns, plane, across, down, lid_y)
                lid += (own - lid) * skin
            lid += (black - lid) * lash
            colour += (lid - colour) * upper
        if point[0]:
            store_plane(out, begin + x, to_byte(colour))


@part
def eye_band(grid, textures, cubic, rows, points, shape, paint, moment, seen, target, j, scale):
    """Draw the rows of luma (scale 1) or chroma (2) between node rows j and j + 1."""
    first, last = band_rows(grid, j, scale)
    left = (seen[2] * grid.step + scale - 1) // scale
    right = min(seen[3] * grid.step, grid.width) // scale
    for y in range(first, last):
        at = f4(y * scale) + f4(scale - 1) * f4(0.5)
        t = at / f4(grid.step) - f4(j)
        if scale == 1:
            flag_row(shape, paint.curves, rows, points, t, at, left, right, False)
        else:
            flag_row(shape, paint.curves, rows, points, t, at, left, right, True)
        for plane in range(scale - 1, 2 * scale - 1):
            texels, out, begin = plane_of(textures, target, plane, y)
            eye_row(
                texels, cubic and plane == 0, grid, shape, paint, moment, points, out, begin,
                plane, left, right,
            )  # fmt: skip


@kernel
def draw_eye(grid, textures, cubic, fields, rows, points, shape, paint, moment, seen, target):
    """Draw an eye between the node rows and columns ``seen``."""
    for j in range(seen[0], seen[1]):
        expand_pair(fields.off_x, fields.off_y, grid, j, seen[2], seen[3], rows)
        for scale in range(1, 3):
            eye_band(
                grid, textures, cubic, rows, points, shape, paint, moment, seen, target, j, scale
            )
