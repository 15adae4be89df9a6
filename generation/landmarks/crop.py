"""Cut an upright square out of a picture for a model, and carry its points back."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from generation.types import Bytes2D, Floats


class Square(NamedTuple):
    """A square in picture pixels: centre, side, and the clockwise lean of its top in radians."""

    x: float
    y: float
    side: float
    lean: float = 0.0


def cut(rgb: Bytes2D, square: Square, side: int, *, repeat_edge: bool = False) -> Bytes2D:
    """Return the square as (side, side, 3) uint8, area-averaged; beyond the picture black, or
    its edge again."""
    # Sampling a big face straight into a small crop aliases canvas and craquelure.
    fine = min(max(int(np.ceil(square.side / side)), 1), 8)
    forward, whole = matrix_of(square, side * fine), (side * fine, side * fine)
    beyond = cv2.BORDER_REPLICATE if repeat_edge else cv2.BORDER_CONSTANT
    big = cv2.warpAffine(rgb, forward, whole, flags=cv2.INTER_LINEAR, borderMode=beyond)
    return np.asarray(cv2.resize(big, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def as_input(rgb: Bytes2D, square: Square, side: int) -> Floats:
    """Return the square as (side, side, 3) float32 0..1."""
    return cut(rgb, square, side).astype(np.float32) / np.float32(255)


def to_picture(points: Floats, square: Square, side: int) -> Floats:
    """Carry (N, 2) or (N, 3) crop pixels to picture pixels; z keeps the scale of x and y."""
    back = cv2.invertAffineTransform(matrix_of(square, side)).astype(np.float32)
    flat = points[:, :2] @ back[:, :2].T + back[:, 2]
    return np.concatenate([flat, points[:, 2:] * (square.side / side)], 1).astype(np.float32)


def matrix_of(square: Square, side: int) -> Floats:
    """Return (2, 3) float32, from pixels of the picture to pixels of a crop of this side."""
    scale = side / square.side
    c, s = scale * np.cos(square.lean), scale * np.sin(square.lean)
    x, y = square.x, square.y
    return np.array(
        [[c, s, side / 2 - c * x - s * y], [-s, c, side / 2 + s * x - c * y]], np.float32
    )
