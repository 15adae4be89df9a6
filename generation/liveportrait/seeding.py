"""Random weights from a seed: no portrait, but motion can be seen; for tests and benchmarks."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor, nn

from generation.liveportrait.blocks import SpectralConv2d
from generation.liveportrait.parts import Parts, build
from generation.liveportrait.sizes import Sizes

SMALL = 0.1  # of biases and of norms' means
# How far each head's answers stray: points about half a face apart, expressions small
HEADS = {"fc_kp": 0.2, "fc_exp": 0.02, "fc_t": 0.05, "fc_scale": 0.05}
SINGULAR_ROUNDS = 8


def random_parts(seed: int, sizes: Sizes) -> Parts:
    """Return modules with random weights on the CPU, the same for the same seed and sizes."""
    parts = build(sizes, "meta")
    chance = Generator().manual_seed(seed)
    for part in parts:
        part.to_empty(device="cpu")
        for name, tensor in part.state_dict().items():
            tensor.copy_(_drawn(name, tensor, chance))
        for module in part.modules():
            if isinstance(module, SpectralConv2d):
                _settle(module)
    for name, spread in HEADS.items():
        parts.m.get_submodule(name).weight.data.mul_(spread)  # type: ignore[operator]
    parts.m.fc_scale.bias.data.fill_(1.0)
    return parts


def _drawn(name: str, like: Tensor, chance: Generator) -> Tensor:
    if not like.is_floating_point():
        return torch.zeros_like(like)
    drawn = torch.randn(like.shape, generator=chance)
    if name.endswith("running_var"):
        return drawn.mul_(SMALL).exp_()
    if like.ndim >= 2 and "grn." not in name:
        return drawn.mul_(math.sqrt(2 / like[0].numel()))
    return drawn.mul_(SMALL).add_(1.0 if name.endswith("weight") else 0.0)


def _settle(conv: SpectralConv2d) -> None:
    """Find the largest singular value's vectors by power iteration."""
    flat = conv.weight_orig.flatten(1)
    for _ in range(SINGULAR_ROUNDS):
        conv.weight_v.copy_(nn.functional.normalize(flat.T @ conv.weight_u, dim=0))
        conv.weight_u.copy_(nn.functional.normalize(flat @ conv.weight_v, dim=0))
