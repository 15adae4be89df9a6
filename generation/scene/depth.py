"""How near the viewer each node is: the head's relief, and the depth the camera moves by."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.interpolate import RBFInterpolator

from generation.scene import topology as at
from generation.scene.frame import ELLIPSE_ACROSS, ELLIPSE_DOWN, FaceFrame
from generation.scene.shapes import Array, blur, soft_step
from generation.types import Floats

SLOPE_CAP = 2.2
RING_RADII = (1.12, 1.5)
GAIN = 1.08  # without it the landmark model found turns again 12 % too small on average
EAR_DROP = 0.10  # of the face width, the rim lies behind the ears


def head_relief(frame: FaceFrame, x: Array, y: Array, step: int) -> Array:
    """Return (h, w) px toward the viewer above the plane of the head's rim, never negative.

    A thin-plate spline through the landmarks and two rings on the head's ellipse, held below
    a slope of 2.2 so that no turn the scene allows can fold it, and flat outside the head.
    """
    near = -frame.points[: at.MESH_POINTS, 2]
    floor = float(near[[at.EAR_R, at.EAR_L]].mean()) - EAR_DROP * frame.width
    ring = _ring(frame)
    chosen = np.unique(np.r_[np.arange(0, at.MESH_POINTS, 3), at.OVAL])
    places = np.r_[frame.points[chosen, :2], ring]
    heights = np.r_[np.maximum(near[chosen] - floor, 0), np.zeros(len(ring))]
    spline = RBFInterpolator(
        places, heights, kernel="thin_plate_spline", smoothing=frame.width / 100
    )
    around = frame.ellipse(x, y) < 1.6
    raw = np.zeros(x.shape)
    raw[around] = GAIN * spline(np.c_[x[around], y[around]])
    relief = lower_envelope(np.maximum(raw, 0), SLOPE_CAP * step)
    relief = blur(relief, 0.03 * frame.width / step)
    return np.asarray(relief * (1 - soft_step(frame.ellipse(x, y), 1.0, 1.5)))


def _ring(frame: FaceFrame) -> Array:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    across = np.cos(turn)[:, None] * frame.across * ELLIPSE_ACROSS * frame.width
    down = np.sin(turn)[:, None] * frame.down * ELLIPSE_DOWN * frame.height
    ring = np.concatenate([frame.centre + (across + down) * r for r in RING_RADII])
    oval = cv2.convexHull(frame.points[list(at.OVAL), :2].astype(np.float32))
    outside = [
        cv2.pointPolygonTest(oval, (float(px), float(py)), True) < -0.10 * frame.width
        for px, py in ring
    ]
    return np.asarray(ring[outside])


def lower_envelope(heights: Array, rise: float) -> Array:
    """Return the highest surface below ``heights`` (h, w) that rises at most ``rise`` a node."""
    out = heights.copy()
    diagonal = rise * np.sqrt(2)
    for _ in range(max(heights.shape)):
        padded = np.pad(out, 1, mode="edge")
        sides = (padded[1:-1, :-2], padded[1:-1, 2:], padded[:-2, 1:-1], padded[2:, 1:-1])
        corners = (padded[:-2, :-2], padded[:-2, 2:], padded[2:, :-2], padded[2:, 2:])
        lowest = np.minimum(np.minimum.reduce(sides) + rise, np.minimum.reduce(corners) + diagonal)
        if (lowest >= out).all():
            break
        out = np.minimum(out, lowest)
    return out


def camera_depth(
    y: Array, height: int, person: Floats | None, relief: Array | None, step: int
) -> Array:
    """Return (h, w) 0..1, 1 nearest, for the camera's parallax.

    person: (h, w) 0..1 or None. Without a person a picture is nearest at its foot.
    """
    ground = soft_step(y / height, 0.25, 1.1)
    if person is None:
        depth = ground
    else:
        top = 0.0 if relief is None else relief / max(float(relief.max()), 1e-6)
        depth = 0.12 * ground + 0.55 * person + 0.33 * np.asarray(top)
    return np.clip(blur(depth, 24 / step), 0, 1)
