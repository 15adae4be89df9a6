"""Draw flowing water, sky and grass into planes: expand the nodes, sample one copy or two.

The same mathematics as generation.ground.reference. Node fields, flat, one after another:
0 1 displacement, 2 glitter (share of brightness); where a loop is cut also 3-6 the way
forward, 7-10 the way back (c1x c1y c2x c2y), 11 the place in the loop, unwrapped.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.fast.compile import Number, inlined, kernel, part
from generation.fast.intrinsics import load_nodes, load_row, load_scene, store_plane, store_row
from generation.fast.nodes import Grid
from generation.fast.sample import chroma, fixed_point, row_of_four
from generation.fast.texture import Bytes1D, Textures
from generation.fast.warp import Target, band_rows
from generation.types import Floats

f4 = np.float32
i4 = np.int32

WAVES, CUT = 3, 12  # node fields without and with a cut loop
SHARP = f4(-1)  # Keys' a: strokes that travel keep their edge
DARK, RISE = f4(110), f4(77)  # luma at which glitter begins, and over which it grows


@inlined
def weights(u: Number) -> Number:
    """Return the four weights at a place between two pixels. Keys 1981."""
    one = f4(1)
    before, after = SHARP * u * (one - u) * (one - u), SHARP * (one - u) * u * u
    here = one - u * u * (SHARP + f4(3) - (SHARP + f4(2)) * u)
    return before, here, one - before - after - here, after


@inlined
def keen(pixels: Bytes1D, x: Number, y: Number, width: Number) -> Number:
    """Sample a bordered plane at fixed-point (x, y), sharper than Catmull-Rom; float32 0..255."""
    pitch = i4(i4(width) + i4(4))
    index = i4(i4(i4(y >> i4(8)) * pitch) + i4(x >> i4(8)))
    a, b, c, d = weights(f4(i4(x & i4(255))) * f4(1 / 256))
    e, f, g, h = weights(f4(i4(y & i4(255))) * f4(1 / 256))
    r0 = row_of_four(pixels, index, a, b, c, d)
    r1 = row_of_four(pixels, i4(index + pitch), a, b, c, d)
    r2 = row_of_four(pixels, i4(index + i4(pitch + pitch)), a, b, c, d)
    r3 = row_of_four(pixels, i4(index + i4(i4(pitch + pitch) + pitch)), a, b, c, d)
    return min(max(r0 * e + r1 * f + r2 * g + r3 * h, f4(0)), f4(255))


@part
def expand(
    nodes: Floats,
    start: Number,
    first: Number,
    last: Number,
    step: Number,
    rows: Floats,
    at: Number,
) -> None:
    """Interpolate one field of one node row linearly, into a row buffer from ``at`` on."""
    one = f4(1) / f4(step)
    for i in range(first, last):
        a, b = load_nodes(nodes, start + i), load_nodes(nodes, start + i + 1)
        slope = (b - a) * one
        for k in range(step):
            store_row(rows, at + i * step + k, a + slope * f4(i4(k)))


@inlined
def mirrored(position: Number, size: Number) -> Number:
    """Reflect a place beyond the picture's border back into it; 1/256 px."""
    end = f4(size - 1)
    return fixed_point(end - abs(end - abs(position)), size)


@inlined
def lerped(rows: Floats, top: Number, bottom: Number, x: Number, v: Number) -> Number:
    """Read one field between two node rows."""
    above = load_row(rows, top + x)
    return above + (load_row(rows, bottom + x) - above) * v


@inlined
def paired(rows: Floats, top: Number, bottom: Number, x: Number, v: Number) -> Number:
    """Read one field in the middle of two columns."""
    return f4(0.5) * (lerped(rows, top, bottom, x, v) + lerped(rows, top, bottom, x + 1, v))


@inlined
def share_of_first(switch: Number, fade: Number, t: Number) -> Number:
    """Return how much of the copy carried forward a pixel shows at t of its loop."""
    share = (f4(i4(switch)) - f4(255) * t) / f4(i4(fade)) + f4(0.5)
    return min(max(share, f4(0)), f4(1))


