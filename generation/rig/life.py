"""Idle life: what a sitter does when nobody is there, as a pure function of (seed, t)."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from generation.rig.habits import Habit, cycle, last_two, place, smooth
from generation.types import Pose

EASE_IN = 2.0  # seconds from rest to full life
SLOW_TICK = 0.08  # seconds: breath and sway change on these ticks only
BREATH = 4.6  # seconds a cycle, about 13 a minute
SHUT, HELD, OPEN = 0.075, 0.03, 0.15  # a blink, s
DOUBLE_AFTER = 0.36

BLINKS = Habit(31, 3.6, 0.42, 2.0, 8.0, (0.25, 0.25), (1.0,))
HEAD = Habit(12, 4.5, 0.45, 2.6, 10.0, (1.1, 2.4), (1.5, 0.8, 0.7), 0.25)
GLANCES = Habit(11, 5.0, 0.6, 1.2, 12.0, (0.05, 0.09), (0.25, 0.12), 0.55)
FLICKERS = Habit(10, 1.3, 0.5, 0.5, 3.5, (0.03, 0.05), (0.05, 0.035), 0.2)
SWAY = Habit(14, 5.0, 0.5, 3.0, 12.0, (2.2, 4.0), (0.45, 0.40))


def idle_pose(seed: int, t: float) -> Pose:
    """Return the pose of an unwatched sitter at t seconds; rest at t <= 0.

    Nothing is periodic. Head and gaze move between rests, so most moments are still; breath
    and sway change on a slow clock, in steps too small to see.
    """
    if t <= 0:
        return Pose()
    slow = math.floor(t / SLOW_TICK + 1e-6) * SLOW_TICK
    ease, gentle = smooth(t / EASE_IN), smooth(slow / EASE_IN)
    yaw, pitch, roll = place(seed, HEAD, t)
    glance, flicker = place(seed, GLANCES, t), place(seed, FLICKERS, t)
    sway_a, sway_b = place(seed, SWAY, slow)
    lid = blink(seed, t)
    return Pose(
        yaw=yaw * ease,
        pitch=pitch * ease,
        roll=roll * ease,
        breath=breath(seed, slow) * gentle,
        sway_a=sway_a * gentle,
        sway_b=sway_b * gentle,
        blink_r=lid,
        blink_l=lid,
        gaze_x=(glance[0] + flicker[0]) * ease,
        gaze_y=(glance[1] + flicker[1]) * ease,
    )


def blink(seed: int, t: float) -> float:
    """Return 0..1 of both lids: every 2..8 s, quicker to shut than to open, some twice."""
    now, _ = last_two(seed, BLINKS, t)
    since = t - now.start
    if abs(now.place[0]) > 1.45:  # about one in seven
        since = since - DOUBLE_AFTER if since >= DOUBLE_AFTER else since
    if since < SHUT:
        return smooth(since / SHUT)
    return 1.0 - smooth((since - SHUT - HELD) / OPEN)


def breath(seed: int, t: float) -> float:
    """Return 0..1 of the lungs: in over about a third of a cycle, out over more, a pause."""
    number, share, _ = cycle(seed, 21, t, BREATH)
    depth, into, pause = _manner(seed, number)
    if share < into:
        return depth * smooth(share / into)
    return depth * (1.0 - smooth((share - into) / (1.0 - into - pause)))


@lru_cache(maxsize=512)
def _manner(seed: int, number: int) -> tuple[float, float, float]:
    depth, into, pause = np.random.default_rng((seed, 22, number)).random(3)
    return 0.55 + 0.35 * float(depth), 0.32 + 0.06 * float(into), 0.16 + 0.18 * float(pause)
