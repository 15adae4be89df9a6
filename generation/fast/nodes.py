"""The backward map on the nodes: displacement, its inverse by Newton, then the camera.

The same mathematics as generation/rig: field.py, inverse.py, camera.py. All fields are flat
float32 over the node grid and in node units until the last step, which is in pixels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.fast.compile import inlined, kernel, part
from generation.fast.intrinsics import (
    load_ahead,
    load_back,
    load_scene,
    store_ahead,
    store_back,
    store_nodes,
)
from generation.rig.constants import LEAST_DETERMINANT, ORBIT_PLANE
from generation.types import Floats

f4 = np.float32
i4 = np.int32
u4 = np.uint32
DEPTH_LEVELS = 32767  # of one unit of depth: values up to 2 fit into 16 bits
LEAST_DET = f4(LEAST_DETERMINANT)
FIXED_PLANE = f4(ORBIT_PLANE)


class Grid(NamedTuple):
    """Sizes of a scene: nodes step px apart, picture in px (both even)."""

    step: int
    columns: int
    rows: int
    width: int
    height: int


class Motion(NamedTuple):
    """What can move: K bases, then the head's offsets and weight (one node if no head)."""

    bases: Floats  # (K * 2 * nodes,) px per unit
    ranges: NDArray[np.int64]  # (K * 2,) first and last + 1 node that a base moves
    offset: Floats  # (3 * nodes,) px
    weight: Floats  # (nodes,)
    depth: NDArray[np.uint32]  # (nodes,) the node's depth | its right neighbour's << 16


class Fields(NamedTuple):
    """Work space of one renderer, (nodes,) each: forward displacement, then its inverse."""

    ahead_x: Floats
    ahead_y: Floats
    back_x: Floats
    back_y: Floats
    off_x: Floats  # px, what the warp reads
    off_y: Floats
    spans: NDArray[np.int64]  # (rows * 2,) first and last + 1 column that moves, per node row


@inlined
def cell(x, y, columns, rows):
    """Return the flat index of the cell that holds (x, y) and the place inside it."""
    x = min(max(x, f4(0)), f4(f4(columns) - f4(1.001)))
    y = min(max(y, f4(0)), f4(f4(rows) - f4(1.001)))
    ix, iy = i4(x), i4(y)
    return i4(i4(iy * i4(columns)) + ix), x - f4(ix), y - f4(iy)


@inlined
def corners(field, index, columns):
    """Return the four corners of a cell: near, right, below, below right."""
    below = i4(index + i4(columns))
    a, b = load_ahead(field, index), load_ahead(field, i4(index + i4(1)))
    return a, b, load_ahead(field, below), load_ahead(field, i4(below + i4(1)))


@inlined
def look_up(field, index, u, v, columns):
    """Return the bilinear value of a finished inverse in a cell."""
    below = i4(index + i4(columns))
    a, b = load_back(field, index), load_back(field, i4(index + i4(1)))
    c, d = load_back(field, below), load_back(field, i4(below + i4(1)))
    upper, lower = a + (b - a) * u, c + (d - c) * u
    return upper + (lower - upper) * v


@inlined
def newton_step(ahead_x, ahead_y, x, y, off_x, off_y, columns, rows):
    """Improve off so that off + d(x + off) = 0 at the node (x, y); node units."""
    index, u, v = cell(x + off_x, y + off_y, columns, rows)
    a, b, c, d = corners(ahead_x, index, columns)
    along, below = b - a, d - c
    upper, lower = a + along * u, c + below * u
    rest_x = -(off_x + upper + (lower - upper) * v)
    jxx, jxy = f4(1) + along + (below - along) * v, lower - upper
    a, b, c, d = corners(ahead_y, index, columns)
    along, below = b - a, d - c
    upper, lower = a + along * u, c + below * u
    rest_y = -(off_y + upper + (lower - upper) * v)
    jyx, jyy = along + (below - along) * v, f4(1) + lower - upper
    scale = f4(1) / max(jxx * jyy - jxy * jyx, LEAST_DET)
    off_x += (jyy * rest_x - jxy * rest_y) * scale
    off_y += (jxx * rest_y - jyx * rest_x) * scale
    return off_x, off_y


@part
def add_bases(bases, ranges, coefficients, scale, ahead_x, ahead_y):
    """Write the sum of the bases times their coefficients and the scale; zero if none moves."""
    nodes = ahead_x.shape[0]
    for i in range(nodes):
        ahead_x[i] = f4(0)
    for i in range(nodes):
        ahead_y[i] = f4(0)
    for k in range(coefficients.shape[0]):
        c, first, last = f4(coefficients[k] * scale), ranges[2 * k], ranges[2 * k + 1]
        if c != f4(0):
            x, y = 2 * k * nodes, (2 * k + 1) * nodes
            for i in range(first, last):
                store_ahead(ahead_x, i, load_ahead(ahead_x, i) + c * load_scene(bases, x + i))
            for i in range(first, last):
                store_ahead(ahead_y, i, load_ahead(ahead_y, i) + c * load_scene(bases, y + i))


