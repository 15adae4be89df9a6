"""Follow the faces of a clip: rigid points and lip gap, frame by frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from generation.landmarks.find import find_faces
from generation.landmarks.mesh import MARGIN, MeshModel, crop_of
from generation.landmarks.trust import LOWEST_CONFIDENCE
from generation.quality.reader import ClipFrame
from generation.types import Bytes2D, Floats, Words

# Mesh points that expression does not move: forehead, nose, eye corners, temples, ears.
RIGID = (10, 168, 6, 197, 195, 5, 4, 33, 133, 362, 263, 127, 356, 234, 454)
EYE_CORNERS = (33, 263)  # outer, sitter's right and left
INNER_LIPS = ((82, 87), (13, 14), (312, 317))  # upper, lower
LOOK_AGAIN = 1.0  # s between searches while no face is known


@dataclass
class FaceTrack:
    """One face through a clip: an entry per frame, None and NaN where it was not found.

    rigid: (15, 3) pixels. gaps: inner lips apart, in distances of the outer eye corners.
    """

    last: Floats
    rigid: list[Floats | None] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    missing: int = 0  # frames before the face was first found

    @property
    def lost(self) -> int:
        """Return in how many frames since the first the face was not found."""
        return sum(shape is None for shape in self.rigid) - self.missing

    def follow(self, rgb: Bytes2D, mesh: MeshModel) -> None:
        """Look for the face where it was in the frame before."""
        square = crop_of(self.last)
        points, confidence = mesh(rgb, square._replace(side=square.side / MARGIN))
        if confidence < LOWEST_CONFIDENCE:
            self.rigid.append(None)
            self.gaps.append(math.nan)
            return
        self.last = points
        self.rigid.append(points[list(RIGID)])
        self.gaps.append(lip_gap(points))


def lip_gap(points: Floats) -> float:
    """Return the mean gap of the inner lips of a (468, 3) mesh, in eye distances."""
    flat = points[:, :2]
    upper, lower = (flat[[pair[i] for pair in INNER_LIPS]] for i in (0, 1))
    eyes = np.linalg.norm(flat[EYE_CORNERS[1]] - flat[EYE_CORNERS[0]])
    return float(np.linalg.norm(lower - upper, axis=1).mean() / eyes)


class FaceMeter:
    """Follows every face of the first frame that has any."""

    def __init__(self, models_dir: Path) -> None:
        """Raises WeightsMissing."""
        self._models_dir = models_dir
        self._mesh = MeshModel(models_dir)
        self._tracks: tuple[FaceTrack, ...] = ()
        self._looked = -math.inf
        self._frames = 0

    def see(self, frame: ClipFrame) -> None:
        """Take the next frame."""
        if not self._tracks and frame.time - self._looked >= LOOK_AGAIN:
            self._looked = frame.time
            found = find_faces(frame.rgb, self._models_dir).faces
            self._tracks = tuple(self._new(face.points[:468]) for face in found)
        for track in self._tracks:
            track.follow(frame.rgb, self._mesh)
        self._frames += 1

    def result(self) -> tuple[FaceTrack, ...] | Words:
        """Return the faces followed, largest first, or why there are none."""
        return self._tracks or Words("лицо не найдено", "no face was found")

    def _new(self, points: Floats) -> FaceTrack:
        before = self._frames
        return FaceTrack(points, [None] * before, [math.nan] * before, before)
