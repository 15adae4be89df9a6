"""Pictures laid out for a pipeline, and its work laid back: nothing else of a painting changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.making import RGB

Mask = NDArray[np.uint8]
Size = tuple[int, int]  # width, height

MARGIN = 0.25  # of the masked part's longer side, shown around it to the model


def rounded_up(size: Size, multiple: int) -> Size:
    """Return the least sides that hold ``size`` and are multiples."""
    width, height = (-(-side // multiple) * multiple for side in size)
    return width, height


def even(size: tuple[float, float]) -> Size:
    """Return the nearest even sides, at least 2."""
    width, height = (max(2, round(side / 2) * 2) for side in size)
    return width, height


def within(picture: Size, box: Size) -> Size:
    """Return the largest even size of the picture's proportions that lies within the box."""
    scale = min(box[0] / picture[0], box[1] / picture[1])
    width, height = even((picture[0] * scale, picture[1] * scale))
    return min(width, box[0] // 2 * 2), min(height, box[1] // 2 * 2)


def resized(rgb: RGB, size: Size) -> RGB:
    """Return the picture (H, W, 3) or mask (H, W) at a size, by Lanczos."""
    if rgb.shape[1::-1] == size:
        return rgb
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))


def padded(rgb: RGB, size: Size) -> RGB:
    """Return the picture grown right and down to a size, its edge repeated."""
    height, width = rgb.shape[:2]
    down, right = size[1] - height, size[0] - width
    return np.asarray(cv2.copyMakeBorder(rgb, 0, down, 0, right, cv2.BORDER_REPLICATE))


@dataclass(frozen=True, slots=True)
class Canvas:
    """A painting on ground it does not fill, and where something may be made.

    rgb: (H, W, 3), beyond the painting its edge repeated; mask: (H, W), 255 where all may be
    made anew. Where the mask is 0 the result is the painting, pixel for pixel.
    """

    rgb: RGB
    mask: Mask

    @property
    def size(self) -> Size:
        """Return (width, height)."""
        return self.rgb.shape[1], self.rgb.shape[0]

    def laid_back(self, made: RGB, place: Place) -> RGB:
        """Return the canvas with ``made`` laid into its place, as far as the mask allows."""
        rows, columns = place.slices
        share = self.mask[rows, columns, None].astype(np.float32) / 255
        under = self.rgb[rows, columns].astype(np.float32)
        whole = self.rgb.copy()
        whole[rows, columns] = np.rint(under + (made - under) * share).astype(np.uint8)
        return whole


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a canvas, pixels; right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> Size:
        """Return (width, height)."""
        return self.right - self.left, self.bottom - self.top

    @property
    def slices(self) -> tuple[slice, slice]:
        """Return rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def canvas_of(picture: RGB, mask: Mask | None, size: Size) -> Canvas | None:
    """Return the canvas of an inpainting, None where the picture does not lie within it.

    The canvas is as large as the mask, or as ``size`` without one; a mask of the picture's own
    size needs no ground. On a larger canvas the picture lies where the mask leaves a hole of
    exactly its size, else in the middle; all around it is made.
    """
    height, width = picture.shape[:2]
    if mask is not None and mask.shape == (height, width):
        return Canvas(picture, mask)
    across, down = size if mask is None else mask.shape[1::-1]
    if width > across or height > down:
        return None
    left, top = (across - width) // 2, (down - height) // 2
    if mask is not None and (hole := _hole(mask)) and hole.size == (width, height):
        left, top = hole.left, hole.top
    borders = (top, down - height - top, left, across - width - left)
    rgb = np.asarray(cv2.copyMakeBorder(picture, *borders, cv2.BORDER_REPLICATE), np.uint8)
    made = np.full((down, across), 255, np.uint8)
    inside = slice(top, top + height), slice(left, left + width)
    made[inside] = 0 if mask is None else mask[inside]
    return Canvas(rgb, made)


def window(canvas: Canvas, least: Size) -> Place:
    """Return the part to be shown to the model: what is masked, with a margin around it.

    least: what it is at least, (width, height), where the canvas is that large.
    """
    (left, right), (top, bottom) = (_extent(np.any(canvas.mask, axis)) for axis in (0, 1))
    margin = round(MARGIN * max(right - left, bottom - top))
    width, height = canvas.size
    left, right = _grown(left - margin, right + margin, least[0], width)
    top, bottom = _grown(top - margin, bottom + margin, least[1], height)
    return Place(left, top, right, bottom)


def _hole(mask: Mask) -> Place | None:
    kept = mask == 0
    if not kept.any():
        return None
    (left, right), (top, bottom) = (_extent(np.any(kept, axis)) for axis in (0, 1))
    return Place(left, top, right, bottom)


def _extent(line: Any) -> tuple[int, int]:
    found = np.flatnonzero(line)
    return int(found[0]), int(found[-1]) + 1


def _grown(low: int, high: int, least: int, end: int) -> tuple[int, int]:
    """Return an interval at least so long, moved and cut to lie within 0..end."""
    missing = max(least - (high - low), 0)
    low, high = low - missing // 2, high + missing - missing // 2
    if low < 0:
        low, high = 0, high - low
    if high > end:
        low, high = low - (high - end), end
    return max(low, 0), high
