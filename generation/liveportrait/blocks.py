"""Convolutions with their norms: what appearance, warping and generator are built of.

Names of members are those of the published checkpoints. Batch norms use what was learned
(the network is never trained here), so ``fold`` melts each into the convolution before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

CONVOLUTIONS = {2: nn.Conv2d, 3: nn.Conv3d}
NORMS = {2: nn.BatchNorm2d, 3: nn.BatchNorm3d}


def in_plane(change: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return (B, C, [D,] H, W) with every slice of depth changed as a picture of its own.

    Laid out channels-last it costs no copy, and every type has the operation in two dimensions.
    """
    if x.ndim == 4:
        return change(x)
    slices = x.transpose(1, 2)
    changed = change(slices.flatten(0, 1))
    return changed.reshape(*slices.shape[:2], *changed.shape[1:]).transpose(1, 2)


def doubled(x: Tensor) -> Tensor:
    """Return (B, C, 2H, 2W), every pixel four times."""
    return functional.interpolate(x, scale_factor=2.0)


class Same(nn.Module):
    """Convolution 3, batch norm, ReLU of slope ``leak``; (B, C, [D,] H, W) keeps its sides."""

    def __init__(self, inward: int, outward: int, space: int = 2, leak: float = 0.0) -> None:
        super().__init__()
        self.conv: nn.Module = CONVOLUTIONS[space](inward, outward, 3, padding=1)
        self.norm: nn.Module = NORMS[space](outward)
        self.leak = leak

    def forward(self, x: Tensor) -> Tensor:
        """Return the activated norm of the convolution."""
        return functional.leaky_relu(self.norm(self.conv(x)), self.leak, inplace=True)

    def fold(self) -> None:
        """Melt the norm into the convolution."""
        self.conv, self.norm = melted(self.conv, self.norm), nn.Identity()


class Down(Same):
    """``Same``, then the mean of every 2×2 of the plane; the depth stays."""

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, outward, [D,] H/2, W/2)."""
        return in_plane(lambda plane: functional.avg_pool2d(plane, 2), super().forward(x))


class Up(Same):
    """Every voxel doubled in the plane, then ``Same``; the depth stays."""

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, outward, [D,] 2H, 2W)."""
        return super().forward(in_plane(doubled, x))


class Scaled(nn.Module):
    """What a batch norm has learned, as one scale and shift: statistics need no 16 bits."""

    def __init__(self, norm: nn.BatchNorm3d) -> None:
        super().__init__()
        mean, variance = cast(Tensor, norm.running_mean), cast(Tensor, norm.running_var)
        scale = norm.weight * (variance + norm.eps).rsqrt()
        shift = norm.bias - mean * scale
        self.weight = nn.Parameter(scale.reshape(-1, 1, 1, 1).detach(), requires_grad=False)
        self.bias = nn.Parameter(shift.reshape(-1, 1, 1, 1).detach(), requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, C, D, H, W) scaled and shifted."""
        return torch.addcmul(self.bias, x, self.weight)


class Residual3d(nn.Module):
    """Two rounds of norm, ReLU, convolution 3³, added to what came in (B, C, D, H, W)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1: nn.Module = nn.Conv3d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv3d(channels, channels, 3, padding=1)
        self.norm1: nn.Module = nn.BatchNorm3d(channels)
        self.norm2: nn.Module = nn.BatchNorm3d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum, of the same shape."""
        inner = self.conv1(self.norm1(x).relu_())
        inner = self.conv2(self.norm2(inner).relu_())
        return torch.add(x, inner)

    def fold(self) -> None:
        """Melt the second norm into the first convolution; before the first norm is none."""
        if isinstance(self.norm1, nn.BatchNorm3d):
            self.norm1 = Scaled(self.norm1)
        self.conv1, self.norm2 = melted(self.conv1, self.norm2), nn.Identity()


class SpectralConv2d(nn.Module):
    """A convolution whose weight is divided by its largest singular value, uᵀ W v.

    The checkpoint holds W (``weight_orig``), u and v as found in training (Miyato et al.,
    arXiv 1802.05957); here they no longer change, and ``plain`` divides once and for all.
    """

    weight_u: Tensor
    weight_v: Tensor

    def __init__(self, inward: int, outward: int, kernel: int, bias: bool = True) -> None:
        super().__init__()
        shape = (outward, inward, kernel, kernel)
        self.weight_orig = nn.Parameter(torch.empty(shape))
        self.bias = nn.Parameter(torch.empty(outward)) if bias else None
        self.register_buffer("weight_u", torch.empty(outward))
        self.register_buffer("weight_v", torch.empty(inward * kernel * kernel))

    def forward(self, x: Tensor) -> Tensor:
        """Return the convolution (B, outward, H, W) with the divided weight."""
        padding = self.weight_orig.shape[-1] // 2
        return functional.conv2d(x, self.weight(), self.bias, padding=padding)

    def weight(self) -> Tensor:
        """Return W / (uᵀ W v)."""
        flat = self.weight_orig.flatten(1)
        return self.weight_orig / (self.weight_u @ (flat @ self.weight_v))

    def plain(self) -> nn.Conv2d:
        """Return a common convolution that gives the same."""
        return convolution(self.weight().detach(), self.bias)


def convolution(weight: Tensor, bias: Tensor | None) -> nn.Conv2d:
    """Return the convolution (outward, inward, k, k) of these tensors, its sides kept."""
    outward, inward, kernel, _ = weight.shape
    made = nn.Conv2d(inward, outward, kernel, padding=kernel // 2, bias=False, device="meta")
    made.weight = nn.Parameter(weight.contiguous(), requires_grad=False)
    if bias is not None:
        made.bias = nn.Parameter(bias.detach(), requires_grad=False)
    return made


def melted(conv: nn.Module, norm: nn.Module) -> nn.Module:
    """Return one convolution that does both, from a convolution and its learned norm."""
    return fuse_conv_bn_eval(conv, norm)  # type: ignore[type-var, arg-type]


def fold(module: nn.Module) -> None:
    """Let every part below ``module`` that can be simplified do so, once; depth first."""
    for child in module.children():
        fold(child)
    own = getattr(module, "fold", None)
    if own is not None:
        own()
