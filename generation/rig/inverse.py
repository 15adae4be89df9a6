"""Invert a displacement field: p + d(p) = q solved to convergence by Newton's method."""

from __future__ import annotations

import torch
from torch import Tensor

from generation.rig.constants import LEAST_DETERMINANT, NEWTON_STEPS
from generation.rig.sampling import Ends, bilinear_jet


def invert(field: Tensor, steps: int = NEWTON_STEPS, ends: Ends | None = None) -> Tensor:
    """Return (N, 2, h, w) off with p = q + off solving p + field(p) = q at every node q.

    field: (N, 2, h, w) in node units, padded beyond ``ends``. Newton on the bilinear cells; the
    determinant is held above 1/4, which only matters where a field folds.
    """
    rows, columns = field.shape[-2:]
    gy, gx = torch.meshgrid(
        torch.arange(rows, device=field.device, dtype=field.dtype),
        torch.arange(columns, device=field.device, dtype=field.dtype),
        indexing="ij",
    )
    off = -field
    for _ in range(steps):
        off = off + newton_step(field, gx, gy, off, ends)
    return off


def newton_step(
    field: Tensor, gx: Tensor, gy: Tensor, off: Tensor, ends: Ends | None = None
) -> Tensor:
    """Return the (N, 2, h, w) correction of off, node units."""
    value, dx, dy = bilinear_jet(field, gx + off[:, 0], gy + off[:, 1], ends)
    rx, ry = (-(off + value)).unbind(1)
    jxx, jyx, jxy, jyy = 1 + dx[:, 0], dx[:, 1], dy[:, 0], 1 + dy[:, 1]
    scale = 1 / (jxx * jyy - jxy * jyx).clamp(min=LEAST_DETERMINANT)
    return torch.stack([(jyy * rx - jxy * ry) * scale, (jxx * ry - jyx * rx) * scale], 1)
