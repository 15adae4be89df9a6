"""M: how a face is held and what it shows; ConvNeXt V2 (arXiv 2301.00808) with seven heads."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from generation.liveportrait.keypoints import Motion, degrees
from generation.liveportrait.sizes import POINTS, Sizes

EPSILON = 1e-6


class ResponseNorm(nn.Module):
    """Global response normalisation over the plane of (B, H, W, C)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.zeros(1, 1, 1, channels))
        self.beta = nn.Parameter(torch.zeros(1, 1, 1, channels))

    def forward(self, x: Tensor) -> Tensor:
        """Return x scaled by each channel's strength against the mean one, added to x."""
        strength = torch.linalg.vector_norm(x, dim=(1, 2), keepdim=True, dtype=torch.float32)
        share = strength / (strength.mean(-1, keepdim=True) + EPSILON)
        return torch.addcmul(self.beta + x, self.gamma, x * share.to(x.dtype))


class Block(nn.Module):
    """Depthwise 7×7, then two linear layers four times as wide, added to (B, C, H, W)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.norm = nn.LayerNorm(channels, eps=EPSILON)
        self.pwconv1 = nn.Linear(channels, 4 * channels)
        self.grn = ResponseNorm(4 * channels)
        self.pwconv2 = nn.Linear(4 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum, of the same shape."""
        inner = self.norm(self.dwconv(x).permute(0, 2, 3, 1))
        inner = self.pwconv2(self.grn(functional.gelu(self.pwconv1(inner))))
        return torch.add(x, inner.permute(0, 3, 1, 2))


class PlaneNorm(nn.LayerNorm):
    """Layer norm over the channels of (B, C, H, W)."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, eps=EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        """Return the same shape, every place normalised by itself."""
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class MotionExtractor(nn.Module):
    """(B, 3, 256, 256) in 0..1 → Motion, in float32 whatever the network's own type."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        widths = sizes.widths
        stem = nn.Sequential(nn.Conv2d(3, widths[0], 4, stride=4), PlaneNorm(widths[0]))
        self.downsample_layers = nn.ModuleList(
            [stem, *(_halving(*two) for two in pairwise(widths))]
        )
        self.stages = nn.ModuleList(
            nn.Sequential(*(Block(width) for _ in range(count)))
            for count, width in zip(sizes.stages, widths, strict=True)
        )
        self.norm = nn.LayerNorm(widths[-1], eps=EPSILON)
        self.fc_kp = nn.Linear(widths[-1], POINTS * 3)
        self.fc_scale = nn.Linear(widths[-1], 1)
        self.fc_pitch = nn.Linear(widths[-1], sizes.bins)
        self.fc_yaw = nn.Linear(widths[-1], sizes.bins)
        self.fc_roll = nn.Linear(widths[-1], sizes.bins)
        self.fc_t = nn.Linear(widths[-1], 3)
        self.fc_exp = nn.Linear(widths[-1], POINTS * 3)

    def forward(self, picture: Tensor) -> Motion:
        """Return the seven answers; angles from their bins, points as (B, 21, 3)."""
        x = picture
        for halving, stage in zip(self.downsample_layers, self.stages, strict=True):
            x = stage(halving(x))
        seen = self.norm(x.mean((-2, -1)))
        return Motion(
            pitch=degrees(self.fc_pitch(seen)),
            yaw=degrees(self.fc_yaw(seen)),
            roll=degrees(self.fc_roll(seen)),
            t=self.fc_t(seen).float(),
            exp=self.fc_exp(seen).float().reshape(-1, POINTS, 3),
            scale=self.fc_scale(seen).float(),
            kp=self.fc_kp(seen).float().reshape(-1, POINTS, 3),
        )


def _halving(inward: int, outward: int) -> nn.Sequential:
    return nn.Sequential(PlaneNorm(inward), nn.Conv2d(inward, outward, 2, stride=2))
