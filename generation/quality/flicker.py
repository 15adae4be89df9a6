"""Flicker: how much what stands still trembles from frame to frame."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.quality.reader import ClipFrame
from generation.types import Bytes2D, Floats, Words

WINDOW = 8  # frames of the moving mean that tells motion from trembling
DRIFT = 3.0  # levels the moving mean of a still pixel may wander
NOISE_GAIN = 2.0  # ... plus this times the pixel's own trembling
WHITE = 1.954  # mean |second difference| of unit white noise: sqrt(6) * sqrt(2 / pi)
SMALLEST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Flicker:
    """Trembling of the still part of a clip.

    levels: mean of |Y[t-1] - 2 Y[t] + Y[t+1]| / 4 over still pixels and time, in 8-bit luma
    levels; a picture that alternates by ±a reads a. static: the share of still pixels, 0..1.
    """

    levels: float
    static: float


class FlickerMeter:
    """Gathers second differences and the range of a moving mean, pixel by pixel.

    A pixel stands still when the mean of 8 frames wanders by no more than 3 levels plus
    twice the pixel's trembling (as the sigma of white noise): alternation cancels in that
    mean and noise shrinks, motion does not.
    """

    def __init__(self) -> None:
        self._past: deque[Bytes2D] = deque(maxlen=WINDOW)
        self._bend: Floats = np.zeros((0, 0), np.float32)
        self._sum: NDArray[np.uint16] = np.zeros((0, 0), np.uint16)
        self._low = self._high = self._sum
        self._count = 0

    def see(self, frame: ClipFrame) -> None:
        """Take the next frame."""
        luma = frame.luma
        if self._count == 0:
            self._bend = np.zeros(luma.shape, np.float32)
            self._sum = np.zeros(luma.shape, np.uint16)
        if len(self._past) >= 2:
            ends = self._past[-2].astype(np.int16) + luma
            self._bend += np.abs(ends - (self._past[-1].astype(np.int16) << 1))
        if len(self._past) == WINDOW:
            self._sum -= self._past[0]
        self._sum += luma
        self._past.append(luma)
        self._count += 1
        if self._count == WINDOW:
            self._low, self._high = self._sum.copy(), self._sum.copy()
        elif self._count > WINDOW:
            np.minimum(self._low, self._sum, out=self._low)
            np.maximum(self._high, self._sum, out=self._high)

    def result(self) -> Flicker | Words:
        """Return the trembling, or why it cannot be told."""
        if self._count <= WINDOW:
            return Words(f"нужно больше {WINDOW} кадров", f"more than {WINDOW} frames are needed")
        bend = self._bend / (self._count - 2)
        wander = (self._high - self._low) / np.float32(WINDOW)
        still = wander <= DRIFT + NOISE_GAIN / WHITE * bend
        share = float(still.mean())
        if share < SMALLEST_SHARE:
            return Words("в клипе движется всё", "everything in the clip moves")
        return Flicker(float(bend[still].mean()) / 4, share)
