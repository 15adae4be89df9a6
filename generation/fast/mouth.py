"""Draw the mouth over a warped frame. Formulas and names: generation/rig/mouth.py."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.fast.compile import inlined, kernel, part
from generation.fast.intrinsics import (
    load_back,
    load_point,
    load_scene,
    store_nodes,
    store_plane,
    store_point,
)
from generation.fast.nodes import add_bases, cell, invert, look_up
from generation.fast.patch import moved, read_plane, site, soft, to_byte
from generation.fast.sample import bilinear, catmull_rom, fixed_point
from generation.fast.warp import band_rows, expand_pair
from generation.types import Floats

f4 = np.float32
i4 = np.int32


BOTH, UPPER, LOWER = i4(0), i4(1), i4(2)


class MouthGrid(NamedTuple):
    """The mouth's box in the painting, px, and its own nodes, ``stride`` px apart."""

    left: int
    top: int
    width: int
    height: int
    stride: int
    rows: int
    columns: int


class MouthPaint(NamedTuple):
    """Bases (9 * 2 * nodes,) of each layer; classes and textures over the box, flat.

    classes: 2 where a layer's alpha is 1 all around, 0 where it is 0 all around, else 1; the
    wide ones look as far around as the cells of a node reach.
    masks: upper alpha, between, lower alpha, tongue alpha. colours: interior Y, U, V, then
    tongue Y, U, V.
    """

    upper_bases: Floats
    lower_bases: Floats
    upper_class: NDArray[np.int32]
    lower_class: NDArray[np.int32]
    upper_wide: NDArray[np.int32]
    lower_wide: NDArray[np.int32]
    masks: Floats  # (4 * n,) for luma
    half_masks: Floats  # (4 * n,) smoothed, for chroma
    colours: Floats  # (6 * n,)


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
    kinds: NDArray[np.int32]  # per node: UPPER, LOWER or BOTH
    spans: NDArray[np.int64]  # (rows * 2,) node columns between which both layers are seen


class MouthPoints(NamedTuple):
    """One pixel row: where each layer looks, scene px, and 1 where the two must be blended."""

    upper_x: Floats
    upper_y: Floats
    lower_x: Floats
    lower_y: Floats
    flags: Floats


@part
def follow(grid, mouth, fields, back_x, back_y, seen, into_x, into_y):
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
def layers(grid, mouth, paint, own, fields, coefficients, seen, steps):
    """Write where both layers look, as displacements on the scene's nodes ``seen``."""
    per_px, px = f4(1) / f4(mouth.stride), f4(mouth.stride)
    for layer in range(2):
        bases = paint.lower_bases if layer else paint.upper_bases
        add_bases(bases, coefficients, per_px, own.ahead_x, own.ahead_y)
        invert(
            own.ahead_x, own.ahead_y, own.back_x, own.back_y,
            mouth.columns, mouth.rows, px, steps,
        )  # fmt: skip
        if layer:
            follow(grid, mouth, fields, own.back_x, own.back_y, seen, own.lower_x, own.lower_y)
        else:
            follow(grid, mouth, fields, own.back_x, own.back_y, seen, own.upper_x, own.upper_y)


@inlined
def nearest(mouth, x, y):
    """Return the flat index of the box's pixel nearest to scene px (x, y), clamped."""
    column = min(max(x - f4(mouth.left) + f4(0.5), f4(0)), f4(mouth.width - 1))
    row = min(max(y - f4(mouth.top) + f4(0.5), f4(0)), f4(mouth.height - 1))
    return i4(i4(i4(row) * i4(mouth.width)) + i4(column))


@part
def sort_nodes(grid, mouth, paint, own, fields, seen):
    """Write the whole displacement and the kind of every node ``seen``; elsewhere copy off."""
    for i in range(own.whole_x.shape[0]):
        own.whole_x[i], own.whole_y[i] = fields.off_x[i], fields.off_y[i]
    for j in range(seen[0], seen[1] + 1):
        for i in range(seen[2], seen[3] + 1):
            node = j * grid.columns + i
            x, y = f4(i * grid.step), f4(j * grid.step)
            upper = nearest(mouth, x + own.upper_x[node], y + own.upper_y[node])
            lower = nearest(mouth, x + own.lower_x[node], y + own.lower_y[node])
            kind = BOTH
            if paint.upper_wide[upper] == 2:
                kind = UPPER
                own.whole_x[node], own.whole_y[node] = own.upper_x[node], own.upper_y[node]
            elif paint.upper_wide[upper] == 0 and paint.lower_wide[lower] == 2:
                kind = LOWER
                own.whole_x[node], own.whole_y[node] = own.lower_x[node], own.lower_y[node]
            own.kinds[node] = kind


