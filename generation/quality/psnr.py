"""Peak signal-to-noise ratio: how far two pictures are apart, in decibels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from generation.types import Bytes2D

PEAK = 255.0


@dataclass(frozen=True, slots=True)
class Psnr:
    """Luma PSNR over a clip, dB; infinite where every pixel is equal.

    pooled: of the mean squared error of all frames (ffmpeg's "average"); lowest: worst frame.
    """

    pooled: float
    lowest: float


def mean_squared_error(a: Bytes2D, b: Bytes2D) -> float:
    """Return the mean squared difference of two uint8 pictures of one shape."""
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {a.shape} and {b.shape}")
    return float(cv2.norm(a, b, cv2.NORM_L2SQR) / a.size)


def decibels(error: float) -> float:
    """Return 10·log10(255² / error); infinite for no error."""
    return math.inf if error == 0 else 10 * math.log10(PEAK**2 / error)


def psnr(a: Bytes2D, b: Bytes2D) -> float:
    """Return the PSNR of two uint8 pictures in dB, as scikit-image's with data_range 255."""
    return decibels(mean_squared_error(a, b))


class PsnrMeter:
    """Gathers the PSNR of pairs of frames."""

    def __init__(self) -> None:
        self._errors: list[float] = []

    def see(self, a: Bytes2D, b: Bytes2D) -> None:
        """Take one pair of (H, W) uint8 luma planes."""
        self._errors.append(mean_squared_error(a, b))

    def result(self) -> Psnr:
        """Return the figures of all pairs seen (at least one)."""
        return Psnr(decibels(float(np.mean(self._errors))), decibels(max(self._errors)))
