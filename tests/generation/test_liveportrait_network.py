"""The network: what the published one is made of, and that it computes what the papers say."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from generation.liveportrait.layout import PLACES
from generation.liveportrait.network import LivePortrait
from generation.liveportrait.parts import build, laid_out
from generation.liveportrait.seeding import random_parts
from generation.liveportrait.sizes import POINTS, PUBLISHED, TINY
from generation.liveportrait.speed import Draw, Replayed, accelerated

TENSORS = Path(__file__).with_name("liveportrait_tensors.txt")
PARAMETERS = {
    "f": 836_224, "m": 28_118_728, "w": 45_529_829, "g": 55_365_388, "s": 45_249,
    "lips": 37_311, "eyes": 144_703,
}  # fmt: skip
GFLOP = {"f": 64.11, "m": 11.64, "w": 342.07, "g": 891.57}  # counted on the published network

pytestmark = pytest.mark.usefixtures("one_thread")

Shapes = dict[str, dict[str, tuple[int, ...]]]


def published_shapes() -> Shapes:
    """Every tensor of the published files, by module: name as in the file → shape."""
    shapes: Shapes = defaultdict(dict)
    for line in TENSORS.read_text().splitlines():
        part, name, *shape = line.split(" ")
        shapes[part][name] = tuple(int(side) for side in shape[0].split("x")) if shape else ()
    return shapes


@pytest.fixture(scope="module")
def tiny() -> LivePortrait:
    return LivePortrait.random(7, TINY)


def pictures(count: int, seed: int = 1) -> Tensor:
    chance = torch.Generator().manual_seed(seed)
    return torch.rand(count, 3, TINY.picture, TINY.picture, generator=chance)


def points(count: int, seed: int = 2) -> Tensor:
    chance = torch.Generator().manual_seed(seed)
    return torch.rand(count, POINTS, 3, generator=chance) - 0.5


def test_every_published_tensor_has_its_place() -> None:
    parts = build(PUBLISHED, "meta")
    shapes = published_shapes()
    assert set(shapes) == set(PLACES)
    assert {name: len(one) for name, one in shapes.items()} == {
        "f": 107, "m": 212, "w": 97, "g": 182, "s": 8, "lips": 8, "eyes": 12,
    }  # fmt: skip
    for name, place in PLACES.items():
        ours = getattr(parts, name).state_dict()
        assert {place.prefix + key: tuple(one.shape) for key, one in ours.items()} == shapes[name]


def test_parameters_are_as_many_as_published() -> None:
    parts = build(PUBLISHED, "meta")
    counted = {
        name: sum(one.numel() for one in part.parameters())
        for name, part in parts._asdict().items()
    }
    assert counted == PARAMETERS  # without norms' statistics and spectral vectors


def gflop(module: torch.nn.Module, *told: Tensor) -> float:
    with FlopCounterMode(display=False) as counter:
        module(*told)
    return float(counter.get_total_flops()) / 1e9


def test_operations_are_as_many_as_published() -> None:
    parts = build(PUBLISHED, "meta")
    picture = torch.empty(1, 3, 256, 256, device="meta")
    kp = torch.empty(1, POINTS, 3, device="meta")
    features, bent = parts.f(picture), torch.empty(1, 256, 64, 64, device="meta")
    done = {
        "f": gflop(parts.f, picture), "m": gflop(parts.m, picture),
        "w": gflop(parts.w, features, kp, kp), "g": gflop(parts.g, bent),
    }  # fmt: skip
    assert done == pytest.approx(GFLOP, rel=5e-4)
    net = LivePortrait(parts, PUBLISHED, "meta", torch.float32)
    assert gflop(net.g, bent) < 0.9 * GFLOP["g"]  # less is computed once it is made fast


def test_shapes_are_the_published_ones_and_nothing_waits() -> None:
    """On the meta device, which has no values: waiting for one, a host sync, would raise."""
    net = LivePortrait(build(PUBLISHED, "meta"), PUBLISHED, "meta", torch.float16)
    picture = torch.empty(2, 3, 256, 256, device="meta")
    features = net.appearance(picture)
    kp = net.keypoints(net.motion(picture))
    bent = net.w(features, kp, net.stitch(kp, kp))
    frame = net.render(features, kp, net.stitch(kp, kp))
    assert features.shape == (2, *PUBLISHED.features) == (2, 32, 16, 64, 64)
    assert (kp.shape, kp.dtype) == ((2, 21, 3), torch.float32)
    assert bent.shape == (2, 256, 64, 64)
    assert frame.shape == (2, 3, PUBLISHED.frame, PUBLISHED.frame) == (2, 3, 512, 512)


def test_driving_by_the_source_is_the_reconstruction(tiny: LivePortrait) -> None:
    features = tiny.appearance(pictures(2))
    source = tiny.keypoints(tiny.motion(pictures(2)))
    assert torch.equal(tiny.stitch(source, source), source)
    straight = tiny.render(features, source, source)
    assert torch.equal(tiny.render(features, source, tiny.stitch(source, source)), straight)
    moved = tiny.render(features, source, tiny.stitch(source, source + 0.1))
    assert (moved - straight).abs().mean() > 0.01


def test_frames_are_pictures_and_the_same_for_the_same_seed(tiny: LivePortrait) -> None:
    again, other = LivePortrait.random(7, TINY), LivePortrait.random(8, TINY)
    drawn = [
        net.render(net.appearance(pictures(1)), points(1), points(1, 3))
        for net in (tiny, again, other)
    ]
    assert drawn[0].shape == (1, 3, TINY.frame, TINY.frame)
    assert 0 <= drawn[0].min() < drawn[0].max() <= 1
    assert drawn[0].std() > 0.05
    assert torch.equal(drawn[0], drawn[1])
    assert not torch.allclose(drawn[0], drawn[2], atol=0.05)


def test_two_portraits_in_one_pass_are_each_their_own(tiny: LivePortrait) -> None:
    features, held = tiny.appearance(pictures(2)), tiny.motion(pictures(2))
    both = tiny.render(features, points(2), points(2, 3))
    for one in (slice(0, 1), slice(1, 2)):
        alone = tiny.appearance(pictures(2)[one])
        torch.testing.assert_close(alone, features[one])
        torch.testing.assert_close(tiny.motion(pictures(2)[one]).kp, held.kp[one])
        frame = tiny.render(alone, points(2)[one], points(2, 3)[one])
        torch.testing.assert_close(frame, both[one], atol=1e-4, rtol=0)


def test_folding_and_laying_out_change_no_picture(tiny: LivePortrait) -> None:
    parts = random_parts(7, TINY)
    features = parts.f(pictures(2))
    plain = parts.g(parts.w(features, points(2), points(2, 3)))
    torch.testing.assert_close(tiny.appearance(pictures(2)), features, atol=1e-4, rtol=1e-4)
    folded = tiny.render(features, points(2), points(2, 3))
    torch.testing.assert_close(folded, plain, atol=1e-4, rtol=0)
    kinds = {
        type(module).__name__ for part in (tiny.f, tiny.w, tiny.g) for module in part.modules()
    }
    assert not kinds & {"BatchNorm3d", "BatchNorm2d", "SpectralConv2d"}
    last = LivePortrait.random(7, TINY)
    for part in (last.f, last.m, last.w, last.g):
        laid_out(part)
    assert last.w.third.conv.weight.is_contiguous(memory_format=torch.channels_last)
    torch.testing.assert_close(
        last.render(last.appearance(pictures(2)), points(2), points(2, 3)),
        folded, atol=1e-4, rtol=0,
    )  # fmt: skip


@pytest.mark.parametrize(("dtype", "most"), [(torch.float16, 0.02), (torch.bfloat16, 0.12)])
def test_half_the_bits_give_the_same_picture(
    tiny: LivePortrait, dtype: torch.dtype, most: float
) -> None:
    half = LivePortrait.random(7, TINY, dtype=dtype)
    drawn = half.render(half.appearance(pictures(1)), points(1), points(1, 3))
    exact = tiny.render(tiny.appearance(pictures(1)), points(1), points(1, 3))
    assert drawn.dtype == dtype
    assert (drawn.float() - exact).abs().max() < most
    assert half.motion(pictures(1)).kp.dtype == torch.float32


def test_on_a_cpu_there_is_nothing_to_record(tiny: LivePortrait) -> None:
    assert accelerated(tiny) == tiny.render


def test_replaying_from_buffers_draws_each_batch_as_it_is(tiny: LivePortrait) -> None:
    kept: list[object] = []

    def record(draw: Draw) -> Draw:
        kept.append(draw)
        return draw

    fast = Replayed(tiny, tiny.render, (4, 1), record)
    features = tiny.appearance(pictures(5))
    for count in (1, 3, 2, 5):  # 3 and 2 share the buffers of 4, 5 has none
        told = features[:count], points(count), points(count, 3)
        torch.testing.assert_close(fast(*told), tiny.render(*told), atol=1e-4, rtol=0)
    assert len(kept) == 2
    first = fast(features[:1], points(1), points(1, 3))
    before = first.clone()
    fast(features[1:2], points(1), points(1, 3))
    assert torch.equal(first, before)


def test_lips_and_eyes_answer_to_how_open_they_should_be(tiny: LivePortrait) -> None:
    kp = points(2)
    shut = tiny.retarget_lips(kp, torch.tensor([[0.1, 0.0], [0.1, 0.0]]))
    wide = tiny.retarget_lips(kp, torch.tensor([[0.1, 0.0], [0.1, 0.6]]))
    assert shut.shape == (2, POINTS, 3)
    assert torch.equal(shut[0], wide[0]) and not torch.equal(shut[1], wide[1])
    assert tiny.retarget_eyes(kp, torch.tensor([[0.3, 0.3, 0.0]] * 2)).shape == (2, POINTS, 3)
