"""White words with a dark edge over a picture that moves, straight on its planes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.media.yuv import RGB_TO_YUV, YUV_OFFSET
from generation.types import Box, Bytes2D, Planes

_WHITE, _EDGE = np.full(3, 255, np.float32), np.array((11, 15, 15), np.float32)  # design tokens
_EDGE_SHARE = 0.85
_ONE = 256

Number = TypeVar("Number", bound=np.generic)
Piece = tuple[Bytes2D, Bytes2D, int, int]  # coverage, coverage with its edge, left, top


class Layer(NamedTuple):
    """out = (out * keep + add) / 256 inside ``box``, for y, u and v; uint16, box even."""

    box: Box
    keep: tuple[NDArray[np.uint16], ...]
    add: tuple[NDArray[np.uint16], ...]

    def apply(self, out: Planes) -> None:
        """Draw over what the planes show."""
        for number, plane in enumerate(out):
            target = within(plane, self.box, 2 if number else 1)
            mixed = target * self.keep[number] + self.add[number]
            target[:] = mixed >> 8


def outlined(pieces: Iterable[Piece], box: Box) -> Layer:
    """Return the layer of white pieces with dark edges; what lies outside ``box`` is lost."""
    height, width = box.bottom - box.top, box.right - box.left
    edge, white = (np.zeros((height, width), np.uint8) for _ in range(2))
    for coverage, wider, left, top in pieces:
        _lay(white, coverage, left - box.left, top - box.top)
        # Both are drawn on the same canvas size about the same origin.
        _lay(edge, wider, left - box.left, top - box.top)
    over = white / np.float32(255)
    under = edge / np.float32(255) * _EDGE_SHARE * (1 - over)
    alpha = over + under
    colours = over[..., None] * _WHITE + under[..., None] * np.array(_EDGE, np.float32)
    return _layer(box, alpha.astype(np.float32), colours.astype(np.float32))


def _layer(box: Box, alpha: NDArray[np.float32], colours: NDArray[np.float32]) -> Layer:
    half = alpha.shape[1] // 2, alpha.shape[0] // 2
    soft = cv2.resize(alpha, half, interpolation=cv2.INTER_AREA)
    tint = cv2.resize(colours, half, interpolation=cv2.INTER_AREA)
    parts = [
        (a, c @ RGB_TO_YUV[k] + YUV_OFFSET[k] * a)
        for k, (a, c) in enumerate(((alpha, colours), (soft, tint), (soft, tint)))
    ]
    keep = tuple(np.rint((1 - a) * _ONE).astype(np.uint16) for a, _ in parts)
    # Half a step is added once here, so that the shift rounds.
    add = tuple(np.rint(c * _ONE + _ONE / 2).astype(np.uint16) for _, c in parts)
    return Layer(box, keep, add)


def _lay(target: Bytes2D, coverage: Bytes2D, left: int, top: int) -> None:
    height, width = target.shape
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + coverage.shape[1], width), min(top + coverage.shape[0], height)
    if x0 < x1 and y0 < y1:
        part = target[y0:y1, x0:x1]
        np.maximum(part, coverage[y0 - top : y1 - top, x0 - left : x1 - left], out=part)


def within(plane: NDArray[Number], box: Box, step: int) -> NDArray[Number]:
    """Return the view of an even box in a plane whose samples are ``step`` pixels apart."""
    return plane[box.top // step : box.bottom // step, box.left // step : box.right // step]
