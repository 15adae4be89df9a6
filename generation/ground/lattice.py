"""The nodes a flow is kept on: places, depth inside a region, fields brought from cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np

from generation.ground.areas import Mask, depth_inside
from generation.scene.model import Scene
from generation.scene.shapes import Array, blur, floats, node_grid, soft_step
from generation.types import Bytes2D, Floats


@dataclass(frozen=True)
class Lattice:
    """The node grid of one scene: (rows, columns) nodes, node (j, i) at pixel (i, j) * step."""

    size: tuple[int, int]
    step: int

    @classmethod
    def of(cls, scene: Scene) -> Lattice:
        """Return the lattice of a scene."""
        return cls(scene.size, scene.step)

    @cached_property
    def places(self) -> tuple[Array, Array]:
        """Return x, y (rows, columns) px of the nodes."""
        return node_grid(self.size, self.step)

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, columns)."""
        return self.places[0].shape[0], self.places[0].shape[1]

    def inside(self, mask: Mask, feather: float) -> Floats:
        """Return (rows, columns) 0..1: 0 wherever a cell touches what is outside the mask.

        So a field times this moves no pixel outside the mask, whatever is interpolated
        between the nodes. feather: px from 0 to 1.
        """
        margin = self.step * np.sqrt(2) + 1
        depth = self.sampled(depth_inside(mask))
        room = 0.6 * max(float(depth.max()) - margin, 0.0)  # a narrow region still moves in full
        return floats(soft_step(depth, margin, margin + max(min(feather, room), 1.0)))

    def sampled(self, image: Floats | Bytes2D) -> Floats:
        """Return (rows, columns[, c]) values of a full-size image at the nodes."""
        x, y = self.places
        column = np.clip(x, 0, self.size[0] - 1).astype(np.intp)
        row = np.clip(y, 0, self.size[1] - 1).astype(np.intp)
        return floats(image[row, column])

    def from_cells(self, field: Array) -> Floats:
        """Return a field (h, w[, 2]) on cells of the picture at the nodes."""
        rows, columns = field.shape[:2]
        x, y = self.places
        map_x = floats(x * columns / self.size[0] - 0.5)
        map_y = floats(y * rows / self.size[1] - 0.5)
        found = cv2.remap(floats(field), map_x, map_y, cv2.INTER_CUBIC,
                          borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
        return floats(found)

    def to_pixels(self, field: Floats, scale: int = 1) -> Floats:
        """Return (H / scale, W / scale[, c]): bilinear between the nodes, at pixel centres.

        Pixel (x, y) of scale 1 lies at (x, y); a chroma sample at the middle of its block.
        """
        width, height = self.size[0] // scale, self.size[1] // scale
        off = (scale - 1) / 2
        map_x, map_y = np.meshgrid(
            (np.arange(width) * scale + off) / self.step,
            (np.arange(height) * scale + off) / self.step,
        )
        # cv2.remap quantises weights to 1/32; the reference must not.
        column = np.minimum(map_x.astype(np.intp), field.shape[1] - 2)
        row = np.minimum(map_y.astype(np.intp), field.shape[0] - 2)
        extra = (...,) + (None,) * (field.ndim - 2)
        u, v = floats(map_x - column)[extra], floats(map_y - row)[extra]
        top = field[row, column] * (1 - u) + field[row, column + 1] * u
        bottom = field[row + 1, column] * (1 - u) + field[row + 1, column + 1] * u
        return floats(top * (1 - v) + bottom * v)


class Part(NamedTuple):
    """A rectangle of a lattice: its nodes, its pixels, and a lattice of its own."""

    nodes: tuple[slice, slice]
    pixels: tuple[slice, slice]
    lattice: Lattice


def part_of(lattice: Lattice, moving: Mask) -> Part:
    """Return the smallest part that holds every moving node (rows, columns) and one around."""
    spans = []
    for axis, pixels in ((1, lattice.size[1]), (0, lattice.size[0])):
        found = np.flatnonzero(moving.any(axis))
        first, last = max(int(found[0]) - 1, 0), min(int(found[-1]) + 1, moving.shape[1 - axis] - 1)
        first &= -2  # even pixels for chroma, whatever the step
        end = min((last + 2 & -2) * lattice.step, pixels)
        spans.append((slice(first, -(-end // lattice.step) + 1), slice(first * lattice.step, end)))
    size = (spans[1][1].stop - spans[1][1].start, spans[0][1].stop - spans[0][1].start)
    nodes, pixels_ = (spans[0][0], spans[1][0]), (spans[0][1], spans[1][1])
    return Part(nodes, pixels_, Lattice(size, lattice.step))


def noise(shape: tuple[int, int], sigma: float, seed: int) -> Floats:
    """Return smooth (h, w) noise of deviation 1."""
    raw = np.random.default_rng(seed).normal(size=shape)
    soft = np.asarray(cv2.GaussianBlur(raw, (0, 0), sigma, borderType=cv2.BORDER_REFLECT))
    return floats(soft / (soft.std() + 1e-9))


def rank(values: Array, weight: Array | None = None) -> Floats:
    """Return each value's rank 0..1; with weights, the share of weight below it."""
    order = np.argsort(values, axis=None)
    heavy = np.ones(values.size) if weight is None else np.asarray(weight, np.float64).ravel()
    below = np.empty(values.size)
    below[order] = np.cumsum(heavy[order])
    return floats((below / max(float(heavy.sum()), 1e-9)).reshape(values.shape))


def detail(rgb: Bytes2D, fine: float, spread: float) -> Floats:
    """Return (H, W) local strength of what is finer than ``fine`` px, levels."""
    luma = floats(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    return floats(blur(np.abs(luma - blur(luma, fine)), spread))
