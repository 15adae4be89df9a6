"""Identity drift: does a face keep its bones while it moves?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generation.quality.faces import EYE_CORNERS, RIGID, FaceTrack
from generation.types import Floats, Words

TYPICAL = 95  # percentile


@dataclass(frozen=True, slots=True)
class Drift:
    """How far rigid points leave the first frame's shape, in eye distances, worst face.

    typical: 95th percentile over time; largest: the worst frame; faces: how many were
    followed; lost: frames in which one of them was not found, over all faces.
    """

    typical: float
    largest: float
    faces: int
    lost: int


def deviation(points: Floats, reference: Floats) -> float:
    """Return the RMS distance of two (N, 3) shapes after the best similarity transform.

    Umeyama, "Least-squares estimation of transformation parameters between two point
    patterns", IEEE PAMI 13(4), 1991: rotation without reflection, scale and shift.
    """
    a = np.asarray(points, np.float64) - points.mean(0)
    b = np.asarray(reference, np.float64) - reference.mean(0)
    left, strengths, right = np.linalg.svd(a.T @ b)
    signs = np.ones(3)
    signs[2] = np.sign(np.linalg.det(left @ right)) or 1.0
    scale = float((strengths * signs).sum() / np.square(a).sum())
    moved = scale * a @ (left * signs) @ right
    return float(np.sqrt(np.square(moved - b).sum(1).mean()))


def drift(tracks: Sequence[FaceTrack]) -> Drift | Words:
    """Return the drift of the worst of the faces followed, or why there is none."""
    rows = [row for track in tracks if len(row := _over_time(track.rigid)) >= 2]
    if not rows:
        return Words("лицо видно меньше чем в двух кадрах", "a face is seen in under two frames")
    return Drift(
        typical=max(float(np.percentile(row, TYPICAL)) for row in rows),
        largest=max(max(row) for row in rows),
        faces=len(tracks),
        lost=sum(track.lost for track in tracks),
    )


def _over_time(shapes: Sequence[Floats | None]) -> list[float]:
    seen = [shape for shape in shapes if shape is not None]
    if not seen:
        return []
    right, left = (RIGID.index(point) for point in EYE_CORNERS)
    eyes = float(np.linalg.norm(seen[0][left] - seen[0][right]))
    return [deviation(shape, seen[0]) / eyes for shape in seen]
