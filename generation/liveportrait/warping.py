"""W: the features bent from the source's points to the driver's (dense motion, arXiv 2011.15126).

Each point offers its own shift; a network decides how much of each shift every voxel takes.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from generation.liveportrait.blocks import Down, Same, Up, melted
from generation.liveportrait.sizes import POINTS, Sizes

VARIANCE = 0.01  # of the gaussian around each point
OFFERS = POINTS + 1  # the first offer is to stay
LEAK = 0.01


def axis(side: int, like: Tensor) -> Tensor:
    """Return (side,) float32 places from −1 to 1."""
    return torch.linspace(-1.0, 1.0, side, device=like.device)


def identity(volume: Tensor) -> Tensor:
    """Return (D, H, W, 3) places of the voxels of (…, D, H, W), as x, y, z."""
    z, y, x = torch.meshgrid(*(axis(side, volume) for side in volume.shape[-3:]), indexing="ij")
    return torch.stack((x, y, z), dim=-1)


def gaussians(points: Tensor, volume: Tensor) -> Tensor:
    """Return (B, 21, D, H, W) float32, 1 at each point (B, 21, 3); the product of three axes."""
    z, y, x = (
        torch.exp((axis(side, volume) - points[..., i, None]).square() * (-0.5 / VARIANCE))
        for i, side in zip((2, 1, 0), volume.shape[-3:], strict=True)
    )
    return z[..., :, None, None] * y[..., None, :, None] * x[..., None, None, :]


def sample(volume: Tensor, places: Tensor) -> Tensor:
    """Return ``volume`` (B, C, D, H, W) read at places (B, …, 3); float32 places keep 1/100 px.

    The published weights were trained with places from corner to corner (``axis``) read
    from edge to edge, so even standing still blurs a little; it must stay so.
    """
    read = functional.grid_sample(volume.float(), places, align_corners=False)
    return read.to(volume.dtype)


class Encoder(nn.Module):
    """The falling half of the hourglass; gives every level, the input first."""

    def __init__(self, inward: int, sizes: Sizes) -> None:
        super().__init__()
        widths = [inward, *(_width(sizes, level + 1) for level in range(sizes.levels))]
        self.down_blocks = nn.ModuleList(
            Down(widths[level], widths[level + 1], space=3) for level in range(sizes.levels)
        )

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return the levels, each half as wide and high as the one before."""
        levels = [x]
        for block in self.down_blocks:
            levels.append(block(levels[-1]))
        return levels


class Decoder(nn.Module):
    """The rising half of the hourglass; each level joins what the encoder had there."""

    def __init__(self, inward: int, sizes: Sizes) -> None:
        super().__init__()
        top = sizes.levels - 1
        self.up_blocks = nn.ModuleList(
            Up(_width(sizes, level + 1) * (1 if level == top else 2), _width(sizes, level), space=3)
            for level in reversed(range(sizes.levels))
        )
        self.outward = inward + sizes.coarse
        self.conv: nn.Module = nn.Conv3d(self.outward, self.outward, 3, padding=1)
        self.norm: nn.Module = nn.BatchNorm3d(self.outward)

    def forward(self, levels: list[Tensor]) -> Tensor:
        """Return (B, coarse + inward, D, H, W)."""
        x = levels[-1]
        for block, beside in zip(self.up_blocks, reversed(levels[:-1]), strict=True):
            x = torch.cat((block(x), beside), dim=1)
        return functional.relu(self.norm(self.conv(x)), inplace=True)

    def fold(self) -> None:
        """Melt the norm into the convolution."""
        self.conv, self.norm = melted(self.conv, self.norm), nn.Identity()


class Hourglass(nn.Module):
    """Encoder and decoder over (B, C, D, H, W); only the plane is halved."""

    def __init__(self, inward: int, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = Encoder(inward, sizes)
        self.decoder = Decoder(inward, sizes)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, coarse + C, D, H, W)."""
        out: Tensor = self.decoder(self.encoder(x))
        return out


class DenseMotion(nn.Module):
    """Features and two sets of points → where to read each voxel, and what is hidden."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        inward = OFFERS * (sizes.compressed + 1)
        self.hourglass = Hourglass(inward, sizes)
        outward = self.hourglass.decoder.outward
        half = sizes.mask // 2
        self.mask = nn.Conv3d(outward, OFFERS, sizes.mask, padding=half)
        self.compress: nn.Module = nn.Conv3d(sizes.channels, sizes.compressed, 1)
        self.norm: nn.Module = nn.BatchNorm3d(sizes.compressed)
        self.occlusion = nn.Conv2d(outward * sizes.depth, 1, sizes.mask, padding=half)

    def forward(self, features: Tensor, source: Tensor, driving: Tensor) -> tuple[Tensor, Tensor]:
        """Return places (B, D, H, W, 3) float32, and (B, 1, H, W) in 0..1, 0 where hidden.

        Shares of the offers sum to 1, so the places are the voxel's own and the shares of
        the shifts: with equal points nothing moves, exactly.
        """
        shifts = functional.pad(source - driving, (0, 0, 1, 0))
        places = identity(features)
        seen = self.hourglass(self._offers(features, places, shifts, source, driving))
        shares = self.mask(seen).softmax(1, dtype=torch.float32)
        occlusion = self.occlusion(seen.flatten(1, 2)).sigmoid()
        return places + torch.einsum("bkdhw,bkc->bdhwc", shares, shifts), occlusion

    def _offers(
        self, features: Tensor, places: Tensor, shifts: Tensor, source: Tensor, driving: Tensor
    ) -> Tensor:
        """Return (B, 22 · (1 + compressed), D, H, W): the change of each point's gaussian
        (0 for the first), and the features as this point would shift them."""
        small = functional.relu(self.norm(self.compress(features)))
        heat = gaussians(driving, features) - gaussians(source, features)
        heat = functional.pad(heat, (0, 0, 0, 0, 0, 0, 1, 0)).unsqueeze(2).to(features.dtype)
        moved = (places + shifts[:, :, None, None, None]).flatten(1, 2)  # all offers in one read
        read = sample(small, moved).reshape(*small.shape[:2], OFFERS, *small.shape[2:])
        return torch.cat((heat, read.transpose(1, 2)), dim=2).flatten(1, 2)

    def fold(self) -> None:
        """Melt the norm into the compressing convolution."""
        self.compress, self.norm = melted(self.compress, self.norm), nn.Identity()


class Warping(nn.Module):
    """(B, 32, 16, 64, 64), source and driving points (B, 21, 3) → (B, 256, 64, 64)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.dense_motion_network = DenseMotion(sizes)
        self.third = Same(sizes.channels * sizes.depth, sizes.wide, leak=LEAK)
        self.fourth = nn.Conv2d(sizes.wide, sizes.wide, 1)

    def forward(self, features: Tensor, source: Tensor, driving: Tensor) -> Tensor:
        """Return the bent features as a plane, dimmed where something hid them."""
        places, occlusion = self.dense_motion_network(features, source, driving)
        bent: Tensor = self.fourth(self.third(sample(features, places).flatten(1, 2)))
        return torch.mul(bent, occlusion)


def _width(sizes: Sizes, level: int) -> int:
    return min(sizes.coarsest, sizes.coarse << level)
