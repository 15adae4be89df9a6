"""What moves a face: 21 points in space, from an angle, a place, a size and an expression.

The formula is that of LivePortrait (arXiv 2407.03168): x = s · (x_c R + δ) + t.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

BIN_DEGREES = 3.0
FIRST_DEGREES = -97.5
LIPS = (6, 12, 14, 17, 19, 20)  # which points follow the lips
EYES = (11, 13, 15, 16, 18)  # which follow the eyes and brows


class Motion(NamedTuple):
    """How a face is held and what it shows, for a batch of B pictures.

    pitch, yaw, roll: (B,) degrees; t: (B, 3) place, in half pictures; exp: (B, 21, 3)
    expression, added to the points; scale: (B, 1); kp: (B, 21, 3) canonical points.
    """

    pitch: Tensor
    yaw: Tensor
    roll: Tensor
    t: Tensor
    exp: Tensor
    scale: Tensor
    kp: Tensor


def degrees(bins: Tensor) -> Tensor:
    """Return (B,) degrees from (B, N) scores of bins 3° apart, the first at −97.5°."""
    steps = torch.arange(bins.shape[-1], device=bins.device, dtype=torch.float32)
    expected = (bins.float().softmax(-1) * steps).sum(-1)
    return expected * BIN_DEGREES + FIRST_DEGREES


def rotation(pitch: Tensor, yaw: Tensor, roll: Tensor) -> Tensor:
    """Return (B, 3, 3) turning row vectors: (Rz · Ry · Rx)ᵀ for (B,) degrees."""
    x, y, z = (angle * (math.pi / 180) for angle in (pitch, yaw, roll))
    one, nil = torch.ones_like(x), torch.zeros_like(x)
    about_x = _matrix(one, nil, nil, nil, x.cos(), -x.sin(), nil, x.sin(), x.cos())
    about_y = _matrix(y.cos(), nil, y.sin(), nil, one, nil, -y.sin(), nil, y.cos())
    about_z = _matrix(z.cos(), -z.sin(), nil, z.sin(), z.cos(), nil, nil, nil, one)
    return (about_z @ about_y @ about_x).transpose(-1, -2)


def _matrix(*entries: Tensor) -> Tensor:
    return torch.stack(entries, dim=-1).reshape(*entries[0].shape, 3, 3)


def keypoints(motion: Motion) -> Tensor:
    """Return (B, 21, 3) = s · (x_c R + δ) + t, the third coordinate of t left out."""
    return placed(motion, rotation(motion.pitch, motion.yaw, motion.roll))


def placed(motion: Motion, turned: Tensor) -> Tensor:
    """Return (B, 21, 3) as ``keypoints`` does, under a rotation (B, 3, 3) given by itself."""
    flat = functional.pad(motion.t[:, :2], (0, 1))
    return motion.scale.unsqueeze(-1) * (motion.kp @ turned + motion.exp) + flat.unsqueeze(1)


def relative(source: Motion, first: Motion, now: Motion) -> Tensor:
    """Return (B, 21, 3): the source moved as the driver moved from ``first`` to ``now``.

    R = (R_now R_firstᵀ) R_source; δ = δ_s + δ_now − δ_first; s = s_s · s_now / s_first;
    t = t_s + t_now − t_first. ``now`` equal to ``first`` gives the source's own points.
    """
    turn = rotation(now.pitch, now.yaw, now.roll)
    start = rotation(first.pitch, first.yaw, first.roll)
    own = rotation(source.pitch, source.yaw, source.roll)
    moved = source._replace(
        exp=source.exp + (now.exp - first.exp),
        scale=source.scale * now.scale / first.scale,
        t=source.t + (now.t - first.t),
    )
    return placed(moved, turn @ start.transpose(-1, -2) @ own)
