"""The face of a painting as a square for the network, and what it drew laid back, feathered.

The network's picture is never shown where nothing moves: a painting at rest is the painting
itself, bit for bit. As a face begins to move the drawn one comes in over ``FADE`` seconds, and
goes out again when it rests, so that the exchange is nowhere seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.landmarks.crop import Square, cut, matrix_of
from generation.scene import topology as at
from generation.types import Box, Bytes2D, Floats, Landmarks, Planes

SCALE, RISE = 2.3, -0.125  # of the face's box, and of the crop: LivePortrait's own crop
FADE = 0.3  # seconds from the painting to the drawn face, and back
SOLID, GONE = 0.80, 0.97  # of the half side, where the feather begins and ends
ONE = 256  # a mask's whole
ROUND = 4.0  # exponent of the mask's outline: a square with round corners

Ints = NDArray[np.int32]

_JAW = at.OVAL[at.OVAL.index(at.EAR_L) : at.OVAL.index(at.EAR_R) + 1]
_INSIDE = (
    *at.RIGHT_EYE.brow, *at.LEFT_EYE.brow, *at.RIGHT_EYE.brow_top, *at.LEFT_EYE.brow_top,
    *at.RIGHT_EYE.upper, *at.LEFT_EYE.upper, *at.OUTER_UPPER_LIP, *at.OUTER_LOWER_LIP,
)  # fmt: skip


def face_square(face: Landmarks) -> Square:
    """Return the square LivePortrait wants of a face: upright along the line from eyes to lips.

    Side: ``SCALE`` times the longer side of the box around the face, its centre ``RISE`` of
    the side further down. The authors measure the box with landmarks that end at the brows;
    so do we, with our own: brows, eyes, lips and jaw of the mesh, no forehead.
    """
    flat = face.points[:, :2].astype(np.float64)
    eyes = flat[[at.RIGHT_EYE.iris[0], at.LEFT_EYE.iris[0]]].mean(0)
    lips = flat[[at.MOUTH_R, at.MOUTH_L]].mean(0)
    down = (lips - eyes) / max(float(np.hypot(*(lips - eyes))), 1e-3)
    axes = np.array([[down[1], -down[0]], down])  # across and down the face
    seen = flat[[*_JAW, *_INSIDE]] @ axes.T
    low, high = seen.min(0), seen.max(0)
    side = SCALE * float((high - low).max())
    centre = ((low + high) / 2 + np.array([0.0, RISE * side])) @ axes
    lean = float(np.arctan2(axes[0, 1], axes[0, 0]))
    return Square(float(centre[0]), float(centre[1]), side, lean)


def crop_of(rgb: Bytes2D, square: Square, side: int) -> Bytes2D:
    """Return (side, side, 3) uint8; beyond the picture its edge goes on."""
    return cut(rgb, square, side, repeat_edge=True)


def faded(share: float, moves: bool, passed: float) -> float:
    """Return how far a drawn face has come in, 0..1, ``passed`` seconds later."""
    return min(max(share + (passed if moves else -passed) / FADE, 0.0), 1.0)


def weight_of(share: float) -> float:
    """Return the weight of the drawn face, 0..1, smooth at both ends."""
    return share * share * (3 - 2 * share)


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """Where a crop lies in a painting.

    box: even pixels of the painting, outside of which nothing is touched. forward: (2, 3) of
    luma and of chroma, from pixels of the box to those of the crop. masks: (h, w) and
    (h/2, w/2) int32 over the box, 0..256, how much of the drawn face is seen.
    """

    box: Box
    forward: tuple[Floats, Floats]
    masks: tuple[Ints, Ints]

    def paste(self, drawn: Planes, weight: float, painting: Planes, out: Planes) -> None:
        """Write the box of ``out``: the painting, with a drawn crop laid over it.

        drawn: the crop, square; weight 0..1; painting and out: whole pictures. Where the mask
        is 0, and everywhere at weight 0, it is the painting bit for bit.
        """
        share = round(ONE * weight)
        for number, (plane, source, new) in enumerate(zip(out, painting, drawn, strict=True)):
            forward, mask = self.forward[number > 0], self.masks[number > 0]
            part = within(self.box, plane, out)
            old = source[part]
            laid = _warped(new, forward, mask.shape).astype(np.int32)
            seen = mask if share == ONE else (mask * share) >> 8
            plane[part] = old + (((laid - old) * seen + ONE // 2) >> 8)


def patch_of(square: Square, side: int, size: tuple[int, int]) -> Patch:
    """Return where a crop of ``side`` pixels lies in a picture of ``size`` (width, height).

    The mask falls from 1 at ``SOLID`` to 0 at ``GONE`` of the half side; its distance is
    (|x|ⁿ + |y|ⁿ)^(1/n) with n = ``ROUND``.
    """
    box = _even_box(square, size)
    matrix = matrix_of(square, side)
    across, down = np.meshgrid(np.arange(box.left, box.right), np.arange(box.top, box.bottom))
    x, y = (row[0] * across + row[1] * down + row[2] for row in matrix)
    half = side / 2
    away = (np.abs(x / half - 1) ** ROUND + np.abs(y / half - 1) ** ROUND) ** (1 / ROUND)
    share = np.clip((GONE - away) / (GONE - SOLID), 0, 1)
    luma = (share * share * (3 - 2 * share)).astype(np.float32)
    chroma = cv2.resize(luma, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    turn = matrix[:, :2]
    moved = matrix[:, 2] + turn @ np.array([box.left, box.top], np.float32)
    # A sample of chroma lies in the middle of four pixels, in the box as in the crop.
    small = (moved + turn @ np.array([0.5, 0.5], np.float32) - 0.5) / 2
    forward = tuple(np.column_stack([turn, at]).astype(np.float32) for at in (moved, small))
    masks = tuple(np.rint(ONE * mask).astype(np.int32) for mask in (luma, chroma))
    return Patch(box, (forward[0], forward[1]), (masks[0], masks[1]))


def _warped(plane: Bytes2D, forward: Floats, shape: tuple[int, ...]) -> Bytes2D:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = shape[1], shape[0]
    laid = cv2.warpAffine(plane, forward, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(laid, np.uint8)


def within(box: Box, plane: Bytes2D, planes: Planes) -> tuple[slice, slice]:
    """Return rows and columns of an even box in one of the planes."""
    shrink = planes.y.shape[1] // plane.shape[1]
    rows = slice(box.top // shrink, box.bottom // shrink)
    return rows, slice(box.left // shrink, box.right // shrink)


def _even_box(square: Square, size: tuple[int, int]) -> Box:
    """Return the even box around what the mask of a square may touch, inside the picture."""
    c, s = abs(np.cos(square.lean)), abs(np.sin(square.lean))
    reach = GONE * square.side / 2 * (c + s)
    edges = []
    for centre, most in zip((square.x, square.y), size, strict=True):
        low = min(max(int(np.floor((centre - reach) / 2)) * 2, 0), most - 2)
        edges.append((low, min(max(int(np.ceil((centre + reach) / 2)) * 2, low + 2), most)))
    (left, right), (top, bottom) = edges
    return Box(left, top, right, bottom)
