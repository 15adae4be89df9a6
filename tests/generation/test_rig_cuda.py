"""The rig asked to draw on a device: the same frames, the same fallbacks; here on the CPU."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from generation.casting import cast_performer
from generation.engines.rig import RigEngine, RigOptions
from generation.errors import DeviceRefused
from generation.fast.specimen import specimen_scene
from generation.live.understudy import Understudied
from generation.media.yuv import empty_planes
from generation.registry import on_device
from generation.scene.model import Scene
from generation.types import NO_CUE, Planes

POSE = {"yaw": 3.0, "jaw": 0.5, "gaze_x": 0.3, "zoom": 1.1}
BENT = {"preset": "painting", "distortion": -0.05}
SHUTTER = {"preset": "painting", "exposure": 0.02}


@pytest.fixture(autouse=True)
def _one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def scene() -> Scene:
    scene = specimen_scene()
    scene.limits.update(yaw=(-9, 9), jaw=(0, 1), gaze_x=(-1, 1), zoom=(1, 2))
    return scene


def frames(scene: Scene, **options: object) -> list[Planes]:
    performer = RigEngine(RigOptions(pose=POSE, **options)).prepare(scene, seed=1)  # type: ignore[arg-type]
    drawn, out = [], empty_planes(*scene.size)
    for t in (0.0, 0.5, 0.53):
        performer.frame(t, NO_CUE, out)
        drawn.append(Planes(*(plane.copy() for plane in out)))
    assert performer.device_ms == 0.0
    return drawn


@pytest.mark.parametrize("finish", ["painting", BENT, SHUTTER])
def test_the_engine_draws_the_same_on_a_shared_device(scene: Scene, finish: object) -> None:
    shared = frames(scene, renderer="cuda", device="cpu", finish=finish)
    plain = frames(scene, renderer="reference", finish=finish)
    for a, b in zip(shared, plain, strict=True):
        for x, y in zip(a, b, strict=True):
            error = float(np.mean((x.astype(float) - y) ** 2))
            assert error < 255**2 / 10**5, "50 dB"


def test_without_a_gpu_auto_is_what_it_always_was(scene: Scene) -> None:
    if torch.cuda.is_available():
        pytest.skip("a GPU is here")
    drawn, usual = frames(scene, renderer="cuda"), frames(scene)
    assert all(
        np.array_equal(x, y)
        for a, b in zip(drawn, usual, strict=True)
        for x, y in zip(a, b, strict=True)
    )


def test_a_device_that_is_not_here_is_refused_and_a_screen_goes_on(scene: Scene) -> None:
    if torch.cuda.is_available():
        pytest.skip("a GPU is here")
    absent = {"renderer": "cuda", "device": "cuda:7"}
    with pytest.raises(DeviceRefused, match="cuda:7"):
        RigEngine(RigOptions(**absent)).prepare(scene, seed=1)  # type: ignore[arg-type]
    settings = {"default": {"ENGINE": "rig", "OPTIONS": absent}}
    performer = cast_performer(settings, "default", {"pose": POSE}, scene, seed=1)
    assert isinstance(performer, Understudied)
    out = empty_planes(*scene.size)
    assert performer.frame(0.0, NO_CUE, out) and out.y.std() > 5
    assert performer.standing and performer.standing.who == "rig"
    assert "cuda:7" in performer.standing.why.en


def test_a_device_is_handed_to_who_takes_one_and_names_none() -> None:
    plain: dict[str, dict[str, object]] = {"a": {"ENGINE": "rig"}, "b": {"ENGINE": "still"}}
    assert on_device(plain, "a", "cuda:1")["a"]["OPTIONS"] == {"device": "cuda:1"}
    assert on_device(plain, "b", "cuda:1") is plain and on_device(plain, "x", "cpu") is plain
    named = {"a": {"ENGINE": "rig", "OPTIONS": {"device": "cpu"}}}
    assert on_device(named, "a", "cuda:1") is named
