"""Structural similarity of two pictures, 1 when they are equal.

Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural
similarity", IEEE TIP 13(4), 2004: Gaussian window of sigma 1.5 cut at 3.5 sigma (11 px),
K1 = 0.01, K2 = 0.03, population covariance. The outer 5 px, where the window leaves the
picture, are not counted, as in scikit-image.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.types import Bytes2D

SIGMA = 1.5
REACH = 5  # int(3.5 * SIGMA + 0.5)
C1 = (0.01 * 255) ** 2
C2 = (0.03 * 255) ** 2

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ssim:
    """Luma SSIM over a clip: mean of all frames and the worst frame."""

    mean: float
    lowest: float


def ssim(a: Bytes2D, b: Bytes2D) -> float:
    """Return the mean SSIM of two (H, W) uint8 pictures with sides of at least 11 px."""
    if a.shape != b.shape or a.ndim != 2 or min(a.shape) <= 2 * REACH:
        raise ValueError(f"two equal (H, W) of at least 11 px are needed: {a.shape}, {b.shape}")
    x, y = a.astype(np.float64), b.astype(np.float64)
    mean_x, mean_y = _window(x), _window(y)
    var_x = _window(x * x) - mean_x * mean_x
    var_y = _window(y * y) - mean_y * mean_y
    both = _window(x * y) - mean_x * mean_y
    top = (2 * mean_x * mean_y + C1) * (2 * both + C2)
    bottom = (mean_x * mean_x + mean_y * mean_y + C1) * (var_x + var_y + C2)
    return float((top / bottom)[REACH:-REACH, REACH:-REACH].mean())


def _window(values: Doubles) -> Doubles:
    side = 2 * REACH + 1
    return cv2.GaussianBlur(values, (side, side), SIGMA).astype(np.float64, copy=False)


class SsimMeter:
    """Gathers the SSIM of pairs of frames."""

    def __init__(self) -> None:
        self._values: list[float] = []

    def see(self, a: Bytes2D, b: Bytes2D) -> None:
        """Take one pair of (H, W) uint8 luma planes."""
        self._values.append(ssim(a, b))

    def result(self) -> Ssim:
        """Return the figures of all pairs seen (at least one)."""
        return Ssim(float(np.mean(self._values)), min(self._values))
