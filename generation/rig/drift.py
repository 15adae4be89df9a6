"""Idle life of a picture without a face: a slow camera."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from generation.rig.habits import smooth
from generation.types import Pose

EASE_IN = 6.0  # seconds
ORBIT_X, ORBIT_Y = 0.010, 0.006  # picture widths, as far as the camera wanders
OVERSHOOT = 1.25  # of a Catmull-Rom curve through heights of at most one
PUSH = 0.07  # zoom gained and kept, which gives the camera room


def drifting_pose(seed: int, t: float) -> Pose:
    """Return the camera at t seconds, rest at t <= 0; no stretch of it repeats."""
    if t <= 0:
        return Pose()
    ease = smooth(t / EASE_IN)
    x, y, near = (_wander(seed, n, t, length) for n, length in enumerate((9.0, 11.0, 13.0)))
    zoom = 1.0 + ease * (PUSH + 0.025 * near)
    room = 0.5 * (1.0 - 1.0 / zoom)
    return Pose(
        zoom=zoom,
        pan_x=0.45 * room * x * ease,
        pan_y=0.45 * room * y * ease,
        orbit_x=ORBIT_X * x * ease,
        orbit_y=ORBIT_Y * y * ease,
    )


def _wander(seed: int, stream: int, t: float, length: float) -> float:
    """About -1..1: a Catmull-Rom curve through a random height every ``length`` seconds."""
    index = math.floor(t / length)
    f = t / length - index
    a, b, c, d = (_height(seed, stream, index + n) for n in range(4))
    return b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)))


@lru_cache(maxsize=256)
def _height(seed: int, stream: int, index: int) -> float:
    return float(np.random.default_rng((seed, stream, index)).uniform(-1, 1))
