"""Pack the painting's planes so that one 32-bit gather brings four neighbouring pixels."""

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
    luma: Texels  # row quads when sampled by Catmull-Rom, quads when linearly
    chroma_u: Texels  # quads
    chroma_v: Texels


def quads(plane: Bytes2D) -> Texels:
    """Pack each pixel with its right, lower and lower right neighbours; flat (H*W,).

    p00 | p01 << 8 | p10 << 16 | p11 << 24; the right column and the bottom row repeat.
    """
    p = np.pad(plane, ((0, 1), (0, 1)), "edge").astype(np.uint32)
    packed = p[:-1, :-1] | p[:-1, 1:] << 8 | p[1:, :-1] << 16 | p[1:, 1:] << 24
    return np.ascontiguousarray(packed).ravel()


def row_quads(plane: Bytes2D) -> Texels:
    """Pack each pixel with one neighbour to its left and two to its right; flat ((H+3)*W,).

    One row is repeated above and two below, so the four rows a cubic needs always exist.
    """
    p = np.pad(plane, ((1, 2), (1, 2)), "edge").astype(np.uint32)
    packed = p[:, :-3] | p[:, 1:-2] << 8 | p[:, 2:-1] << 16 | p[:, 3:] << 24
    return np.ascontiguousarray(packed).ravel()


def textures_of(planes: Planes, *, cubic: bool) -> Textures:
    """Pack a painting for sampling with Catmull-Rom (cubic) or linear luma."""
    y, u, v = (np.ascontiguousarray(plane) for plane in planes)
    luma = row_quads(y) if cubic else quads(y)
    return Textures(y.ravel(), u.ravel(), v.ravel(), luma, quads(u), quads(v))
