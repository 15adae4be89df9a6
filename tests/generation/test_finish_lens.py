"""The lens: bent frames never leave the painting, and both renderers bend alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from generation.fast.renderer import FastRenderer
from generation.fast.specimen import specimen_poses, specimen_scene
from generation.finish.model import PAINTING, PRESETS, Finish
from generation.finish.optics import bent_nodes, falloff, part_colours
from generation.media.yuv import empty_planes
from generation.rig.renderer import TorchPlanesRenderer
from generation.types import Floats
from tests.generation.test_fast_agrees import LEAST, agreement

SIZES = [(120, 148), (148, 120), (720, 960), (100, 400)]
LENSES = [
    (0.02, 0.0), (-0.02, 0.0), (0.08, 0.08), (-0.08, -0.08), (0.08, -0.08), (-0.08, 0.08),
]  # fmt: skip


def bent(size: tuple[int, int], k1: float, k2: float) -> Floats:
    lens = bent_nodes(size, 4, Finish(distortion=k1, distortion_edge=k2))
    assert lens is not None
    return lens


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("k1", "k2"), LENSES)
def test_no_pixel_looks_beyond_the_painting(size: tuple[int, int], k1: float, k2: float) -> None:
    (width, height), lens = size, bent(size, k1, k2)
    y, x = np.mgrid[0 : height // 4, 0 : width // 4] * 4.0
    for n, (nodes, side) in enumerate(((x, width), (y, height))):
        seen = nodes + lens[n, : height // 4, : width // 4]
        assert seen.min() >= -0.01 and seen.max() <= side - 1 + 0.01


def test_the_middle_of_a_pincushion_stays_registered_with_the_painting() -> None:
    lens = bent((720, 960), PRESETS["photograph"].distortion, 0.0)
    moved = np.hypot(*lens)
    assert moved[120, 90] < 0.01  # the centre
    assert moved[60:180, 45:135].max() < 0.5  # the middle half, px
    assert 2.0 < moved[0, 0] < 5.0


def test_a_painting_has_no_lens() -> None:
    assert bent_nodes((720, 960), 4, PAINTING) is None
    assert falloff((720, 960), PAINTING) is None


def test_the_corners_keep_the_light_that_the_vignette_leaves() -> None:
    columns, rows = falloff((720, 960), Finish(vignette=0.4)) or (None, None)
    assert columns is not None and rows is not None
    left = rows[:, None] * columns
    assert left[0, 0] == pytest.approx(0.5**0.4, abs=1e-4)
    assert left.max() == pytest.approx(1.0, abs=1e-4) and left[480, 360] == left.max()


def test_red_is_drawn_larger_and_blue_smaller() -> None:
    rgb = np.zeros((200, 200, 3), np.float32)
    rgb[20:180, 20:180] = 1
    out = part_colours(rgb, replace(PAINTING, aberration=0.004))
    red, green, blue = (out[..., c].sum() for c in range(3))
    assert red == pytest.approx(green * 1.008, rel=1e-3)
    assert blue == pytest.approx(green * 0.992, rel=1e-3)


@pytest.mark.parametrize(("k1", "k2"), LENSES[:3])
def test_both_renderers_bend_alike(k1: float, k2: float) -> None:
    scene = specimen_scene()
    lens = bent(scene.size, k1, k2)
    fast, plain = FastRenderer(scene, lens=lens), TorchPlanesRenderer(scene, lens=lens)
    first, second = (empty_planes(*scene.size) for _ in range(2))
    for pose in specimen_poses():
        fast.render(pose, first)
        plain.render(pose, second)
        assert agreement(first, second) >= LEAST
        assert np.abs(fast.source_nodes() - plain.source_nodes()).max() < 0.05
