"""What a renderer did to each pixel: how much of it nobody painted, how far its paint came."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from generation.types import REST, Pose

RIGID = ("zoom", "pan_x", "pan_y", "camera_roll")  # of the camera: paint keeps its neighbours
STRETCHED = 1.5, 3.0  # times its area: paint drawn out so far is partly, then all interpolated
GLINT_FULL = 0.10  # of full brightness: a catchlight this much brighter counts as drawn


class Touch(NamedTuple):
    """invented: (N, h, w) 0..1, the share of a pixel that is not the painter's; moved:
    (N, h, w) px between a pixel and where its paint lies in the painting."""

    invented: Tensor
    moved: Tensor

    def under(self, alpha: Tensor, invented: Tensor, moved: Tensor) -> Touch:
        """Return this with a layer of another kind over it; alpha 0..1."""
        return Touch(
            self.invented * (1 - alpha) + invented * alpha,
            torch.maximum(self.moved, moved * (alpha > 0)),
        )


def rigid(pose: Pose) -> Pose:
    """Return what of a pose is a camera before a flat, still picture."""
    return REST.with_(**{axis: getattr(pose, axis) for axis in RIGID})


def stretching(off: Tensor, still: Tensor, step: int) -> Tensor:
    """Return (N, h, w) 0..1: how far paint is drawn out, against a flat, still picture.

    off, still: (N, 2, h, w) px from each node to what it shows. The area of painting seen by
    a small area of frame is det(I + grad off).
    """
    drawn = (_area(still, step) / _area(off, step).clamp(min=1e-3)).clamp(min=1)
    low, high = STRETCHED
    t = ((drawn - low) / (high - low)).clamp(0, 1)
    return t * t * (3 - 2 * t)


def _area(off: Tensor, step: int) -> Tensor:
    down, along = torch.gradient(off, spacing=float(step), dim=(2, 3))
    return ((1 + along[:, 0]) * (1 + down[:, 1]) - along[:, 1] * down[:, 0]).abs()
