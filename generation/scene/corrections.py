"""What a curator's brush says of the parts a scene is built from, on its nodes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.scene import topology as at
from generation.scene.shapes import Array
from generation.types import MOUTH_AXES, Floats, Landmarks

HIDDEN = 0.34  # of a feature's landmarks: something lies over it, and it cannot move
GAZE = ("gaze_x", "gaze_y")  # moves both eyes
FEATURES: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...] = (
    (at.RIGHT_EYE.upper + at.RIGHT_EYE.lower, ("blink_r", *GAZE)),
    (at.LEFT_EYE.upper + at.LEFT_EYE.lower, ("blink_l", *GAZE)),
    (at.OUTER_UPPER_LIP + at.OUTER_LOWER_LIP, MOUTH_AXES),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One part. added: (h, w) 0..1, 1 where the part is. kept: (h, w) 0..1, 0 where it is not:
    on every node of a cell that was painted over, so that no pixel of it moves."""

    added: Floats
    kept: Floats

    def on(self, weight: Array) -> Array:
        """Return a weight (h, w) as corrected; unpainted nodes keep theirs bit for bit."""
        return np.asarray(np.maximum(weight, self.added) * self.kept)


@dataclass(frozen=True, slots=True)
class Corrections:
    """Of who sits, of what turns with the head, of what sways; what is not the sitter's is kept
    out of the head's already.

    foreign: (H, W) bool, pixels that are not the sitter's, or not the head's: a hand, a veil.
    """

    sitter: Correction
    head: Correction
    hair: Correction
    foreign: NDArray[np.bool_]

    def hidden(self, landmarks: Landmarks) -> Collection[str]:
        """Return the axes of eyes and a mouth that something lies over, px of the scene."""
        height, width = self.foreign.shape
        across, down = np.rint(landmarks.points[:, :2]).astype(np.intp).T
        over = self.foreign[np.clip(down, 0, height - 1), np.clip(across, 0, width - 1)]
        hidden = (axes for points, axes in FEATURES if over[list(points)].mean() >= HIDDEN)
        return {axis for axes in hidden for axis in axes}
