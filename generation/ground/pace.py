"""Run a loop at the pace at which the picture changes evenly, so that motion does not pulse."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from generation.ground.areas import Mask
from generation.scene.shapes import Array, floats
from generation.types import Bytes2D, Floats

MOMENTS = 36  # of a loop that are looked at
GENTLEST, FASTEST = 0.6, 1.6  # of the mean pace

Preview = Callable[[float], Floats]  # place in the loop 0..1 -> (h, w) luma


def even_pace(preview: Preview, inside: Mask) -> Floats:
    """Return (MOMENTS + 1,) the place in the loop, 0..1, at even moments of it.

    The loop lingers where a step changes much and hurries where it changes little.
    """
    frames = [preview(n / MOMENTS)[inside] for n in range(MOMENTS)]
    frames.append(frames[0])
    steps = np.array(
        [np.sqrt(np.mean((b - a) ** 2)) for a, b in zip(frames, frames[1:], strict=False)]
    )
    if steps.mean() < 1e-6:
        return floats(np.linspace(0, 1, MOMENTS + 1))
    time = 1 / np.clip(steps.mean() / np.maximum(steps, 1e-6), GENTLEST, FASTEST)
    spent = np.r_[0, np.cumsum(time)] / time.sum()
    return floats(np.interp(np.linspace(0, 1, MOMENTS + 1), spent, np.linspace(0, 1, MOMENTS + 1)))


def place_at(pace: Floats, turns: float) -> float:
    """Return the place in the loop, 0..1, after so many turns."""
    return float(np.interp(turns % 1, np.linspace(0, 1, len(pace)), pace))


def half_luma(rgb: Bytes2D) -> Floats:
    """Return luma at half size, what a preview shows."""
    size = rgb.shape[1] // 2, rgb.shape[0] // 2
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return floats(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))


def to_half(field: Array, luma: Floats) -> Floats:
    """Return a node field (h, w) at the preview's size, as displacement in its pixels."""
    size = luma.shape[1], luma.shape[0]
    return floats(cv2.resize(floats(field), size, interpolation=cv2.INTER_LINEAR)) / 2


def seen(luma: Floats, dx: Floats, dy: Floats) -> Floats:
    """Return the preview displaced by px of its own."""
    y, x = np.indices(luma.shape, np.float32)
    found = cv2.remap(luma, x + dx, y + dy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return floats(found)
