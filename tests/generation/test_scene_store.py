"""A scene on disk comes back as it was, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.scene.store import PLAIN, load_scene, save_scene

Faces = Callable[[str], Scene]


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b)
    if is_dataclass(a):
        return type(a) is type(b) and all(
            _same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a)
        )
    if isinstance(a, tuple) and a and is_dataclass(a[0]):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and a == b


@pytest.fixture
def bare() -> Scene:
    rgb = np.random.default_rng(2).integers(0, 256, (480, 320, 3), dtype=np.uint8)
    return build_scene(rgb, "f" * 64, None, None, (320, 480))


def test_a_face_scene_comes_back_whole(face_scene: Faces, tmp_path: Path) -> None:
    scene = face_scene("fayum")
    save_scene(scene, tmp_path / "deep" / "scene.npz")
    again = load_scene(tmp_path / "deep" / "scene.npz")
    assert again is not None and _same(scene, again)
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["scene.npz"]


def test_a_scene_without_a_head_comes_back(bare: Scene, tmp_path: Path) -> None:
    save_scene(bare, tmp_path / "scene.npz")
    again = load_scene(tmp_path / "scene.npz")
    assert again is not None and again.head is None and _same(bare, again)


def test_nothing_there_is_nothing(tmp_path: Path) -> None:
    assert load_scene(tmp_path / "absent.npz") is None


@pytest.mark.parametrize("kept", [0, 10, 1000, -1, -40])
def test_a_truncated_file_is_ignored(bare: Scene, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "scene.npz"
    save_scene(bare, path)
    path.write_bytes(path.read_bytes()[:kept])
    assert load_scene(path) is None


def test_a_damaged_array_is_ignored(bare: Scene, tmp_path: Path) -> None:
    path = tmp_path / "scene.npz"
    save_scene(bare, path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    assert load_scene(path) is None


def test_another_version_is_ignored(bare: Scene, tmp_path: Path) -> None:
    path = tmp_path / "scene.npz"
    save_scene(bare, path)
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    plain = json.loads(str(arrays.pop(PLAIN))) | {"version": 0}
    np.savez(path, **arrays, **{PLAIN: np.array(json.dumps(plain))})
    assert load_scene(path) is None


def test_saving_again_replaces(bare: Scene, tmp_path: Path) -> None:
    path = tmp_path / "scene.npz"
    path.write_bytes(b"not a scene")
    save_scene(bare, path)
    assert load_scene(path) is not None
