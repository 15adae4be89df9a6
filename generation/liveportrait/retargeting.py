"""Small networks that mend points: stitching, lips and eyes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from generation.liveportrait.sizes import POINTS

FLAT = POINTS * 3
STITCHING = (2 * FLAT, 128, 128, 64, FLAT + 2)  # both sets of points → changes, and of t_x, t_y
LIPS = (FLAT + 2, 128, 128, 64, FLAT)  # points, how open, how open to be
EYES = (FLAT + 3, 256, 256, 128, 128, 64, FLAT)  # points, how open left and right, and to be


class Perceptron(nn.Module):
    """Linear layers with ReLU between them."""

    def __init__(self, widths: Sequence[int]) -> None:
        super().__init__()
        layers = [part for two in pairwise(widths) for part in (nn.Linear(*two), nn.ReLU())]
        self.mlp = nn.Sequential(*layers[:-1])

    def forward(self, *parts: Tensor) -> Tensor:
        """Return (B, last width) for parts flattened and joined, (B, first width)."""
        out: Tensor = self.mlp(torch.cat([part.flatten(1) for part in parts], dim=1))
        return out


def stitched(net: nn.Module, source: Tensor, driving: Tensor) -> Tensor:
    """Return driving points (B, 21, 3) + Δ, where Δ = S(x_s, x_d) − S(x_s, x_s).

    S learned to leave an unmoved face in place; what little it still says of one is taken
    off, so that a portrait at rest is its own reconstruction exactly.
    """
    change: Tensor = net(source, driving) - net(source, source)
    points = change[:, :FLAT].reshape(-1, POINTS, 3)
    place = nn.functional.pad(change[:, None, FLAT:], (0, 1))
    return driving + points + place


def retargeted(net: nn.Module, source: Tensor, ratios: Tensor) -> Tensor:
    """Return the change (B, 21, 3) for points (B, 21, 3) and how open, (B, 2) or (B, 3)."""
    change: Tensor = net(source, ratios)
    return change.reshape(-1, POINTS, 3)
