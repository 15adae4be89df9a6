"""The camera: where an output point looks in the posed picture, with parallax by depth."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from generation.rig.constants import DEPTH_LOOKUPS, ORBIT_PLANE
from generation.rig.numbers import CameraNumbers
from generation.rig.sampling import bilinear_jet


def look(
    cameras: Sequence[CameraNumbers], depth: Tensor, step: int, x: Tensor, y: Tensor
) -> Tensor:
    """Return (N, 2, h, w) px of the posed picture seen at the points x, y (h, w) px.

    With s = 1 / (zoom (1 + dolly D)) and D the depth at the point found so far:
    px = fx + s (cos (x - fx) + sin (y - fy)) + pan_x - orbit_x (D - .55)
    py = fy + s (cos (y - fy) - sin (x - fx)) + pan_y - orbit_y (D - .55), looked up 3 times.
    depth: (h, w) nodes, ``step`` px apart.
    """
    c = [_column(values, x) for values in zip(*cameras, strict=True)]
    zoom, fx, fy, cos, sin, pan_x, pan_y, orbit_x, orbit_y, dolly = c
    along, across = cos * (x - fx) + sin * (y - fy), cos * (y - fy) - sin * (x - fx)
    px, py = fx + along / zoom + pan_x, fy + across / zoom + pan_y
    if not any(n.orbit_x or n.orbit_y or n.dolly for n in cameras):
        return torch.stack([px, py], 1)
    field = depth[None, None].expand(len(cameras), 2, *depth.shape)
    for _ in range(DEPTH_LOOKUPS):
        near = bilinear_jet(field, px / step, py / step)[0][:, 0]
        scale = 1 / (zoom * (1 + dolly * near))
        px = fx + along * scale + pan_x - orbit_x * (near - ORBIT_PLANE)
        py = fy + across * scale + pan_y - orbit_y * (near - ORBIT_PLANE)
    return torch.stack([px, py], 1)


def _column(values: tuple[float, ...], like: Tensor) -> Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device)[:, None, None]
