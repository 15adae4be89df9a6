"""The camera: where an output point looks in the posed picture, with parallax by depth."""

from __future__ import annotations

import torch
from torch import Tensor

from generation.rig.constants import DEPTH_LOOKUPS, ORBIT_PLANE
from generation.rig.sampling import Ends, bilinear_jet


def look(
    cameras: Tensor, depth: Tensor, step: int, x: Tensor, y: Tensor, ends: Ends | None = None
) -> Tensor:
    """Return (N, 2, h, w) px of the posed picture seen at the points x, y (h, w) px.

    With s = 1 / (zoom (1 + dolly D)) and D the depth at the point found so far:
    px = fx + s (cos (x - fx) + sin (y - fy)) + pan_x - orbit_x (D - .55)
    py = fy + s (cos (y - fy) - sin (x - fx)) + pan_y - orbit_y (D - .55), looked up 3 times.
    cameras: (N, 10) as numbers.CameraNumbers; depth: (N, 1, h, w) nodes, ``step`` px apart.
    """
    zoom, fx, fy, cos, sin, pan_x, pan_y, orbit_x, orbit_y, dolly = cameras[
        :, :, None, None
    ].unbind(1)
    along, across = cos * (x - fx) + sin * (y - fy), cos * (y - fy) - sin * (x - fx)
    px, py = fx + along / zoom + pan_x, fy + across / zoom + pan_y
    for _ in range(DEPTH_LOOKUPS):
        near = bilinear_jet(depth, px / step, py / step, ends)[0][:, 0]
        scale = 1 / (zoom * (1 + dolly * near))
        px = fx + along * scale + pan_x - orbit_x * (near - ORBIT_PLANE)
        py = fy + across * scale + pan_y - orbit_y * (near - ORBIT_PLANE)
    return torch.stack([px, py], 1)
