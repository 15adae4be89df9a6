"""Lay the painting out so that one 32-bit gather brings four neighbouring pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.types import Bytes2D, Planes

Bytes1D = NDArray[np.uint8]
Texels = NDArray[np.uint32]


class Textures(NamedTuple):
    """One painting, flat: its planes as they are, and packed for sampling."""

    y: Bytes1D
    u: Bytes1D
    v: Bytes1D
    bordered: Bytes1D  # luma for Catmull-Rom, one byte if that is not wanted
    luma: Texels  # quads of luma, one if linear sampling is not wanted
    chroma: Bytes1D  # U and V side by side


def quads(plane: Bytes2D) -> Texels:
    """Pack each pixel with its right, lower and lower right neighbours; flat (H*W,).

    p00 | p01 << 8 | p10 << 16 | p11 << 24; the right column and the bottom row repeat.
    """
    p = np.pad(plane, ((0, 1), (0, 1)), "edge").astype(np.uint32)
    packed = p[:-1, :-1] | p[:-1, 1:] << 8 | p[1:, :-1] << 16 | p[1:, 1:] << 24
    return np.ascontiguousarray(packed).ravel()


def bordered(plane: Bytes2D) -> Bytes1D:
    """Repeat the edges so that 4 x 4 pixels exist around every pixel; flat ((H+3)*(W+4),).

    Four neighbours in a row are read at once, as one unaligned 32-bit word.
    """
    return np.pad(plane, ((1, 2), (1, 3)), "edge").ravel()


def side_by_side(u: Bytes2D, v: Bytes2D) -> Bytes1D:
    """Interleave two planes, the last column and row repeated; flat ((H+1)*(W+1)*2,).

    One unaligned 32-bit word holds both planes of a pixel and of its right neighbour.
    """
    both = np.stack([u, v], axis=-1)
    return np.pad(both, ((0, 1), (0, 1), (0, 0)), "edge").ravel()


def textures_of(planes: Planes, *, cubic: bool) -> Textures:
    """Lay a painting out for sampling with Catmull-Rom (cubic) or linear luma."""
    y, u, v = (np.ascontiguousarray(plane) for plane in planes)
    none = y[:1, :1]
    luma = (bordered(y), quads(none)) if cubic else (bordered(none), quads(y))
    return Textures(y.ravel(), u.ravel(), v.ravel(), *luma, side_by_side(u, v))
