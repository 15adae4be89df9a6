"""Where each lip's layer looks, and which one is seen alone: everything before the drawing.

Around most nodes only the upper or only the lower layer is seen. There the warp itself can
carry the lips; only the cells between, along the lip line, are drawn again (mouth.py).
Formulas and names: generation/rig/mouth.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.fast.cells import cell, invert, look_up
from generation.fast.compile import Number, inlined, kernel, part
from generation.fast.intrinsics import load_back, store_nodes
from generation.fast.nodes import Fields, Grid, add_bases
from generation.rig import constants as k
from generation.types import Floats

f4 = np.float32
i4 = np.int32

EITHER, UPPER, LOWER, BOTH = i4(0), i4(1), i4(2), i4(3)  # joined by bits
SAMPLES = 257  # of a mouth's tables over s
MIDDLE, SCALE = f4((SAMPLES - 1) / 2), f4(k.TABLE_SCALE)
ENDS = f4(k.MOUTH_ENDS)


class MouthGrid(NamedTuple):
    """The mouth's box in the painting, px, and its own nodes, ``stride`` px apart.

    margin: half mouth widths beyond the lips' edges in which the lips are drawn again.
    """

    left: int
    top: int
    width: int
    height: int
    stride: int
    rows: int
    columns: int
    margin: np.float32


class MouthPaint(NamedTuple):
    """Bases (K * 2 * nodes,) of each layer, places over the box, and tables over s, all flat."""

    upper_bases: Floats
    lower_bases: Floats
    ranges: NDArray[np.int64]  # (K * 2,) see nodes.Motion
    places: Floats  # (3 * n,) height, s, strokes
    profiles: Floats  # (5 * 257,)
    colours: Floats  # (3 planes * 6 * 257,) without the planes' offsets


class MouthFields(NamedTuple):
    """Work space: fields on the mouth's nodes, then whole displacements on the scene's."""

    ahead_x: Floats
    ahead_y: Floats
    back_x: Floats
    back_y: Floats
    upper_x: Floats
    upper_y: Floats
    lower_x: Floats
    lower_y: Floats
    whole_x: Floats  # what the warp reads: the layer seen alone around a node, if one is
    whole_y: Floats
    kinds: NDArray[np.int32]  # per node: what is seen around it
    spans: NDArray[np.int64]  # (rows * 2,) node columns between which both layers are seen


@inlined
def nearest(mouth: MouthGrid, x: Number, y: Number) -> Number:
    """Return the flat index of the box's pixel nearest to scene px (x, y), clamped."""
    column = min(max(x - f4(mouth.left) + f4(0.5), f4(0)), f4(mouth.width - 1))
    row = min(max(y - f4(mouth.top) + f4(0.5), f4(0)), f4(mouth.height - 1))
    return i4(i4(i4(row) * i4(mouth.width)) + i4(column))


@part
def follow(
    grid: Grid,
    mouth: MouthGrid,
    fields: Fields,
    back_x: Floats,
    back_y: Floats,
    seen: tuple[Number, ...],
    into_x: Floats,
    into_y: Floats,
) -> None:
    """Write off plus a layer's own inverse at the scene's nodes ``seen``, px."""
    step, per_px = f4(grid.step), f4(1) / f4(mouth.stride)
    for j in range(seen[0], seen[1] + 1):
        start, y = j * grid.columns, f4(j) * step
        for i in range(seen[2], seen[3] + 1):
            off_x = load_back(fields.off_x, start + i)
            off_y = load_back(fields.off_y, start + i)
            px = (f4(i4(i)) * step + off_x - f4(mouth.left)) * per_px
            py = (y + off_y - f4(mouth.top)) * per_px
            index, u, v = cell(px, py, mouth.columns, mouth.rows)
            store_nodes(into_x, start + i, off_x + look_up(back_x, index, u, v, mouth.columns))
            store_nodes(into_y, start + i, off_y + look_up(back_y, index, u, v, mouth.columns))


@part
def layers(
    grid: Grid,
    mouth: MouthGrid,
    paint: MouthPaint,
    own: MouthFields,
    fields: Fields,
    coefficients: Floats,
    seen: tuple[Number, ...],
) -> None:
    """Write where both layers look, as displacements on the scene's nodes ``seen``."""
    per_px, px = f4(1) / f4(mouth.stride), f4(mouth.stride)
    for layer in range(2):
        bases = paint.lower_bases if layer else paint.upper_bases
        add_bases(bases, paint.ranges, coefficients, per_px, own.ahead_x, own.ahead_y)
        invert(
            own.ahead_x, own.ahead_y, own.back_x, own.back_y,
            mouth.columns, mouth.rows, px,
        )  # fmt: skip
        if layer:
            follow(grid, mouth, fields, own.back_x, own.back_y, seen, own.lower_x, own.lower_y)
        else:
            follow(grid, mouth, fields, own.back_x, own.back_y, seen, own.upper_x, own.upper_y)


@part
def sort_nodes(
    grid: Grid,
    mouth: MouthGrid,
    paint: MouthPaint,
    own: MouthFields,
    fields: Fields,
    edges: Floats,
    seen: tuple[Number, ...],
) -> None:
    """Write the whole displacement and the kind of every node ``seen``; elsewhere copy off."""
    for i in range(own.whole_x.shape[0]):
        own.whole_x[i], own.whole_y[i] = fields.off_x[i], fields.off_y[i]
    plane = mouth.width * mouth.height
    for j in range(seen[0], seen[1] + 1):
        for i in range(seen[2], seen[3] + 1):
            node = j * grid.columns + i
            x, y = f4(i * grid.step) + fields.off_x[node], f4(j * grid.step) + fields.off_y[node]
            place = nearest(mouth, x, y)
            h, s = paint.places[place], paint.places[plane + place]
            index = min(max(i4(s * SCALE + MIDDLE), i4(0)), i4(SAMPLES - 1))
            kind = BOTH
            if h < edges[2 * SAMPLES + index] - mouth.margin or abs(s) > ENDS:
                kind = EITHER if abs(s) > ENDS else UPPER
                own.whole_x[node], own.whole_y[node] = own.upper_x[node], own.upper_y[node]
            elif h > edges[3 * SAMPLES + index] + mouth.margin:
                kind = LOWER
                own.whole_x[node], own.whole_y[node] = own.lower_x[node], own.lower_y[node]
            own.kinds[node] = kind


@part
def find_mixed(grid: Grid, own: MouthFields, seen: tuple[Number, ...]) -> None:
    """Write, per band, the node columns between which cells show more than one layer."""
    for j in range(seen[0], seen[1]):
        first, last = seen[3], seen[2]
        for i in range(seen[2], seen[3]):
            a, b = j * grid.columns + i, (j + 1) * grid.columns + i
            if own.kinds[a] | own.kinds[a + 1] | own.kinds[b] | own.kinds[b + 1] == BOTH:
                first, last = min(first, i), i + 1
        own.spans[2 * j], own.spans[2 * j + 1] = min(first, last), last


@kernel
def part_lips(
    grid: Grid,
    mouth: MouthGrid,
    paint: MouthPaint,
    own: MouthFields,
    fields: Fields,
    coefficients: Floats,
    edges: Floats,
    seen: tuple[Number, ...],
) -> None:
    """Write own.whole_x, whole_y for the warp, and where draw_mouth must draw over it.

    edges: (4 * 257,) upper and lower lip, and the same as wide as a cell of nodes reaches.
    """
    layers(grid, mouth, paint, own, fields, coefficients, seen)
    sort_nodes(grid, mouth, paint, own, fields, edges, seen)
    find_mixed(grid, own, seen)
