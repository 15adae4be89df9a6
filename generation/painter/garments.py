"""Clothes, jewels and hats as signed distances with their materials (numba)."""

from __future__ import annotations

import math

from numba import njit

from generation.painter.solids import Vec, blend, capsule, ellipsoid

CLOTH, LINEN, GOLD, PEARL, FELT, RIBBON = 3, 4, 5, 6, 7, 8
TUNIC, RUFF, SQUARE_NECK, ROUND_NECK = 1, 2, 3, 4
NO_JEWELS, EARRINGS, BEADS = 0, 1, 2
NO_HAT, DIADEM, HAT_BRIMMED = 0, 1, 2
FAR = 1e9


@njit(fastmath=True, cache=True)
def _folds(b: Vec) -> float:
    x, y = b[0], b[1]
    broad = 0.030 * math.sin(5.0 * x + 2.2 * y + 1.5 * math.sin(2.0 * y + x))
    return broad + 0.016 * math.sin(11.0 * x - 4.0 * y + 2.0 * math.sin(3.0 * y))


@njit(fastmath=True, cache=True)
def _ruff(b: Vec, torso: float) -> tuple[float, int]:
    """A doublet with buttons and a pleated disc round the neck, tilted."""
    x, y, z = b
    d, m = max((torso - 0.07 + _folds(b) * 0.35) * 0.8, 1.9 - y), CLOTH
    if y > 2.2 and z > -0.6:
        row = math.floor(y / 0.26) * 0.26 + 0.13
        side = x - 0.03 * math.sin(y * 2.0)
        button = math.sqrt(side * side + (y - row) ** 2 + (torso - 0.10) ** 2) - 0.062
        if button * 0.7 < d:
            d, m = button * 0.7, GOLD
    back = z + 0.93
    radius = math.sqrt(x * x + back * back)
    angle = math.atan2(back, x)
    pleat = 0.115 * min(1.0, max(0.0, (radius - 0.45) / 0.5)) * math.sin(30.0 * angle)
    sheet = y - 1.80 - 0.42 * (z + 0.9) - pleat - 0.05 * radius
    disc = max((abs(sheet) - 0.030) * 0.32, radius - 1.72 - 0.015 * math.sin(7.0 * angle))
    disc = max(disc, 0.45 - radius)
    if disc < d:
        d, m = disc, LINEN
    return d, m


@njit(fastmath=True, cache=True)
def _square_neck(b: Vec, torso: float) -> tuple[float, int]:
    """A gown cut square over a pleated chemise."""
    x, y = b[0], b[1]
    gown = max((torso - 0.06 + _folds(b) * 0.4) * 0.8, -max(y - 3.34, abs(x) - 1.12))
    gown = max(gown, 2.55 - y)
    shirt = max((torso - 0.028 + 0.012 * math.sin(38.0 * x)) * 0.7, -max(y - 3.24, abs(x) - 1.02))
    shirt = max(shirt, 2.6 - y)
    if shirt < gown:
        return shirt, LINEN
    return gown, CLOTH


@njit(fastmath=True, cache=True)
def dress(b: Vec, torso: float, costume: int) -> tuple[float, int]:
    """Return (distance, material) of a costume at a point in the space of the shoulders."""
    x, y = b[0], b[1]
    if costume == RUFF:
        return _ruff(b, torso)
    if costume == SQUARE_NECK:
        return _square_neck(b, torso)
    if costume == TUNIC:
        neck = 3.02 + 0.30 * math.exp(-((x / 0.75) ** 2)) - 0.105 * min(1.5, abs(x))
        drape = 0.045 * math.sin(7.0 * x + 2.0 * math.sin(1.7 * y) + 2.0 * abs(x))
        drape *= min(1.0, max(0.0, y - 2.9))
        return max((torso - 0.05 + _folds(b) * 0.3 + drape) * 0.8, (neck - y) * 0.8), CLOTH
    neck = 2.75 + 0.5 * math.exp(-((x / 0.6) ** 2))
    return max((torso - 0.05 + _folds(b) * 0.2) * 0.8, (neck - y) * 0.8), CLOTH


