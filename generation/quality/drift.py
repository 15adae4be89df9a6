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

    typical: 95th percentile over time; largest: the worst frame, at: its number from 0;
    faces: how many were followed; lost: frames in which one of them was not found, over all
    faces; lost_at: the first of those, None without one.
    """

    typical: float
    largest: float
    faces: int
    lost: int
    at: int = 0
    lost_at: int | None = None


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
        typical=max(float(np.percentile(list(row.values()), TYPICAL)) for row in rows),
        largest=max(max(row.values()) for row in rows),
        faces=len(tracks),
        lost=sum(track.lost for track in tracks),
        at=max((max(row.items(), key=_size) for row in rows), key=_size)[0],
        lost_at=min((at for track in tracks for at in _lost(track)), default=None),
    )


def _over_time(shapes: Sequence[Floats | None]) -> dict[int, float]:
    """Return how far the face is from its first shape, by the number of the frame."""
    seen = {at: shape for at, shape in enumerate(shapes) if shape is not None}
    if not seen:
        return {}
    first = next(iter(seen.values()))
    right, left = (RIGID.index(point) for point in EYE_CORNERS)
    eyes = float(np.linalg.norm(first[left] - first[right]))
    return {at: deviation(shape, first) / eyes for at, shape in seen.items()}


def _lost(track: FaceTrack) -> list[int]:
    return [at for at, shape in enumerate(track.rigid) if shape is None and at >= track.missing]


def _size(entry: tuple[int, float]) -> float:
    return entry[1]
