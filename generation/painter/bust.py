"""The sitter as a solid: face, skull, ears, neck and shoulders under hair and clothes (numba)."""

from __future__ import annotations

import math
from typing import NamedTuple

from numba import njit

from generation.painter.garments import HAT_BRIMMED, dress, hat, jewels
from generation.painter.hair import HAIR_CROWN, HAIR_NONE, hair
from generation.painter.palette import Field
from generation.painter.solids import Vec, blend, capsule, ellipsoid
from generation.painter.surface import CELL, LEFT, TOP

SKIN, HAIR = 1, 2


class Bust(NamedTuple):
    """What the ray march needs to know; plain numbers and arrays, so that numba can hold it.

    rotation: 9 numbers, the head's turn row by row; body: (cos, sin) of the shoulders' turn;
    neck: radius; shorten: how far the shoulders come up; hair, costume, jewels, hat: the
    codes of ``hair.py`` and ``garments.py``.
    """

    height: Field
    pace: Field
    rotation: tuple[float, ...]
    body: tuple[float, float]
    neck: float
    shorten: float
    hair: int
    hair_thickness: float
    costume: int
    jewels: int
    hat: int


@njit(fastmath=True, cache=True)
def to_head(p: Vec, turn: tuple[float, ...]) -> Vec:
    """Return a scene point in head space; the head turns about the top of the neck."""
    x, y, z = p[0], p[1] - 1.1, p[2] + 0.9
    return (
        turn[0] * x + turn[3] * y + turn[6] * z,
        turn[1] * x + turn[4] * y + turn[7] * z + 1.1,
        turn[2] * x + turn[5] * y + turn[8] * z - 0.9,
    )


@njit(fastmath=True, cache=True)
def to_body(p: Vec, body: tuple[float, float], shorten: float) -> Vec:
    """Return a scene point in the space of the shoulders."""
    z = p[2] + 1.0
    return (body[0] * p[0] - body[1] * z, p[1] + shorten, body[1] * p[0] + body[0] * z - 1.0)


@njit(fastmath=True, cache=True)
def _sample(field: Field, x: float, y: float) -> float:
    rows, columns = field.shape
    fx = min(max((x - LEFT) / CELL, 0.0), columns - 1.001)
    fy = min(max((y - TOP) / CELL, 0.0), rows - 1.001)
    i, j = int(fx), int(fy)
    fx -= i
    fy -= j
    top = field[j, i] * (1 - fx) + field[j, i + 1] * fx
    low = field[j + 1, i] * (1 - fx) + field[j + 1, i + 1] * fx
    return float(top * (1 - fy) + low * fy)


@njit(fastmath=True, cache=True)
def _head(h: Vec, bust: Bust) -> float:
    x, y, z = h
    ax = abs(x)
    face = min((z - _sample(bust.height, x, y)) * _sample(bust.pace, x, y), 0.25)
    face = max(max(face, -0.95 - z), max(ax - 1.12, max(y - 1.8, -1.55 - y)))
    skin = blend(face, ellipsoid(h, (0.0, -0.3, -1.0), (0.95, 1.12, 0.95)), 0.12)
    if bust.hair == HAIR_NONE or bust.hair == HAIR_CROWN:
        flare = ax - 0.35 * max(-0.1, -z - 0.82)
        shell = ellipsoid(
            (flare - 0.06 * (0.25 - y), y, z), (1.05, 0.25, -0.86), (0.055, 0.29, 0.17)
        )
        bowl = ellipsoid((flare, y, z), (1.09, 0.20, -0.78), (0.045, 0.17, 0.10))
        skin = blend(skin, max(shell, -bowl), 0.04)
    return skin


@njit(fastmath=True, cache=True)
def _neck(b: Vec, radius: float) -> float:
    return capsule(b, (0.0, 0.9, -0.92), (0.0, 2.7, -1.12), radius, radius * 1.06)


@njit(fastmath=True, cache=True)
def _torso(b: Vec, neck: float) -> float:
    x, y, z = abs(b[0]), b[1], b[2]
    body = ellipsoid(b, (0.0, 4.25, -1.15), (2.02, 1.60, 0.92))
    body = blend(body, ellipsoid((x, y, z), (1.45, 3.95, -1.15), (0.75, 0.85, 0.7)), 0.5)
    body = blend(body, ellipsoid(b, (0.0, 4.0, -0.75), (1.3, 1.1, 0.7)), 0.4)
    arm = capsule((x, y, z), (1.62, 3.75, -1.2), (2.05, 6.2, -0.75), 0.62, 0.70)
    body = blend(body, arm, 0.45)
    return blend(_neck(b, neck), body, 0.75)


@njit(fastmath=True, cache=True)
def distance(p: Vec, bust: Bust) -> tuple[float, int]:
    """Return the (bounded) distance from a scene point to the sitter, and the material there."""
    h = to_head(p, bust.rotation)
    b = to_body(p, bust.body, bust.shorten)
    torso = _torso(b, bust.neck)
    skin = blend(_head(h, bust), _neck(b, bust.neck), 0.16)
    if bust.hat != HAT_BRIMMED:  # the ruff hides the neck's cords
        cord = capsule((abs(b[0]), b[1], b[2]), (0.42, 1.2, -0.8), (0.10, 2.72, -0.46), 0.10, 0.07)
        torso = blend(torso, cord, 0.2)
    skin = blend(skin, torso, 0.10)
    if bust.hat == HAT_BRIMMED:
        skin = max(skin, -(h[1] + 0.94 + 0.16 * h[0] - 0.16 * (h[2] + 0.7)))
    nearest, material = skin, SKIN
    if bust.hair != HAIR_NONE:
        d = hair(h, bust.hair, bust.hair_thickness)
        if bust.hat == HAT_BRIMMED:
            droop = 0.10 * math.sin(1.3 * h[0] + 0.6) * abs(h[0])
            droop += 0.05 * math.cos(2.0 * math.atan2(h[0], h[2] + 0.9) + 1.0)
            d = max(d, -(h[1] + 0.98 + 0.16 * h[0] - 0.16 * (h[2] + 0.7) + droop))
        if d < nearest:
            nearest, material = d, HAIR
    d, m = dress(b, torso, bust.costume)
    if d < nearest:
        nearest, material = d, m
    d, m = jewels(h, b, torso, bust.jewels)
    if d < nearest:
        nearest, material = d, m
    d, m = hat(h, bust.hat, bust.hair_thickness)
    if d < nearest:
        nearest, material = d, m
    return nearest, material