@part
def find_mixed(grid, own, seen):
    """Write, per band, the node columns between which cells show more than one layer."""
    for j in range(seen[0], seen[1]):
        first, last = seen[3], seen[2]
        for i in range(seen[2], seen[3]):
            a, b = j * grid.columns + i, (j + 1) * grid.columns + i
            kind = own.kinds[a]
            alone = own.kinds[a + 1] == kind and own.kinds[b] == kind and own.kinds[b + 1] == kind
            if kind == BOTH or not alone:
                first, last = min(first, i), i + 1
        own.spans[2 * j], own.spans[2 * j + 1] = min(first, last), last


@kernel
def part_lips(grid, mouth, paint, own, fields, coefficients, seen, steps):
    """Write own.whole_x, whole_y for the warp, and where draw_mouth must draw over it."""
    layers(grid, mouth, paint, own, fields, coefficients, seen, steps)
    sort_nodes(grid, mouth, paint, own, fields, seen)
    find_mixed(grid, own, seen)


@inlined
def choose(mouth, paint, points, x):
    """Return the point the pixel looks at when one layer alone is seen there."""
    upper_x, upper_y = load_point(points.upper_x, x), load_point(points.upper_y, x)
    lower_x, lower_y = load_point(points.lower_x, x), load_point(points.lower_y, x)
    upper = load_scene(paint.upper_class, nearest(mouth, upper_x, upper_y)) == i4(2)
    return upper_x if upper else lower_x, upper_y if upper else lower_y


@inlined
def place_row(mouth, paint, above, below, points, t, y, left, right, half):
    """Write where both layers look along a pixel row, and flag what shows more than one."""
    for x in range(left, right):
        at = site(x, half)
        dx, dy = moved(above, t, x, half)
        upper_x, upper_y = at + dx, y + dy
        dx, dy = moved(below, t, x, half)
        lower_x, lower_y = at + dx, y + dy
        upper = load_scene(paint.upper_class, nearest(mouth, upper_x, upper_y))
        lower = load_scene(paint.lower_class, nearest(mouth, lower_x, lower_y))
        single = (upper == i4(2)) | ((upper == i4(0)) & (lower == i4(2)))
        store_point(points.upper_x, x, upper_x)
        store_point(points.upper_y, x, upper_y)
        store_point(points.lower_x, x, lower_x)
        store_point(points.lower_y, x, lower_y)
        store_point(points.flags, x, f4(0) if single else f4(1))


@inlined
def single_luma(grid, textures, cubic, mouth, paint, points, target, y, left, right):
    """Draw a luma row as if every pixel showed one layer alone."""
    width, height, begin = grid.width, grid.height, y * target.y_pitch
    for x in range(left, right):
        px, py = choose(mouth, paint, points, x)
        px, py = fixed_point(px, width), fixed_point(py, height)
        if cubic:
            value = catmull_rom(textures.luma, px, py, width)
        else:
            value = bilinear(textures.luma, px, py, width)
        store_plane(target.y, begin + x, np.uint8(value))


@inlined
def single_chroma(grid, textures, mouth, paint, points, target, y, left, right):
    """Draw a chroma row of both planes as if every pixel showed one layer alone."""
    width, height, half = grid.width // 2, grid.height // 2, f4(0.5)
    begin_u, begin_v = y * target.u_pitch, y * target.v_pitch
    for x in range(left, right):
        px, py = choose(mouth, paint, points, x)
        px, py = fixed_point((px - half) * half, width), fixed_point((py - half) * half, height)
        store_plane(target.u, begin_u + x, np.uint8(bilinear(textures.chroma_u, px, py, width)))
        store_plane(target.v, begin_v + x, np.uint8(bilinear(textures.chroma_v, px, py, width)))


