"""Who decides which pixel while the camera moves: shares of the picture go along with it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.rig.director import Director
from generation.scene.model import Scene
from generation.types import CAMERA_AXES, REST, Cue, Floats, Pose

BETWEEN = 0.55  # depth of what lies between heads; the plane an orbit turns about
FINE = 1 / 400  # of the picture's width or a quarter of a degree: less moves no border


class Following:
    """Knows the camera of faces of one picture: their director decides it the same way, from
    the same time and cues, and no life of a sitter moves it. Not thread-safe."""

    def __init__(self, scene: Scene, shares: Sequence[Floats]) -> None:
        self._scene, self._shares = scene, shares
        self._director = Director(scene, seed=0)
        self._last = _steps(REST)

    def moved(self, t: float, cue: Cue) -> list[Floats] | None:
        """Return the shares as the camera sees them at t seconds, never decreasing; None when
        they are as they were. Together they are 1 everywhere still."""
        pose = self._director.pose(t, cue)
        steps = _steps(pose)
        if steps == self._last:
            return None
        self._last = steps
        way, size = _way(pose, self._scene), self._scene.size
        return [
            np.asarray(
                cv2.warpAffine(share, way, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                               borderMode=cv2.BORDER_REPLICATE), np.float32)
            for share in self._shares
        ]  # fmt: skip


def _way(pose: Pose, scene: Scene) -> NDArray[np.float64]:
    """Return (2, 3): where a pixel of the frame looks in the picture, as rig.camera has it for
    one depth."""
    (fx, fy), width = scene.focus, scene.size[0]
    angle = math.radians(pose.camera_roll)
    scale = 1 / (pose.zoom * (1 + pose.dolly * BETWEEN))
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    return np.array([
        [cos, sin, fx - cos * fx - sin * fy + pose.pan_x * width],
        [-sin, cos, fy + sin * fx - cos * fy + pose.pan_y * width],
    ])  # fmt: skip


def _steps(pose: Pose) -> tuple[int, ...]:
    """The camera in whole steps: what is smaller moves no share."""
    return tuple(round((getattr(pose, axis) - getattr(REST, axis)) / FINE) for axis in CAMERA_AXES)
