"""From drawn shapes to masks at any size."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.ground.plan import Area, Disc, Points

Mask = NDArray[np.bool_]
Image = NDArray[Any]  # of any numbers, as cv2 takes and gives them
SHIFT = 4  # bits of sub-pixel places in cv2's drawing


def area_mask(area: Area, own: tuple[int, int], size: tuple[int, int]) -> Mask:
    """Draw an area given in pixels of ``own`` (width, height) as (H, W) bool of ``size``."""
    if area.mask is not None:
        found = cv2.resize(area.mask, size, interpolation=cv2.INTER_AREA)
        return np.asarray(found > 127)
    if area.polygon:
        return shape_mask(area.polygon, own, size)
    image = np.zeros(size[::-1], np.uint8)
    scale = size[0] / own[0]
    points = _fixed(area.stroke, own, size)
    width = max(round(area.width * scale), 1)
    cv2.polylines(image, [points], False, 1, width, cv2.LINE_8, SHIFT)
    for x, y in points:  # round ends, and a stroke of one point
        cv2.circle(image, (int(x), int(y)), round(width / 2 * 2**SHIFT), 1, -1, cv2.LINE_8, SHIFT)
    return image > 0


def shape_mask(shape: Disc | Points, own: tuple[int, int], size: tuple[int, int]) -> Mask:
    """Draw a disc or a polygon likewise."""
    image = np.zeros(size[::-1], np.uint8)
    if isinstance(shape, Disc):
        (centre,) = _fixed(((shape.x, shape.y),), own, size)
        radius = round(shape.radius * size[0] / own[0] * 2**SHIFT)
        cv2.circle(image, (int(centre[0]), int(centre[1])), radius, 1, -1, cv2.LINE_8, SHIFT)
    else:
        cv2.fillPoly(image, [_fixed(shape, own, size)], 1, cv2.LINE_8, SHIFT)
    return image > 0


def _fixed(points: Points, own: tuple[int, int], size: tuple[int, int]) -> NDArray[np.int32]:
    scaled = np.array(points, np.float64) * (np.array(size) / own) - 0.5
    return np.asarray(np.rint(scaled * 2**SHIFT), np.int32)


def grown(mask: Mask, radius: int) -> Mask:
    """Widen a mask by ``radius`` px."""
    if radius < 1:
        return mask
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return cv2.dilate(mask.astype(np.uint8), disc) > 0


def depth_inside(mask: Mask) -> NDArray[np.float32]:
    """Return px to the nearest point outside; the picture's own border is no outside."""
    padded = np.pad(mask.astype(np.uint8), 1, mode="edge")
    found = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    return np.asarray(np.minimum(found, 1e4), np.float32)
