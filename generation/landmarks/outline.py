"""What a curator sees of a face: its twelve points, its outline, and which points to check.

Pixels of the picture, x right and y down, as plain lists for JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generation.landmarks.hand_points import NAMES, miss_of, named_points
from generation.scene import topology as at
from generation.types import Landmarks

LINES: dict[str, tuple[int, ...]] = {
    "oval": (*at.OVAL, at.OVAL[0]),
    "right_eye": (*at.RIGHT_EYE.upper, *reversed(at.RIGHT_EYE.lower)),
    "left_eye": (*at.LEFT_EYE.upper, *reversed(at.LEFT_EYE.lower)),
    "lips": (*at.OUTER_UPPER_LIP, *reversed(at.OUTER_LOWER_LIP)),
    "parting": at.INNER_LOWER_LIP,
    "right_brow": at.RIGHT_EYE.brow_top,
    "left_brow": at.LEFT_EYE.brow_top,
    "nose": (168, 6, 197, 195, 5, 4, 1, at.NOSE_BASE),
}
# Eye distances off where the other points put one. Faces the model found, eight paintings:
# up to 0.05 within the face, 0.12 at its rim.
DOUBTFUL, DOUBTFUL_AT_THE_RIM = 0.08, 0.15
RIM = {"chin", "right_cheek", "left_cheek"}


def twelve_of(face: Landmarks) -> dict[str, list[float]]:
    """Return the twelve named points of a face that was found, to begin from by hand."""
    flat = face.points[list(NAMES.values()), :2]
    return {name: _rounded(point) for name, point in zip(NAMES, flat, strict=True)}


def outline_of(face: Landmarks) -> dict[str, list[list[float]]]:
    """Return the lines of a face by name: its oval, eyes, lips, brows and nose."""
    return {
        name: [_rounded(point) for point in face.points[list(line), :2]]
        for name, line in LINES.items()
    }


def doubtful_points(points: Mapping[str, Any]) -> list[str]:
    """Return the names of those that lie where the others would not put them.

    A painter may well have painted them there: doubtful is to be looked at, not wrong.
    Raises PointsRefused.
    """
    named = named_points(points)
    most = {name: DOUBTFUL_AT_THE_RIM if name in RIM else DOUBTFUL for name in NAMES}
    return [name for name in NAMES if miss_of(name, named) > most[name]]


def _rounded(point: Any) -> list[float]:
    return [round(float(v), 1) for v in np.asarray(point)]
