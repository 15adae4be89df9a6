"""One surface of a scene with its patches: warps the painting, then mouth, then eyes."""

from __future__ import annotations

from collections.abc import Sequence
from types import EllipsisType
from typing import TypeAlias

import torch
from torch import Tensor

from generation.rig import numbers
from generation.rig.eyes import EyePatch
from generation.rig.mouth import MouthPatch
from generation.rig.sampling import expand
from generation.rig.surface import Surface
from generation.rig.touching import Touch
from generation.scene.model import Scene
from generation.types import Box, Pose

Cut: TypeAlias = tuple[EllipsisType, slice, slice]


class Layer:
    """Everything a frame needs on one surface of one scene."""

    def __init__(self, scene: Scene, surface: Surface) -> None:
        self._scene, self._surface = scene, surface
        head = scene.head
        self._mouth = None if head is None else MouthPatch(head.mouth, surface)
        self._eyes = () if head is None else tuple(EyePatch(e, surface) for e in head.eyes)

    def draw(self, poses: Sequence[Pose], off: Tensor, mouth: Tensor | None) -> Tensor:
        """Return (N, C, h, w) colours 0..1. off: (N, 2, gh, gw) px; mouth: its inverse field."""
        height, width = self._surface.source.shape[1:]
        x, y = self._look(off, (0, height), (0, width))
        out = self._surface.at(x, y).clamp(0, 1)
        head = self._scene.head
        if head is None:
            return out
        if mouth is not None and self._mouth is not None:
            cut, x, y = self._cut(off, head.mouth.box)
            moments = [numbers.mouth_moment(p, head.mouth) for p in poses]
            out[cut] = self._mouth.over(out[cut], mouth, moments, x, y).clamp(0, 1)
        if any(numbers.moves_eyes(p) for p in poses):
            self._draw_eyes(out, poses, off)
        return out

    def _draw_eyes(self, out: Tensor, poses: Sequence[Pose], off: Tensor) -> None:
        assert self._scene.head is not None
        for patch, eye, right in zip(self._eyes, self._scene.head.eyes, (True, False), strict=True):
            cut, x, y = self._cut(off, eye.box)
            moments = [numbers.eye_numbers(p, eye, right) for p in poses]
            out[cut] = patch.over(out[cut], moments, x, y).clamp(0, 1)

    def touch(
        self, poses: Sequence[Pose], off: Tensor, mouth: Tensor | None, under: Touch
    ) -> Touch:
        """Return ``under``, a touch of every pixel, with what mouth and eyes do to theirs."""
        head = self._scene.head
        if head is None:
            return under
        if mouth is not None and self._mouth is not None:
            cut, x, y = self._cut(off, head.mouth.box)
            moments = [numbers.mouth_moment(p, head.mouth) for p in poses]
            _heighten(under, cut, self._mouth.touch(mouth, moments, x, y))
        if not any(numbers.moves_eyes(p) for p in poses):
            return under
        for patch, eye, right in zip(self._eyes, head.eyes, (True, False), strict=True):
            cut, x, y = self._cut(off, eye.box)
            own = [numbers.eye_numbers(p, eye, right) for p in poses]
            _heighten(under, cut, patch.touch(own, x, y))
        return under

    def _cut(self, off: Tensor, box: Box) -> tuple[Cut, Tensor, Tensor]:
        """Return which samples may look into a box of the painting, and where they look."""
        rows, columns = self._region(off, box)
        x, y = self._look(off, rows, columns)
        return (..., slice(*rows), slice(*columns)), x, y

    def _look(
        self, off: Tensor, rows: tuple[int, int], columns: tuple[int, int]
    ) -> tuple[Tensor, Tensor]:
        """Return where in the painting the samples of a region look, scene px (N, h, w)."""
        x, y = self._surface.axis(*columns), self._surface.axis(*rows)
        moved = expand(off, self._scene.step, x, y)
        return moved[:, 0] + x, moved[:, 1] + y[:, None]

    def _region(self, off: Tensor, box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the rows and columns of samples that may look into a box of the painting."""
        step, margin = self._scene.step, 2 * self._scene.step
        gy = torch.arange(off.shape[2], device=off.device)[:, None] * step
        gx = torch.arange(off.shape[3], device=off.device) * step
        x, y = off[:, 0] + gx, off[:, 1] + gy
        near = (x > box.left - margin) & (x < box.right + margin)
        near &= (y > box.top - margin) & (y < box.bottom + margin)
        seen, scale = near.any(0), self._surface.scale
        height, width = self._surface.source.shape[1:]
        return (
            _span(seen.any(1), step, scale, height),
            _span(seen.any(0), step, scale, width),
        )


def _span(nodes: Tensor, step: int, scale: int, size: int) -> tuple[int, int]:
    found = nodes.nonzero().flatten().tolist()
    if not found:
        return 0, 0
    return found[0] * step // scale, min((found[-1] + 1) * step // scale + 1, size)


def _heighten(under: Touch, cut: Cut, own: Touch) -> None:
    for whole, part in zip(under, own, strict=True):
        whole[cut] = torch.maximum(whole[cut], part)
