"""Find both irises: five points each, the centre first."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generation.landmarks.crop import Square, as_input, to_picture
from generation.landmarks.litert import Model
from generation.landmarks.weights import IRIS, weight
from generation.types import Bytes2D, Floats

MARGIN = 2.3  # crop side over eye width, as the model was trained
RIGHT_EYE = (33, 133)  # corners, left to right as the viewer sees them
LEFT_EYE = (362, 263)


class IrisModel:
    """The iris network (64 px crop of one eye). It knows one side; the other is mirrored."""

    def __init__(self, models_dir: Path) -> None:
        self._model = Model(weight(models_dir, IRIS))

    def __call__(self, rgb: Bytes2D, mesh: Floats) -> Floats:
        """Return (10, 3) picture pixels: the sitter's right iris, then the left."""
        right = self._look(rgb, mesh[list(RIGHT_EYE)], mirrored=False)
        left = self._look(rgb, mesh[list(LEFT_EYE)], mirrored=True)
        return np.concatenate([right, left])

    def _look(self, rgb: Bytes2D, corners: Floats, *, mirrored: bool) -> Floats:
        side = self._model.side
        square = eye_square(corners)
        image = as_input(rgb, square, side)
        raw = self._model(image[:, ::-1] if mirrored else image)[1].reshape(5, 3)
        if mirrored:
            raw[:, 0] = side - raw[:, 0]
        points = to_picture(raw, square, side)
        # The network's depth has its own origin; the eye sits where the mesh says.
        points[:, 2] = corners[:, 2].mean()
        return points


def eye_square(corners: Floats) -> Square:
    """Return the leaning square around one eye from its (2, 3) corners, viewer's left first."""
    x, y = corners[:, :2].mean(0)
    dx, dy = corners[1, :2] - corners[0, :2]
    return Square(float(x), float(y), float(np.hypot(dx, dy)) * MARGIN, float(np.arctan2(dy, dx)))