@inlined
def glittering(value: Number, gain: Number) -> Number:
    """Brighten what is bright."""
    more = gain * min(max((value - DARK) / RISE, f4(0)), f4(1))
    return np.uint8(i4(min(max(value + (value - f4(16)) * more + f4(0.5), f4(0)), f4(255))))


@part
def waving_luma(
    textures: Textures, grid: Grid, rows: Floats, v: Number, y: Number, left: Number,
    right: Number, out: Bytes1D, begin: Number,
) -> None:  # fmt: skip
    """Draw pixels left..right of luma row y from one copy."""
    pitch, width, height = grid.columns * grid.step, grid.width, grid.height
    below = WAVES * pitch
    for x in range(left, right):
        px = mirrored(f4(i4(x)) + lerped(rows, 0, below, x, v), width)
        py = mirrored(f4(i4(y)) + lerped(rows, pitch, below + pitch, x, v), height)
        gain = lerped(rows, 2 * pitch, below + 2 * pitch, x, v)
        value = keen(textures.bordered, px, py, width)
        store_plane(out, begin + x, glittering(value, gain))


@part
def waving_chroma(
    textures: Textures, grid: Grid, rows: Floats, v: Number, y: Number, left: Number,
    right: Number, out: Target,
) -> None:  # fmt: skip
    """Draw samples left..right of chroma row y from one copy."""
    pitch, width, height = grid.columns * grid.step, grid.width // 2, grid.height // 2
    below, half = WAVES * pitch, f4(0.5)
    for x in range(left, right):
        px = mirrored(f4(i4(x)) + half * paired(rows, 0, below, 2 * x, v), width)
        py = mirrored(f4(i4(y)) + half * paired(rows, pitch, below + pitch, 2 * x, v), height)
        a, b = chroma(textures.chroma, px, py, width)
        store_plane(out.u, y * out.u_pitch + x, np.uint8(a))
        store_plane(out.v, y * out.v_pitch + x, np.uint8(b))


@part
def cut_luma(
    textures: Textures, grid: Grid, rows: Floats, switch: Bytes1D, fade: Bytes1D, v: Number,
    y: Number, left: Number, right: Number, out: Bytes1D, begin: Number,
) -> None:  # fmt: skip
    """Draw pixels left..right of luma row y from the copy each shows now."""
    p, width, height = grid.columns * grid.step, grid.width, grid.height
    q = CUT * p
    one, column, row = f4(1), f4(0), f4(i4(y))
    for x in range(left, right):
        column = f4(i4(x)) + lerped(rows, 0, q, x, v)
        line = row + lerped(rows, p, q + p, x, v)
        gain = lerped(rows, 2 * p, q + 2 * p, x, v)
        t = lerped(rows, 11 * p, q + 11 * p, x, v)
        t = t - np.floor(t)
        u = one - t
        ax = (lerped(rows, 3 * p, q + 3 * p, x, v) + lerped(rows, 5 * p, q + 5 * p, x, v) * t) * t
        ay = (lerped(rows, 4 * p, q + 4 * p, x, v) + lerped(rows, 6 * p, q + 6 * p, x, v) * t) * t
        bx = (lerped(rows, 7 * p, q + 7 * p, x, v) + lerped(rows, 9 * p, q + 9 * p, x, v) * u) * u
        by = (lerped(rows, 8 * p, q + 8 * p, x, v) + lerped(rows, 10 * p, q + 10 * p, x, v) * u) * u
        at = y * width + x
        share = share_of_first(load_scene(switch, at), load_scene(fade, at), t)
        first = keen(
            textures.bordered, mirrored(column + ax, width), mirrored(line + ay, height), width
        )
        second = keen(
            textures.bordered, mirrored(column + bx, width), mirrored(line + by, height), width
        )
        value = second + (first - second) * share
        store_plane(out, begin + x, glittering(value, gain))


