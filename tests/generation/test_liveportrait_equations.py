"""The papers' equations, written out slowly, and other people's layers: peers of the network."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from generation.liveportrait.blocks import SpectralConv2d
from generation.liveportrait.enlarging import EnlargedConv
from generation.liveportrait.parts import Parts
from generation.liveportrait.seeding import random_parts
from generation.liveportrait.sizes import POINTS, TINY
from generation.liveportrait.spade import SpadeBlock
from generation.liveportrait.warping import OFFERS, DenseMotion, identity

pytestmark = pytest.mark.usefixtures("one_thread")


def drawn(*shape: int, seed: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def points(seed: int) -> Tensor:
    return drawn(1, POINTS, 3, seed=seed) / 4


def slow_places(net: DenseMotion, volume: Tensor, source: Tensor, driving: Tensor) -> Tensor:
    """Every point's own shifted grid, weighed by the mask, as arXiv 2011.15126 has it."""
    grid = identity(volume)
    small = functional.relu(net.norm(net.compress(volume)))
    told, grids = [], []
    for k in range(OFFERS):
        moved = grid if k == 0 else grid - driving[0, k - 1] + source[0, k - 1]
        near = torch.zeros(grid.shape[:3])
        if k:
            near = torch.exp(-0.5 * (grid - driving[0, k - 1]).square().sum(-1) / 0.01)
            near = near - torch.exp(-0.5 * (grid - source[0, k - 1]).square().sum(-1) / 0.01)
        told += [near[None, None], functional.grid_sample(small, moved[None], align_corners=False)]
        grids.append(moved)
    shares = functional.softmax(net.mask(net.hourglass(torch.cat(told, dim=1))), dim=1)
    return sum(shares[0, k, ..., None] * grids[k] for k in range(OFFERS))[None]


def test_dense_motion_is_the_sum_of_every_points_offer() -> None:
    net = random_parts(7, TINY).w.dense_motion_network
    volume = drawn(1, *TINY.features, seed=5)
    places, hidden = net(volume, points(2), points(3))
    torch.testing.assert_close(places, slow_places(net, volume, points(2), points(3)))
    assert 0 <= hidden.min() < hidden.max() <= 1
    still, _ = net(volume, points(2), points(2))
    assert torch.equal(still[0], identity(volume))


def test_spade_block_is_its_equation() -> None:
    parts: Parts = random_parts(7, TINY)
    block: SpadeBlock = parts.g.up_1
    x = drawn(1, TINY.wide, 32, 32, seed=5)
    told = drawn(1, TINY.wide, 8, 8, seed=6)
    large = told.repeat_interleave(4, -1).repeat_interleave(4, -2)

    def spade(name: str, y: Tensor) -> Tensor:
        norm = block.get_submodule(name)
        mean, var = y.mean((2, 3), keepdim=True), y.var((2, 3), keepdim=True, correction=0)
        hidden = norm.mlp_shared(large)
        return (y - mean) / (var + 1e-5).sqrt() * (1 + norm.mlp_gamma(hidden)) + norm.mlp_beta(
            hidden
        )

    y = block.conv_0(functional.leaky_relu(spade("norm_0", x), 0.2))
    y = block.conv_1(functional.leaky_relu(spade("norm_1", y), 0.2))
    expected = block.conv_s(spade("norm_s", x)) + y
    torch.testing.assert_close(block(x, told), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_convolving_before_enlarging_is_the_same(factor: int) -> None:
    conv = torch.nn.Conv2d(3, 5, 3, padding=1).requires_grad_(False)
    small = drawn(2, 3, 6, 9, seed=5)
    large = small.repeat_interleave(factor, -1).repeat_interleave(factor, -2)
    torch.testing.assert_close(EnlargedConv(conv, factor)(small), conv(large))


def test_spectral_norm_divides_as_torchs_own_does() -> None:
    ours = next(one for one in random_parts(7, TINY).g.modules() if isinstance(one, SpectralConv2d))
    outward, inward, kernel, _ = ours.weight_orig.shape
    peer = torch.nn.utils.spectral_norm(torch.nn.Conv2d(inward, outward, kernel, padding=1)).eval()
    peer.load_state_dict(ours.state_dict())
    x = drawn(1, inward, 8, 8, seed=5)
    torch.testing.assert_close(ours(x), peer(x))
    torch.testing.assert_close(ours.plain()(x), peer(x))


def test_motion_backbone_is_convnext_v2() -> None:
    transformers = pytest.importorskip("transformers")
    ours = random_parts(7, TINY).m
    config = transformers.ConvNextV2Config(
        hidden_sizes=list(TINY.widths), depths=list(TINY.stages), layer_norm_eps=1e-6
    )
    peer = transformers.ConvNextV2Model(config).eval()
    named = [
        tensor
        for i, stage in enumerate(ours.stages)
        for module in (ours.downsample_layers[i], stage)
        for tensor in module.state_dict().values()
    ] + list(ours.norm.state_dict().values())
    peer.load_state_dict(dict(zip(peer.state_dict(), named, strict=True)))
    picture = drawn(2, 3, TINY.picture, TINY.picture, seed=5)
    with torch.no_grad():
        seen = peer(picture).pooler_output
    torch.testing.assert_close(ours(picture).t, ours.fc_t(seen))
