"""Read one value between the pixels: bilinear and a sharper Catmull-Rom, in 1/256 pixel steps.

Everything here is inlined into the loops that call it and vectorises with them; hence
explicit 32-bit types everywhere (numba's own literals are 64-bit) and no branches.
"""

from __future__ import annotations

import numpy as np

from generation.fast.compile import Number, inlined
from generation.fast.intrinsics import load_word
from generation.fast.texture import Bytes1D
from generation.rig.constants import CUBIC

f4 = np.float32
i4 = np.int32
u4 = np.uint32


@inlined
def fixed_point(position: Number, size: Number) -> Number:
    """Turn px into 1/256 px, clamped to the picture. Rounds to nearest."""
    return i4(min(max(position * f4(256) + f4(0.5), f4(0)), f4((size - 1) * 256)))


@inlined
def between(above: Number, below: Number, x: Number, y: Number) -> Number:
    """Blend two packed pairs, left | right << 16, of an upper and a lower row; uint32 0..255."""
    both = u4(u4(above << u4(8)) + u4(u4(below - above) * u4(y & i4(255))))
    left, right = u4(both & u4(0xFFFF)), u4(both >> u4(16))
    value = u4(u4(left << u4(8)) + u4(u4(right - left) * u4(x & i4(255))))
    return u4(value + u4(0x8000)) >> u4(16)


@inlined
def pair(word: Number) -> Number:
    """Spread the two lowest bytes of a word over its 16-bit lanes."""
    return u4(u4(word & u4(255)) | u4(u4(word & u4(0xFF00)) << u4(8)))


@inlined
def linear_of(above: Number, below: Number, x: Number, y: Number) -> Number:
    """Blend the middle pixels of the two middle rows around fixed-point (x, y); uint32 0..255."""
    return between(pair(u4(above >> u4(8))), pair(u4(below >> u4(8))), x, y)


@inlined
def weighed(word: Number, w0: Number, w1: Number, w2: Number, w3: Number) -> Number:
    """Weigh four neighbouring pixels of a row."""
    p0 = f4(i4(word & u4(255)))
    p1 = f4(i4(u4(word >> u4(8)) & u4(255)))
    p2 = f4(i4(u4(word >> u4(16)) & u4(255)))
    p3 = f4(i4(word >> u4(24)))
    return p0 * w0 + p1 * w1 + p2 * w2 + p3 * w3


@inlined
def row_of_four(
    pixels: Bytes1D, index: Number, w0: Number, w1: Number, w2: Number, w3: Number
) -> Number:
    """Read four neighbouring pixels of a row and weigh them."""
    return weighed(load_word(pixels, index), w0, w1, w2, w3)


@inlined
def keys(position: Number) -> Number:
    """Return the four weights at a fixed-point place. Keys 1981, a = -3/4."""
    u, one, sharp = f4(i4(position & i4(255))) * f4(1 / 256), f4(1), f4(CUBIC)
    rest = one - u
    before, after = sharp * u * rest * rest, sharp * rest * u * u
    here = one - u * u * (f4(CUBIC + 3) - f4(CUBIC + 2) * u)
    return before, here, one - before - after - here, after


@inlined
def cubic_of(a: Number, b: Number, c: Number, d: Number, x: Number, y: Number) -> Number:
    """Weigh 4 x 4 pixels, a word a row, around fixed-point (x, y); uint32 0..255."""
    w0, w1, w2, w3 = keys(x)
    h0, h1, h2, h3 = keys(y)
    value = weighed(a, w0, w1, w2, w3) * h0 + weighed(b, w0, w1, w2, w3) * h1
    value += weighed(c, w0, w1, w2, w3) * h2 + weighed(d, w0, w1, w2, w3) * h3
    return u4(i4(min(max(value, f4(0)), f4(255)) + f4(0.5)))


@inlined
def chroma_of(above: Number, below: Number, x: Number, y: Number) -> Number:
    """Blend two pixels of two rows, both planes side by side; uint32 0..255 each."""
    mask = u4(0x00FF00FF)
    u = between(u4(above & mask), u4(below & mask), x, y)
    above, below = u4(u4(above >> u4(8)) & mask), u4(u4(below >> u4(8)) & mask)
    return u, between(above, below, x, y)


@inlined
def chroma(pairs: Bytes1D, x: Number, y: Number, width: Number) -> Number:
    """Sample both chroma planes linearly at fixed-point (x, y); uint32 0..255 each."""
    pitch = i4(i4(2) * i4(i4(width) + i4(1)))
    index = i4(i4(i4(y >> i4(8)) * pitch) + i4(i4(x >> i4(8)) * i4(2)))
    return chroma_of(load_word(pairs, index), load_word(pairs, i4(index + pitch)), x, y)


@inlined
def luma(bordered: Bytes1D, cubic: bool, x: Number, y: Number, width: Number) -> Number:
    """Sample luma at fixed-point (x, y), sharper or linearly; uint32 0..255."""
    pitch = i4(i4(width) + i4(4))
    index = i4(i4(i4(y >> i4(8)) * pitch) + i4(x >> i4(8)))
    b, c = load_word(bordered, i4(index + pitch)), load_word(bordered, i4(index + i4(2 * pitch)))
    if not cubic:
        return linear_of(b, c, x, y)
    a, d = load_word(bordered, index), load_word(bordered, i4(index + i4(3 * pitch)))
    return cubic_of(a, b, c, d, x, y)
