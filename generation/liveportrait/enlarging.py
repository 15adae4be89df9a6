"""A 3×3 convolution of an enlarged map, done before it is enlarged: the same, with less work.

Where every pixel is repeated ``factor`` times, a 3×3 window sees at most two of them in each
direction. So each place inside a repeated pixel is a 2×2 convolution of the small map, and
places that see the same share one: nine instead of sixteen for factor 4, each with four taps
for nine.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from generation.liveportrait.blocks import convolution

Way = tuple[int, tuple[tuple[float, ...], ...]]  # first pixel seen: 0 before, 1 own; tap → pixel


def way(place: int, factor: int) -> Way:
    """Return which two pixels the three taps at ``place`` of 0..factor−1 see, and which tap
    falls on which: a 2×3 matrix of ones and zeros."""
    seen = [(place + tap - 1) // factor for tap in range(3)]
    first = -1 if seen[0] < 0 else 0
    return first + 1, tuple(tuple(float(one == first + i) for one in seen) for i in range(2))


class EnlargedConv(nn.Module):
    """``conv`` (3×3, sides kept) of a map (B, C, h, w) enlarged ``factor`` ≥ 2 times."""

    def __init__(self, conv: nn.Conv2d, factor: int) -> None:
        super().__init__()
        ways = [way(place, factor) for place in range(factor)]
        distinct = list(dict.fromkeys(ways))
        self.places = [(distinct.index(one), one[0]) for one in ways]
        self.kinds = len(distinct)
        taps = [conv.weight.new_tensor(matrix) for _, matrix in distinct]
        weights = [
            torch.einsum("at,bs,oits->oiab", down, across, conv.weight)
            for down in taps
            for across in taps
        ]
        bias = None if conv.bias is None else conv.bias.repeat(self.kinds**2)
        self.conv = convolution(torch.cat(weights).detach(), bias)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, outward, factor · h, factor · w)."""
        height, width = x.shape[-2:]
        made: Tensor = self.conv(x)  # one row and column more than x: between and around pixels
        made = made.reshape(len(x), self.kinds, self.kinds, -1, height + 1, width + 1)
        rows = [made[:, kind, ..., at : at + height, :] for kind, at in self.places]
        made = torch.stack(rows, dim=4).flatten(3, 4)
        columns = [made[:, kind, ..., at : at + width] for kind, at in self.places]
        return torch.stack(columns, dim=4).flatten(3, 4)
