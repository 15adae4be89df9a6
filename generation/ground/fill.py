"""What was behind a thing that moved away: painted from the rest of the picture, coarse to fine."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.ground.areas import Image, Mask
from generation.scene.shapes import floats
from generation.types import Bytes2D, Floats

PATCH = 4  # px from a patch's centre to its side, as generation.fast.patchmatch compares
NARROWEST = 14  # px of the hole at the coarsest size
LEAST_SIDE = 40  # px of the picture there
AROUND = (60, 220)  # px of surroundings looked at, as the hole is large
LEAST_SOURCES = 30
ROUNDS = (8, 5, 3, 2, 2)  # of matching and voting, coarse to fine
PRICE = 0.5  # of one reuse, median costs
DEEP = 1.3  # trust falls by this factor a px into the hole


class Level(NamedTuple):
    """One size of the surroundings: what is painted, what is missing, where to look."""

    picture: Floats
    hole: Mask
    source: Mask
    target: Mask


def fill_behind(rgb: Bytes2D, hole: Mask, forbidden: Mask | None = None, seed: int = 0) -> Bytes2D:
    """Return (H, W, 3) with ``hole`` (H, W) painted over; every other pixel as it was.

    forbidden: things of their own, not to be repeated. A quarter of a second for 30 000 px;
    without numba smeared instead (Telea 2004), which shows.
    """
    if not hole.any() or hole.all():
        return rgb.copy()
    box = _surroundings(hole)
    here = rgb[box]
    try:
        found = _completed(here, hole[box], None if forbidden is None else forbidden[box], seed)
    except ImportError:
        found = _smeared(here, hole[box])
    out = rgb.copy()
    out[box] = np.where(hole[box][..., None], found, here)
    return out


def _surroundings(hole: Mask) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(hole.any(1)), np.flatnonzero(hole.any(0))
    around = int(np.clip(np.sqrt(hole.sum()), *AROUND))
    return (
        slice(max(0, rows[0] - around), min(hole.shape[0], rows[-1] + around + 1)),
        slice(max(0, columns[0] - around), min(hole.shape[1], columns[-1] + around + 1)),
    )


def _smeared(rgb: Bytes2D, hole: Mask) -> Bytes2D:
    return np.asarray(cv2.inpaint(rgb, hole.astype(np.uint8), 4, cv2.INPAINT_TELEA), np.uint8)


def _completed(rgb: Bytes2D, hole: Mask, forbidden: Mask | None, seed: int) -> Bytes2D:
    from generation.fast.patchmatch import match, vote

    rng = np.random.default_rng(seed)
    picture: Floats | None = None
    field: NDArray[np.int32] | None = None
    price, top = 0.0, _levels(hole)
    for depth in range(top, -1, -1):
        level = _level(rgb, hole, forbidden, 0.5**depth)
        sources = np.argwhere(level.source)
        if len(sources) < LEAST_SOURCES:
            continue
        if picture is None or field is None:
            picture = floats(_smeared(_bytes(level.picture), level.hole))
            field = _anywhere(sources, level.hole.shape, rng)
        else:
            field = _doubled(field, level.source, sources, rng)
            seen = level.picture[field[..., 0], field[..., 1]]
            picture = floats(np.where(level.hole[..., None], seen, level.picture))
        into = cv2.distanceTransform(level.hole.astype(np.uint8), cv2.DIST_L2, 5)
        sure = np.maximum(DEEP ** -into.astype(np.float64), 1e-4)
        rounds = ROUNDS[min(len(ROUNDS) - 1, top - depth)] if top else 6
        for n in range(rounds):
            reach = max(level.hole.shape) // 2 if depth == top else 16 if n == 0 else 8
            costs = match(picture, level.source, level.target, field, 2, reach, price,
                          seed + 7 * n + depth)  # fmt: skip
            met = costs[level.target]
            price = PRICE * float(np.median(met))
            scale = 0.7 * float(np.percentile(met, 75)) + 1e-3
            trust = floats((np.exp(-costs / scale) + 1e-3) * sure)
            last = depth == 0 and n == rounds - 1
            picture = vote(picture, level.hole, level.target, field, trust, 1 if last else PATCH)
    return _smeared(rgb, hole) if picture is None else _bytes(picture)


def _levels(hole: Mask) -> int:
    """Return how often to halve until the hole is a dozen px wide."""
    narrow = min(np.ptp(np.flatnonzero(hole.any(axis))) + 1 for axis in (0, 1))
    wanted = int(np.ceil(np.log2(max(narrow / NARROWEST, 1))))
    return max(0, min(wanted, int(np.log2(max(min(hole.shape) / LEAST_SIDE, 1)))))


def _level(rgb: Bytes2D, hole: Mask, forbidden: Mask | None, scale: float) -> Level:
    height, width = (max(int(n * scale), 2 * PATCH + 2) for n in hole.shape)

    def shrunk(image: Image) -> Floats:
        small = cv2.resize(floats(image), (width, height), interpolation=cv2.INTER_AREA)
        return floats(small)

    missing = shrunk(hole) > 0.01
    square = np.ones((2 * PATCH + 1,) * 2)
    near = cv2.dilate(missing.astype(np.uint8), square) > 0
    source = ~near
    if forbidden is not None:
        source &= cv2.dilate(shrunk(forbidden), square) < 0.1
    inner = np.zeros_like(near)
    inner[PATCH:-PATCH, PATCH:-PATCH] = True
    return Level(shrunk(rgb), missing, source & inner, near & inner)


def _anywhere(
    sources: NDArray[np.intp], shape: tuple[int, ...], rng: np.random.Generator
) -> NDArray[np.int32]:
    chosen = sources[rng.integers(0, len(sources), shape)]
    return np.asarray(np.ascontiguousarray(chosen, np.int32))


def _doubled(
    field: NDArray[np.int32], source: Mask, sources: NDArray[np.intp], rng: np.random.Generator
) -> NDArray[np.int32]:
    """Bring the matches, not the pixels, to the next size: strokes stay strokes."""
    height, width = source.shape
    y, x = np.mgrid[0:height, 0:width]
    row = np.minimum(y * field.shape[0] // height, field.shape[0] - 1)
    column = np.minimum(x * field.shape[1] // width, field.shape[1] - 1)
    places = 2 * field[row, column] + np.stack([y - 2 * row, x - 2 * column], -1)
    limits = np.array([height, width]) - PATCH - 1
    found: NDArray[np.int32] = np.clip(places, PATCH, limits).astype(np.int32)
    lost = ~source[found[..., 0], found[..., 1]]
    found[lost] = sources[rng.integers(0, len(sources), int(lost.sum()))]
    return found


def _bytes(picture: Floats) -> Bytes2D:
    return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)
