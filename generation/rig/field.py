"""Where every node of a frame looks in the painting: head, bases, lens and camera."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generation.rig.camera import look
from generation.rig.constants import NEWTON_STEPS
from generation.rig.inverse import invert
from generation.rig.moments import Moments
from generation.rig.sampling import Ends, bilinear_jet, grids_of, sum_of
from generation.scene.model import Scene
from generation.types import BASE_AXES, Floats


class Nodes(NamedTuple):
    """The node grids of M scenes on one device, padded to the largest.

    bases (M, K, 2, h, w) of BASE_AXES px; offset (M, 3, h, w), weight (M, h, w): see Head, zero
    without one; depth (M, 1, h, w); lens (M, 2, h, w) px; bent (M,) 0 or 1, whether it bends.
    """

    bases: Tensor
    offset: Tensor
    weight: Tensor
    depth: Tensor
    lens: Tensor
    bent: Tensor
    ends: Ends
    step: int

    def of(self, slots: Tensor) -> Nodes:
        """Return the grids of some of the scenes, (m,) int64."""
        bases, offset, weight, depth, lens, bent = (grid[slots] for grid in self[:6])
        ends = Ends(self.ends.x[slots], self.ends.y[slots])
        return Nodes(bases, offset, weight, depth, lens, bent, ends, self.step)

    def displacement(self, now: Moments) -> Tensor:
        """Return (N, 2, h, w) px: sum_k c_k B_k + weight ((R - I)[:2] (offset - pivot) + shift).

        The head turns the painting as it lies, not as the bases have moved it.
        """
        c, m = now.bases[:, :, None, None, None], now.turn[..., None, None]
        d = sum_of(c[:, k] * self.bases[:, k] for k in range(len(BASE_AXES)))
        turned = m[:, :, 3] + sum_of(m[:, :, k] * self.offset[:, None, k] for k in range(3))
        return d + self.weight[:, None] * turned

    def source_map(self, now: Moments, *, camera: bool, steps: int = NEWTON_STEPS) -> Tensor:
        """Return (N, 2, h, w) px from each output node to what it shows of the painting.

        camera: whether any camera moves or any lens bends; if not, neither is looked through.
        """
        off = invert(self.displacement(now) / self.step, steps, self.ends) * self.step
        return self._through_camera(now, off) if camera else off

    def _through_camera(self, now: Moments, off: Tensor) -> Tensor:
        step, (rows, columns) = self.step, off.shape[-2:]
        y, x = torch.meshgrid(
            torch.arange(rows, device=off.device, dtype=torch.float32) * step,
            torch.arange(columns, device=off.device, dtype=torch.float32) * step,
            indexing="ij",
        )
        depth = self.depth.expand(len(off), -1, -1, -1)
        at_x, at_y = x + self.lens[:, 0], y + self.lens[:, 1]
        seen = look(now.camera, depth, step, at_x, at_y, self.ends)
        posed = bilinear_jet(off, seen[:, 0] / step, seen[:, 1] / step, self.ends)[0]
        moved = now.moved[:, 0] + self.bent > 0
        return torch.where(moved[:, None, None, None], seen + posed - torch.stack([x, y]), off)


def nodes_of(
    scenes: Sequence[Scene], device: torch.device, lenses: Sequence[Floats | None]
) -> Nodes:
    """Return the grids of scenes, all of one step; lenses: (2, h, w) px each, None for none."""
    (step,) = {scene.step for scene in scenes}
    grids = [_arrays(scene, lens) for scene, lens in zip(scenes, lenses, strict=True)]
    on = [[torch.as_tensor(grid, device=device) for grid in own] for own in grids]
    padded = [grids_of(each) for each in zip(*on, strict=True)]
    bent = torch.tensor([float(lens is not None) for lens in lenses], device=device)
    bases, offset, weight, depth, lens = (grid for grid, _ in padded)
    return Nodes(bases, offset, weight, depth, lens, bent, padded[0][1], step)


def _arrays(scene: Scene, lens: Floats | None) -> list[Floats]:
    shape, head = scene.depth.shape, scene.head
    bases = np.zeros((len(BASE_AXES), 2, *shape), np.float32)
    for axis, own in zip(scene.base_axes, scene.bases, strict=True):
        bases[BASE_AXES.index(axis)] = own
    offset = np.zeros((3, *shape), np.float32) if head is None else head.offset
    weight = np.zeros(shape, np.float32) if head is None else head.weight
    bent = np.zeros((2, *shape), np.float32) if lens is None else lens
    return [bases, offset, weight, scene.depth[None], bent]
