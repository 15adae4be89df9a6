"""A mouth as the renderer needs it: two layers, their alphas, and what lies between."""

from __future__ import annotations

import numpy as np

from generation.scene.frame import FaceFrame
from generation.scene.model import Mouth
from generation.scene.mouth_bases import layer_bases
from generation.scene.mouth_frame import MouthFrame, mouth_frame
from generation.scene.mouth_texture import cheek_grain, interior, palette, tongue
from generation.scene.shapes import Array, floats, soft_step
from generation.types import Box, Bytes2D

FINE_BELOW = 60.0  # px of half width under which nodes lie every 2 px, not 4
EDGE = 0.012  # softness of the cut, half widths
LEAST_EDGE = 0.6  # px
REACH = 2.5  # edges the lower layer extends under the upper


def build_mouth(rgb: Bytes2D, frame: FaceFrame, beard: float = 0.0) -> Mouth:
    """Measure the mouth of a face in a scene's painting (H, W, 3)."""
    points = frame.points[:, :2]
    mouth = mouth_frame(rgb, points)
    stride = 2 if mouth.half < FINE_BELOW else 4
    box = _box(mouth, (rgb.shape[1], rgb.shape[0]))
    bases = np.stack([_windowed(mouth, box, stride, rgb.shape, up) for up in (True, False)])
    gy, gx = np.mgrid[box.top : box.bottom, box.left : box.right].astype(np.float64)
    along, below = mouth.local(gx, gy)
    s = mouth.over(mouth.s, along)
    cut = below - mouth.over(mouth.line, along) - 0.5 * mouth.skip * mouth.half * _between(s)
    t = cut / mouth.half
    soft = max(LEAST_EDGE, EDGE * mouth.half)
    colours = palette(rgb, mouth, points)
    flesh, flesh_alpha = tongue(colours, s, t)
    return Mouth(
        box=box,
        stride=stride,
        bases=floats(bases),
        upper_alpha=floats(np.clip(0.5 - cut / (2 * soft), 0, 1)),
        lower_alpha=floats(np.clip(0.5 + (cut + REACH * soft) / (2 * soft), 0, 1)),
        between=floats(_between(s)),
        interior=floats(interior(colours, cheek_grain(rgb, mouth, points, s.shape), s, t)),
        tongue=floats(flesh),
        tongue_alpha=floats(flesh_alpha),
    )


def _between(s: Array) -> Array:
    return 1 - soft_step(np.abs(s), 0.84, 1.0)


def _box(mouth: MouthFrame, size: tuple[int, int]) -> Box:
    half = mouth.half
    ends = [
        mouth.picture(np.array(x * half), np.array(y * half))
        for x in (-3.1, 3.1)
        for y in (mouth.nose - 2.0, mouth.chin * 1.95)
    ]
    low, high = np.min(ends, 0), np.max(ends, 0)
    left, top = (int(v) for v in np.maximum(np.floor(low), 0))
    right, bottom = (int(v) for v in np.minimum(np.ceil(high), [size[0], size[1]]))
    return Box(left, top, right, bottom)


def _windowed(
    mouth: MouthFrame, box: Box, stride: int, shape: tuple[int, ...], upper: bool
) -> Array:
    """Bases of one layer on the box's nodes, fading to nothing at its border."""
    columns = -(-(box.right - box.left) // stride) + 1
    rows = -(-(box.bottom - box.top) // stride) + 1
    gy, gx = np.mgrid[0:rows, 0:columns].astype(np.float64) * stride
    x, y = gx + box.left, gy + box.top
    along, below = mouth.local(x, y)
    u, v = along / mouth.half, below / mouth.half
    top, bottom = mouth.nose - 2.0, mouth.chin * 1.95
    window = (1 - soft_step(np.abs(u), 2.2, 3.0)) * soft_step(v, top, top + 0.5)
    window = window * (1 - soft_step(v, bottom - 0.5, bottom))
    inside = np.minimum.reduce([x, y, shape[1] - 1 - x, shape[0] - 1 - y])
    window = window * soft_step(inside, 0, 0.15 * mouth.half)
    rim = np.minimum.reduce([gx, gy, box.right - 1 - x, box.bottom - 1 - y])
    return layer_bases(mouth, upper, x, y) * window * soft_step(rim, 0, 0.25 * mouth.half)
