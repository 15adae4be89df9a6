"""A mouth composed over the painting: two layers that part, and what lies between.

For a point m of the painting (after head and camera) the upper layer samples p = m + i_up,
the lower q = m + i_lo, where i is the inverse on the mouth's nodes of f = sum_k c_k bases[k]
(p + f_up(p) = m). With the textures at p or q:

    between = interior(p) (1 - tongue_alpha(q)) + tongue(q) tongue_alpha(q)
    base    = between * mask(p) + painting(q) (1 - mask(p))
    out     = (base (1 - lower_alpha(q)) + painting(q) lower_alpha(q)) (1 - upper_alpha(p))
              + painting(p) upper_alpha(p)

Only pixels whose m lies inside the box are touched; at its border f is zero.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from generation.rig.inverse import invert
from generation.rig.sampling import bilinear_jet, sample_linear
from generation.rig.surface import Surface
from generation.scene.model import Mouth


class MouthField:
    """The mouth's two displacement layers on one device."""

    def __init__(self, mouth: Mouth, device: torch.device) -> None:
        self._bases = torch.as_tensor(mouth.bases, device=device) / mouth.stride

    def inverse(self, coefficients: Tensor) -> Tensor:
        """Return (2, N, 2, h, w) backward displacements in node units for (N, 9)."""
        fields = torch.einsum("nk,lkchw->lnchw", coefficients, self._bases)
        return torch.stack([invert(layer) for layer in fields])


class MouthPatch:
    """The mouth's textures on one surface."""

    def __init__(self, mouth: Mouth, surface: Surface) -> None:
        device = surface.source.device
        self._mouth, self._surface = mouth, surface
        masks = (mouth.upper_alpha, mouth.between, mouth.lower_alpha, mouth.tongue_alpha)
        upper, between, lower, tongue = surface.masks(
            torch.as_tensor(np.stack(masks), device=device)
        )
        interior, flesh = surface.colours(mouth.interior), surface.colours(mouth.tongue)
        self._with_upper = torch.cat([interior, upper[None], between[None]])
        self._with_lower = torch.cat([flesh, lower[None], tongue[None]])

    def over(self, below: Tensor, inverse: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """Return ``below`` (N, C, h, w) with the mouth drawn where x, y (N, h, w) px see it."""
        left, top, right, bottom = self._mouth.box
        inside = (x >= left) & (x <= right - 1) & (y >= top) & (y <= bottom - 1)
        upper_x, upper_y = self._follow(inverse[0], x, y)
        lower_x, lower_y = self._follow(inverse[1], x, y)
        upper = sample_linear(self._with_upper, upper_x - left, upper_y - top)
        lower = sample_linear(self._with_lower, lower_x - left, lower_y - top)
        colour = self._blend(
            upper, lower, self._surface.at(upper_x, upper_y), self._surface.at(lower_x, lower_y)
        )
        return torch.where(inside[:, None], colour, below)

    def _follow(self, inverse: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        stride, box = self._mouth.stride, self._mouth.box
        moved = bilinear_jet(inverse, (x - box.left) / stride, (y - box.top) / stride)[0] * stride
        return x + moved[:, 0], y + moved[:, 1]

    def _blend(self, upper: Tensor, lower: Tensor, top: Tensor, bottom: Tensor) -> Tensor:
        channels = top.shape[1]
        interior, upper_alpha, between = _split(upper, channels)
        tongue, lower_alpha, tongue_alpha = _split(lower, channels)
        hollow = interior * (1 - tongue_alpha) + tongue * tongue_alpha
        base = hollow * between + bottom * (1 - between)
        out = base * (1 - lower_alpha) + bottom * lower_alpha
        return out * (1 - upper_alpha) + top * upper_alpha


def _split(texture: Tensor, channels: int) -> tuple[Tensor, Tensor, Tensor]:
    """Colours and the two masks that follow them."""
    return texture[:, :channels], texture[:, channels, None], texture[:, channels + 1, None]
