"""How much of each layer and colour of a mouth is seen at a point of the painting.

Formulas and names: generation/rig/mouth.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generation.fast.compile import Number, inlined
from generation.fast.intrinsics import load_scene
from generation.fast.lips import MIDDLE, SAMPLES, SCALE, MouthGrid
from generation.fast.patch import soft, unit
from generation.rig import constants as k
from generation.types import Floats

f4 = np.float32
i4 = np.int32

LAST = f4(SAMPLES - 1.01)
APART, MOUND, FALL, HIGH, LOW = 0, 1, 2, 3, 4


class MouthNow(NamedTuple):
    """The numbers of this frame, np.float32: see rig.numbers.MouthTone and scene Mouth."""

    open: np.float32
    gap: np.float32
    teeth: np.float32
    lower_teeth: np.float32
    smile: np.float32
    press: np.float32
    drop: np.float32
    tongue: np.float32
    beard: np.float32
    faint: np.float32
    edge: np.float32


@inlined
def step(x: Number, low: Number, high: Number) -> Number:
    """Return the smoothstep from low to high."""
    t = unit((x - f4(low)) / (f4(high) - f4(low)))
    return t * t * (f4(3) - f4(2) * t)


@inlined
def bump(x: Number) -> Number:
    """Return (1 - x^2)^2, zero outside -1..1."""
    rest = max(f4(1) - x * x, f4(0))
    return rest * rest


@inlined
def station(s: Number) -> Number:
    """Return the sample of a table before s and the share of the next."""
    place = min(max(s * SCALE + MIDDLE, f4(0)), LAST)
    index = i4(place)
    return index, place - f4(index)


@inlined
def along(tables: Floats, which: Number, index: Number, share: Number) -> Number:
    """Return a table between two samples."""
    start = i4(i4(SAMPLES * which) + index)
    near = load_scene(tables, start)
    return near + (load_scene(tables, i4(start + i4(1))) - near) * share


@inlined
def lips(now: MouthNow, d: Number, u: Number, s: Number) -> Number:
    """Return the weights of both layers, of what is between them, and of the lips' colour."""
    gap, a, e = max(d + u, f4(0)), abs(s), now.edge
    two, cover = f4(2) * e, f4(3) * e + f4(k.CORNER_COVER) * step(a, 0.70, 1.0)
    upper = unit(f4(0.5) - d / two)
    lower = unit(f4(0.5) + (max(cover - gap, f4(0)) - u) / two)
    parted = unit(gap * f4(1 / k.PARTED))
    open_ = now.open * parted
    mid = (d - u) * f4(0.5)
    creased = now.press * f4(k.PRESS_DARK) * bump(mid * f4(1 / k.PRESS_REACH))
    corner = now.open * f4(k.CORNER_DARK) * (f4(1) - parted) * bump(mid * f4(1 / k.CORNER_REACH))
    corner *= step(a, 0.75, 0.95) * (f4(1) - step(a, 0.98, 1.12))
    shade = f4(1) - creased * (f4(1) - step(a, 0.62, 0.98)) - corner
    above_d, below_u = min(d, f4(0)), min(u, f4(0))
    above = shade * (f4(1) - f4(k.UPPER_DARK) * open_ * bump(above_d * f4(1 / k.UPPER_REACH)))
    light = f4(k.RIM_LIGHT) * (f4(1) - now.beard)
    light *= bump((-u - f4(k.RIM_AT)) * f4(1 / k.RIM_REACH))
    contact = f4(k.CONTACT_DARK) * bump(below_u * f4(1 / k.CONTACT_REACH))
    beneath = shade * (f4(1) + open_ * (light - contact))
    tint = f4(k.TINT) * now.faint * open_ * (f4(1) - step(a, 0.70, 0.95))
    tint_up = tint * bump(above_d * f4(1 / k.TINT_REACH))
    tint_low = tint * bump(below_u * f4(1 / k.TINT_REACH))
    below = f4(1) - upper
    first, second = upper * above, below * lower * beneath
    tinted = first * tint_up + second * tint_low
    first, second = first * (f4(1) - tint_up), second * (f4(1) - tint_low)
    return first, second, below * (f4(1) - lower), tinted


