"""Bring a scene's eyes and mouth into flat YUV arrays for the kernels, once per renderer."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.ndimage import maximum_filter1d, minimum_filter1d

from generation.fast.controls import base_ranges
from generation.fast.hollow import MouthNow
from generation.fast.lids import EyeMoment, EyePaint, EyeShape
from generation.fast.lips import MouthFields, MouthGrid, MouthPaint
from generation.fast.nodes import Grid
from generation.media.yuv import RGB_TO_YUV, YUV_OFFSET
from generation.rig import constants as k
from generation.rig.numbers import EyeNumbers, MouthMoment, MouthTone
from generation.scene.model import Eye, Mouth
from generation.types import Box, Floats

PIXEL_REACH = 2  # px: rounding, bilinear taps and the softness of chroma's edges
CELLS = 1.5  # a cell reaches one step, more where the field or the camera stretches it


def eye_shape(eye: Eye) -> EyeShape:
    """Return an eye's fixed numbers."""
    reach = k.GAZE_REACH * eye.width
    rim = min(max(eye.iris_radius, 1.0), 0.9474 * reach) / reach
    soft = max(k.LEAST_SOFTNESS, k.EDGE_SOFTNESS * eye.width)
    numbers = (
        *eye.centre, *eye.across, *eye.down, eye.width, eye.x0, 1 / eye.dx, eye.iris[0],
        rim, soft, eye.opening, eye.box.left, eye.box.top, eye.box.right - 1, eye.box.bottom - 1,
    )  # fmt: skip
    return EyeShape(*(np.float32(number) for number in numbers))


def eye_paint(eye: Eye) -> EyePaint:
    """Return an eye's curves and its skin in YUV."""
    rows, columns = eye.lid_low.shape[:2]
    luma = (eye.lid_low @ np.array(k.LUMA, np.float32)) / eye.lid_level
    low = np.concatenate([_yuv(eye.lid_low) + YUV_OFFSET[:, None, None], luma[None]])
    curves = np.concatenate([eye.upper, eye.lower, eye.brow]).astype(np.float32)
    glint = eye.glint * np.float32(255 * RGB_TO_YUV[0].sum())
    return EyePaint(curves, _flat(low), _flat(_yuv(eye.lid_high)), _flat(glint), rows, columns)


def eye_reach(eye: Eye) -> Box:
    """Return the part of an eye's box that can ever change: between its corners, brow to cheek."""
    open_ = np.flatnonzero(eye.lower - eye.upper > k.LEAST_OPENING)
    if not len(open_):
        return Box(0, 0, 0, 0)
    columns = np.arange(max(open_[0] - 1, 0), min(open_[-1] + 2, len(eye.lower)))
    across = eye.x0 + columns[[0, -1, 0, -1]] * eye.dx
    low = eye.lower[columns].max() + k.LOWER_FADE * eye.width
    down = np.array([eye.brow[columns].min(), eye.brow[columns].min(), low, low])
    x, y = eye.centre[:, None] + eye.across[:, None] * across + eye.down[:, None] * down
    return Box(
        max(eye.box.left, int(x.min()) - 1),
        max(eye.box.top, int(y.min()) - 1),
        min(eye.box.right, int(x.max()) + 2),
        min(eye.box.bottom, int(y.max()) + 2),
    )


def eye_moment(numbers: EyeNumbers) -> EyeMoment:
    """Return an eye's numbers of this frame as the kernels take them."""
    return EyeMoment(*(np.float32(number) for number in numbers))


def mouth_grid(mouth: Mouth, step: int) -> MouthGrid:
    """Return the sizes of a mouth on a scene with ``step`` px between nodes."""
    every = _thinning(mouth, step)
    box, (rows, columns) = mouth.box, mouth.bases[..., ::every, ::every].shape[-2:]
    width, height = box.right - box.left, box.bottom - box.top
    margin = np.float32(k.LIP_REACH + (CELLS * step + PIXEL_REACH) / mouth.half)
    return MouthGrid(box.left, box.top, width, height, mouth.stride * every, rows, columns, margin)


def mouth_paint(mouth: Mouth, step: int) -> MouthPaint:
    """Return a mouth's bases, classes and textures in YUV; step: px between the scene's nodes."""
    bases = mouth.bases[..., :: _thinning(mouth, step), :: _thinning(mouth, step)]
    colours = np.einsum("cx,isx->cis", RGB_TO_YUV, mouth.colours * np.float32(255))
    return MouthPaint(
        _flat(bases[0]), _flat(bases[1]), base_ranges(np.abs(bases).sum(0)),
        _flat(mouth.places), _flat(mouth.profiles), _flat(colours),
    )  # fmt: skip


def mouth_edges(mouth: Mouth, step: int, moment: MouthMoment) -> Floats:
    """Return (4 * 257,) the lips' edges over s, and the same as wide as a cell reaches."""
    wide = 2 * int(CELLS * step / mouth.half * k.TABLE_SCALE) + 1
    upper, lower = moment.upper, moment.lower
    wider = minimum_filter1d(upper, wide), maximum_filter1d(lower, wide)
    return np.concatenate([upper, lower, *wider]).astype(np.float32)


def mouth_now(mouth: Mouth, tone: MouthTone, scale: float = 1.0) -> MouthNow:
    """Return the moment's numbers as the kernels take them; scale: of the edges' softness."""
    fixed = mouth.beard, mouth.faint, mouth.edge * scale
    return MouthNow(*(np.float32(number) for number in (*tone, *fixed)))


def _thinning(mouth: Mouth, step: int) -> int:
    """Return which of the mouth's nodes to keep: no finer than the scene's, which read them."""
    return max(step // mouth.stride, 1)


def mouth_fields(grid: Grid, mouth: MouthGrid) -> MouthFields:
    """Return fresh work space for one mouth."""
    a, b, c, d = np.zeros((4, mouth.rows * mouth.columns), np.float32)
    nodes = grid.rows * grid.columns
    e, f, g, h, x, y = np.zeros((6, nodes), np.float32)
    kinds, spans = np.zeros(nodes, np.int32), np.zeros(2 * grid.rows, np.int64)
    return MouthFields(a, b, c, d, e, f, g, h, x, y, kinds, spans)


def _yuv(rgb: Floats) -> Floats:
    """Convert (h, w, 3) differences of colour 0..1 to (3, h, w) 0..255, chroma smoothed."""
    yuv = np.einsum("cx,hwx->chw", RGB_TO_YUV, rgb * np.float32(255))
    return np.stack([yuv[0], _smooth(yuv[1]), _smooth(yuv[2])])


def _smooth(mask: Floats) -> Floats:
    """Smooth by 1-2-1 both ways, edges held, as a chroma sample stands for four pixels."""
    kernel = np.array([0.25, 0.5, 0.25], np.float32)
    source = np.ascontiguousarray(mask, np.float32)
    smooth = cv2.sepFilter2D(source, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(smooth, np.float32)


def _flat(texture: Floats) -> Floats:
    return np.ascontiguousarray(texture, np.float32).ravel()
