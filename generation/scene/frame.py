"""The face's own frame: axes, centre and measures from its landmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.scene import topology as at
from generation.scene.shapes import Array, unit
from generation.types import Landmarks

SKULL_RISE = 0.13  # of the face height, above the oval's centre
SKULL_BACK = 0.30  # of the face width, behind the face
ELLIPSE_ACROSS = 0.80  # head half axes, hair included: of the face width
ELLIPSE_DOWN = 0.86  # and of the face height


@dataclass(frozen=True, slots=True)
class FaceFrame:
    """points: (478, 3) px, z away from the viewer. across, down: unit vectors in the picture
    (2,), orthogonal. centre: (2,) px of the skull. width, height: px, in three dimensions."""

    points: Array
    across: Array
    down: Array
    centre: Array
    width: float
    height: float
    eye_distance: float

    def place(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return px along ``across`` and ``down`` from the skull's centre."""
        dx, dy = x - self.centre[0], y - self.centre[1]
        return dx * self.across[0] + dy * self.across[1], dx * self.down[0] + dy * self.down[1]

    def ellipse(self, x: Array, y: Array) -> Array:
        """Return the radius in head ellipses: 1 on the head's outline."""
        along, below = self.place(x, y)
        u, v = along / (ELLIPSE_ACROSS * self.width), below / (ELLIPSE_DOWN * self.height)
        return np.asarray(np.hypot(u, v))

    def chin(self) -> float:
        """Return px of the chin below the skull's centre."""
        return float((self.points[at.CHIN, :2] - self.centre) @ self.down)


def face_frame(landmarks: Landmarks) -> FaceFrame:
    """Measure a face: a = right to left eye, b = forehead to chin made orthogonal, f = a x b."""
    p = landmarks.points.astype(np.float64)
    eyes = p[at.OUTER_CORNER_L] - p[at.OUTER_CORNER_R]
    a = unit(eyes)
    length = p[at.CHIN] - p[at.FOREHEAD]
    b = unit(length - a * float(length @ a))
    f = np.cross(a, b)
    across = unit(a[:2])
    down = np.array([-across[1], across[0]])
    width = float(np.linalg.norm(p[at.EAR_L] - p[at.EAR_R]))
    height = float(np.linalg.norm(length))
    back = f[:2] * np.sign(f[2] or 1.0) * SKULL_BACK * width
    centre = p[list(at.OVAL), :2].mean(0) - down * SKULL_RISE * height + back
    return FaceFrame(p, across, down, centre, width, height, float(np.linalg.norm(eyes)))


def painted_yaw(landmarks: Landmarks) -> float:
    """Return the degrees by which a face is painted turned, + to the viewer's right."""
    p = landmarks.points.astype(np.float64)
    f = np.cross(p[at.OUTER_CORNER_L] - p[at.OUTER_CORNER_R], p[at.CHIN] - p[at.FOREHEAD])
    return float(np.degrees(np.arctan2(-f[0], abs(f[2]))))
