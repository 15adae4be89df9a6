"""Words found by shuffling rows are those a gather finds, wherever the places lie."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.fast.compile import kernel, shuffles_bytes
from generation.fast.controls import grid_of, strip_for
from generation.fast.shuffles import LANES, fetch_four_rows
from generation.fast.specimen import specimen_picture, specimen_scene
from generation.fast.strips import Strip, fetch_chroma, fetch_luma
from generation.fast.texture import Bytes1D, Textures, textures_of
from generation.media.yuv import planes_from_rgb

WIDTH, HEIGHT = 120, 148
Places = NDArray[np.int64]


@kernel
def find_luma(plane: Bytes1D, pitch: int, strip: Strip, left: int, right: int) -> int:
    """Fetch a strip of luma; return how many blocks of it were found by shuffling."""
    found = 0
    for x in range(left, right - LANES + 1, LANES):
        found += fetch_four_rows(
            plane, pitch, strip.xs, strip.ys, x, strip.words, strip.xs.shape[0]
        )
    fetch_luma(plane, pitch, strip, left, right)
    return found


@kernel
def find_chroma(plane: Bytes1D, pitch: int, strip: Strip, left: int, right: int) -> None:
    """Fetch a strip of chroma."""
    fetch_chroma(plane, pitch, strip, left, right)


@pytest.fixture(scope="module")
def textures() -> Textures:
    return textures_of(planes_from_rgb(specimen_picture(WIDTH, HEIGHT)))


def placed(x: Places, y: Places, left: int, width: int, height: int) -> Strip:
    """Return a strip that looks at px (x, y) from column ``left`` on, some 1/256 px further."""
    strip, part = strip_for(grid_of(specimen_scene(WIDTH, HEIGHT))), 77
    here = slice(left, left + len(x))
    strip.xs[here] = np.clip(x, 0, width - 1) * 256 + part * (x < width - 1)
    strip.ys[here] = np.clip(y, 0, height - 1) * 256 + part * (y < height - 1)
    return strip


def gathered(plane: NDArray[np.uint8], at: Places) -> NDArray[np.uint32]:
    """Return the words that begin at bytes ``at``."""
    four = plane[at[:, None] + np.arange(4)].astype(np.uint32)
    return np.asarray((four << np.array([0, 8, 16, 24], np.uint32)).sum(1), np.uint32)


def ways(width: int, height: int, count: int) -> dict[str, tuple[Places, Places]]:
    """Return places as a picture at rest, turned, squeezed, mirrored and torn looks at them."""
    n, rng = np.arange(count), np.random.default_rng(5)
    still = np.zeros(count, np.int64)
    return {
        "rest": (n, still + 9),
        "last row": (n + width - count, still + height - 1),
        "rising": (n, 40 - n // 20),
        "falling": ((n * 5) // 4, 12 + n // 17),
        "squeezed": (3 * n, still + 3),
        "mirrored": (count - n, still),
        "steep": (n, 2 + n),
        "beyond the border": (n - 40, still - 1),
        "torn": (rng.integers(0, width, count), rng.integers(0, height, count)),
    }


@pytest.mark.parametrize("left", [0, 13])
@pytest.mark.parametrize("way", list(ways(WIDTH, HEIGHT, 1)))
def test_luma_finds_four_rows(textures: Textures, way: str, left: int) -> None:
    count, pitch = 91, WIDTH + 4
    strip = placed(*ways(WIDTH, HEIGHT, count)[way], left, WIDTH, HEIGHT)
    blocks = find_luma(textures.bordered, pitch, strip, left, left + count)
    here = slice(left, left + count)
    at = (strip.ys[here] >> 8).astype(np.int64) * pitch + (strip.xs[here] >> 8)
    for row, words in enumerate(strip.words.reshape(4, -1)):
        assert np.array_equal(words[here], gathered(textures.bordered, at + row * pitch))
    if shuffles_bytes() and way in ("rest", "last row", "rising", "falling"):
        assert blocks == count // LANES
    if way in ("steep", "torn"):
        assert blocks == 0


@pytest.mark.parametrize("way", list(ways(WIDTH // 2, HEIGHT // 2, 1)))
def test_chroma_finds_two_rows_of_both_planes(textures: Textures, way: str) -> None:
    left, count, width, height = 3, 55, WIDTH // 2, HEIGHT // 2
    strip = placed(*ways(width, height, count)[way], left, width, height)
    pitch, here = 2 * width + 2, slice(left, left + count)
    find_chroma(textures.chroma, pitch, strip, left, left + count)
    at = (strip.ys[here] >> 8).astype(np.int64) * pitch + 2 * (strip.xs[here] >> 8)
    for row, words in enumerate(strip.words.reshape(4, -1)[:2]):
        assert np.array_equal(words[here], gathered(textures.chroma, at + row * pitch))


def test_a_strip_narrower_than_a_block(textures: Textures) -> None:
    strip = placed(np.arange(5), np.full(5, 7), 0, WIDTH, HEIGHT)
    find_luma(textures.bordered, WIDTH + 4, strip, 0, 5)
    at = np.arange(5) + 7 * (WIDTH + 4)
    assert np.array_equal(strip.words[:5], gathered(textures.bordered, at))
