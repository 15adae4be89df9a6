"""Sample a strip of one row: find the places, fetch the words around them, blend these.

Three loops rather than one, because the middle one may shuffle instead of gather.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.fast.compile import Number, part
from generation.fast.intrinsics import (
    load_point,
    load_row,
    load_word,
    store_plane,
    store_point,
)
from generation.fast.sample import chroma_of, cubic_of, fixed_point, linear_of
from generation.fast.shuffles import LANES, fetch_four_rows, fetch_two_rows_of_pairs
from generation.fast.texture import Bytes1D
from generation.types import Floats

f4 = np.float32
i4 = np.int32


class Rows(NamedTuple):
    """Row buffers: displacement of the node row above and below, one value a column."""

    top_x: Floats
    top_y: Floats
    bottom_x: Floats
    bottom_y: Floats


class Strip(NamedTuple):
    """Work space: where each sample of a row looks, 1/256 px, and the words found there."""

    xs: NDArray[np.int32]  # (width + 16,)
    ys: NDArray[np.int32]
    words: NDArray[np.uint32]  # (4 * (width + 16),), one row of the painting after another


@part
def fetch_luma(plane: Bytes1D, pitch: Number, strip: Strip, left: Number, right: Number) -> None:
    """Find the words of four rows around the places left..right."""
    xs, ys, words = strip
    apart = xs.shape[0]
    for x in range(left, right, LANES):
        first = max(min(x, right - LANES), 0)
        if not fetch_four_rows(plane, pitch, xs, ys, first, words, apart):
            for k in range(first, first + LANES):
                row, column = load_point(ys, k) >> i4(8), load_point(xs, k) >> i4(8)
                at = i4(i4(row * i4(pitch)) + column)
                store_point(words, k, load_word(plane, at))
                store_point(words, k + apart, load_word(plane, at + pitch))
                store_point(words, k + 2 * apart, load_word(plane, at + 2 * pitch))
                store_point(words, k + 3 * apart, load_word(plane, at + 3 * pitch))


@part
def fetch_chroma(plane: Bytes1D, pitch: Number, strip: Strip, left: Number, right: Number) -> None:
    """Find the words of two rows, both planes of two samples each, at the places left..right."""
    xs, ys, words = strip
    apart = xs.shape[0]
    for x in range(left, right, LANES):
        first = max(min(x, right - LANES), 0)
        if not fetch_two_rows_of_pairs(plane, pitch, xs, ys, first, words, apart):
            for k in range(first, first + LANES):
                row, column = load_point(ys, k) >> i4(8), load_point(xs, k) >> i4(8)
                at = i4(i4(row * i4(pitch)) + i4(column * i4(2)))
                store_point(words, k, load_word(plane, at))
                store_point(words, k + apart, load_word(plane, at + pitch))


@part
def place_luma(
    width: Number,
    height: Number,
    rows: Rows,
    strip: Strip,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Find where pixels left..right of luma row y look; t: between its two node rows."""
    row = f4(y)
    for x in range(left, right):
        top_x, top_y = load_row(rows.top_x, x), load_row(rows.top_y, x)
        dx = top_x + (load_row(rows.bottom_x, x) - top_x) * t
        dy = top_y + (load_row(rows.bottom_y, x) - top_y) * t
        store_point(strip.xs, x, fixed_point(f4(i4(x)) + dx, width))
        store_point(strip.ys, x, fixed_point(row + dy, height))


@part
def place_chroma(
    width: Number,
    height: Number,
    rows: Rows,
    strip: Strip,
    t: Number,
    y: Number,
    left: Number,
    right: Number,
) -> None:
    """Find where samples left..right of chroma row y look, in chroma's own 1/256 px."""
    row, quarter = f4(y), f4(0.25)
    for x in range(left, right):
        a, b = 2 * x, 2 * x + 1
        top_x = load_row(rows.top_x, a) + load_row(rows.top_x, b)
        top_y = load_row(rows.top_y, a) + load_row(rows.top_y, b)
        bottom_x = load_row(rows.bottom_x, a) + load_row(rows.bottom_x, b)
        bottom_y = load_row(rows.bottom_y, a) + load_row(rows.bottom_y, b)
        dx = (top_x + (bottom_x - top_x) * t) * quarter
        dy = (top_y + (bottom_y - top_y) * t) * quarter
        store_point(strip.xs, x, fixed_point(f4(i4(x)) + dx, width))
        store_point(strip.ys, x, fixed_point(row + dy, height))


@part
def blend_luma(
    strip: Strip, cubic: bool, left: Number, right: Number, out: Bytes1D, begin: Number
) -> None:
    """Write pixels left..right from the four rows of words found."""
    xs, ys, words = strip
    one, two, three = xs.shape[0], 2 * xs.shape[0], 3 * xs.shape[0]
    if cubic:
        for x in range(left, right):
            a, b = load_point(words, x), load_point(words, x + one)
            c, d = load_point(words, x + two), load_point(words, x + three)
            value = cubic_of(a, b, c, d, load_point(xs, x), load_point(ys, x))
            store_plane(out, begin + x, np.uint8(value))
    else:
        for x in range(left, right):
            b, c = load_point(words, x + one), load_point(words, x + two)
            value = linear_of(b, c, load_point(xs, x), load_point(ys, x))
            store_plane(out, begin + x, np.uint8(value))


@part
def blend_chroma(
    strip: Strip,
    left: Number,
    right: Number,
    out_u: Bytes1D,
    out_v: Bytes1D,
    begin_u: Number,
    begin_v: Number,
) -> None:
    """Write samples left..right of both planes from the two rows of words found."""
    xs, ys, words = strip
    apart = xs.shape[0]
    for x in range(left, right):
        above, below = load_point(words, x), load_point(words, x + apart)
        u, v = chroma_of(above, below, load_point(xs, x), load_point(ys, x))
        store_plane(out_u, begin_u + x, np.uint8(u))
        store_plane(out_v, begin_v + x, np.uint8(v))