@part
def hollow(masks, colours, width, height, plane, ax, ay, bx, by):
    """Return the colour between the lips and how much of it is seen, at points of the box."""
    seen = soft(masks, 1, ax, ay, width, height)
    tongue = soft(masks, 3, bx, by, width, height)
    inside = soft(colours, plane, ax, ay, width, height)
    flesh = soft(colours, 3 + plane, bx, by, width, height)
    return inside + (flesh - inside) * tongue, seen


@part
def mixed_row(texels, cubic, grid, mouth, masks, colours, points, out, begin, plane, left, right):
    """Draw the flagged pixels of one row of one plane: both layers and what lies between."""
    # Arrays leave their tuples here: inside the loop each would cost an atomic reference count.
    uppers_x, uppers_y, lowers_x, lowers_y, flags = points
    width, height, scale = mouth.width, mouth.height, 1 if plane == 0 else 2
    wide, tall, left_px, top_px = grid.width, grid.height, f4(mouth.left), f4(mouth.top)
    for x in range(left, right):
        if load_point(flags, x) == f4(0):
            continue
        ux, uy = load_point(uppers_x, x), load_point(uppers_y, x)
        lx, ly = load_point(lowers_x, x), load_point(lowers_y, x)
        ax, ay, bx, by = ux - left_px, uy - top_px, lx - left_px, ly - top_px
        upper = soft(masks, 0, ax, ay, width, height)
        value = f4(0)
        if upper < f4(1):
            value = read_plane(texels, cubic, scale, wide, tall, lx, ly)
            lower = soft(masks, 2, bx, by, width, height)
            if lower < f4(1):
                colour, seen = hollow(masks, colours, width, height, plane, ax, ay, bx, by)
                value += (colour - value) * (seen * (f4(1) - lower))
        if upper > f4(0):
            value += (read_plane(texels, cubic, scale, wide, tall, ux, uy) - value) * upper
        store_plane(out, begin + x, to_byte(value))


@part
def luma_rows(grid, textures, cubic, mouth, paint, above, below, points, target, j, left, right):
    """Draw the luma rows between node rows j and j + 1."""
    first, last = band_rows(grid, j, 1)
    for y in range(first, last):
        t = f4(y) / f4(grid.step) - f4(j)
        place_row(mouth, paint, above, below, points, t, f4(y), left, right, False)
        single_luma(grid, textures, cubic, mouth, paint, points, target, y, left, right)
        mixed_row(
            textures.luma, cubic, grid, mouth, paint.masks, paint.colours, points, target.y,
            y * target.y_pitch, 0, left, right,
        )  # fmt: skip


@part
def chroma_rows(grid, textures, mouth, paint, above, below, points, target, j, left, right):
    """Draw the chroma rows whose centres lie between node rows j and j + 1."""
    first, last = band_rows(grid, j, 2)
    for y in range(first, last):
        at = f4(2 * y) + f4(0.5)
        t = at / f4(grid.step) - f4(j)
        place_row(mouth, paint, above, below, points, t, at, left, right, True)
        single_chroma(grid, textures, mouth, paint, points, target, y, left, right)
        for plane in range(1, 3):
            texels = textures.chroma_u if plane == 1 else textures.chroma_v
            out = target.u if plane == 1 else target.v
            begin = y * (target.u_pitch if plane == 1 else target.v_pitch)
            mixed_row(
                texels, False, grid, mouth, paint.half_masks, paint.colours, points, out,
                begin, plane, left, right,
            )  # fmt: skip


@kernel
def draw_mouth(grid, textures, cubic, mouth, paint, own, above, below, points, seen, target):
    """Draw over the warped frame where both layers are seen; see part_lips."""
    for j in range(seen[0], seen[1]):
        first, last = own.spans[2 * j], own.spans[2 * j + 1]
        if last <= first:
            continue
        expand_pair(own.upper_x, own.upper_y, grid, j, first, last, above)
        expand_pair(own.lower_x, own.lower_y, grid, j, first, last, below)
        left, right = first * grid.step, min(last * grid.step, grid.width)
        luma_rows(grid, textures, cubic, mouth, paint, above, below, points, target, j, left, right)
        left, right = (left + 1) // 2, right // 2
        chroma_rows(grid, textures, mouth, paint, above, below, points, target, j, left, right)
