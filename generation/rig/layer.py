"""One surface of scenes with their patches: warps the painting, then mouth, then eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import TypeAlias

import torch
from torch import Tensor

from generation.rig.eyes import EyePatch
from generation.rig.moments import Moments
from generation.rig.mouth import MouthPatch
from generation.rig.mouth_field import MouthField
from generation.rig.sampling import expand
from generation.rig.surface import Surface
from generation.rig.touching import Touch
from generation.rig.window import window_on, window_size
from generation.scene.model import Eye, Mouth, Scene
from generation.types import Box

Cut: TypeAlias = tuple[EllipsisType, slice, slice]


@dataclass(frozen=True, slots=True)
class Layer:
    """Everything a frame needs on one surface of M scenes. Without any face: no patches."""

    surface: Surface
    step: int
    mouth: MouthPatch | None
    eyes: tuple[EyePatch, ...]
    windows: tuple[tuple[int, int], ...] = ()  # of the mouth and each eye: see ``together``

    @classmethod
    def on(cls, surface: Surface, scenes: Sequence[Scene], field: MouthField | None) -> Layer:
        """Lay what the scenes have onto their surface; field: None where none has a face."""
        if field is None:
            return cls(surface, scenes[0].step, None, ())
        heads = [scene.head for scene in scenes]
        mouths = [head.mouth if head else None for head in heads]
        eyes = [[head.eyes[n] if head else None for head in heads] for n in (0, 1)]
        mouth = MouthPatch.on(surface, mouths, field)
        patches = tuple(EyePatch.on(surface, own) for own in eyes)
        step = scenes[0].step
        kinds: list[Sequence[Mouth | Eye | None]] = [mouths, *eyes]
        boxes = [[patch.box for patch in kind if patch] for kind in kinds]
        windows = tuple(window_size(own, surface, step) for own in boxes)
        return cls(surface, step, mouth, patches, windows)

    def of(self, slots: Tensor) -> Layer:
        """Return the layers of some of the scenes, (m,) int64."""
        mouth = None if self.mouth is None else self.mouth.of(slots)
        eyes = tuple(patch.of(slots) for patch in self.eyes)
        return Layer(self.surface.of(slots), self.step, mouth, eyes, self.windows)

    def together(self, now: Moments, off: Tensor, mouth: Tensor | None, *, near: bool) -> Tensor:
        """Return (N, C, h, w) colours 0..1 of N scenes, one pose each.

        off: (N, 2, gh, gw) px; mouth: its inverse field. No shape depends on a number, so a
        device can record it once. near: no camera is nearer than window.NEAREST, so that
        mouth and eyes are looked for in windows of one size instead of the whole frame.
        """
        height, width = self.surface.size
        x, y = self._look(off, (0, height), (0, width))
        out = self.surface.at(x, y).clamp(0, 1)
        if self.mouth is None or mouth is None:
            return out
        sizes = self.windows if near else [self.surface.size] * 3
        seen = window_on(self.surface, self.step, off, self.mouth.shape[:4], sizes[0])
        out = seen.paste(
            out, self.mouth.over(seen.cut(out), mouth, now, seen.x, seen.y).clamp(0, 1)
        )
        for n, (eye, size) in enumerate(zip(self.eyes, sizes[1:], strict=True)):
            seen = window_on(self.surface, self.step, off, eye.shape[:4], size)
            drawn = eye.over(seen.cut(out), now.eyes[:, n], now.moved[:, 2], seen.x, seen.y)
            out = seen.paste(out, drawn.clamp(0, 1))
        return out

    def draw(self, now: Moments, off: Tensor, mouth: Tensor | None, *, eyes: bool) -> Tensor:
        """Return what ``together`` does for poses of one scene, looking only where a patch is.

        mouth: None where every mouth rests; eyes: whether any eye moves.
        """
        height, width = self.surface.size
        x, y = self._look(off, (0, height), (0, width))
        out = self.surface.at(x, y).clamp(0, 1)
        if mouth is not None and self.mouth is not None:
            cut, x, y = self._cut(off, self.mouth.box)
            out[cut] = self.mouth.over(out[cut], mouth, now, x, y).clamp(0, 1)
        for n, patch in enumerate(self.eyes if eyes else ()):
            cut, x, y = self._cut(off, patch.box)
            drawn = patch.over(out[cut], now.eyes[:, n], now.moved[:, 2], x, y)
            out[cut] = drawn.clamp(0, 1)
        return out

    def touch(
        self, now: Moments, off: Tensor, mouth: Tensor | None, under: Touch, *, eyes: bool
    ) -> Touch:
        """Return ``under``, a touch of every pixel, with what mouth and eyes do to theirs."""
        if mouth is not None and self.mouth is not None:
            cut, x, y = self._cut(off, self.mouth.box)
            _heighten(under, cut, self.mouth.touch(mouth, now, x, y))
        for n, patch in enumerate(self.eyes if eyes else ()):
            cut, x, y = self._cut(off, patch.box)
            _heighten(under, cut, patch.touch(now.eyes[:, n], now.moved[:, 2], x, y))
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
        x, y = self.surface.axis(*columns), self.surface.axis(*rows)
        moved = expand(off, self.step, x, y)
        return moved[:, 0] + x, moved[:, 1] + y[:, None]

    def _region(self, off: Tensor, box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the rows and columns of samples that may look into a box of the painting."""
        step, margin = self.step, 2 * self.step
        gy = torch.arange(off.shape[2], device=off.device)[:, None] * step
        gx = torch.arange(off.shape[3], device=off.device) * step
        x, y = off[:, 0] + gx, off[:, 1] + gy
        near = (x > box.left - margin) & (x < box.right + margin)
        near &= (y > box.top - margin) & (y < box.bottom + margin)
        seen, scale = near.any(0), self.surface.scale
        height, width = self.surface.size
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
