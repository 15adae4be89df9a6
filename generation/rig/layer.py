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
from generation.scene.model import Scene
from generation.types import Box

Cut: TypeAlias = tuple[EllipsisType, slice, slice]


@dataclass(frozen=True, slots=True)
class Layer:
    """Everything a frame needs on one surface of M scenes. Without any face: no patches."""

    surface: Surface
    step: int
    mouth: MouthPatch | None
    eyes: tuple[EyePatch, ...]

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
        return cls(surface, scenes[0].step, mouth, patches)

    def of(self, slots: Tensor) -> Layer:
        """Return the layers of some of the scenes, (m,) int64."""
        mouth = None if self.mouth is None else self.mouth.of(slots)
        eyes = tuple(patch.of(slots) for patch in self.eyes)
        return Layer(self.surface.of(slots), self.step, mouth, eyes)

    def whole(self, now: Moments, off: Tensor, mouth: Tensor | None) -> Tensor:
        """Return (N, C, h, w) colours 0..1, every sample asked for mouth and eyes.

        off: (N, 2, gh, gw) px; mouth: its inverse field. No shape depends on a number, so a
        device can record it once. See ``draw``.
        """
        height, width = self.surface.size
        x, y = self._look(off, (0, height), (0, width))
        out = self.surface.at(x, y).clamp(0, 1)
        if self.mouth is None or mouth is None:
            return out
        out = self.mouth.over(out, mouth, now, x, y).clamp(0, 1)
        for n, patch in enumerate(self.eyes):
            out = patch.over(out, now.eyes[:, n], now.moved[:, 2], x, y).clamp(0, 1)
        return out

    def draw(self, now: Moments, off: Tensor, mouth: Tensor | None, *, eyes: bool) -> Tensor:
        """Return what ``whole`` does for poses of one scene, looking only where a patch is seen.

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
