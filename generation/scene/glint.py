"""The catchlight painted on an iris: it belongs to the light, not to the eye that turns."""

from __future__ import annotations

import numpy as np

from generation.scene.lids import EyeFrame, LidCurves
from generation.scene.shapes import Array, blur, soft_step
from generation.types import Box, Bytes2D

LUMA = np.array([0.299, 0.587, 0.114])
LEAST = 0.14  # of full luma that a catchlight stands out


def glint(rgb: Bytes2D, eye: EyeFrame, curves: LidCurves, iris: Array, box: Box) -> Array:
    """Return (h, w) over the box: luma 0..1 that a catchlight adds to the dark of the iris.

    rgb: (H, W, 3); iris: (5, 2) px in the eye's frame, centre first. All zero where nothing
    on the iris stands out.
    """
    crop = rgb[box.top : box.bottom, box.left : box.right].astype(np.float64) / 255 @ LUMA
    gy, gx = np.mgrid[box.top : box.bottom, box.left : box.right].astype(np.float64)
    place = eye.local(np.stack([gx, gy], -1))
    x, y = place[..., 0], place[..., 1]
    upper, lower = (np.interp(x, curves.xs, c) for c in (curves.upper, curves.lower))
    radius = max(float(np.linalg.norm(iris[1:] - iris[0], axis=1).mean()), 1.0)
    away = np.hypot(x - iris[0, 0], y - iris[0, 1]) / radius
    inside = (1 - soft_step(away, 0.65, 0.85)) * (y > upper + 0.5) * (y < lower - 0.5)
    disc = inside > 0.5
    if disc.sum() < 12:
        return np.zeros_like(crop)
    dark, light = np.percentile(crop[disc], 40), float(crop[disc].max())
    if light - dark < LEAST:
        return np.zeros_like(crop)
    mask = soft_step(crop, dark + 0.3 * (light - dark), dark + 0.6 * (light - dark)) * inside
    mask = np.maximum(mask, blur(mask, 0.8)) * inside
    return np.asarray(mask * np.clip(crop - dark, 0, None))
