"""RGB to 4:2:0 planes and back: BT.601, limited range, chroma = mean of each 2×2 block.

Coefficients: ITU-R BT.601-7 scaled to 8-bit studio range. cv2's own I420 takes one pixel
of four for chroma, which aliases; hence this file.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.types import Box, Bytes2D, Planes

RGB_TO_YUV = np.array(
    [
        [0.256788, 0.504129, 0.097906],
        [-0.148223, -0.290993, 0.439216],
        [0.439216, -0.367788, -0.071427],
    ],
    np.float32,
)
YUV_OFFSET = np.array([16, 128, 128], np.float32)


def _to_bytes(plane: NDArray[np.floating]) -> Bytes2D:
    return np.asarray(np.clip(np.rint(plane), 0, 255), np.uint8)


def planes_from_rgb(rgb: Bytes2D) -> Planes:
    """Convert (H, W, 3) uint8 with even sides to fresh planes."""
    height, width = rgb.shape[:2]
    full = rgb.astype(np.float32)
    half = cv2.resize(full, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    y = full @ RGB_TO_YUV[0] + YUV_OFFSET[0]
    chroma = half @ RGB_TO_YUV[1:].T + YUV_OFFSET[1:]
    return Planes(_to_bytes(y), _to_bytes(chroma[..., 0]), _to_bytes(chroma[..., 1]))


def rgb_from_planes(planes: Planes) -> Bytes2D:
    """Convert planes to (H, W, 3) uint8, chroma upsampled linearly."""
    y = 1.164383 * (planes.y.astype(np.float32) - 16)
    u, v = (
        cv2.resize(c.astype(np.float32), planes.size, interpolation=cv2.INTER_LINEAR) - 128
        for c in (planes.u, planes.v)
    )
    rgb = np.stack([y + 1.596027 * v, y - 0.391762 * u - 0.812968 * v, y + 2.017232 * u], -1)
    return _to_bytes(rgb)


def empty_planes(width: int, height: int) -> Planes:
    """Return black planes of an even size."""
    return Planes(
        np.full((height, width), 16, np.uint8),
        np.full((height // 2, width // 2), 128, np.uint8),
        np.full((height // 2, width // 2), 128, np.uint8),
    )


def check_box(planes: Planes, box: Box, size: tuple[int, int]) -> None:
    """Raise ValueError unless the planes have this size and the box lies inside, not empty."""
    if planes.size != size:
        raise ValueError(f"planes are {planes.size}, the scene is {size}")
    inside = 0 <= box.left < box.right <= size[0] and 0 <= box.top < box.bottom <= size[1]
    if not inside:
        raise ValueError(f"{box} is empty or leaves the picture of {size}")


def overlap(a: Box, b: Box) -> bool:
    """Say whether two boxes share a pixel."""
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def around(a: Box, b: Box) -> Box:
    """Return the smallest box that holds both."""
    return Box(*map(min, a[:2], b[:2]), *map(max, a[2:], b[2:]))


def copy_box(source: Planes, out: Planes, box: Box) -> None:
    """Copy the pixels of a box, and every chroma sample that touches it."""
    for plane, target in zip(source, out, strict=True):
        shrink = source.y.shape[1] // plane.shape[1]
        rows = slice(box.top // shrink, -(-box.bottom // shrink))
        columns = slice(box.left // shrink, -(-box.right // shrink))
        target[rows, columns] = plane[rows, columns]


def same_buffers(a: Planes, b: Planes) -> bool:
    """Say whether two sets of planes are the same memory."""
    return all(
        x is y or (x.ctypes.data == y.ctypes.data and x.strides == y.strides)
        for x, y in zip(a, b, strict=True)
    )
