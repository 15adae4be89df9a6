"""Gestures of the head and looks, as curves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from generation.directing.score import Score, swell, times
from generation.rig.attention import REACH
from generation.scene.model import Scene
from generation.script.model import Head, Look
from generation.types import Floats

LOOK = 2.0  # seconds of a look that does not say
FAR = 0.75  # gaze units of “left” and its like
FADE = 0.7  # seconds to turn, bow or tilt, and back
FALLING = 0.82  # each nod or shake is so much smaller than the one before
WAYS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0),
        "ahead": (0.0, 0.0), "visitor": (0.0, 0.0)}  # fmt: skip


class Manner(NamedTuple):
    """A gesture as it usually is; seconds of one nod or shake, of the whole for the rest."""

    axis: str
    degrees: float
    seconds: float


MANNERS = {
    "turn": Manner("yaw", 8.0, 3.0),
    "bow": Manner("pitch", 8.0, 2.2),
    "tilt": Manner("roll", 5.0, 3.0),
    "nod": Manner("pitch", 6.0, 0.65),
    "shake": Manner("yaw", 7.0, 0.7),
}


def gesture_seconds(event: Head) -> float:
    """Return how long a gesture lasts."""
    if event.seconds is not None:
        return event.seconds
    usual = MANNERS[event.gesture].seconds
    return usual * (event.times if event.gesture in ("nod", "shake") else 1)


def lay_gesture(score: Score, start: float, event: Head) -> None:
    """Lay one gesture; the scene's limits are kept later."""
    manner, seconds = MANNERS[event.gesture], gesture_seconds(event)
    degrees = manner.degrees if event.degrees is None else event.degrees
    if event.gesture == "nod":
        curve = nodding(seconds, event.times)
    elif event.gesture == "shake":
        curve = shaking(seconds, event.times)
    else:
        curve = swell(seconds, FADE, FADE)
    score.add(manner.axis, start, degrees * curve)


def nodding(seconds: float, count: int) -> Floats:
    """Return ``count`` bows and rises, each smaller, 0 at both ends and between."""
    phase = np.clip(times(seconds) / seconds, 0, 1 - 1e-6) * count
    size = FALLING ** np.floor(phase)
    return np.asarray(0.5 * size * (1 - np.cos(2 * np.pi * phase)), np.float32)


def shaking(seconds: float, count: int) -> Floats:
    """Return ``count`` turns to one side and the other, each smaller, 0 at both ends."""
    t = times(seconds)
    phase = np.clip(t / seconds, 0, 1) * count
    envelope = swell(seconds, 0.25 * seconds / count, 0.35 * seconds / count)
    return np.asarray(envelope * FALLING**phase * np.sin(2 * np.pi * phase), np.float32)


def lay_look(
    score: Score,
    start: float,
    event: Look,
    scene: Scene,
    points: Mapping[str, tuple[float, float]],
) -> None:
    """Lay where to look; eyes and head find their own way there (rig/attention)."""
    if scene.head is None:
        return
    x, y = target(event.toward, scene, points)
    still = np.ones_like(times(look_seconds(event)))
    score.put("look_x", start, x * still)
    score.put("look_y", start, y * still)


def look_seconds(event: Look) -> float:
    """Return how long a look lasts."""
    return LOOK if event.seconds is None else event.seconds


def target(
    toward: str | tuple[float, float], scene: Scene, points: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    """Return picture coordinates 0..1 (a direction may lie beyond) of what is looked at."""
    if not isinstance(toward, str):
        return toward
    if toward in points:
        return points[toward]
    return aside(scene, WAYS[toward], FAR)


def aside(scene: Scene, way: tuple[float, float], far: float) -> tuple[float, float]:
    """Return picture coordinates ``far`` gaze units (below 1) from between the eyes, along a
    unit vector; they may lie beyond the picture."""
    assert scene.head is not None
    right, left = (eye.centre for eye in scene.head.eyes)
    # the inverse of Attention's own way from a point to gaze units
    reach = math.atanh(far) * REACH * scene.head.face_width
    x, y = (float((r + e) / 2 + w * reach) for r, e, w in zip(right, left, way, strict=True))
    return x / scene.size[0], y / scene.size[1]
