"""The face as a height field: landmarks, skull cap, eyeballs, lids and mouth in one surface."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from scipy.interpolate import RBFInterpolator

from generation.painter.canvas import blur
from generation.painter.face import (
    LIP_LOWER,
    LIP_UPPER,
    NOSE_BASE,
    OVAL,
    Eye,
    Face,
)  # fmt: skip
from generation.painter.palette import Field, band, blob, smoothstep

LEFT, RIGHT, TOP, BOTTOM, CELL = -1.3, 1.3, -1.7, 1.95, 0.005  # head space
EYEBALL = 0.235
MAX_SLOPE_WINDOW = 29  # cells; a global slope bound would tear the cheeks


class Surface(NamedTuple):
    """height: z of the face over (y, x) cells; pace: how far a ray may trust that height."""

    height: Field
    pace: Field


def surface_of(face: Face) -> Surface:
    """Return the height field of a face over the head-space window of this module."""
    x, y = np.meshgrid(np.arange(LEFT, RIGHT, CELL), np.arange(TOP, BOTTOM, CELL))
    height = _flanks(_skin(face, x, y), x, y)
    for eye in face.eyes:
        height = _eye(height, eye, x, y)
    height = blur(_mouth(height, face, x, y), 1.6)
    down, across = np.gradient(height, CELL)
    window = np.ones((MAX_SLOPE_WINDOW, MAX_SLOPE_WINDOW))
    steepest = cv2.dilate(np.hypot(across, down), window)
    return Surface(height, (1 / np.sqrt(1 + steepest**2)).clip(0.14, 0.8))


def _skull_cap() -> Field:
    rows = []
    for y in (-0.98, -1.12, -1.26, -1.36):
        radius = np.sqrt(max(0.0, 1 - ((y + 0.3) / 1.13) ** 2))
        for x in np.linspace(-0.95, 0.95, 9) * radius:
            rows.append((x, y, -0.95 + 1.2 * np.sqrt(max(0.0, radius**2 - (x / 0.98) ** 2))))
    return np.array(rows)


def _skin(face: Face, x: Field, y: Field, coarse: int = 4) -> Field:
    """Thin-plate spline through landmarks and cap; falls away steeply outside their hull."""
    cap = _skull_cap()
    knots = np.r_[face.points, cap]
    # coincident knots make the spline singular
    knots[:, :2] += np.random.default_rng(0).normal(0, 1e-4, (len(knots), 2))
    spline = RBFInterpolator(knots[:, :2], knots[:, 2], kernel="thin_plate_spline", smoothing=0.003)
    few = np.s_[::coarse, ::coarse]
    height = spline(np.c_[x[few].ravel(), y[few].ravel()]).reshape(x[few].shape)
    height = cv2.resize(height, x.shape[::-1], interpolation=cv2.INTER_CUBIC)
    outline = np.r_[face.points[list(OVAL), :2], cap[:, :2]].astype(np.float32)
    hull = cv2.convexHull(outline)[:, 0]
    inside = np.zeros(x.shape, np.uint8)
    cv2.fillPoly(inside, [((hull - [LEFT, TOP]) / CELL).round().astype(np.int32)], 1)
    away, nearest = cv2.distanceTransformWithLabels(
        1 - inside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    at_edge = np.zeros(nearest.max() + 1)
    at_edge[nearest[inside > 0]] = height[inside > 0]
    away = away * CELL
    return np.asarray(np.where(inside > 0, height, at_edge[nearest]) - 5 * away - 3 * away**2)


def _flanks(height: Field, x: Field, y: Field) -> Field:
    """Smooth the sides, where steep cheek landmarks would show as ripples."""
    side = smoothstep(abs(x) + 0.25 * smoothstep(y, 0.7, 1.3), 0.66, 0.84)
    side = blur(side, 8)
    return np.asarray(blur(height, 4) * (1 - side) + blur(height, 22) * side)


def crease_of(eye: Eye, x: Field) -> Field:
    """Return y(x) of the fold above the upper lid."""
    bow = (1 - ((x - eye.centre[0]) / 0.24) ** 2).clip(0, 1)
    return np.asarray(eye.upper(x) - 0.072 - 0.021 * bow)


def _eye(height: Field, eye: Eye, x: Field, y: Field) -> Field:
    cx, cy, cz = eye.centre
    back = cz - EYEBALL + 0.055

    def ball(radius: float) -> Field:
        dome = np.clip(radius**2 - (x - cx) ** 2 - (y - cy - 0.01) ** 2, 0, None)
        return np.asarray(back + np.sqrt(dome))

    upper, lower = eye.upper(x), eye.lower(x)
    near = np.clip(blob(x, y, (cx, cy - 0.02), (0.27, 0.17)) * 1.6, 0, 1)
    lids = height * (1 - near) + np.maximum(height, ball(EYEBALL + 0.03)) * near
    lids -= 0.030 * band(y - crease_of(eye, x), 0.02) * band(x - cx, 0.24, 4)
    lids -= 0.012 * band(y - lower - 0.085, 0.03) * band(x - cx, 0.2, 4)
    opening = smoothstep(y - upper, -0.008, 0.008) * smoothstep(lower - y, -0.006, 0.006)
    opening = opening * ((x > eye.left) & (x < eye.right))
    return np.asarray(lids * (1 - opening) + np.minimum(ball(EYEBALL), lids - 0.004) * opening)


def _mouth(height: Field, face: Face, x: Field, y: Field) -> Field:
    line, half = face.mouth_line(x), face.mouth_half
    lip = face.level(LIP_UPPER)
    nose = face.level(NOSE_BASE)
    groove = 0.055 * band(y - line, 0.016) * band(x, half * 0.92, 6)
    corners = 0.03 * band(abs(x) - half * 1.03, 0.05) * band(y - line, 0.06)
    above_lip = smoothstep(y, nose, nose + 0.03) * (1 - smoothstep(y, lip - 0.03, lip + 0.02))
    philtrum = 0.012 * band(x, 0.05) * above_lip
    chin = 0.03 * band(y - face.level(LIP_LOWER) - 0.07, 0.05) * band(x, 0.2)
    return np.asarray(height - groove - corners - philtrum - chin)
