"""The average face, an identity that bends it, and the curves a painter follows on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.interpolate import PchipInterpolator

from generation.painter.palette import Field, smoothstep

# Indices of the 468-point MediaPipe face mesh; 0 is the sitter's right (the viewer's left).
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
UPPER_LID = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133), (263, 466, 388, 387, 386, 385, 384, 398, 362)
)  # fmt: skip
LOWER_LID = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133), (263, 249, 390, 373, 374, 380, 381, 382, 362)
)  # fmt: skip
BROW_LOW = ((46, 53, 52, 65, 55), (276, 283, 282, 295, 285))
BROW_TOP = ((70, 63, 105, 66, 107), (300, 293, 334, 296, 336))
LIP_TOP = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
LIP_LOW = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
MOUTH_TOP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
MOUTH_LOW = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
NOSE_BASE, LIP_UPPER, LIP_LOWER, MOUTH_CORNER, NOSE_WING = 2, 0, 17, 61, 98

Curve = Callable[[Field], Field]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who it is: displacements of the average face; 0 is average, ±0.05–0.25 is useful."""

    eye: float = 0.0
    eye_open: float = 0.0
    eye_tilt: float = 0.0
    brow_up: float = 0.0
    nose_width: float = 0.0
    nose_depth: float = 0.0
    nose_length: float = 0.0
    mouth_width: float = 0.0
    lip_full: float = 0.0
    smile: float = 0.0
    jaw: float = 0.0
    chin: float = 0.0
    cheek: float = 0.0


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye in head space: side is -1 (viewer's left) or 1."""

    side: int
    centre: Field  # (3,)
    inner: Field  # (3,), the inner corner
    left: float
    right: float
    upper: Curve
    lower: Curve
    brow_low: Curve
    brow_top: Curve
    brow_inner: float  # |x|
    brow_outer: float


@dataclass(frozen=True, slots=True)
class Face:
    """Landmarks (468, 3) in head space and the curves through them.

    Head space: x right, y down, z to the viewer; 1 = half the face's width; the origin lies
    between the outer corners of the eyes.
    """

    points: Field
    eyes: tuple[Eye, Eye]
    lip_top: Curve
    lip_low: Curve
    mouth_line: Curve
    mouth_half: float

    def level(self, landmark: int) -> float:
        """Return y of a landmark."""
        return float(self.points[landmark, 1])


@cache
def average_face() -> Field:
    """Return the shipped average face, (468, 3); its origin is in docs/house-collection.md."""
    return np.asarray(np.load(Path(__file__).with_name("average_face.npy")), np.float64)


def deform(mean: Field, who: Identity) -> Field:
    """Return ``mean`` (468, 3) bent into ``who`` by smooth local displacements."""
    points = mean.copy()
    for side in (-1, 1):
        _bend_eye(points, mean, side, who)
    _bend_nose(points, who)
    _bend_jaw(points, who)
    return points


def _bend_eye(points: Field, mean: Field, side: int, who: Identity) -> None:
    x, y, _ = mean.T
    cx, cy, _ = mean[[33, 133] if side < 0 else [263, 362]].mean(0)
    near = np.exp(-(((x - cx) / 0.36) ** 4) - ((y - cy) / 0.26) ** 4)
    lids = np.exp(-(((x - cx) / 0.2) ** 2) - ((y - cy) / 0.12) ** 2)
    brow = np.exp(-(((x - cx) / 0.5) ** 2) - ((y - cy + 0.33) / 0.16) ** 2)
    points[:, 0] += near * (x - cx) * who.eye * 0.6
    points[:, 1] += near * ((y - cy) * who.eye - (x - cx) * side * who.eye_tilt)
    points[:, 1] += lids * np.where(y < cy, -0.7, 0.3) * who.eye_open - brow * who.brow_up


def _bend_nose(points: Field, who: Identity) -> None:
    x, y, _ = points.T.copy()
    whole = np.exp(-(((y - 0.45) / 0.33) ** 4) - (x / 0.32) ** 4)
    points[:, 0] += whole * x * who.nose_width
    points[:, 1] += np.exp(-(((y - 0.58) / 0.2) ** 2) - (x / 0.3) ** 2) * who.nose_length
    points[:, 2] += np.exp(-((x / 0.16) ** 2) - ((y - 0.33) / 0.34) ** 2) * who.nose_depth


def _bend_jaw(points: Field, who: Identity) -> None:
    x, y, _ = points.T.copy()
    mouth = np.exp(-(((y - 0.98) / 0.2) ** 4) - (x / 0.5) ** 4)
    points[:, 0] += mouth * x * who.mouth_width
    points[:, 1] += mouth * (
        (y - 0.965) * who.lip_full - np.clip(abs(x) / 0.33, 0, 1.2) ** 2 * who.smile
    )
    points[:, 0] *= 1 + smoothstep(y, 0.55, 1.3) * who.jaw
    points[:, 1] += smoothstep(y, 1.0, 1.5) * who.chin
    hollow = np.exp(-(((abs(x) - 0.85) / 0.3) ** 2) - ((y - 0.9) / 0.4) ** 2)
    bone = np.exp(-(((abs(x) - 0.62) / 0.25) ** 2) - ((y - 0.55) / 0.3) ** 2)
    points[:, 0] += np.sign(x) * hollow * who.cheek
    points[:, 2] += bone * who.cheek


def face_of(who: Identity) -> Face:
    """Return the face of an identity, ready to be modelled and painted."""
    points = deform(average_face(), who)
    mouth = (points[list(MOUTH_TOP)] + points[list(MOUTH_LOW)]) / 2
    return Face(
        points=points,
        eyes=(_eye(points, 0), _eye(points, 1)),
        lip_top=_curve(points[list(LIP_TOP)]),
        lip_low=_curve(points[list(LIP_LOW)]),
        mouth_line=_curve(mouth),
        mouth_half=float(points[291, 0]),
    )


def _eye(points: Field, which: int) -> Eye:
    upper, lower = points[list(UPPER_LID[which])], points[list(LOWER_LID[which])]
    top = points[list(BROW_TOP[which])]
    centre = (upper[0] + upper[-1]) / 2
    centre[1:] = (upper[4, 1:] + lower[4, 1:]) / 2
    return Eye(
        side=-1 if which == 0 else 1,
        centre=centre,
        inner=upper[-1],
        left=float(upper[:, 0].min()),
        right=float(upper[:, 0].max()),
        upper=_curve(upper),
        lower=_curve(lower),
        brow_low=_curve(points[list(BROW_LOW[which])]),
        brow_top=_curve(top),
        brow_inner=float(abs(top[:, 0]).min()),
        brow_outer=float(abs(top[:, 0]).max()),
    )


def _curve(points: Field) -> Curve:
    """Return y(x) through ``points``, monotone between them and flat outside."""
    order = np.argsort(points[:, 0])
    x = points[order, 0] + np.arange(len(order)) * 1e-6
    spline = PchipInterpolator(x, points[order, 1])
    return lambda at: np.asarray(spline(np.clip(at, x[0], x[-1])))
