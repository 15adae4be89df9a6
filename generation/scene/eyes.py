"""An eye as the renderer needs it: its frame, its lid curves, its iris, its skin."""

from __future__ import annotations

import numpy as np

from generation.scene.frame import FaceFrame
from generation.scene.glint import glint
from generation.scene.lid_texture import lid_textures
from generation.scene.lids import REACH, EyeFrame, eye_frame, lid_curves
from generation.scene.model import Eye
from generation.scene.shapes import floats
from generation.scene.topology import EyeIndices
from generation.types import Box, Bytes2D

IRIS_RIM = 1.12  # painted irises are larger than the model's


def build_eye(rgb: Bytes2D, frame: FaceFrame, indices: EyeIndices) -> Eye:
    """Measure one eye in a scene's painting (H, W, 3)."""
    points = frame.points[:, :2]
    eye = eye_frame(points, indices)
    curves = lid_curves(rgb, eye, points, indices)
    iris = eye.local(points[list(indices.iris)])
    box = _box(eye, (rgb.shape[1], rgb.shape[0]))
    skin = lid_textures(rgb, eye, curves, box)
    return Eye(
        centre=floats(eye.centre),
        across=floats(eye.across),
        down=floats(eye.down),
        width=eye.width,
        x0=float(curves.xs[0]),
        dx=float(curves.xs[1] - curves.xs[0]),
        upper=floats(curves.upper),
        lower=floats(curves.lower),
        brow=floats(curves.brow),
        iris=floats(iris[0]),
        iris_radius=IRIS_RIM * float(np.linalg.norm(iris[1:] - iris[0], axis=1).mean()),
        opening=max(float((curves.lower - curves.upper).max()), 1.0),
        box=box,
        lid_low=skin.low,
        lid_high=skin.high,
        lid_level=skin.level,
        glint=floats(glint(rgb, eye, curves, iris, box)),
    )


def _box(eye: EyeFrame, size: tuple[int, int]) -> Box:
    reach = REACH * eye.width
    x, y = eye.centre
    return Box(
        max(0, int(x - reach)),
        max(0, int(y - 0.95 * reach)),
        min(size[0], int(x + reach)),
        min(size[1], int(y + 0.65 * reach)),
    )
