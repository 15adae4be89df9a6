"""The mouth's own frame: where its corners, its line and the edges of its lips are painted.

All curves are tables over X (801 samples, px along the mouth); heights t are in half mouth
widths below the lip line. s(X) runs -1..1 from corner to corner with 0 at the philtrum, so a
mouth seen from the side foreshortens by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from generation.scene import topology as at
from generation.scene.shapes import Array, believed, blur, floats, luma_bytes, soft_step, unit
from generation.types import Bytes2D

TABLE = 801


@dataclass(frozen=True, slots=True)
class MouthFrame:
    """origin (2,) px between the corners; axes (2, 2) columns along and below; half: px."""

    origin: Array
    axes: Array
    half: float
    xs: Array
    s: Array  # (801,)
    line: Array  # px, the darkest ridge between the lips
    upper_edge: Array  # t of the outer lip edges, upper < 0
    lower_edge: Array
    nose: float  # t of the nose base, the lip's fold and the chin
    fold: float
    chin: float
    skip: float  # t from the line to where the lower lip is light again
    skip_upper: float  # and the upper, or to its edge where the lips are painted parted

    def local(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return X, Y px in the mouth's frame of picture px."""
        inverse = np.linalg.inv(self.axes)
        dx, dy = x - self.origin[0], y - self.origin[1]
        return inverse[0, 0] * dx + inverse[0, 1] * dy, inverse[1, 0] * dx + inverse[1, 1] * dy

    def picture(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return picture px of X, Y."""
        (a0, b0), (a1, b1) = self.axes
        return self.origin[0] + a0 * x + b0 * y, self.origin[1] + a1 * x + b1 * y

    def over(self, table: Array, x: Array) -> Array:
        """Look a table up at X."""
        return np.interp(x, self.xs, table)


def mouth_frame(rgb: Bytes2D, points: Array, beard: float = 0.0) -> MouthFrame:
    """Measure the mouth in a painting (H, W, 3) from landmarks (478, 2) px.

    Under a beard (0..1) the line is held smoother: a cut along hairs looks like torn paper.
    """
    origin, axes, half = _axes(points)
    inverse = np.linalg.inv(axes)

    def local(indices: tuple[int, ...]) -> Array:
        return np.asarray((points[list(indices)] - origin) @ inverse.T)

    xs = np.linspace(-4 * half, 4 * half, TABLE)
    left, right = local((at.MOUTH_R, at.MOUTH_L))[:, 0]
    middle = float(np.clip(local(at.PHILTRUM)[:, 0].mean(), -0.45 * half, 0.45 * half))
    s = _corner_to_corner(xs, left, middle, right, half)
    upper, lower = local(at.INNER_UPPER_LIP), local(at.INNER_LOWER_LIP)
    between = (_table(xs, upper) + _table(xs, lower)) / 2
    gap = max(0.0, float((lower[:, 1] - upper[:, 1]).max()))
    place = _Look(rgb, origin, axes, half)
    line = _snap(place, xs, s, between, gap, 7 + 22 * beard)
    outer = _table(xs, local(at.OUTER_UPPER_LIP)), _table(xs, local(at.OUTER_LOWER_LIP))
    centre = float(np.interp(middle, xs, line))
    nose, fold, chin = (local((at.NOSE_BASE, at.LIP_FOLD, at.CHIN))[:, 1] - centre) / half
    return MouthFrame(
        origin, axes, half, xs, s, line,
        np.minimum(outer[0] - line, -0.06 * half) / half,
        np.maximum(outer[1] - line, 0.08 * half) / half,
        float(nose), float(fold), float(chin),
        _dark_width(place, xs, s, line, 1, 0.13),
        max(_dark_width(place, xs, s, line, -1, 0.08), _parted(xs, s, line, upper, half)),
    )  # fmt: skip


def _axes(points: Array) -> tuple[Array, Array, float]:
    corners = points[at.MOUTH_L] - points[at.MOUTH_R]
    eyes = points[at.OUTER_CORNER_L] - points[at.OUTER_CORNER_R]
    along = unit(unit(corners) * 0.6 + unit(eyes) * 0.4)
    beside = np.array([-along[1], along[0]])
    below = unit(unit(points[at.CHIN] - points[at.NOSE_BASE]) * 0.7 + beside * 0.3)
    origin = (points[at.MOUTH_R] + points[at.MOUTH_L]) / 2
    return origin, np.stack([along, below], 1), float(np.linalg.norm(corners)) / 2


def _corner_to_corner(xs: Array, left: float, middle: float, right: float, half: float) -> Array:
    far = 5 * half
    knots = [middle - far, left - 0.8 * half, left, middle, right, right + 0.8 * half, middle + far]
    ends = -1 - (far - (middle - left)) / half, 1 + (far - (right - middle)) / half
    return np.asarray(PchipInterpolator(knots, [ends[0], -1.8, -1, 0, 1, 1.8, ends[1]])(xs))


def _table(xs: Array, points: Array) -> Array:
    ordered = points[np.argsort(points[:, 0])]
    return np.interp(xs, ordered[:, 0], ordered[:, 1])


@dataclass(frozen=True, slots=True)
class _Look:
    """The painting's luma around a mouth, softened to the width of a lip line."""

    rgb: Bytes2D
    origin: Array
    axes: Array
    half: float

    def strip(self, xs: Array, ys: Array) -> Array:
        """Return luma 0..255 at X, Y (h, w)."""
        gray = blur(luma_bytes(self.rgb), max(0.7, 0.03 * self.half))
        px = self.origin[0] + self.axes[0, 0] * xs + self.axes[0, 1] * ys
        py = self.origin[1] + self.axes[1, 0] * xs + self.axes[1, 1] * ys
        return np.asarray(cv2.remap(gray, floats(px), floats(py), cv2.INTER_LINEAR))


def _snap(place: _Look, xs: Array, s: Array, line: Array, gap: float, smooth: float) -> Array:
    """Move the line to the darkest ridge near it, softly, between the corners only."""
    half = place.half
    gx, gy = np.meshgrid(xs, np.linspace(-0.35 * half, 0.35 * half, 81))
    seen = cv2.GaussianBlur(place.strip(gx, gy + line), (0, 0), sigmaX=6, sigmaY=0.6)
    lips = seen[:, np.abs(s) < 0.8]
    contrast = float(np.percentile(lips, 95) - np.percentile(lips, 3)) + 4
    belief = 14 * (-seen / contrast - (gy / (0.22 * half + 0.5 * gap)) ** 2)
    moved = gaussian_filter1d(believed(gy, belief), 10)
    line = gaussian_filter1d(line + moved * (1 - soft_step(np.abs(s), 0.82, 1.02)), 5)
    inside = np.flatnonzero(np.abs(s) <= 1)
    line[: inside[0]], line[inside[-1] :] = line[inside[0]], line[inside[-1]]
    return gaussian_filter1d(line, smooth)


def _dark_width(place: _Look, xs: Array, s: Array, line: Array, side: int, most: float) -> float:
    """Half widths below (side 1) or above the line at which the lip is half as light as it gets."""
    ys = np.linspace(0, 0.25 * place.half, 29)
    gx, gy = np.meshgrid(xs, ys)
    profile = place.strip(gx, side * gy + line)[:, np.abs(s) < 0.6].mean(1)
    light = int(np.argmax(profile > (profile[0] + profile.max()) / 2))
    return float(np.clip(ys[light] / place.half, 0.03, most))


def _parted(xs: Array, s: Array, line: Array, upper: Array, half: float) -> float:
    """Half widths from the line up to the edge of an upper lip painted above parted lips."""
    edge = (line - _table(xs, upper))[np.abs(s) < 0.5]
    return float(np.clip(np.percentile(edge, 70) / half, 0.0, 0.16))
