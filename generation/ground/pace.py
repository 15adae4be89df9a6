"""Run a loop at the pace at which the picture changes evenly, so that motion does not pulse."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np

from generation.ground.areas import Image
from generation.media.yuv import planes_from_rgb
from generation.scene.shapes import Array, blur, floats
from generation.types import Bytes2D, Floats

MOMENTS = 60  # of a loop that are looked at
ROUNDS = 4  # at most: a change of pace moves the moments at which is looked
EVEN = 0.05  # (largest - smallest step) / mean step: even enough
GENTLEST, FASTEST = 0.5, 2.0  # of the mean pace, a round
STRONG = 0.4  # of how much the places of strongest motion change: weaker ones do not count
WIDEST, LOOKS = 4, 30_000  # px between places that are looked at, and how many are enough

Preview = Callable[[float], Floats]  # place in the loop 0..1 -> (h, w) luma


def even_pace(preview: Preview) -> Floats:
    """Return (MOMENTS + 1,) the place in the loop, 0..1, at even moments of it.

    The loop lingers where a step changes much and hurries where it changes little. Levels are
    rounded as they will be shown: in a small, soft region most of a step is that rounding.
    """
    moments = np.linspace(0, 1, MOMENTS + 1)
    place = best = moments
    least = np.inf
    for _ in range(ROUNDS):
        steps = _steps([np.rint(preview(float(p))) for p in place[:-1]])
        if steps.mean() < 1e-6:
            break
        pulse = float(np.ptp(steps) / steps.mean())
        if pulse < least:
            best, least = place, pulse
        if pulse <= EVEN:
            break
        spent = np.r_[0, np.cumsum(np.clip(steps / steps.mean(), 1 / FASTEST, 1 / GENTLEST))]
        place = np.interp(moments, spent / spent[-1], place)
    return floats(best)


def _steps(frames: list[Array]) -> Array:
    """Return how much each frame differs from the next, RMS, where most of the motion is."""
    moved = blur(floats(np.mean([np.abs(b - a) for a, b in pairwise(frames)], axis=0)), 1.5)
    if not moved.any():
        return np.zeros(len(frames))
    strong = moved > STRONG * np.percentile(moved[moved > 0], 90)
    there = [frame[strong] for frame in frames]
    return np.array([np.sqrt(np.mean((b - a) ** 2)) for a, b in pairwise([*there, there[0]])])


def place_at(pace: Floats, turns: float) -> float:
    """Return the place in the loop, 0..1, after so many turns."""
    return float(np.interp(turns % 1, np.linspace(0, 1, len(pace)), pace))


class Sparse:
    """A painting read at some of its pixels: enough to tell how much a step changes."""

    def __init__(self, rgb: Bytes2D, step: int) -> None:
        """``step``: px between the nodes of the fields."""
        self._luma, self._step = floats(planes_from_rgb(rgb).y), step
        height, width = self._luma.shape
        self._skip = min(max(int(np.sqrt(height * width / LOOKS)), 1), WIDEST)
        self._y, self._x = np.mgrid[
            self._skip // 2 : height : self._skip, self._skip // 2 : width : self._skip
        ].astype(np.float32)

    def of(self, image: Image) -> Floats:
        """Return a full-size image (H, W) at the places read."""
        return floats(image[self._skip // 2 :: self._skip, self._skip // 2 :: self._skip])

    def on(self, field: Array) -> Floats:
        """Return a node field (h, w) at the places read."""
        x, y = self._x / self._step, self._y / self._step
        found = cv2.remap(floats(field), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return floats(found)

    def seen(self, dx: Floats, dy: Floats) -> Floats:
        """Return the luma of the painting, 16..235, displaced by px."""
        found = cv2.remap(self._luma, self._x + dx, self._y + dy, cv2.INTER_CUBIC,
                          borderMode=cv2.BORDER_REFLECT_101)  # fmt: skip
        return floats(found)
