"""The hand on the focus ring: now and then it hunts, softly, and finds the plane again."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

SLOT = 17.0  # s: at most one hunt in each
SHARE = 0.8  # of the slots
LASTS = 1.8  # s
STEPS = 12  # softness moves in so many steps, and rests at exactly 0 between


def softness(strength: float, seed: int, t: float) -> float:
    """Return how soft the picture is at t seconds, 0 sharp .. 1, by a hand of this ``strength``.

    A hunt passes the plane twice: sin² over the first half, a third of it back in the second.
    """
    if strength <= 0:
        return 0.0
    slot = math.floor(t / SLOT)
    happens, when, how = _chances(seed, slot)
    along = (t - slot * SLOT - when * (SLOT - LASTS)) / LASTS
    if happens > SHARE or not 0 < along < 1:
        return 0.0
    depth = (1.0 if along < 0.5 else 0.35) * math.sin(2 * math.pi * along) ** 2
    return round(strength * (0.5 + 0.5 * how) * depth * STEPS) / STEPS


@lru_cache(maxsize=64)
def _chances(seed: int, slot: int) -> tuple[float, float, float]:
    """Return whether, when and how far a hand hunts in a slot, 0..1 each."""
    happens, when, how = np.random.default_rng((seed, slot)).random(3)
    return float(happens), float(when), float(how)
