"""Lay the painting out so that one 32-bit gather brings four neighbouring pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.types import Box, Bytes2D, Planes

Bytes1D = NDArray[np.uint8]
Texels = NDArray[np.uint32]


class Textures(NamedTuple):
    """One painting, flat: its planes as they are, and packed for sampling."""

    y: Bytes1D
    u: Bytes1D
    v: Bytes1D
    bordered: Bytes1D  # luma for cubic sampling, one byte if that is not wanted
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
    """Lay a painting out for sampling with cubic or linear luma."""
    y, u, v = (np.ascontiguousarray(plane) for plane in planes)
    none = y[:1, :1]
    luma = (bordered(y), quads(none)) if cubic else (bordered(none), quads(y))
    return Textures(y.ravel(), u.ravel(), v.ravel(), *luma, side_by_side(u, v))


def retouch(textures: Textures, planes: Planes, box: Box, *, cubic: bool) -> None:
    """Bring what changed inside ``box`` of the painting into its textures, edges repeated."""
    half = Box(box.left // 2, box.top // 2, (box.right + 1) // 2, (box.bottom + 1) // 2)
    width, height = planes.size
    parts = zip(textures[:3], planes, (box, half, half), strict=True)
    for flat, plane, (left, top, right, bottom) in parts:
        flat.reshape(plane.shape)[top:bottom, left:right] = plane[top:bottom, left:right]
    if cubic:
        wide = textures.bordered.reshape(height + 3, width + 4)
        _put(wide, planes.y, box, 1, (2, 3))
    else:
        _put_quads(textures.luma.reshape(height, width), planes.y, box)
    pairs = textures.chroma.reshape(height // 2 + 1, width // 2 + 1, 2)
    for n, plane in enumerate((planes.u, planes.v)):
        _put(pairs[..., n], plane, half, 0, (1, 1))


def _put(wide: Bytes2D, plane: Bytes2D, box: Box, before: int, after: tuple[int, int]) -> None:
    """Copy a box into a plane with ``before`` and ``after`` (rows, columns) repeats around it."""
    (left, top, right, bottom), (height, width) = box, plane.shape
    rows = before if top == 0 else 0, after[0] if bottom == height else 0
    columns = before if left == 0 else 0, after[1] if right == width else 0
    y = slice(top + before - rows[0], bottom + before + rows[1])
    x = slice(left + before - columns[0], right + before + columns[1])
    wide[y, x] = np.pad(plane[top:bottom, left:right], (rows, columns), "edge")


def _put_quads(texels: NDArray[np.uint32], plane: Bytes2D, box: Box) -> None:
    """Pack again the pixels of a box and those left of and above it, which hold them too."""
    height, width = plane.shape
    left, top = max(box.left - 1, 0), max(box.top - 1, 0)
    cut = plane[top : min(box.bottom + 1, height), left : min(box.right + 1, width)]
    rows, columns = box.bottom - top, box.right - left
    texels[top : box.bottom, left : box.right] = quads(cut).reshape(cut.shape)[:rows, :columns]
