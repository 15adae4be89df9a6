"""Drawing shapes onto a picture: anti-aliased polygons and lines in shares of the height."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from generation.painter.canvas import Canvas
from generation.painter.palette import Field, Picture, mix

Points = Sequence[tuple[float, float]]
SUBPIXEL = 4  # bits; cv2 takes fixed-point coordinates


def _fixed(canvas: Canvas, points: Points) -> NDArray[np.int32]:
    pixels = np.asarray(points, np.float64) * canvas.shape[0] - 0.5
    return np.asarray((pixels * 2**SUBPIXEL).round(), np.int32)


def polygon(canvas: Canvas, points: Points) -> Field:
    """Return the coverage 0..1 (H, W) of a polygon; both coordinates in picture heights."""
    mask = np.zeros(canvas.shape, np.uint8)
    cv2.fillPoly(mask, [_fixed(canvas, points)], 255, cv2.LINE_AA, SUBPIXEL)
    return mask / 255.0


def lines(canvas: Canvas, many: Sequence[Points], width: float) -> Field:
    """Return the coverage of lines; ``width`` in nominal pixels (thin ones grow pale)."""
    mask, pixels = np.zeros(canvas.shape, np.uint8), canvas.px(width)
    drawn, thick = [_fixed(canvas, points) for points in many], max(1, round(pixels))
    cv2.polylines(mask, drawn, False, 255, thick, cv2.LINE_AA, SUBPIXEL)
    return mask / 255.0 * min(1.0, pixels)


def line(canvas: Canvas, points: Points, width: float) -> Field:
    """Return the coverage of one line."""
    return lines(canvas, [points], width)


def fill(
    canvas: Canvas, picture: Picture, points: Points, colour: ArrayLike, opacity: float = 1
) -> Picture:
    """Return ``picture`` with a filled polygon; ``colour``: (3,) or (H, W, 3), 0..1."""
    return mix(picture, colour, polygon(canvas, points) * opacity)


def bow(
    start: tuple[float, float], end: tuple[float, float], bend: float, n: int = 16
) -> list[tuple[float, float]]:
    """Return points of an arc from start to end; ``bend``: sagitta as a share of its length."""
    t = np.linspace(0, 1, n)
    (x0, y0), (x1, y1) = start, end
    sag = 4 * t * (1 - t) * bend
    x = x0 + (x1 - x0) * t - (y1 - y0) * sag
    y = y0 + (y1 - y0) * t + (x1 - x0) * sag
    return list(zip(x.tolist(), y.tolist(), strict=True))