@part
def cut_chroma(
    textures: Textures, grid: Grid, rows: Floats, switch: Bytes1D, fade: Bytes1D, v: Number,
    y: Number, left: Number, right: Number, out: Target,
) -> None:  # fmt: skip
    """Draw samples left..right of chroma row y likewise."""
    p, width, height = grid.columns * grid.step, grid.width // 2, grid.height // 2
    q = CUT * p
    one, half, column, row = f4(1), f4(0.5), f4(0), f4(i4(y))
    for x in range(left, right):
        c = 2 * x
        column = f4(i4(x)) + half * paired(rows, 0, q, c, v)
        line = row + half * paired(rows, p, q + p, c, v)
        t = paired(rows, 11 * p, q + 11 * p, c, v)
        t = t - np.floor(t)
        u = one - t
        ax = (paired(rows, 3 * p, q + 3 * p, c, v) + paired(rows, 5 * p, q + 5 * p, c, v) * t) * t
        ay = (paired(rows, 4 * p, q + 4 * p, c, v) + paired(rows, 6 * p, q + 6 * p, c, v) * t) * t
        bx = (paired(rows, 7 * p, q + 7 * p, c, v) + paired(rows, 9 * p, q + 9 * p, c, v) * u) * u
        by = (paired(rows, 8 * p, q + 8 * p, c, v) + paired(rows, 10 * p, q + 10 * p, c, v) * u) * u
        at = 2 * y * grid.width + c
        share = share_of_first(load_scene(switch, at), load_scene(fade, at), t)
        a_x, a_y = mirrored(column + half * ax, width), mirrored(line + half * ay, height)
        b_x, b_y = mirrored(column + half * bx, width), mirrored(line + half * by, height)
        u1, v1 = chroma(textures.chroma, a_x, a_y, width)
        u2, v2 = chroma(textures.chroma, b_x, b_y, width)
        blue = f4(i4(u2)) + (f4(i4(u1)) - f4(i4(u2))) * share
        red = f4(i4(v2)) + (f4(i4(v1)) - f4(i4(v2))) * share
        store_plane(out.u, y * out.u_pitch + x, np.uint8(i4(blue + half)))
        store_plane(out.v, y * out.v_pitch + x, np.uint8(i4(red + half)))


@kernel
def flow(
    grid: Grid,
    textures: Textures,
    nodes: Floats,
    fields: int,
    switch: Bytes1D,
    fade: Bytes1D,
    spans: NDArray[np.int64],
    rows: Floats,
    target: Target,
) -> None:
    """Draw what moves; leave every other pixel as it is.

    fields: WAVES or CUT. spans: (rows - 1) * 2 pixel columns left, right, even. rows: buffer
    of 2 * fields * columns * step.
    """
    pitch, step, count = grid.columns * grid.step, grid.step, grid.columns * grid.rows
    for j in range(grid.rows - 1):
        left, right = spans[2 * j], spans[2 * j + 1]
        if right <= left:
            continue
        first, last = left // step, min(-(-right // step), grid.columns - 1)
        for k in range(fields):
            start = k * count + j * grid.columns
            expand(nodes, start, first, last, step, rows, k * pitch)
            expand(nodes, start + grid.columns, first, last, step, rows, (fields + k) * pitch)
        top, bottom = band_rows(grid, j, 1)
        for y in range(top, bottom):
            v, begin = f4(y - j * step) / f4(step), y * target.y_pitch
            if fields == CUT:
                cut_luma(textures, grid, rows, switch, fade, v, y, left, right, target.y, begin)
            else:
                waving_luma(textures, grid, rows, v, y, left, right, target.y, begin)
        top, bottom = band_rows(grid, j, 2)
        for y in range(top, bottom):
            v = (f4(2 * y - j * step) + f4(0.5)) / f4(step)
            if fields == CUT:
                cut_chroma(textures, grid, rows, switch, fade, v, y, left // 2, right // 2, target)
            else:
                waving_chroma(textures, grid, rows, v, y, left // 2, right // 2, target)
