"""The part of a frame that may see a box of its painting: where it lies is a device's affair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from generation.rig.sampling import bilinear_jet
from generation.rig.surface import Surface
from generation.types import Box

NEAREST = 1.3  # zoom up to which a window holds what sees its box; beyond, it is the frame
ROOM = 1.5  # of the box's sides: that zoom, and what a turn stretches
MARGIN = 2  # nodes around, as rig/layer.py looks for them


class Window(NamedTuple):
    """One rectangle of samples in each of N frames, all of one size.

    place: (N, h w) of each sample in its frame; x, y: (N, h, w) scene px it looks at.
    """

    place: Tensor
    x: Tensor
    y: Tensor

    def cut(self, frames: Tensor) -> Tensor:
        """Return (N, C, h, w) of (N, C, H, W)."""
        channels = frames.shape[1]
        index = self.place[:, None].expand(-1, channels, -1)
        return frames.flatten(2).gather(2, index).unflatten(2, self.x.shape[1:])  # type: ignore[no-any-return, no-untyped-call]

    def paste(self, frames: Tensor, own: Tensor) -> Tensor:
        """Return the frames with (N, C, h, w) in place."""
        index = self.place[:, None].expand(-1, frames.shape[1], -1)
        return frames.flatten(2).scatter(2, index, own.flatten(2)).view_as(frames)


def window_size(boxes: Sequence[Box], surface: Surface, step: int) -> tuple[int, int]:
    """Return (rows, columns) of samples that hold what sees any of these boxes."""
    most = surface.size
    sides = zip(*((box.bottom - box.top, box.right - box.left) for box in boxes), strict=True)
    held = (ROOM * max(side) + 2 * (MARGIN + 1) * step for side in sides)
    rows, columns = (min(-(-int(n) // surface.scale), m) for n, m in zip(held, most, strict=True))
    return rows, columns


def window_on(
    surface: Surface, step: int, off: Tensor, box: tuple[Tensor, ...], size: tuple[int, int]
) -> Window:
    """Find where the nodes (N, 2, gh, gw) look into a box; box: (N, 1, 1) left, top, right, bottom.

    Nothing waits for the device: it finds the place, the size was known before.
    """
    left, top, right, bottom = box
    gy = torch.arange(off.shape[2], device=off.device)[:, None] * step
    gx = torch.arange(off.shape[3], device=off.device) * step
    x, y, margin = off[:, 0] + gx, off[:, 1] + gy, MARGIN * step
    seen = (x > left - margin) & (x < right + margin) & (y > top - margin) & (y < bottom + margin)
    starts = (_first(seen.any(axis)) * step // surface.scale for axis in (2, 1))
    rows, columns = (
        start.clamp(max=whole - own)[:, None] + torch.arange(own, device=off.device)
        for start, whole, own in zip(starts, surface.size, size, strict=True)
    )
    shift = (surface.scale - 1) / 2
    at_y, at_x = rows[:, :, None] * surface.scale + shift, columns[:, None] * surface.scale + shift
    at_x, at_y = at_x.expand(-1, *size), at_y.expand(-1, *size)
    moved = bilinear_jet(off, at_x / step, at_y / step)[0]
    place = (rows[:, :, None] * surface.size[1] + columns[:, None]).flatten(1)
    return Window(place, at_x + moved[:, 0], at_y + moved[:, 1])


def _first(seen: Tensor) -> Tensor:
    """Return (N,) the first true place of each row, 0 where none is."""
    return seen.to(torch.uint8).argmax(1)
