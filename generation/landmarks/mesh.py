"""Lay the 468-point face mesh on a face, and say how far to believe it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generation.landmarks.crop import Square, as_input, to_picture
from generation.landmarks.litert import Model
from generation.landmarks.weights import MESH, weight
from generation.types import Bytes2D, Floats

MARGIN = 1.5  # crop side over face side, as the model was trained
RECROPS = 2  # the mesh places its own crop better than the detector does
RIGHT_OUTER, LEFT_OUTER = 33, 263  # outer eye corners, sitter's right and left
FOREHEAD, CHIN = 10, 152


class MeshModel:
    """The face mesh network (192 px crop → 468 points and one logit)."""

    def __init__(self, models_dir: Path) -> None:
        self._model = Model(weight(models_dir, MESH))

    def __call__(self, rgb: Bytes2D, face: Square) -> tuple[Floats, float]:
        """Return (468, 3) points in picture pixels and confidence 0..1 for a face square."""
        points, confidence = self._look(rgb, face._replace(side=face.side * MARGIN))
        for _ in range(RECROPS):
            points, confidence = self._look(rgb, crop_of(points))
        return points, confidence

    def _look(self, rgb: Bytes2D, square: Square) -> tuple[Floats, float]:
        side = self._model.side
        raw, logit = self._model(as_input(rgb, square, side))
        points = to_picture(raw.reshape(468, 3), square, side)
        return points, float(1 / (1 + np.exp(-np.clip(logit.ravel()[0], -50, 50))))


def crop_of(points: Floats) -> Square:
    """Return the square the mesh network should see a face of these (N, 3) points in."""
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    eyes = points[LEFT_OUTER] - points[RIGHT_OUTER]
    x, y = (low + high) / 2
    side = float((high - low).max()) * MARGIN
    return Square(float(x), float(y), side, float(np.arctan2(eyes[1], eyes[0])))


def face_frame(points: Floats) -> Floats:
    """Return (3, 3) unit rows: to the sitter's left, down the face, out of the face.

    z of the points grows away from the viewer, so a frontal face looks along -z.
    """
    across = points[LEFT_OUTER] - points[RIGHT_OUTER]
    across = across / np.linalg.norm(across)
    down = points[CHIN] - points[FOREHEAD]
    down = down - across * (down @ across)
    down = down / np.linalg.norm(down)
    return np.stack([across, down, -np.cross(across, down)])


def yaw_of(points: Floats) -> float:
    """Return how far the face turns to the viewer's right, degrees, from its own depth."""
    out = face_frame(points)[2]
    return float(np.degrees(np.arctan2(out[0], -out[2])))
