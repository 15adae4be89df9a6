"""Small shapes the scene is drawn with: soft steps, blurs, node grids."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from generation.types import Bytes2D, Floats

Array = NDArray[np.floating[Any]]


def unit(vector: Array) -> Array:
    """Return the vector at length one."""
    return vector / float(np.linalg.norm(vector))


def soft_step(x: ArrayLike, low: ArrayLike, high: ArrayLike) -> Array:
    """Return 0 below ``low``, 1 above ``high``, a cubic between (Hermite smoothstep)."""
    low_, high_ = np.asarray(low, float), np.asarray(high, float)
    t = np.clip((np.asarray(x, float) - low_) / (high_ - low_), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def believed(where: Array, belief: ArrayLike) -> Array:
    """Return the mean of ``where`` (h, w) down each column, weighed by exp(``belief``).

    Counted from the strongest: on blank paper every weight alone would be too small for a number.
    """
    strength = np.asarray(belief, float)
    weights = np.exp(strength - strength.max(0))
    return np.asarray((weights * where).sum(0) / weights.sum(0))


def blur(image: Array, sigma: float) -> Array:
    """Blur (h, w) or (h, w, c) by a Gaussian; a sigma below 0.05 leaves it."""
    if sigma < 0.05:
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma))


def luma_bytes(rgb: Bytes2D) -> Floats:
    """Return luma 0..255 (h, w) of a painting (H, W, 3)."""
    return floats(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))


def floats(array: ArrayLike) -> Floats:
    """Return contiguous float32."""
    return np.ascontiguousarray(array, dtype=np.float32)


def node_grid(size: tuple[int, int], step: int) -> tuple[Array, Array]:
    """Return x and y (h, w) px of the nodes of a (width, height) scene."""
    width, height = size
    rows, columns = -(-height // step) + 1, -(-width // step) + 1
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64) * step
    return x, y


def border_pin(x: Array, y: Array, size: tuple[int, int], reach: float) -> Array:
    """Return 0 on the picture's border, 1 ``reach`` px inside it."""
    width, height = size
    inside = np.minimum.reduce([x, y, width - 1 - x, height - 1 - y])
    return soft_step(inside, 0.0, reach)
