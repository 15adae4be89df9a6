"""Hairstyles as signed distances in head space (numba), and the strands that colour them."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from generation.painter.palette import Field
from generation.painter.solids import Vec, blend, capsule, carve, ellipsoid

HAIR_NONE, HAIR_PARTED, HAIR_CROWN, HAIR_BOB, HAIR_NAPE = 0, 1, 2, 3, 4


@njit(fastmath=True, cache=True)
def opening(x: float, y: float) -> float:
    """Return a superellipse around the face: negative inside, where hair leaves it free."""
    return (
        math.sqrt(
            math.sqrt((x / 0.93) ** 4 + ((y - 0.75) / (1.62 + 0.05 * math.cos(2.2 * x))) ** 4)
        )
        - 1.0
    )


@njit(fastmath=True, cache=True)
def _parted(p: Vec, thick: float) -> float:
    """Centre-parted, drawn over the ears, falling behind the shoulders."""
    x, y, z = p
    ax = abs(x)
    rings = opening(x * 1.07, y)
    comb = 0.014 * math.sin(46.0 * rings + 1.2 * math.sin(3.0 * y + x))
    comb += 0.007 * math.sin(101.0 * rings + 2.0 * math.sin(2.0 * y))
    cap = ellipsoid(p, (0.0, -0.28, -0.9), (1.06 + thick, 1.16 + thick, 1.20 + 0.6 * thick))
    cap += comb + 0.05 * math.exp(-((x / 0.035) ** 2))
    wave = 0.06 * math.sin(4.6 * y + 0.5) * min(1.0, max(0.0, y + 0.2))
    across = ax + wave + 0.25 * (z + 1.1)
    strand = 0.016 * math.sin(31.0 * across + 1.5 * math.sin(2.0 * y))
    strand += 0.009 * math.sin(67.0 * across + 3.0 * math.sin(2.3 * y))
    q = (ax + wave, y, z)
    fall = capsule(q, (0.98, -0.15, -0.80), (1.10, 1.5, -1.08), 0.27, 0.31)
    fall = blend(fall, capsule(q, (1.10, 1.5, -1.08), (0.98, 3.4, -1.75), 0.31, 0.26), 0.12)
    loose = capsule((ax - 0.5 * wave, y, z), (1.02, 0.9, -0.86), (1.22, 2.55, -1.02), 0.10, 0.05)
    out = blend(cap, blend(fall, loose, 0.10) + strand, 0.22)
    free = rings - 0.10 * math.exp(-((x / 0.4) ** 2))
    return carve(out, max(free * 0.85, -0.50 - z), 0.04) * 0.75


@njit(fastmath=True, cache=True)
def _crown(p: Vec, thick: float) -> float:
    """Curls drawn up into a crown, temples tapering before free ears."""
    x, y, z = p
    brow = math.sqrt((x / 0.97) ** 2 + ((y - 0.35) / 1.17) ** 2) - 1.0
    # curls grow away from the hairline, else islands of hair stand on the skin
    grown = min(1.0, max(0.0, brow / 0.14)) if z > -0.7 else 1.0
    ring = math.sin(17.0 * x + 3.0 * math.sin(9.0 * y))
    curls = 0.030 * ring * math.sin(17.0 * y + 2.0 * math.sin(11.0 * z))
    fine = math.sin(37.0 * x + 5.0 * math.sin(13.0 * y)) * math.sin(33.0 * y + 9.0 * z)
    curls = (curls + 0.014 * fine) * grown
    out = ellipsoid(p, (0.0, -0.30, -0.9), (1.02 + thick, 1.18 + thick, 1.20 + thick)) + curls
    # the lower edge: high at the temple, past the ear's root, down to the nape
    t = min(1.0, max(0.0, (-z - 0.66) / 0.45))
    edge = -0.16 + 0.04 * math.sin(17.0 * z) + 0.95 * t * t * (3.0 - 2.0 * t)
    out = carve(out, -(y - edge) * 0.7, 0.10)
    fringe = 0.022 * math.sin(15.0 * x + 2.0 * y) + 0.008 * math.sin(41.0 * x)
    out = carve(out, max((brow + fringe) * 0.8, -0.70 - z), 0.05)
    bun = ellipsoid(p, (0.0, -1.36, -1.15), (0.58, 0.36, 0.52))
    bun += 0.035 * math.sin(7.0 * math.atan2(z + 1.15, x) + 9.0 * y) + curls * 0.5
    return blend(out, bun * 0.8, 0.14) * 0.75


@njit(fastmath=True, cache=True)
def _nape(p: Vec, thick: float) -> float:
    """A man's hair, to the nape."""
    x, y, z = p
    rings = opening(x, y)
    cap = ellipsoid(p, (0.0, -0.30, -0.9), (1.0 + thick, 1.16 + thick, 1.22 + thick))
    cap += 0.014 * math.sin(40.0 * rings + 2.0 * y)
    across = abs(x) + 0.05 * math.sin(6.0 * y + x)
    lock = ellipsoid((across, y, z), (0.97, 0.50, -1.05), (0.25, 0.85, 0.42))
    lock += 0.020 * math.sin(30.0 * abs(x) + 1.8 * math.sin(6.0 * y) + 2.0 * math.sin(3.0 * y))
    lock += 0.020 * math.sin(8.0 * y + 5.0 * abs(x))
    return carve(blend(cap, lock, 0.3), max(rings * 0.85, -0.60 - z), 0.04) * 0.75


@njit(fastmath=True, cache=True)
def _bob(p: Vec, thick: float) -> float:
    """A rounded bob with a straight fringe."""
    x, y, z = p
    around = math.atan2(x, -(y + 0.35) + 1e-6)
    wave = 0.018 * math.sin(26.0 * around + 6.0 * z + 3.0 * y)
    wave += 0.010 * math.sin(61.0 * around - 9.0 * z)
    cap = ellipsoid(p, (0.0, -0.25, -0.9), (1.05 + thick, 1.22 + thick, 1.25 + thick)) + wave * 0.3
    side = ellipsoid((abs(x), y, z), (0.95, 0.50, -0.90), (0.33, 0.95, 0.5)) + wave * 0.6
    rings = opening(x, y) + 0.16 * math.exp(-((x / 0.5) ** 4))
    return max(blend(cap, side, 0.3), -max(rings * 0.85, -0.4 - z)) * 0.75


@njit(fastmath=True, cache=True)
def hair(p: Vec, style: int, thick: float) -> float:
    """Return the distance from a head-space point to the hair of a style."""
    if style == HAIR_PARTED:
        return _parted(p, thick)
    if style == HAIR_CROWN:
        return _crown(p, thick)
    if style == HAIR_BOB:
        return _bob(p, thick)
    return _nape(p, thick)


def strands(head: Field) -> Field:
    """Return light and dark along the strands, about -1..1, at head-space points (H, W, 3)."""
    x, y, z = head[..., 0], head[..., 1], head[..., 2]
    rings = ((x / 0.93) ** 4 + ((y - 0.75) / 1.62) ** 4) ** 0.25
    rings = np.where(y > 0.45, np.abs(x) + 0.07 * np.sin(5 * y) + 0.2 * z, rings)
    fine = 0.5 * np.sin(rings * 50 + 1.5 * np.sin(3 * y + x))
    finer = 0.3 * np.sin(rings * 115 + 3 * np.sin(2 * y + 2 * x))
    return np.asarray(fine + finer + 0.3 * np.sin(rings * 19 + 3 * z))
