"""What a closed lid is painted with: smooth skin without the eye's darks, and brush strokes."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from generation.scene.lids import EyeFrame, LidCurves
from generation.scene.shapes import Array, blur, floats, soft_step
from generation.types import Box, Bytes2D, Floats

LUMA = np.array([0.299, 0.587, 0.114])
HUE = 0.6  # how far the lid takes the hue of the cheek
BELOW = 0.9  # eye widths under the box that the textures also cover


class LidTextures(NamedTuple):
    """low, high: (h, w, 3) over the box and below; level: mean luma 0..1 of low below it."""

    low: Floats
    high: Floats
    level: float


def lid_textures(rgb: Bytes2D, eye: EyeFrame, curves: LidCurves, box: Box) -> LidTextures:
    """Return the textures of one eye of a painting (H, W, 3)."""
    width = eye.width
    bottom = min(rgb.shape[0], box.bottom + int(BELOW * width))
    crop = rgb[box.top : bottom, box.left : box.right].astype(np.float64) / 255
    gy, gx = np.mgrid[box.top : bottom, box.left : box.right].astype(np.float64)
    place = eye.local(np.stack([gx, gy], -1))
    low = _warmed(_skin(crop, place, width, curves), place, width, curves)
    high = np.clip(crop - blur(crop, 0.05 * width), -0.12, 0.12)
    below = low[box.bottom - box.top :]
    level = float((below if len(below) else low).mean((0, 1)) @ LUMA)
    return LidTextures(floats(low), floats(high), level + 1e-3)


def _skin(crop: Array, place: Array, width: float, curves: LidCurves) -> Array:
    """Blur the skin alone: the open eye, its lashes and what is much darker than the lid's
    surroundings count little, so neither stains the closed lid."""
    x, y = place[..., 0], place[..., 1]
    upper, lower, brow = (
        np.interp(x, curves.xs, c) for c in (curves.upper, curves.lower, curves.brow)
    )
    hollow = soft_step(y, upper - 0.07 * width, upper - 0.03 * width)
    hollow *= 1 - soft_step(y, lower + 0.01 * width, lower + 0.06 * width)
    hollow *= (np.abs(x) < 0.56 * width).astype(float)
    trust = (1 - hollow) * (0.05 + 0.95 * soft_step(y, brow - 0.05 * width, brow + 0.06 * width))
    luma = crop @ LUMA
    usual = _mean(luma[..., None], trust + 1e-4, 0.22 * width)[..., 0]
    trust = trust * np.exp(-((np.maximum(usual - luma - 0.04, 0) / 0.10) ** 2)) + 1e-5
    near, far = (_mean(crop, trust, k * width, 1.8) for k in (0.08, 0.20))
    known = np.clip(blur(trust, 0.09 * width) / 0.4, 0, 1)[..., None]
    return np.asarray(near * known + far * (1 - known))


def _warmed(low: Array, place: Array, width: float, curves: LidCurves) -> Array:
    """Bring a lid paler than the cheek below toward its hue: the dark of an eye leaves it grey."""
    x, y = place[..., 0], place[..., 1]
    lower = np.interp(x, curves.xs, curves.lower)
    cheek = low[(np.abs(x) < 0.3 * width) & (y > lower + 0.15 * width) & (y < lower + 0.6 * width)]
    if not len(cheek):
        return low
    hue = np.median(cheek, axis=0)
    hue, luma = hue / max(float(hue @ LUMA), 0.02), np.maximum(low @ LUMA, 0.02)[..., None]
    paler = np.linalg.norm(hue - 1) - np.linalg.norm(low / luma - 1, axis=-1)
    lid = HUE * soft_step(paler, 0, 0.15) * (1 - soft_step(y, lower, lower + 0.15 * width))
    return np.asarray(low + lid[..., None] * (luma * hue - low))


def _mean(image: Array, trust: Array, sigma: float, wide: float = 1.0) -> Array:
    """The trusted colours around each pixel, ``wide`` times farther along the lid."""
    sigmas = max(sigma * wide, 0.5), max(sigma, 0.5)
    weight = cv2.GaussianBlur(trust, (0, 0), sigmas[0], sigmaY=sigmas[1])
    total = cv2.GaussianBlur(image * trust[..., None], (0, 0), sigmas[0], sigmaY=sigmas[1])
    return np.asarray(total.reshape(image.shape) / np.maximum(weight, 1e-9)[..., None])
