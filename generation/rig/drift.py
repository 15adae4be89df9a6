"""Idle life of a picture without a face: a slow camera and a flowing region."""

from __future__ import annotations

import math

from generation.rig.habits import smooth
from generation.types import Pose

EASE_IN = 6.0  # seconds
PUSH = 0.07  # zoom gained and kept, which gives the camera room
GOLDEN = (1 + 5**0.5) / 2
FLOW_PERIOD = 5.2  # seconds of one wave, on average


def drifting_pose(seed: int, t: float, flows: bool) -> Pose:
    """Return the camera at t seconds, rest at t <= 0; never periodic (golden ratios)."""
    if t <= 0:
        return Pose()
    ease = smooth(t / EASE_IN)
    first = (seed * GOLDEN) % 1.0
    x, y, near = (_wander(t, length, first + n / 3) for n, length in enumerate((31.0, 43.0, 37.0)))
    zoom = 1.0 + ease * (PUSH + 0.025 * near)
    room = 0.5 * (1.0 - 1.0 / zoom)
    pose = Pose(
        zoom=zoom,
        pan_x=0.45 * room * x * ease,
        pan_y=0.45 * room * y * ease,
        orbit_x=0.010 * x * ease,
        orbit_y=0.006 * y * ease,
    )
    if not flows:
        return pose
    phase = 2 * math.pi * (t / FLOW_PERIOD + 0.35 * _wander(t, 17.0, first))
    size = smooth(t / 3.0) * (0.62 + 0.08 * _wander(t, 11.0, first + 0.5))
    return pose.with_(flow_a=size * math.cos(phase), flow_b=size * math.sin(phase))


def _wander(t: float, length: float, start: float) -> float:
    """-1..1: three sines whose periods have no common multiple."""
    turn = 2 * math.pi * t / length
    a, b = math.sin(turn + 6.0 * start), math.sin(turn / GOLDEN + 9.0 * start)
    return 0.5 * a + 0.3 * b + 0.2 * math.sin(turn * GOLDEN + 2.0 * start)
