"""Which size a scene has: the whole picture, at its own aspect, both sides even."""

from __future__ import annotations

import cv2
import numpy as np

from generation.scene.shapes import floats
from generation.types import Bytes2D, Floats, Landmarks

LEAST_HEIGHT, MOST_HEIGHT = 480, 1440


def scene_size(picture: tuple[int, int], bounds: tuple[int, int]) -> tuple[int, int]:
    """Return the (width, height) of the scene of a picture inside bounds, all in px.

    The picture is never cropped and keeps its aspect; it is enlarged only to be 480 px high.
    A picture that fits keeps its size, an odd side growing by the one line it lacks.
    """
    width, height = picture
    most = min(max(bounds[1], LEAST_HEIGHT), MOST_HEIGHT)
    scale = min(bounds[0] / width, most / height, 1.0)
    scale = max(scale, LEAST_HEIGHT / height)
    if scale == 1.0:
        return width + width % 2, height + height % 2
    return _even(width * scale), _even(height * scale)


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))


def fit(rgb: Bytes2D, size: tuple[int, int]) -> Bytes2D:
    """Return the picture (H, W, 3) at a scene size; the same pixels where none must change."""
    height, width = rgb.shape[:2]
    if size == (width, height):
        return np.ascontiguousarray(rgb)
    if 0 <= size[0] - width <= 1 and 0 <= size[1] - height <= 1:
        grown = np.pad(rgb, ((0, size[1] - height), (0, size[0] - width), (0, 0)), mode="edge")
        return np.ascontiguousarray(grown)
    way = cv2.INTER_AREA if size[0] <= width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, size, interpolation=way), np.uint8)


def fit_mask(mask: Floats, size: tuple[int, int]) -> Floats:
    """Return a mask (h, w) at a scene size."""
    return floats(cv2.resize(floats(mask), size, interpolation=cv2.INTER_AREA))


def fit_landmarks(
    landmarks: Landmarks, picture: tuple[int, int], size: tuple[int, int]
) -> Landmarks:
    """Return landmarks moved from a picture's pixels to a scene's."""
    if 0 <= size[0] - picture[0] <= 1 and 0 <= size[1] - picture[1] <= 1:
        return landmarks
    x, y = size[0] / picture[0], size[1] / picture[1]
    centre = np.array([0.5, 0.5, 0.0])  # pixel centres lie on whole numbers
    points = (landmarks.points + centre) * np.array([x, y, (x + y) / 2]) - centre
    return Landmarks(floats(points), landmarks.confidence, landmarks.source)
