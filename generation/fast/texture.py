"""Lay the painting out so that one 32-bit word brings four neighbouring pixels."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.types import Box, Bytes2D, Planes

Bytes1D = NDArray[np.uint8]
SPARE = 64  # bytes beyond a row beyond the end: rows are read in blocks (shuffles.py)


class Textures(NamedTuple):
    """One painting, flat: its planes as they are, and laid out for sampling."""

    y: Bytes1D
    u: Bytes1D
    v: Bytes1D
    bordered: Bytes1D  # luma with 4 x 4 pixels around every pixel
    chroma: Bytes1D  # U and V side by side


def bordered(plane: Bytes2D) -> Bytes1D:
    """Repeat the edges so that 4 x 4 pixels exist around every pixel; flat, (H+3)*(W+4) and more.

    Four neighbours in a row are read at once, as one unaligned 32-bit word.
    """
    return _roomy(np.pad(plane, ((1, 2), (1, 3)), "edge"))


def side_by_side(u: Bytes2D, v: Bytes2D) -> Bytes1D:
    """Interleave two planes, the last column and row repeated; flat, (H+1)*(W+1)*2 and more.

    One unaligned 32-bit word holds both planes of a pixel and of its right neighbour.
    """
    both = np.stack([u, v], axis=-1)
    return _roomy(np.pad(both, ((0, 1), (0, 1), (0, 0)), "edge"))


def _roomy(texture: NDArray[np.uint8]) -> Bytes1D:
    """Flatten a texture and leave room for reading one row and SPARE bytes beyond its end."""
    return np.pad(texture.ravel(), (0, texture[0].size + SPARE))


def textures_of(planes: Planes) -> Textures:
    """Lay a painting out for sampling."""
    y, u, v = (np.ascontiguousarray(plane) for plane in planes)
    return Textures(y.ravel(), u.ravel(), v.ravel(), bordered(y), side_by_side(u, v))


def retouch(textures: Textures, planes: Planes, box: Box) -> None:
    """Bring what changed inside ``box`` of the painting into its textures, edges repeated."""
    half = Box(box.left // 2, box.top // 2, (box.right + 1) // 2, (box.bottom + 1) // 2)
    width, height = planes.size
    parts = zip(textures[:3], planes, (box, half, half), strict=True)
    for flat, plane, (left, top, right, bottom) in parts:
        flat.reshape(plane.shape)[top:bottom, left:right] = plane[top:bottom, left:right]
    _put(_shaped(textures.bordered, height + 3, width + 4), planes.y, box, 1, (2, 3))
    pairs = _shaped(textures.chroma, height // 2 + 1, width // 2 + 1, 2)
    for n, plane in enumerate((planes.u, planes.v)):
        _put(pairs[..., n], plane, half, 0, (1, 1))


def _shaped(texture: Bytes1D, *shape: int) -> NDArray[np.uint8]:
    """View a flat texture as what it was before, without the room beyond its end."""
    return texture[: math.prod(shape)].reshape(shape)


def _put(wide: Bytes2D, plane: Bytes2D, box: Box, before: int, after: tuple[int, int]) -> None:
    """Copy a box into a plane with ``before`` and ``after`` (rows, columns) repeats around it."""
    (left, top, right, bottom), (height, width) = box, plane.shape
    rows = before if top == 0 else 0, after[0] if bottom == height else 0
    columns = before if left == 0 else 0, after[1] if right == width else 0
    y = slice(top + before - rows[0], bottom + before + rows[1])
    x = slice(left + before - columns[0], right + before + columns[1])
    wide[y, x] = np.pad(plane[top:bottom, left:right], (rows, columns), "edge")
