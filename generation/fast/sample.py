"""Read one value between the pixels: bilinear and a sharper Catmull-Rom, in 1/256 pixel steps.

Everything here is inlined into the loops that call it and vectorises with them; hence
explicit 32-bit types everywhere (numba's own literals are 64-bit) and no branches.
"""

from __future__ import annotations

import numpy as np

from generation.fast.compile import Number, inlined
from generation.fast.intrinsics import load_scene, load_word
from generation.fast.texture import Bytes1D, Texels
from generation.rig.constants import CUBIC

f4 = np.float32
i4 = np.int32
u4 = np.uint32


@inlined
def fixed_point(position: Number, size: Number) -> Number:
    """Turn px into 1/256 px, clamped to the picture. Rounds to nearest."""
    return i4(min(max(position * f4(256) + f4(0.5), f4(0)), f4((size - 1) * 256)))


@inlined
def bilinear(texels: Texels, x: Number, y: Number, width: Number) -> Number:
    """Sample quads at fixed-point (x, y); uint32 0..255. Two 16-bit lanes work at once."""
    index = i4(i4(i4(y >> i4(8)) * i4(width)) + i4(x >> i4(8)))
    quad = load_scene(texels, index)
    u, v = u4(x & i4(255)), u4(y & i4(255))
    left = u4(quad & u4(0x00FF00FF))
    right = u4(u4(quad >> u4(8)) & u4(0x00FF00FF))
    both = u4(u4(left << u4(8)) + u4(u4(right - left) * u))
    top, bottom = u4(both & u4(0xFFFF)), u4(both >> u4(16))
    return u4(u4(u4(top << u4(8)) + u4(u4(bottom - top) * v)) + u4(0x8000)) >> u4(16)


@inlined
def row_of_four(
    pixels: Bytes1D, index: Number, w0: Number, w1: Number, w2: Number, w3: Number
) -> Number:
    """Weigh four neighbouring pixels of a row."""
    quad = load_word(pixels, index)
    p0 = f4(i4(quad & u4(255)))
    p1 = f4(i4(u4(quad >> u4(8)) & u4(255)))
    p2 = f4(i4(u4(quad >> u4(16)) & u4(255)))
    p3 = f4(i4(quad >> u4(24)))
    return p0 * w0 + p1 * w1 + p2 * w2 + p3 * w3


@inlined
def catmull_rom(pixels: Bytes1D, x: Number, y: Number, width: Number) -> Number:
    """Sample a bordered plane at fixed-point (x, y); uint32 0..255. Keys 1981, a = -3/4."""
    pitch = i4(i4(width) + i4(4))
    index = i4(i4(i4(y >> i4(8)) * pitch) + i4(x >> i4(8)))
    u = f4(i4(x & i4(255))) * f4(1 / 256)
    v = f4(i4(y & i4(255))) * f4(1 / 256)
    half, one, keys = f4(0.5), f4(1), f4(CUBIC)
    u1, v1 = one - u, one - v
    a, d = keys * u * u1 * u1, keys * v * v1 * v1
    b, e = keys * u1 * u * u, keys * v1 * v * v
    w1 = one - u * u * (f4(CUBIC + 3) - f4(CUBIC + 2) * u)
    h1 = one - v * v * (f4(CUBIC + 3) - f4(CUBIC + 2) * v)
    w2, h2 = one - a - b - w1, one - d - e - h1
    r0 = row_of_four(pixels, index, a, w1, w2, b)
    r1 = row_of_four(pixels, i4(index + pitch), a, w1, w2, b)
    r2 = row_of_four(pixels, i4(index + i4(pitch + pitch)), a, w1, w2, b)
    r3 = row_of_four(pixels, i4(index + i4(i4(pitch + pitch) + pitch)), a, w1, w2, b)
    value = r0 * d + r1 * h1 + r2 * h2 + r3 * e
    return u4(i4(min(max(value, f4(0)), f4(255)) + half))


@inlined
def between(above: Number, below: Number, x: Number, y: Number) -> Number:
    """Blend two packed pairs, left | right << 16, of an upper and a lower row; uint32 0..255."""
    both = u4(u4(above << u4(8)) + u4(u4(below - above) * u4(y & i4(255))))
    left, right = u4(both & u4(0xFFFF)), u4(both >> u4(16))
    value = u4(u4(left << u4(8)) + u4(u4(right - left) * u4(x & i4(255))))
    return u4(value + u4(0x8000)) >> u4(16)


@inlined
def chroma(pairs: Bytes1D, x: Number, y: Number, width: Number) -> Number:
    """Sample both chroma planes linearly at fixed-point (x, y); uint32 0..255 each."""
    pitch, mask = i4(i4(2) * i4(i4(width) + i4(1))), u4(0x00FF00FF)
    index = i4(i4(i4(y >> i4(8)) * pitch) + i4(i4(x >> i4(8)) * i4(2)))
    above, below = load_word(pairs, index), load_word(pairs, i4(index + pitch))
    u = between(u4(above & mask), u4(below & mask), x, y)
    above, below = u4(u4(above >> u4(8)) & mask), u4(u4(below >> u4(8)) & mask)
    return u, between(above, below, x, y)


@inlined
def luma(
    bordered: Bytes1D, quads: Texels, cubic: bool, x: Number, y: Number, width: Number
) -> Number:
    """Sample luma at fixed-point (x, y) in the way that is wanted; uint32 0..255."""
    return catmull_rom(bordered, x, y, width) if cubic else bilinear(quads, x, y, width)
