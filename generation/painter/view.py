"""What the feature painters share: head-space coordinates of the pixels that are face."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.painter.bust import SKIN
from generation.painter.face import NOSE_BASE, Face
from generation.painter.march import Seen
from generation.painter.palette import Field, blob
from generation.painter.surface import CELL, LEFT, TOP, Surface


@dataclass(frozen=True, slots=True)
class View:
    """The face as seen. All fields are (H, W); ``on`` is 1 where the pixel lies on the face.

    tone, key: from ``light.tone``; pixel: one pixel in head units; light_side: -1 or 1.
    """

    face: Face
    x: Field
    y: Field
    on: Field
    tone: Field
    key: Field
    pixel: float
    light_side: float

    def spot(self, centre: tuple[float, float], radii: tuple[float, float]) -> Field:
        """Return a soft spot on the face."""
        return blob(self.x, self.y, centre, radii) * self.on

    def pair(self, centre: tuple[float, float], radii: tuple[float, float]) -> Field:
        """Return a soft spot and its mirror image on the other half of the face."""
        return self.spot(centre, radii) + self.spot((-centre[0], centre[1]), radii)


def on_face(seen: Seen, surface: Surface) -> Field:
    """Return 1 where a pixel shows the height field itself (not skull, ear or neck)."""
    at_x = ((seen.head[..., 0] - LEFT) / CELL).astype(np.float32)
    at_y = ((seen.head[..., 1] - TOP) / CELL).astype(np.float32)
    height = cv2.remap(surface.height.astype(np.float32), at_x, at_y, cv2.INTER_LINEAR)
    near = abs(seen.head[..., 2] - height) < 0.06
    return np.asarray((seen.material == SKIN) & near, np.float64)


def finest(view: View) -> Field:
    """Return where small brushes are needed, 0..1: eyes, mouth, nostrils."""
    x, y = view.x, view.y
    need = np.exp(-((x / 0.42) ** 4) - ((y - view.face.level(13)) / 0.14) ** 4)
    for eye in view.face.eyes:
        dx, dy = (x - eye.centre[0]) / 0.27, (y - eye.centre[1] + 0.02) / 0.15
        need = np.maximum(need, np.exp(-(dx**4) - dy**4))
    nose = np.exp(-((x / 0.2) ** 4) - ((y - view.face.level(NOSE_BASE) + 0.03) / 0.09) ** 4)
    return np.asarray(np.maximum(need, 0.8 * nose) * view.on)
