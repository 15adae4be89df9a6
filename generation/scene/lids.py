"""Where an eye lies and where its lids run, snapped to the painted edge."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from generation.scene.sclera import corners, edge_move, eye_window, whiteness
from generation.scene.shapes import Array, believed, blur, floats, luma_bytes, unit
from generation.scene.topology import EyeIndices
from generation.types import Bytes2D

SAMPLES = 257
REACH = 0.95  # of the eye's width, half length of the curves
BEYOND = 0.54  # of the eye's width, where the lids meet


@dataclass(frozen=True, slots=True)
class EyeFrame:
    """centre (2,), across and down (2,) unit vectors, width px corner to corner."""

    centre: Array
    across: Array
    down: Array
    width: float

    def local(self, points: Array) -> Array:
        """Return (..., 2) along and below of picture points (..., 2)."""
        away = points - self.centre
        return np.stack([away @ self.across, away @ self.down], -1)

    def picture(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return picture px of eye-frame coordinates."""
        c, a, b = self.centre, self.across, self.down
        return c[0] + a[0] * x + b[0] * y, c[1] + a[1] * x + b[1] * y


@dataclass(frozen=True, slots=True)
class LidCurves:
    """y over xs (257,) of the upper lid's edge, the lower's, and the lid's origin."""

    xs: Array
    upper: Array
    lower: Array
    brow: Array


def eye_frame(points: Array, indices: EyeIndices) -> EyeFrame:
    """Return the frame between the corners of an eye. points: (478, 2) px."""
    left, right = points[indices.upper[0]], points[indices.upper[-1]]
    across = unit(right - left)
    down = np.array([-across[1], across[0]])
    return EyeFrame((left + right) / 2, across, down, float(np.linalg.norm(right - left)))


def lid_curves(rgb: Bytes2D, eye: EyeFrame, points: Array, indices: EyeIndices) -> LidCurves:
    """Return the curves of one eye in a painting (H, W, 3), coincident outside its corners."""
    width = eye.width
    xs = np.linspace(-REACH * width, REACH * width, SAMPLES)
    upper_points, lower_points, ends = _to_the_white(rgb, eye, xs, points, indices)
    upper = _through(upper_points, xs, width)
    lower = np.maximum(_through(lower_points, xs, width), upper)
    upper = upper + _snap(rgb, eye, xs, upper)
    upper, lower = gaussian_filter1d(np.stack([upper, lower]), 2.5, axis=1)
    lower = np.maximum(lower, upper)
    middle = (upper + lower) / 2
    beyond = (xs < -BEYOND * width - ends[0]) | (xs > BEYOND * width + ends[1])
    upper, lower = np.where(beyond, middle, upper), np.where(beyond, middle, lower)
    upper, lower = gaussian_filter1d(np.stack([upper, lower]), 2.0, axis=1)
    return LidCurves(xs, upper, lower, _brow_line(eye, points, indices, xs, upper))


def _to_the_white(
    rgb: Bytes2D, eye: EyeFrame, xs: Array, points: Array, indices: EyeIndices
) -> tuple[Array, Array, tuple[float, float]]:
    """Lid points (9, 2) moved to where the painted white ends, and how far each corner went."""
    upper, lower = (eye.local(points[list(i)]) for i in (indices.upper, indices.lower))
    iris = eye.local(points[list(indices.iris)])
    radius = float(np.linalg.norm(iris[1:] - iris[0], axis=1).mean())
    ys = np.linspace(-0.4 * eye.width, 0.5 * eye.width, 181)
    window = eye_window(rgb, *eye.picture(*np.meshgrid(xs, ys)), xs, ys, eye.width)
    first, second = (_through(p, xs, eye.width) for p in (upper, lower))
    over = whiteness(window, first, second, iris[0], radius, above=True)
    if over is not None:
        upper[:, 1] -= np.interp(upper[:, 0], xs, edge_move(window, over, first, -1))
    white = whiteness(window, first, second, iris[0], radius)
    if white is None:
        return upper, lower, (0.0, 0.0)
    ends = corners(window, white, first, second)
    lower[:, 1] += np.interp(lower[:, 0], xs, edge_move(window, white, second, 1))
    for lid in (upper, lower):
        lid[0, 0] -= ends[0]
        lid[-1, 0] += ends[1]
    return upper, lower, ends


def _through(points: Array, xs: Array, width: float) -> Array:
    """A curve through lid points, a little longer than the eye, level outside it."""
    x, y = points[np.argsort(points[:, 0])].T
    middle = (x[0] + x[-1]) / 2
    x = middle + (x - middle) * 1.08
    x = np.r_[-width, x, width] + np.arange(len(x) + 2) * 1e-6
    return np.asarray(PchipInterpolator(x, np.r_[points[0, 1], y, points[-1, 1]])(xs))


def _snap(rgb: Bytes2D, eye: EyeFrame, xs: Array, upper: Array) -> Array:
    """How far the upper lid's painted edge, bright above dark, lies from the landmarks."""
    width = eye.width
    ys = np.linspace(-0.4 * width, 0.4 * width, 161)
    gx, gy = np.meshgrid(xs, ys)
    px, py = eye.picture(gx, gy)
    gray = blur(luma_bytes(rgb), max(0.6, 0.012 * width))
    seen = np.asarray(cv2.remap(gray, floats(px), floats(py), cv2.INTER_LINEAR))
    gap = max(1, int(0.02 * width / (ys[1] - ys[0])))
    edge = np.zeros_like(seen)
    edge[gap:-gap] = seen[: -2 * gap] - seen[2 * gap :]
    edge = np.asarray(cv2.GaussianBlur(edge, (9, 1), 3))
    clear = max(8.0, float(np.percentile(np.abs(edge), 97)))
    belief = 6 * (edge / clear - ((gy - upper) / (0.10 * width)) ** 2)
    found = believed(gy, belief) - upper
    inside = np.exp(-((xs / (0.42 * width)) ** 4))
    return gaussian_filter1d(np.clip(found, -0.12 * width, 0.03 * width) * inside, 9)


def _brow_line(eye: EyeFrame, points: Array, indices: EyeIndices, xs: Array, upper: Array) -> Array:
    """Nearly half the way from the lid to the brow, never nearer than .16 widths."""
    brow = eye.local(points[list(indices.brow)])
    line = np.polyval(np.polyfit(brow[:, 0], brow[:, 1], 1), xs)
    return np.asarray(np.minimum(upper - 0.16 * eye.width, 0.55 * upper + 0.45 * line))