@inlined
def hollow(
    now: MouthNow,
    profiles: Floats,
    d: Number,
    u: Number,
    h: Number,
    s: Number,
    strokes: Number,
    index: Number,
    share: Number,
) -> Number:
    """Return the weights of dark, warm, tongue, tooth and gum between the lips."""
    gap = max(d + u, f4(0))
    deep = unit(d / max(gap, f4(1e-3)))
    rise = f4(k.TONGUE_HEIGHT) * now.gap * along(profiles, MOUND, index, share)
    soft = f4(k.TONGUE_SOFT) * now.gap + f4(1e-4)
    flesh = f4(k.TONGUE_ALPHA) * now.tongue * step(rise - u, -soft, soft) * step(rise, 0.0, 0.06)
    lit = bump((u - f4(0.5) * rise) / (f4(0.6) * now.gap + f4(1e-4)))
    flesh_light = f4(k.TONGUE_LIGHT) + f4(k.TONGUE_TOP) * lit
    flesh_light *= f4(k.TONGUE_ROOT) + f4(1 - k.TONGUE_ROOT) * step(u, 0.0, k.LIP_SHADOW)
    s2 = s * s
    over = now.drop * along(profiles, FALL, index, share)
    over -= (f4(0.055) - f4(0.05) * s2) * now.teeth + h
    low = along(profiles, LOW, index, share)
    jaw_teeth = f4(0.85) * now.lower_teeth * (f4(1) - step(over, -0.035, 0.02)) * low
    jaw_light = (f4(0.60) - f4(0.22) * s2) * (f4(0.75) + f4(0.25) * unit(-over * f4(10)))
    under = f4(k.TEETH_EDGE) + f4(k.TEETH_SHOWN) * now.teeth
    under -= (f4(0.13) + f4(0.04) * now.smile) * s2 + h
    under -= f4(0.012) * along(profiles, APART, index, share)
    high = along(profiles, HIGH, index, share)
    skull_teeth = step(under, -0.018, 0.022) * high * unit(now.teeth * f4(4))
    light = f4(0.56) + f4(0.44) * step(d, -0.01, 0.15)
    light *= f4(1) + f4(0.06) * bump((under - f4(0.05)) * f4(1 / 0.07))
    light *= f4(k.TEETH_LIGHT) + f4(0.04) * now.smile
    crown = step(h + f4(0.34), -0.03, 0.03)
    shade = f4(0.45) + f4(0.55) * step(gap, 0.0, 0.14)
    shade *= f4(0.70) + f4(0.30) * step(d, -0.02, 0.10)
    grain = f4(1) + strokes * (f4(0.30) + f4(0.60) * max(skull_teeth, jaw_teeth))
    bare = f4(1) - skull_teeth
    behind = (f4(1) - jaw_teeth) * bare * shade * grain
    skin = (f4(1) - flesh) * behind
    dark = (f4(0.60) + f4(0.35) * deep) * skin + f4(0.25) * (f4(1) - shade) * grain
    tooth = (jaw_teeth * jaw_light * bare + skull_teeth * light * crown) * shade * grain
    gum = skull_teeth * light * (f4(1) - crown) * shade * grain
    return dark, deep * deep * skin, flesh * flesh_light * behind, tooth, gum


@inlined
def weights(
    mouth: MouthGrid,
    places: Floats,
    profiles: Floats,
    now: MouthNow,
    edges: Floats,
    x: Number,
    y: Number,
) -> Number:
    """Return the weights of two layers and six colours at scene px, the tables' sample there
    and the share of the next. edges: (2 * 257,) of the upper and the lower lip."""
    width, height = mouth.width, mouth.height
    x, y = x - f4(mouth.left), y - f4(mouth.top)
    h, s = soft(places, 0, x, y, width, height), soft(places, 1, x, y, width, height)
    strokes = soft(places, 2, x, y, width, height)
    index, share = station(s)
    d, u = h - along(edges, 0, index, share), along(edges, 1, index, share) - h
    first, second, seen, tint = lips(now, d, u, s)
    dark, warm, flesh, tooth, gum = hollow(now, profiles, d, u, h, s, strokes, index, share)
    return (
        first, second, seen * dark, seen * warm, seen * flesh, seen * tooth, seen * gum, tint,
        index, share,
    )  # fmt: skip


@inlined
def own_colour(colours: Floats, plane: Number, w: tuple[Number, ...]) -> Number:
    """Return the sum of the mouth's own colours in a plane, without its offset."""
    first, index, share = 6 * plane, w[8], w[9]
    total = w[2] * along(colours, first, index, share)
    total += w[3] * along(colours, first + 1, index, share)
    total += w[4] * along(colours, first + 2, index, share)
    total += w[5] * along(colours, first + 3, index, share)
    total += w[6] * along(colours, first + 4, index, share)
    return total + w[7] * along(colours, first + 5, index, share)
