"""A brushed thing: cut out once, drawn anywhere along its path over the painting without it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.ground.areas import Image, Mask, grown
from generation.scene.shapes import Array, blur, floats, soft_step
from generation.types import Box, Bytes2D, Floats, Planes

PAD = 8  # px around a thing, room for its edge and for cubic sampling
FIRM = 9.0  # px of way over which the thing takes its own outline


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One plane of a thing: pixels, its own alpha, and the alpha at rest, all (h, w)."""

    pixels: Bytes2D
    own: Floats
    rest: Floats


class Thing:
    """Draws one thing at a displacement. At none it puts the painting back, bit for bit.

    At rest it carries all of its hole, so that what was painted behind it is not seen; over
    the first pixels of its way it lets go of the surroundings.
    """

    def __init__(self, painting: Planes, alpha: Floats, hole: Mask, before: Mask) -> None:
        """alpha: (H, W) 0..1. hole: what is painted behind. before: what hides the thing."""
        width, height = painting.size
        rest = np.maximum(grown(hole, 3), blur(grown(hole, 6).astype(np.float32), 2))
        rest[grown(hole, 3)] = 1.0
        rest[before] = 0.0
        rows, columns = np.flatnonzero((rest > 0).any(1)), np.flatnonzero((rest > 0).any(0))
        left, top = (int(a[0]) - PAD & -2 for a in (columns, rows))
        right, bottom = (int(a[-1]) + PAD + 2 & -2 for a in (columns, rows))
        self._box = Box(left, top, right, bottom)
        self.home = _moved(self._box, (0.0, 0.0), (width, height))
        self._cuts = [
            _cut(plane, alpha, rest, self._box, scale)
            for plane, scale in zip(painting, (1, 2, 2), strict=True)
        ]
        self._size = width, height
        clear = 1 - before.astype(np.float32)
        half = cv2.resize(clear, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        self._clear = (clear, half, half) if before.any() else None

    def draw(self, away: tuple[float, float], solid: float, out: Planes) -> Box:
        """Draw it ``away`` px from its place, ``solid`` 0..1; return the box that changed."""
        for n, plane in enumerate(out):
            pixels, alpha, into = self._placed(n, away, solid)
            _blend(plane[into], pixels, alpha)
        return _moved(self._box, away, self._size)

    def cover(self, away: tuple[float, float], solid: float) -> Floats:
        """Return (H, W) 0..1: how much of each pixel ``draw`` gives to the thing."""
        _, alpha, into = self._placed(0, away, solid)
        covered = np.zeros(self._size[::-1], np.float32)
        covered[into] = alpha
        return covered

    def _placed(
        self, n: int, away: tuple[float, float], solid: float
    ) -> tuple[Bytes2D, Floats, tuple[slice, slice]]:
        """Return a plane of the thing where it is now, its alpha, and where both go."""
        whole = [int(np.floor(a / 2)) * 2 for a in away]
        rest = away[0] - whole[0], away[1] - whole[1]
        firm = float(soft_step(np.hypot(*away), 0.0, FIRM))
        cut, scale = self._cuts[n], 1 if n == 0 else 2
        alpha = cut.own * firm + cut.rest * (1 - firm) if firm else cut.rest
        pixels, alpha = _shifted(
            cut.pixels, floats(alpha * solid), rest[0] / scale, rest[1] / scale
        )
        into, of = _overlap(self._box, whole, self._size, scale)
        alpha = alpha[of]
        if self._clear is not None and np.hypot(*away) >= 1:
            alpha = alpha * self._clear[n][into]
        return pixels[of], alpha, into


def _cut(plane: Bytes2D, alpha: Floats, rest: Array, box: Box, scale: int) -> Cut:
    """Cut one plane out; outside the picture it repeats, unseen."""

    def crop(image: Image) -> Array:
        rows = np.clip(np.arange(box.top // scale, box.bottom // scale), 0, plane.shape[0] - 1)
        columns = np.clip(np.arange(box.left // scale, box.right // scale), 0, plane.shape[1] - 1)
        return np.ascontiguousarray(image[rows[:, None], columns])

    size = plane.shape[::-1]
    own, still = (
        a if scale == 1 else cv2.resize(a, size, interpolation=cv2.INTER_AREA)
        for a in (alpha.astype(np.float32), rest.astype(np.float32))
    )
    return Cut(
        np.asarray(crop(plane), np.uint8),
        np.asarray(crop(own), np.float32),
        np.asarray(crop(still), np.float32),
    )


def _shifted(pixels: Bytes2D, alpha: Floats, x: float, y: float) -> tuple[Bytes2D, Floats]:
    """Shift by less than two pixels: cubic for the paint, linear for its edge."""
    if x == 0 and y == 0:
        return pixels, alpha
    matrix, size = np.array([[1, 0, x], [0, 1, y]], np.float64), pixels.shape[::-1]
    moved = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_CUBIC,
                           borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    edge = cv2.warpAffine(alpha, matrix, size, flags=cv2.INTER_LINEAR)
    return np.asarray(moved, np.uint8), np.asarray(edge, np.float32)


def _overlap(
    box: Box, by: list[int], size: tuple[int, int], scale: int
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return where the shifted box meets the picture, in the picture and in the box."""
    spans = []
    for start, end, shift, limit in (
        (box.top, box.bottom, by[1], size[1]),
        (box.left, box.right, by[0], size[0]),
    ):
        first, last = (start + shift) // scale, (end + shift) // scale
        low, high = max(first, 0), max(min(last, limit // scale), max(first, 0))
        spans.append((slice(low, high), slice(low - first, high - first)))
    return (spans[0][0], spans[1][0]), (spans[0][1], spans[1][1])


def _blend(under: Bytes2D, over: Bytes2D, alpha: Floats) -> None:
    """Lay pixels over a view of the plane, rounding; alpha 1 copies, alpha 0 leaves."""
    mixed = under + (over.astype(np.float32) - under) * alpha
    under[:] = np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8)


def _moved(box: Box, away: tuple[float, float], size: tuple[int, int]) -> Box:
    left, top = (int(np.floor(a / 2)) * 2 for a in away)
    x = [min(max(v, 0), size[0]) for v in (box.left + left, box.right + left + 2)]
    y = [min(max(v, 0), size[1]) for v in (box.top + top, box.bottom + top + 2)]
    return Box(x[0], y[0], x[1], y[1])
