"""A mouth as the renderer needs it: how its two layers move, and what lies between them."""

from __future__ import annotations

import numpy as np

from generation.scene.frame import FaceFrame
from generation.scene.model import Mouth
from generation.scene.mouth_bases import chin_drop, jaw_fall, layer_bases, lip_line, lip_moves
from generation.scene.mouth_frame import MouthFrame, mouth_frame
from generation.scene.mouth_texture import cheek_grain, colours, palette, profiles, table_s
from generation.scene.shapes import Array, floats, soft_step
from generation.types import Box, Bytes2D

EDGE = 0.016  # softness of the cut, half widths
LEAST_EDGE = 0.6  # px
BEARD_EDGE = 1.6  # how much softer under a full beard
FAINT_DROP = 0.22  # lips that cannot be seen open less: a wide opening reads as a hole


def build_mouth(rgb: Bytes2D, frame: FaceFrame, step: int, beard: float = 0.0) -> Mouth:
    """Measure the mouth of a face in a scene's painting (H, W, 3); beard: 0..1.

    Its nodes lie ``step`` px apart, as the scene's, which read them: finer ones would be lost.
    """
    points = frame.points[:, :2]
    mouth = mouth_frame(rgb, points, beard)
    look = palette(rgb, mouth, points, beard)
    drop = chin_drop(mouth) * (1 - FAINT_DROP * look.faint)
    box = _box(mouth, (rgb.shape[1], rgb.shape[0]))
    bases = [_windowed(mouth, drop, box, step, rgb.shape, up) for up in (True, False)]
    gy, gx = np.mgrid[box.top : box.bottom, box.left : box.right].astype(np.float64)
    along, below = mouth.local(gx, gy)
    height = (below - mouth.over(mouth.line, along)) / mouth.half
    s = mouth.over(mouth.s, along)
    return Mouth(
        box=box,
        stride=step,
        half=mouth.half,
        edge=max(LEAST_EDGE / mouth.half, EDGE) * (1 + BEARD_EDGE * beard),
        bases=floats(np.stack(bases)),
        lips=floats(lip_moves(mouth, drop, table_s())),
        line=floats(lip_line(mouth, table_s())),
        places=floats(np.stack([height, s, cheek_grain(rgb, mouth, points, s.shape)])),
        colours=floats(np.clip(colours(look), 0, 1)),
        profiles=floats(profiles(drop * jaw_fall(table_s()))),
        beard=beard,
        faint=look.faint,
    )


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
    mouth: MouthFrame, drop: float, box: Box, stride: int, shape: tuple[int, ...], upper: bool
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
    return layer_bases(mouth, drop, upper, x, y) * window * soft_step(rim, 0, 0.25 * mouth.half)
