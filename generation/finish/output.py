"""What a finish does to every frame, in plain numpy: the shutter, a soft moment, the vignette."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from generation.types import Bytes2D, Floats, Planes

STILL = 0.6  # px a point moves while the shutter is open that no eye sees as blur
LONGEST = 10.0  # px; a smear beyond this is cut
FEW_UP_TO = 6.0  # px; up to here three taps are enough, beyond it five
SOFTEST = 0.25  # weight of either neighbour at softness 1


class Smear(NamedTuple):
    """How far the picture at each node moves while the shutter is open, (h, w) px, and taps."""

    x: Floats
    y: Floats
    taps: int


def smear_of(before: Floats, now: Floats, share: float) -> Smear | None:
    """Return the smear between two maps (2, h, w) px of the nodes, None where nothing blurs.

    share: exposure ÷ the time between the two. Taps lie at most 2 px apart.
    """
    moved = (now - before) * np.float32(share)
    longest = float(np.sqrt((moved**2).sum(0)).max())
    if longest < STILL:
        return None
    if longest > LONGEST:
        moved *= np.minimum(1, LONGEST / np.maximum(np.sqrt((moved**2).sum(0)), 1e-6))
    taps = 3 if longest <= FEW_UP_TO else 5
    return Smear(np.ascontiguousarray(moved[0]), np.ascontiguousarray(moved[1]), taps)


def softened(plane: Bytes2D, softness: float) -> Bytes2D:
    """Return luma blurred by [k, 1 - 2k, k] both ways, k = softness / 4."""
    if softness <= 0:
        return plane
    k = SOFTEST * softness
    kernel = np.array([k, 1 - 2 * k, k], np.float32)
    soft = cv2.sepFilter2D(plane, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(soft, np.uint8)


def expose(
    frame: Planes,
    step: int,
    smear: Smear | None,
    fall: tuple[Floats, Floats] | None,
    out: Planes,
) -> None:
    """Write a frame as the shutter and the lens's falloff leave it.

    The mean of ``taps`` bilinear samples along the smear (chroma: 3), centred on the pixel, then
    black + (value - black) × gain; black is 16, 128, 128.
    """
    for n, (plane, target) in enumerate(zip(frame, out, strict=True)):
        scale, black = (1, 16) if n == 0 else (2, 128)
        value = plane.astype(np.float32)
        if smear is not None:
            value = _smeared(value, smear, step, scale)
        if fall is not None:
            columns, rows = (g.reshape(-1, scale).mean(1) for g in fall)
            value = black + (value - black) * (rows[:, None] * columns)
        target[:] = np.rint(value)


def _smeared(plane: Floats, smear: Smear, step: int, scale: int) -> Floats:
    height, width = plane.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    at_x, at_y = ((c * scale + (scale - 1) / 2) / step for c in (x, y))
    dx, dy = (_bilinear(field, at_x, at_y) / scale for field in smear[:2])
    total, taps = np.zeros_like(plane), smear.taps if scale == 1 else 3
    for k in range(taps):
        share = np.float32((k - (taps - 1) / 2) / taps)
        total += _bilinear(plane, x + share * dx, y + share * dy)
    return np.asarray(total / taps)


def _bilinear(plane: Floats, x: Floats, y: Floats) -> Floats:
    height, width = plane.shape
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = np.minimum(x.astype(int), width - 2), np.minimum(y.astype(int), height - 2)
    u, v = x - left, y - top
    upper = plane[top, left] * (1 - u) + plane[top, left + 1] * u
    lower = plane[top + 1, left] * (1 - u) + plane[top + 1, left + 1] * u
    return np.asarray(upper + (lower - upper) * v, np.float32)
