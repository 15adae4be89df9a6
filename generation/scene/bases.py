"""The smooth displacements a scene knows besides turning: brows, breath, sway."""

from __future__ import annotations

import numpy as np

from generation.scene import topology as at
from generation.scene.frame import FaceFrame
from generation.scene.head import Weights
from generation.scene.shapes import Array, blur, soft_step

BROW_RISE = 0.042  # of the face width, px per unit
BROW_KNIT = 0.30  # of that, the inner end goes in a frown farther down, and toward the other
BREATH_RISE = 0.016  # of the face height
SWAY_REACH = 0.02  # of the face width


def face_bases(
    frame: FaceFrame, follow: Weights, x: Array, y: Array, size: tuple[int, int], step: int
) -> dict[str, Array]:
    """Return axis -> (2, h, w) px per unit for brows, breath and sway."""
    lift = BREATH_RISE * frame.height
    sway, hair = SWAY_REACH * frame.width, follow.hair
    u, v = x / frame.width, y / frame.height
    spread = 0.35 * (x - frame.centre[0]) / size[0]
    return {
        "brow_r": _brow(frame, at.RIGHT_EYE, x, y, step),
        "brow_l": _brow(frame, at.LEFT_EYE, x, y, step),
        "breath": np.stack([follow.chest * spread, -follow.chest]) * lift,
        "sway_a": np.stack([hair, 0.25 * hair]) * sway,
        "sway_b": np.stack([hair * np.sin(3.1 * v + 1.3 * u), 0.2 * hair * np.cos(2.2 * u)]) * sway,
    }


def _brow(frame: FaceFrame, eye: at.EyeIndices, x: Array, y: Array, step: int) -> Array:
    p = frame.points[:, :2]
    centre = p[list(eye.brow + eye.brow_top)].mean(0)
    half = 0.75 * float(np.linalg.norm(p[eye.brow[0]] - p[eye.brow[-1]]))
    drop = abs(float((p[list(eye.upper)].mean(0) - centre) @ frame.down))
    dx, dy = x - centre[0], y - centre[1]
    u = (dx * frame.across[0] + dy * frame.across[1]) / half
    v = dx * frame.down[0] + dy * frame.down[1]
    below = 1 - soft_step(v / (1.35 * drop), 0.0, 1.0)
    above = np.exp(-((v / (0.26 * frame.height)) ** 2))
    shape = blur(np.exp(-(u**2)) * np.where(v > 0, below, above), 0.02 * frame.width / step + 0.5)
    inner = u if eye is at.RIGHT_EYE else -u  # toward the nose
    rise = shape * (1 + BROW_KNIT * np.clip(inner, -1, 1))
    knit = shape * soft_step(inner, -0.4, 0.7) * BROW_KNIT * (1 if eye is at.RIGHT_EYE else -1)
    down, across = frame.down[:, None, None], frame.across[:, None, None]
    return np.asarray(-(down * rise + across * knit) * BROW_RISE * frame.width)