@njit(fastmath=True, cache=True)
def _earring(h: Vec) -> tuple[float, int]:
    """A ball, a bar and three pearls under each ear."""
    p = (abs(h[0]), h[1], h[2])
    x, y, z = 1.04, 0.58, -0.74
    gold = ellipsoid(p, (x, y + 0.03, z), (0.055, 0.055, 0.05))
    gold = min(gold, capsule(p, (x - 0.10, y + 0.13, z), (x + 0.10, y + 0.13, z), 0.018, 0.018))
    pearl = FAR
    for k in range(3):
        at = x - 0.09 + 0.09 * k
        gold = min(gold, capsule(p, (at, y + 0.13, z), (at, y + 0.27, z), 0.009, 0.009))
        pearl = min(pearl, ellipsoid(p, (at, y + 0.32, z), (0.042, 0.05, 0.042)))
    if gold < pearl:
        return gold, GOLD
    return pearl, PEARL


@njit(fastmath=True, cache=True)
def _necklace(b: Vec, torso: float, beads: float, size: float, drop: float) -> float:
    """Beads lying on the skin along a curve that hangs lower in front."""
    angle = math.atan2(b[0], b[2] + 1.05)
    pitch = 2 * math.pi / beads
    arc = math.sqrt(b[0] ** 2 + (b[2] + 1.05) ** 2)
    arc *= angle - (math.floor(angle / pitch) + 0.5) * pitch
    down = drop + 0.38 * math.cos(angle) ** 3 - b[1]
    return (math.sqrt(arc * arc + down * down + (torso - 0.02) ** 2) - size) * 0.7


@njit(fastmath=True, cache=True)
def jewels(h: Vec, b: Vec, torso: float, kind: int) -> tuple[float, int]:
    """Return (distance, material) of the jewels: earrings with a gold necklace, or pearls."""
    if kind == EARRINGS:
        d, m = _earring(h)
        chain = _necklace(b, torso, 34.0, 0.048, 2.28)
        if chain < d:
            d, m = chain, GOLD
        return d, m
    if kind == BEADS:
        return _necklace(b, torso, 46.0, 0.036, 2.42), PEARL
    return FAR, PEARL


@njit(fastmath=True, cache=True)
def hat(h: Vec, kind: int, thick: float) -> tuple[float, int]:
    """Return (distance, material) of a gold diadem or a broad-brimmed felt hat."""
    x, y, z = h
    if kind == DIADEM:
        head = ellipsoid(h, (0.0, -0.30, -0.9), (1.02 + thick, 1.20 + thick, 1.22 + thick))
        leaf = 0.014 * math.sin(34.0 * math.atan2(x, z + 0.9))
        strip = abs(y + 1.17 - 0.22 * (z + 0.9)) - 0.042 - leaf
        if z > -0.95:
            return max(abs(head - 0.014) - 0.02, strip) * 0.8, GOLD
    elif kind == HAT_BRIMMED:
        droop = 0.10 * math.sin(1.3 * x + 0.6) * abs(x)
        droop += 0.05 * math.cos(2.0 * math.atan2(x, z + 0.9) + 1.0)
        level = y + 0.98 + 0.16 * x - 0.16 * (z + 0.7) + droop
        radius = math.sqrt(x * x + (z + 0.85) ** 2 * 1.05)
        tilted = (x, y + 0.16 * x, z)
        crown = ellipsoid(tilted, (0.0, -1.35, -0.95), (1.02, 0.80, 1.02))
        felt = blend(max(crown, -(y + 2.02)), max(abs(level) - 0.035, radius - 1.95) * 0.75, 0.12)
        around = ellipsoid(tilted, (0.0, -1.35, -0.95), (1.035, 0.82, 1.035))
        ribbon = max(abs(around) - 0.01, abs(level + 0.12) - 0.085) * 0.8
        if ribbon < felt:
            return ribbon, RIBBON
        return felt, FELT
    return FAR, GOLD
