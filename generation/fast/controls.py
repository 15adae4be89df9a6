"""From a scene and a pose to the flat arrays and numbers the kernels take."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.fast.look import DEPTH_LEVELS
from generation.fast.nodes import Fields, Grid, Motion
from generation.fast.shuffles import LANES
from generation.fast.strips import Rows, Strip
from generation.fast.warp import Target
from generation.rig.numbers import camera_numbers
from generation.scene.model import Scene
from generation.types import Bytes2D, Floats, Planes, Pose


def grid_of(scene: Scene) -> Grid:
    """Return the sizes of a scene."""
    rows, columns = scene.depth.shape
    return Grid(scene.step, columns, rows, *scene.size)


def motion_of(scene: Scene, lens: Floats | None = None) -> Motion:
    """Return the scene's fields, flat and contiguous; lens: (2, h, w) px, see FastRenderer."""
    bent = np.zeros((2, *scene.depth.shape)) if lens is None else lens / scene.step
    none = np.zeros((4, 1), np.float32)
    head = scene.head
    return Motion(
        _flat(scene.bases),
        base_ranges(scene.bases),
        _flat(none[:3] if head is None else head.offset),
        _flat(none[3] if head is None else head.weight),
        _depth_pairs(scene.depth),
        _flat(bent[0]),
        _flat(bent[1]),
    )


def base_ranges(bases: Floats) -> NDArray[np.int64]:
    """Return (K * 2,) first and last + 1 flat node that each base (K, 2, h, w) moves."""
    moved = np.any(bases.reshape(len(bases), 2, bases.shape[-2] * bases.shape[-1]) != 0, axis=1)
    found = [np.flatnonzero(nodes) for nodes in moved]
    ends = [(int(n[0]), int(n[-1]) + 1) if len(n) else (0, 0) for n in found]
    return np.array(ends, np.int64).reshape(-1)


def _depth_pairs(depth: Floats) -> NDArray[np.uint32]:
    levels = np.clip(np.rint(depth * DEPTH_LEVELS), 0, 0xFFFF).astype(np.uint32)
    right = np.pad(levels[:, 1:], ((0, 0), (0, 1)), "edge")
    return np.asarray(levels | right << 16).ravel()


def fields_for(grid: Grid) -> Fields:
    """Return fresh work space for one renderer."""
    a, b, c, d, e, f = np.zeros((6, grid.rows * grid.columns), np.float32)
    return Fields(a, b, c, d, e, f, spans=np.zeros(2 * grid.rows, np.int64))


def rows_for(grid: Grid) -> Rows:
    """Return fresh row buffers."""
    return Rows(*(np.zeros(grid.columns * grid.step, np.float32) for _ in range(4)))


def strip_for(grid: Grid) -> Strip:
    """Return fresh work space for sampling a row."""
    room = grid.width + LANES
    xs, ys = np.zeros((2, room), np.int32)
    return Strip(xs, ys, np.zeros(4 * room, np.uint32))


def camera_row(pose: Pose, scene: Scene) -> Floats:
    """Return (11,) float32 in node units: 1 / zoom, focus, cos, sin, pan, orbit, dolly, parallax.

    ``parallax`` is 1 when depth matters.
    """
    c, step = camera_numbers(pose, scene), scene.step
    lengths = np.array([c.pan_x, c.pan_y, c.orbit_x, c.orbit_y]) / step
    deep = c.orbit_x != 0 or c.orbit_y != 0 or c.dolly != 0
    start = [1 / c.zoom, c.focus_x / step, c.focus_y / step, c.cos, c.sin]
    return np.array([*start, *lengths, c.dolly, deep], np.float32)


def target_of(planes: Planes) -> Target:
    """Return flat views of the caller's planes, padding included. Raises ValueError."""
    y, u, v = (_rows(plane) for plane in planes)
    return Target(y, u, v, planes.y.strides[0], planes.u.strides[0], planes.v.strides[0])


def _rows(plane: Bytes2D) -> Bytes2D:
    height, width = plane.shape
    if plane.dtype != np.uint8 or plane.strides[1] != 1 or not plane.flags.writeable:
        raise ValueError("planes must be writable uint8 with contiguous rows")
    pitch = plane.strides[0]
    flat = np.lib.stride_tricks.as_strided(plane, ((height - 1) * pitch + width,), (1,))
    return np.asarray(flat)


def _flat(field: Floats) -> Floats:
    return np.ascontiguousarray(field, np.float32).ravel()
