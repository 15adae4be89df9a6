"""G: the frame painted from the bent features; SPADE (arXiv 1903.07291), then pixel shuffle."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from generation.liveportrait.blocks import SpectralConv2d, convolution, doubled
from generation.liveportrait.enlarging import EnlargedConv
from generation.liveportrait.sizes import ENLARGE, Sizes

LEAK = 0.2


class Spade(nn.Module):
    """Instance norm, then scaled and shifted at every place by what the map says there."""

    def __init__(self, channels: int, sizes: Sizes) -> None:
        super().__init__()
        hidden = sizes.spread
        self.mlp_shared = nn.Sequential(nn.Conv2d(sizes.wide, hidden, 3, padding=1), nn.ReLU())
        self.mlp_gamma: nn.Module = nn.Conv2d(hidden, channels, 3, padding=1)
        self.mlp_beta: nn.Module = nn.Conv2d(hidden, channels, 3, padding=1)
        self.both: nn.Module | None = None

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """Return norm(x) · (1 + γ) + β for x (B, C, H, W) and hidden (B, 128, H, W)."""
        plain = functional.instance_norm(x)
        if self.both is not None:
            scale, shift = self.both(hidden).chunk(2, dim=1)
        else:
            scale, shift = 1 + self.mlp_gamma(hidden), self.mlp_beta(hidden)
        return torch.addcmul(shift, plain, scale)

    def fold(self) -> None:
        """Make one convolution of γ and β, the 1 of 1 + γ in its bias."""
        gamma, beta = self.mlp_gamma, self.mlp_beta
        if isinstance(gamma, nn.Conv2d) and isinstance(beta, nn.Conv2d):
            bias = torch.cat((gamma.bias + 1, beta.bias))  # type: ignore[operator, arg-type]
            self.both = convolution(torch.cat((gamma.weight, beta.weight)).detach(), bias)
        self.mlp_gamma = self.mlp_beta = nn.Identity()


class SpadeBlock(nn.Module):
    """Two SPADE norms with convolutions, added to x; 1×1 shortcut where channels change.

    factor: how much larger x is than the map that the norms are told.
    """

    def __init__(self, inward: int, outward: int, sizes: Sizes, factor: int = 1) -> None:
        super().__init__()
        between = min(inward, outward)
        self.factor = factor
        self.conv_0: nn.Module = SpectralConv2d(inward, between, 3)
        self.conv_1: nn.Module = SpectralConv2d(between, outward, 3)
        self.norm_0 = Spade(inward, sizes)
        self.norm_1 = Spade(between, sizes)
        self.conv_s: nn.Module | None = None
        if inward != outward:
            self.conv_s = SpectralConv2d(inward, outward, 1, bias=False)
            self.norm_s = Spade(inward, sizes)
        self.shared: nn.Module | None = None

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        """Return (B, outward, H, W) for x (B, inward, H, W) and the map (B, 256, h, w)."""
        hidden = self._hidden(told)
        inner = self.conv_0(_active(self.norm_0(x, hidden[0])))
        inner = self.conv_1(_active(self.norm_1(inner, hidden[1])))
        if self.conv_s is not None:
            x = self.conv_s(self.norm_s(x, hidden[2]))
        return torch.add(x, inner)

    def norms(self) -> list[Spade]:
        """Return the norms in the order of their hidden maps."""
        return [self.norm_0, self.norm_1, *([self.norm_s] if self.conv_s is not None else [])]

    def _hidden(self, told: Tensor) -> Sequence[Tensor]:
        if self.shared is None:
            large = functional.interpolate(told, scale_factor=float(self.factor))
            return [norm.mlp_shared(large) for norm in self.norms()]
        return functional.relu(self.shared(told), inplace=True).chunk(len(self.norms()), dim=1)

    def fold(self) -> None:
        """Divide spectral norms out; make one convolution of all that read the same map,
        and do it before the map is enlarged."""
        for name in ("conv_0", "conv_1", "conv_s"):
            conv = getattr(self, name)
            if isinstance(conv, SpectralConv2d):
                setattr(self, name, conv.plain())
        reading = [norm.mlp_shared[0] for norm in self.norms()]
        weight = torch.cat([conv.weight for conv in reading]).detach()  # type: ignore[misc]
        shared = convolution(weight, torch.cat([conv.bias for conv in reading]))  # type: ignore[misc]
        self.shared = shared if self.factor == 1 else EnlargedConv(shared, self.factor)
        for norm in self.norms():
            norm.mlp_shared = nn.Sequential()


class Generator(nn.Module):
    """(B, 256, 64, 64) → (B, 3, 512, 512) in 0..1."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        twice = 2 * sizes.wide
        self.fc = nn.Conv2d(sizes.wide, twice, 3, padding=1)
        self.middle = [f"G_middle_{i}" for i in range(sizes.middle)]
        for name in self.middle:
            self.add_module(name, SpadeBlock(twice, twice, sizes))
        self.up_0 = SpadeBlock(twice, sizes.wide, sizes, factor=2)
        self.up_1 = SpadeBlock(sizes.wide, sizes.last, sizes, factor=4)
        self.conv_img = nn.Sequential(
            nn.Conv2d(sizes.last, 3 * ENLARGE**2, 3, padding=1), nn.PixelShuffle(ENLARGE)
        )

    def forward(self, told: Tensor) -> Tensor:
        """Return the frame; every block is told the same map, doubled as x grows."""
        x = self.fc(told)
        for name in self.middle:
            x = self.get_submodule(name)(x, told)
        x = self.up_0(doubled(x), told)
        x = self.up_1(doubled(x), told)
        return torch.sigmoid(self.conv_img(_active(x)))


def _active(x: Tensor) -> Tensor:
    return functional.leaky_relu(x, LEAK)
