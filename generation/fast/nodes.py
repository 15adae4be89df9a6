"""The backward map on the nodes: displacement, its inverse by Newton, then the camera.

The same mathematics as generation/rig: field.py, inverse.py, camera.py. All fields are flat
float32 over the node grid and in node units until the last step, which is in pixels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.fast.cells import invert
from generation.fast.compile import Number, kernel, part
from generation.fast.intrinsics import (
    load_ahead,
    load_scene,
    store_ahead,
)
from generation.fast.look import through_camera
from generation.types import Floats

f4 = np.float32
i4 = np.int32


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
    lens_x: Floats  # (nodes,) node units from the node to where a lens looks, 0 without one
    lens_y: Floats


class Fields(NamedTuple):
    """Work space of one renderer, (nodes,) each: forward displacement, then its inverse."""

    ahead_x: Floats
    ahead_y: Floats
    back_x: Floats
    back_y: Floats
    off_x: Floats  # px, what the warp reads
    off_y: Floats
    spans: NDArray[np.int64]  # (rows * 2,) first and last + 1 column that moves, per node row


@part
def add_bases(
    bases: Floats,
    ranges: NDArray[np.int64],
    coefficients: Floats,
    scale: Number,
    ahead_x: Floats,
    ahead_y: Floats,
) -> None:
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
def add_head(motion: Motion, turn: Floats, scale: Number, ahead_x: Floats, ahead_y: Floats) -> None:
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


@kernel
def map_nodes(
    grid: Grid,
    motion: Motion,
    fields: Fields,
    coefficients: Floats,
    turn: Floats,
    camera: Floats,
    turns: bool,
    looks: bool,
) -> None:
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
        invert(x, y, fields.back_x, fields.back_y, columns, rows, f4(1))
        through_camera(
            camera,
            motion.depth,
            motion.lens_x,
            motion.lens_y,
            fields.back_x,
            fields.back_y,
            fields.off_x,
            fields.off_y,
            columns,
            rows,
            step,
        )
    else:
        invert(x, y, fields.off_x, fields.off_y, columns, rows, step)