@part
def add_head(motion, turn, scale, ahead_x, ahead_y):
    """Add weight (turn[:, :3] offset + turn[:, 3]), times the scale."""
    nodes = ahead_x.shape[0]
    a, b, c, d = turn[0, 0], turn[0, 1], turn[0, 2], turn[0, 3]
    e, f, g, h = turn[1, 0], turn[1, 1], turn[1, 2], turn[1, 3]
    for i in range(nodes):
        x = load_scene(motion.offset, i)
        y = load_scene(motion.offset, nodes + i)
        z = load_scene(motion.offset, 2 * nodes + i)
        w = load_scene(motion.weight, i) * scale
        store_ahead(ahead_x, i, load_ahead(ahead_x, i) + w * (a * x + b * y + c * z + d))
        store_ahead(ahead_y, i, load_ahead(ahead_y, i) + w * (e * x + f * y + g * z + h))


@inlined
def moves(field_x, field_y, index, least):
    """Say whether a node is displaced by more than ``least`` along either axis."""
    return max(abs(field_x[index]), abs(field_y[index])) > least


@part
def moving_span(field_x, field_y, start, columns, least):
    """Return first and last + 1 column of a node row where either field exceeds ``least``."""
    first, last = 0, columns
    while first < last and not moves(field_x, field_y, start + first, least):
        first += 1
    while last > first and not moves(field_x, field_y, start + last - 1, least):
        last -= 1
    return first, last


@part
def invert(ahead_x, ahead_y, back_x, back_y, columns, rows, scale, steps):
    """Write off with p = node + off solving p + d(p) = node, times the scale.

    Where d is exactly zero so is off, hence only each row's moving span is worked on.
    """
    for j in range(rows):
        start = j * columns
        first, last = moving_span(ahead_x, ahead_y, start, columns, f4(0))
        for i in range(columns):
            back_x[start + i] = f4(0)
            back_y[start + i] = f4(0)
        y = f4(j)
        for i in range(first, last):
            x = f4(i4(i))
            off_x = -load_ahead(ahead_x, start + i)
            off_y = -load_ahead(ahead_y, start + i)
            off_x, off_y = newton_step(ahead_x, ahead_y, x, y, off_x, off_y, columns, rows)
            if steps > 1:
                off_x, off_y = newton_step(ahead_x, ahead_y, x, y, off_x, off_y, columns, rows)
            store_back(back_x, start + i, off_x * scale)
            store_back(back_y, start + i, off_y * scale)


@inlined
def depth_at(pairs, index, u, v, columns):
    """Return the depth in a cell: two 16-bit nodes to a word halve the gathers."""
    unit = f4(1 / DEPTH_LEVELS)
    top, bottom = load_scene(pairs, index), load_scene(pairs, i4(index + i4(columns)))
    a, b = f4(i4(top & u4(0xFFFF))), f4(i4(top >> u4(16)))
    c, d = f4(i4(bottom & u4(0xFFFF))), f4(i4(bottom >> u4(16)))
    upper, lower = a + (b - a) * u, c + (d - c) * u
    return (upper + (lower - upper) * v) * unit


@inlined
def parallax(camera, depth, x, y, px, py, columns, rows):
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
def flat_look(camera, x, y):
    """Return where the camera sees the node (x, y) without depth; node units."""
    zoom, fx, fy = load_scene(camera, 0), load_scene(camera, 1), load_scene(camera, 2)
    cos, sin = load_scene(camera, 3), load_scene(camera, 4)
    px = fx + (cos * (x - fx) + sin * (y - fy)) * zoom + load_scene(camera, 5)
    py = fy + (cos * (y - fy) - sin * (x - fx)) * zoom + load_scene(camera, 6)
    return px, py


@inlined
def look_row(camera, depth, fields, j, columns, rows, step, deep):
    """Write one node row of off in px. See rig/camera.py: depth is looked up three times."""
    start, y = j * columns, f4(j)
    for i in range(columns):
        x = f4(i4(i))
        px, py = flat_look(camera, x, y)
        if deep:
            px, py = parallax(camera, depth, x, y, px, py, columns, rows)
            px, py = parallax(camera, depth, x, y, px, py, columns, rows)
            px, py = parallax(camera, depth, x, y, px, py, columns, rows)
        index, u, v = cell(px, py, columns, rows)
        back_x = look_up(fields.back_x, index, u, v, columns)
        back_y = look_up(fields.back_y, index, u, v, columns)
        store_nodes(fields.off_x, start + i, (px + back_x - x) * step)
        store_nodes(fields.off_y, start + i, (py + back_y - y) * step)


@part
def through_camera(camera, depth, fields, columns, rows, step):
    """Write off in px: where each output node looks in the painting, minus the node."""
    for j in range(rows):
        if load_scene(camera, 10) != f4(0):
            look_row(camera, depth, fields, j, columns, rows, step, True)
        else:
            look_row(camera, depth, fields, j, columns, rows, step, False)


@kernel
def map_nodes(grid, motion, fields, coefficients, turn, camera, turns, looks, steps):
    """Write fields.off_x, off_y in px for a pose; ``camera``: see controls.camera_row."""
    step = f4(grid.step)
    columns, rows = grid.columns, grid.rows
    add_bases(
        motion.bases, motion.ranges, coefficients, f4(1) / step, fields.ahead_x, fields.ahead_y
    )
    if turns:
        add_head(motion, turn, f4(1) / step, fields.ahead_x, fields.ahead_y)
    x, y = fields.ahead_x, fields.ahead_y
    if looks:
        invert(x, y, fields.back_x, fields.back_y, columns, rows, f4(1), steps)
        through_camera(camera, motion.depth, fields, columns, rows, step)
    else:
        invert(x, y, fields.off_x, fields.off_y, columns, rows, step, steps)
