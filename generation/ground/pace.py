"""Run a loop at the pace at which the picture changes evenly, so that motion does not pulse."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np

from generation.ground.areas import Image, Mask
from generation.scene.shapes import Array, floats
from generation.types import Bytes2D, Floats

SKIP = 3  # px
MOMENTS = 48  # of a loop that are looked at
GENTLEST, FASTEST = 0.6, 1.6  # of the mean pace

Preview = Callable[[float], Floats]  # place in the loop 0..1 -> (h, w) luma


def even_pace(preview: Preview, inside: Mask) -> Floats:
    """Return (MOMENTS + 1,) the place in the loop, 0..1, at even moments of it.

    The loop lingers where a step changes much and hurries where it changes little.
    """
    if not inside.any():
        return floats(np.linspace(0, 1, MOMENTS + 1))
    frames = [preview(n / MOMENTS)[inside] for n in range(MOMENTS)]
    frames.append(frames[0])
    steps = np.array([np.sqrt(np.mean((b - a) ** 2)) for a, b in pairwise(frames)])
    if steps.mean() < 1e-6:
        return floats(np.linspace(0, 1, MOMENTS + 1))
    time = 1 / np.clip(steps.mean() / np.maximum(steps, 1e-6), GENTLEST, FASTEST)
    spent = np.r_[0, np.cumsum(time)] / time.sum()
    return floats(np.interp(np.linspace(0, 1, MOMENTS + 1), spent, np.linspace(0, 1, MOMENTS + 1)))


def place_at(pace: Floats, turns: float) -> float:
    """Return the place in the loop, 0..1, after so many turns."""
    return float(np.interp(turns % 1, np.linspace(0, 1, len(pace)), pace))


class Sparse:
    """A painting read at every third pixel: enough to tell how much a step changes."""

    def __init__(self, rgb: Bytes2D) -> None:
        self._luma = floats(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
        height, width = self._luma.shape
        self._y, self._x = np.mgrid[SKIP // 2 : height : SKIP, SKIP // 2 : width : SKIP].astype(
            np.float32
        )

    def of(self, image: Image) -> Floats:
        """Return a full-size image (H, W) at the places read."""
        return floats(image[SKIP // 2 :: SKIP, SKIP // 2 :: SKIP])

    def on(self, field: Array) -> Floats:
        """Return a node field (h, w) at about the places read."""
        size = self._x.shape[::-1]
        return floats(cv2.resize(floats(field), size, interpolation=cv2.INTER_LINEAR))

    def seen(self, dx: Floats, dy: Floats) -> Floats:
        """Return the painting displaced by px."""
        found = cv2.remap(self._luma, self._x + dx, self._y + dy, cv2.INTER_CUBIC,
                          borderMode=cv2.BORDER_REFLECT_101)  # fmt: skip
        return floats(found)
