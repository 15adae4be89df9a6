"""Where the white of an eye really ends: landmarks of painted eyes stop short of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from generation.scene.shapes import Array, floats
from generation.types import Bytes2D

LEAST_CONTRAST = 9.0  # Lab units between white and skin, below which nothing is believed
DEEPEST, WIDEST = 0.10, 0.16  # eye widths a lid and a corner may move


@dataclass(frozen=True, slots=True)
class EyeWindow:
    """Colours around an eye on a grid of its own frame, Lab.

    xs (257,), ys (m,) px; lab (m, 257, 3); width px corner to corner.
    """

    xs: Array
    ys: Array
    lab: Array
    width: float


def eye_window(rgb: Bytes2D, px: Array, py: Array, xs: Array, ys: Array, width: float) -> EyeWindow:
    """Look at a painting (H, W, 3) at px, py (m, 257), the picture points of ys by xs."""
    seen = cv2.remap(rgb, floats(px), floats(py), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(seen.astype(np.float32) / 255, (0, 0), 2.0)
    return EyeWindow(xs, ys, np.asarray(cv2.cvtColor(soft, cv2.COLOR_RGB2LAB)), width)


def whiteness(
    eye: EyeWindow, upper: Array, lower: Array, iris: Array, radius: float, above: bool = False
) -> Array | None:
    """Return (m, 257) 1 where the colour is the eye's white, 0 where it is the skin beside it.

    The skin is taken below the eye, or above the upper lid. None where white and skin are too
    alike to tell. Colours are projected on the line between the medians of both; upper,
    lower: (257,) px; iris: (2,) px.
    """
    x, y = np.meshgrid(eye.xs, eye.ys)
    inside = (y > upper + 0.02 * eye.width) & (y < lower - 0.01 * eye.width)
    inside &= (np.abs(x) < 0.42 * eye.width) & (np.hypot(x - iris[0], y - iris[1]) > 1.15 * radius)
    if above:
        beside = (y < upper - 0.09 * eye.width) & (y > upper - 0.17 * eye.width)
    else:
        beside = (y > lower + 0.14 * eye.width) & (y < lower + 0.30 * eye.width)
    beside &= np.abs(x) < 0.45 * eye.width
    if inside.sum() < 30 or beside.sum() < 30:
        return None
    white, skin = (np.median(eye.lab[part], axis=0) for part in (inside, beside))
    apart = white - skin
    if float(np.linalg.norm(apart)) < LEAST_CONTRAST:
        return None
    return np.asarray(np.clip((eye.lab - skin) @ apart / float(apart @ apart), 0, 1))


def edge_move(eye: EyeWindow, white: Array, lid: Array, side: int) -> Array:
    """Return (257,) px >= 0 by which a lid's edge lies outside its landmarks.

    side: 1 for the lower lid, -1 for the upper. The white is followed outward as long as it
    lasts; columns without white follow their neighbours.
    """
    depth = side * (eye.ys[:, None] - lid)
    strip = np.where((depth > -0.06 * eye.width) & (depth < DEEPEST * eye.width), white, 0)
    strong = strip.max(0)
    order = slice(None, None, side)
    lasts = np.where(depth < 0, True, strip > 0.5 * strong)[order]
    lasts = np.minimum.accumulate(lasts, axis=0)[order]
    step, pitch = float(eye.ys[1] - eye.ys[0]), float(eye.xs[1] - eye.xs[0])
    reach = (lasts & (depth >= 0) & (depth < DEEPEST * eye.width)).sum(0) * step
    reach = maximum_filter1d(reach, max(3, int(0.10 * eye.width / pitch)))
    sure = np.clip(strong - 0.35, 0, None) * (np.abs(eye.xs) < 0.48 * eye.width) + 1e-6
    spread = 0.08 * eye.width / pitch
    moved = gaussian_filter1d(reach * sure, spread) / gaussian_filter1d(sure, spread)
    ends = np.exp(-((eye.xs / (0.50 * eye.width)) ** 8))
    return np.asarray(np.clip(moved, 0, DEEPEST * eye.width) * ends)


def corners(eye: EyeWindow, white: Array, upper: Array, lower: Array) -> tuple[float, float]:
    """Return px by which the white goes on beyond the left and the right corner."""
    middle = (upper + lower) / 2
    near = np.abs(eye.ys[:, None] - middle) < 0.07 * eye.width
    level = np.where(near, white, 0).max(0)
    step = float(eye.xs[1] - eye.xs[0])
    found = []
    for side in (-1, 1):
        beyond = np.flatnonzero(side * eye.xs > 0.46 * eye.width)
        run = np.minimum.accumulate((level[beyond][::side] > 0.6).astype(float))
        found.append(float(np.clip(run.sum() * step - 0.04 * eye.width, 0, WIDEST * eye.width)))
    return found[0], found[1]
