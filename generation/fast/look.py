"""The camera on the nodes, with parallax by depth: generation/rig/camera.py in node units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.fast.cells import cell, look_up
from generation.fast.compile import Number, inlined, part
from generation.fast.intrinsics import load_scene, store_nodes
from generation.rig.constants import ORBIT_PLANE
from generation.types import Floats

f4 = np.float32
i4 = np.int32
u4 = np.uint32
FIXED_PLANE = f4(ORBIT_PLANE)
DEPTH_LEVELS = 32767  # of one unit of depth: values up to 2 fit into 16 bits


@inlined
def depth_at(
    pairs: NDArray[np.uint32], index: Number, u: Number, v: Number, columns: Number
) -> Number:
    """Return the depth in a cell: two 16-bit nodes to a word halve the gathers."""
    unit = f4(1 / DEPTH_LEVELS)
    top, bottom = load_scene(pairs, index), load_scene(pairs, i4(index + i4(columns)))
    a, b = f4(i4(top & u4(0xFFFF))), f4(i4(top >> u4(16)))
    c, d = f4(i4(bottom & u4(0xFFFF))), f4(i4(bottom >> u4(16)))
    upper, lower = a + (b - a) * u, c + (d - c) * u
    return (upper + (lower - upper) * v) * unit


@inlined
def parallax(
    camera: Floats,
    depth: NDArray[np.uint32],
    x: Number,
    y: Number,
    px: Number,
    py: Number,
    columns: Number,
    rows: Number,
) -> Number:
    """Improve the point (px, py) the camera sees at the node (x, y) by the depth found there."""
    zoom, fx, fy = load_scene(camera, 0), load_scene(camera, 1), load_scene(camera, 2)
    cos, sin = load_scene(camera, 3), load_scene(camera, 4)
    index, u, v = cell(px, py, columns, rows)
    near = depth_at(depth, index, u, v, columns)
    scale = zoom / (f4(1) + load_scene(camera, 9) * near)
    along = (cos * (x - fx) + sin * (y - fy)) * scale
    across = (cos * (y - fy) - sin * (x - fx)) * scale
    beyond = near - FIXED_PLANE
    px = fx + along + load_scene(camera, 5) - load_scene(camera, 7) * beyond
    return px, fy + across + load_scene(camera, 6) - load_scene(camera, 8) * beyond


@inlined
def flat_look(camera: Floats, x: Number, y: Number) -> Number:
    """Return where the camera sees the node (x, y) without depth; node units."""
    zoom, fx, fy = load_scene(camera, 0), load_scene(camera, 1), load_scene(camera, 2)
    cos, sin = load_scene(camera, 3), load_scene(camera, 4)
    px = fx + (cos * (x - fx) + sin * (y - fy)) * zoom + load_scene(camera, 5)
    py = fy + (cos * (y - fy) - sin * (x - fx)) * zoom + load_scene(camera, 6)
    return px, py


@inlined
def look_row(
    camera: Floats,
    depth: NDArray[np.uint32],
    lens_x: Floats,
    lens_y: Floats,
    back_x: Floats,
    back_y: Floats,
    off_x: Floats,
    off_y: Floats,
    j: Number,
    columns: Number,
    rows: Number,
    step: Number,
    deep: bool,
) -> None:
    """Write one node row of off in px. See rig/camera.py: depth is looked up three times.

    lens: node units from each node to where a lens looks before the camera.
    """
    start, row = j * columns, f4(j)
    for i in range(columns):
        column = f4(i4(i))
        x, y = column + load_scene(lens_x, start + i), row + load_scene(lens_y, start + i)
        px, py = flat_look(camera, x, y)
        if deep:
            px, py = parallax(camera, depth, x, y, px, py, columns, rows)
            px, py = parallax(camera, depth, x, y, px, py, columns, rows)
            px, py = parallax(camera, depth, x, y, px, py, columns, rows)
        index, u, v = cell(px, py, columns, rows)
        here_x = look_up(back_x, index, u, v, columns)
        here_y = look_up(back_y, index, u, v, columns)
        store_nodes(off_x, start + i, (px + here_x - column) * step)
        store_nodes(off_y, start + i, (py + here_y - row) * step)


@part
def through_camera(
    camera: Floats,
    depth: NDArray[np.uint32],
    lens_x: Floats,
    lens_y: Floats,
    back_x: Floats,
    back_y: Floats,
    off_x: Floats,
    off_y: Floats,
    columns: Number,
    rows: Number,
    step: Number,
) -> None:
    """Write off in px: where each output node looks in the painting, minus the node."""
    for j in range(rows):
        if load_scene(camera, 10) != f4(0):
            look_row(
                camera, depth, lens_x, lens_y, back_x, back_y, off_x, off_y,
                j, columns, rows, step, True,
            )  # fmt: skip
        else:
            look_row(
                camera, depth, lens_x, lens_y, back_x, back_y, off_x, off_y,
                j, columns, rows, step, False,
            )  # fmt: skip
