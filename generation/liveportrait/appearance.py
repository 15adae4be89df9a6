"""F: what a face looks like, as a volume of features that can be bent."""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn

from generation.liveportrait.blocks import Down, Residual3d, Same
from generation.liveportrait.sizes import Sizes


class Appearance(nn.Module):
    """(B, 3, 256, 256) in 0..1 → (B, 32, 16, 64, 64), once a picture."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.volume = (sizes.channels, sizes.depth)
        self.first = Same(3, sizes.first)
        self.down_blocks = nn.ModuleList(
            Down(sizes.first << step, sizes.first << step + 1) for step in range(2)
        )
        self.second = nn.Conv2d(sizes.first * 4, sizes.channels * sizes.depth, 1)
        self.resblocks_3d = nn.Sequential(
            OrderedDict((f"3dr{i}", Residual3d(sizes.channels)) for i in range(sizes.blocks))
        )

    def forward(self, picture: Tensor) -> Tensor:
        """Return the features; flat channels are laid out as channel · depth."""
        x = self.first(picture)
        for block in self.down_blocks:
            x = block(x)
        volume: Tensor = self.resblocks_3d(self.second(x).unflatten(1, self.volume))
        return volume
