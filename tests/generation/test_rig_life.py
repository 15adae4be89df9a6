"""Idle life: seeded, aperiodic, human, and mostly still."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from generation.rig.director import Director
from generation.rig.drift import drifting_pose
from generation.rig.life import blink, idle_pose
from generation.rig.renderer import TorchRenderer
from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.types import AXES, EYE_AXES, REST, Pose

Faces = Callable[[str], Scene]
FPS = 25


def _poses(scene: Scene, seed: int, seconds: float) -> list[Pose]:
    director = Director(scene, seed=seed)
    return [director.pose(n / FPS) for n in range(int(seconds * FPS))]


def test_life_begins_at_rest_and_grows_gently(face_scene: Faces) -> None:
    assert idle_pose(3, 0.0) == REST
    poses = _poses(face_scene("fayum"), 3, 4)
    assert poses[0] == REST
    assert all(abs(p.yaw) < 0.1 and p.breath < 0.05 for p in poses[:4])
    assert any(p != REST for p in poses)


def test_same_seed_same_frames(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    first, again, other = (_poses(scene, seed, 20) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    renderer = TorchRenderer(scene)
    chosen = [first[137], again[137]]
    a, b = renderer.render_planes(chosen)
    assert all(np.array_equal(p, q) for p, q in zip(a, b, strict=True))


def test_life_is_a_pure_function_of_time() -> None:
    forward = [idle_pose(5, t) for t in np.arange(0, 200, 3.7)]
    backward = [idle_pose(5, t) for t in np.arange(0, 200, 3.7)[::-1]]
    assert forward == backward[::-1]


def test_no_stretch_of_ten_minutes_repeats() -> None:
    """No lag brings the motion back: the largest autocorrelation stays far below one."""
    times = np.arange(10, 610, 0.4)
    life = [idle_pose(1, float(t)) for t in times]
    for axis in ("yaw", "breath", "gaze_x", "sway_a"):
        values = np.array([getattr(p, axis) for p in life])
        values = (values - values.mean()) / values.std()
        lags = range(30, len(values) // 2)
        most = max(float((values[:-lag] * values[lag:]).mean()) for lag in lags)
        assert most < 0.5, axis


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_blinks_come_at_human_intervals(seed: int) -> None:
    times = np.arange(0, 600, 1 / 60)
    lids = np.array([blink(seed, float(t)) for t in times])
    begins = times[1:][(lids[1:] > 0.5) & (lids[:-1] <= 0.5)]
    gaps = np.diff(begins)
    single = gaps[gaps > 1]
    assert 8 <= len(begins) / 10 <= 24, "a minute"
    assert single.min() > 1.6 and single.max() < 12 and single.std() > 0.8
    assert 0.02 < (gaps < 1).mean() < 0.35, "some blink twice"
    assert (lids > 0.97).any()


def test_a_blink_shuts_faster_than_it_opens() -> None:
    times = np.arange(0, 60, 1 / 240)
    lids = np.array([blink(4, float(t)) for t in times])
    closing, opening = (np.diff(lids) > 1e-4).sum(), (np.diff(lids) < -1e-4).sum()
    assert 1.5 < opening / closing < 3


def test_idle_is_mostly_still_or_only_eyes(face_scene: Faces) -> None:
    poses = _poses(face_scene("dutch"), 1, 120)
    body = [axis for axis in AXES if axis not in EYE_AXES]
    moved = [any(getattr(a, x) != getattr(b, x) for x in body) for a, b in pairwise(poses)]
    same = np.mean([a == b for a, b in pairwise(poses)])
    assert np.mean(moved) < 0.5
    assert same > 0.4
    for axis in ("yaw", "pitch", "breath", "gaze_x", "sway_a"):
        assert np.std([getattr(p, axis) for p in poses]) > 0, "yet everything lives"


def test_unseen_steps_move_no_pixel_far(face_scene: Faces) -> None:
    """Two poses one quantum apart differ by at most about a quarter of a pixel."""
    scene = face_scene("dutch")
    poses = _poses(scene, 1, 12)
    steps = [
        pair
        for pair in pairwise(poses)
        if pair[0].breath != pair[1].breath and pair[0].yaw == pair[1].yaw
    ]
    renderer = TorchRenderer(scene)
    for before, after in steps[:6]:
        a, b = renderer.source_map([before, after])
        assert float((a - b).abs().max()) < 0.8


def test_a_picture_without_a_face_drifts_within_its_frame() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (480, 480, 3), dtype=np.uint8)
    scene = build_scene(rgb, "0" * 64, None, None, (480, 480))
    poses = _poses(scene, 2, 60)
    assert poses[0] == REST
    assert max(p.zoom for p in poses) > 1.03 and min(p.zoom for p in poses) >= 1
    maps = TorchRenderer(scene).source_map(poses[::150])
    nodes = np.arange(maps.shape[-1]) * scene.step
    inside = nodes <= 479
    seen = (maps[:, 0].numpy() + nodes)[:, :, inside]
    assert seen.min() >= -1 and seen.max() <= 480


def test_drift_never_comes_back() -> None:
    times = np.arange(20, 620, 1.0)
    pans = np.array([drifting_pose(1, float(t)).pan_x for t in times])
    pans = (pans - pans.mean()) / pans.std()
    lags = range(60, 300)
    assert max(float((pans[:-lag] * pans[lag:]).mean()) for lag in lags) < 0.6
