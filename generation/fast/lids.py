"""Where an eye's three layers look and how they blend, at a point of the painting.

Formulas and names: generation/rig/eyes.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generation.fast.compile import Number, inlined
from generation.fast.intrinsics import load_scene
from generation.fast.patch import bell, lid_power, unit
from generation.rig import constants as k
from generation.types import Floats

f4 = np.float32
i4 = np.int32

TRAVEL, RISE = f4(k.LID_TRAVEL), f4(k.LID_RISE)
REACH, TUCK, FADE = f4(k.GAZE_REACH), f4(k.LID_TUCK), f4(k.LOWER_FADE)
SQUINT, LOW_TUCK, STAYS = f4(k.SQUINT), f4(k.LOWER_TUCK), f4(1 - k.GLINT_FOLLOW)
GRAIN = f4(k.GRAIN_DROP)
SHADE_WIDTH, SHADE_DEPTH = f4(k.SHADOW_WIDTH), f4(k.SHADOW_DEPTH)
LASH, COLOUR_FROM = f4(k.LASH_DEPTH), f4(k.LID_COLOUR_FROM)
FULL, SPREAD = f4(k.LID_COLOUR_FULL), f4(k.LASH_SPREAD)
LEAST_OPENING = f4(k.LEAST_OPENING)


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
    the luma ratio (4 * n,), detail of Y, U, V (3 * n,); the catchlight's Y over the box."""

    curves: Floats
    low: Floats
    high: Floats
    glint: Floats
    rows: int
    columns: int


class EyeMoment(NamedTuple):
    """The numbers of this frame, np.float32: see rig.numbers.EyeNumbers."""

    closure: np.float32
    shift_x: np.float32
    shift_y: np.float32
    squint: np.float32


@inlined
def curve(curves: Floats, which: Number, shape: EyeShape, across: Number) -> Number:
    """Return one of the curves at ``across`` px."""
    place = min(max((across - shape.x0) * shape.samples, f4(0)), f4(255.99))
    index = i4(place)
    near = load_scene(curves, i4(i4(257 * which) + index))
    far = load_scene(curves, i4(i4(257 * which + 1) + index))
    return near + (far - near) * (place - f4(index))


@inlined
def ball_point(
    shape: EyeShape, moment: EyeMoment, across: Number, down: Number, upper: Number, lower: Number
) -> Number:
    """Return where the eyeball's layer is sampled, eye frame."""
    reach = REACH * shape.width
    away = min(abs(across - shape.iris - moment.shift_x) / reach, f4(1))
    rest, hold = f4(1) - away * away, f4(1) - shape.rim * shape.rim
    follow = min(rest * np.sqrt(rest) / (hold * np.sqrt(hold)), f4(1))
    held = max(min(down - moment.shift_y * follow, lower + f4(1)), upper - f4(0.5))
    moving = moment.shift_x != f4(0) or moment.shift_y != f4(0)
    return across - moment.shift_x * follow, held if moving else down, follow


@inlined
def lid_weights(
    shape: EyeShape, closure: Number, place: Number, opening: Number, below_edge: Number
) -> Number:
    """Return how much skin colour and how much lash darkness the upper lid takes here."""
    share, coloured = opening / shape.opening, closure > COLOUR_FROM
    skin = unit(f4(2.2) * closure) * lid_power(unit(FULL * place)) * unit(f4(2) * share)
    edge = (below_edge + f4(0.5) * shape.soft) / (SPREAD * shape.soft)
    lash = LASH * unit(f4(1.5) * closure) * lid_power(unit(share)) * bell(edge * edge)
    return skin if coloured else f4(0), lash if coloured else f4(0)


@inlined
def in_eye(shape: EyeShape, px: Number, py: Number) -> Number:
    """Turn scene px into the eye's frame: across and down."""
    rx, ry = px - shape.centre_x, py - shape.centre_y
    across = rx * shape.across_x + ry * shape.across_y
    return across, rx * shape.down_x + ry * shape.down_y


@inlined
def in_picture(shape: EyeShape, across: Number, down: Number) -> Number:
    """Turn the eye's frame into scene px."""
    x = shape.centre_x + shape.across_x * across + shape.down_x * down
    return x, shape.centre_y + shape.across_y * across + shape.down_y * down


@inlined
def geometry(shape: EyeShape, curves: Floats, moment: EyeMoment, px: Number, py: Number) -> Number:
    """Return what the eye's three layers sample at scene px, and how they blend.

    (touched, ball x, y, shade, lower x, y, alpha, lid x, y, alpha, skin, lash, grain x, y,
    glint x, y)
    """
    across, down = in_eye(shape, px, py)
    upper, lower = curve(curves, 0, shape, across), curve(curves, 1, shape, across)
    brow, closure, width = curve(curves, 2, shape, across), moment.closure, shape.width
    opening = lower - upper
    lid = upper + opening * closure * TRAVEL
    low = lower - opening * (max(closure, f4(0)) * RISE + moment.squint * SQUINT)
    touched = (px >= shape.left) & (px <= shape.right) & (py >= shape.top) & (py <= shape.bottom)
    touched &= (down >= brow) & (down <= low + FADE * width) & (opening > LEAST_OPENING)
    ball_across, ball_down, follow = ball_point(shape, moment, across, down, upper, lower)
    ball_x, ball_y = in_picture(shape, ball_across, ball_down)
    back = STAYS * follow
    glint_x, glint_y = in_picture(
        shape, ball_across + moment.shift_x * back, ball_down + moment.shift_y * back
    )
    fall = (down - lid) / (SHADE_WIDTH * width)
    shade = SHADE_DEPTH * max(closure, f4(0)) * bell(fall * fall)
    shade = shade if opening > f4(1) else f4(0)
    hidden = LOW_TUCK * width * unit(f4(2) * closure - f4(1)) * unit(opening / shape.opening)
    low_down = down + (lower + hidden - low) * (f4(1) - unit((down - low) / (FADE * width)))
    low_x, low_y = in_picture(shape, across, low_down)
    tuck = TUCK * width * unit(f4(2) * closure) * unit(opening / shape.opening)
    place = (down - brow) / max(lid - brow, f4(0.5))
    lid_x, lid_y = in_picture(shape, across, brow + place * max(upper - tuck - brow, f4(0.3)))
    skin, lash = lid_weights(shape, closure, place, opening, down - lid)
    edge = f4(0.5) / shape.soft
    lower_alpha = unit((down - low) * edge + f4(0.5))
    upper_alpha = unit((lid - down) * edge + f4(0.5))
    grain_x, grain_y = in_picture(shape, across, down + GRAIN * width)
    return (
        touched, ball_x, ball_y, shade, low_x, low_y, lower_alpha, lid_x, lid_y, upper_alpha,
        skin, lash, grain_x - shape.left, grain_y - shape.top,
        glint_x - shape.left, glint_y - shape.top,
    )  # fmt: skip
