"""A canvas: its size, its scale, and one source of chance per element of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import ArrayLike

from generation.painter.palette import Field


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a work is painted on.

    nominal: (width, height) in pixels at scale 1. Every element draws its chance from
    (seed, its own name) and at a size that does not depend on the scale, so neither
    the scale nor a new element changes what the others look like.
    """

    seed: int
    nominal: tuple[int, int]
    scale: float = 1.0

    @property
    def shape(self) -> tuple[int, int]:
        """Return (height, width) in pixels."""
        width, height = self.nominal
        return round(height * self.scale), round(width * self.scale)

    @property
    def aspect(self) -> float:
        """Return width over height."""
        return self.nominal[0] / self.nominal[1]

    def rng(self, element: str) -> np.random.Generator:
        """Return the source of chance of one element."""
        return np.random.default_rng([self.seed, crc32(element.encode())])

    def grid(self) -> tuple[Field, Field]:
        """Return x/width and y/height of every pixel centre, each (H, W)."""
        height, width = self.shape
        y, x = np.mgrid[0:height, 0:width]
        return (x + 0.5) / width, (y + 0.5) / height

    def noise(
        self, element: str, cells: int = 4, octaves: int = 5, gain: float = 0.5, stretch: float = 1
    ) -> Field:
        """Return fractal value noise (H, W) of about unit spread.

        cells: lattice cells across the picture in the first octave; stretch: how many times
        denser the lattice is downwards (2 makes features lie flat).
        """
        rng, (height, width) = self.rng(element), self.shape
        out, power = np.zeros((height, width)), 0.0
        for octave in range(octaves):
            across = cells * 2**octave
            down = max(2, int(across / self.aspect * stretch))
            lattice = rng.normal(size=(down + 3, across + 3))
            out += gain**octave * cv2.resize(
                lattice, (width, height), interpolation=cv2.INTER_CUBIC
            )
            power += gain ** (2 * octave)
        return np.asarray(out / np.sqrt(power))

    def px(self, nominal: float) -> float:
        """Return a length given in pixels at scale 1 in pixels of this canvas."""
        return nominal * self.scale


def blur(field: ArrayLike, sigma: float) -> Field:
    """Return ``field`` after a Gaussian of ``sigma`` pixels (unchanged when it is tiny)."""
    values = np.asarray(field, np.float64)
    return values if sigma < 0.2 else np.asarray(cv2.GaussianBlur(values, (0, 0), sigma))
