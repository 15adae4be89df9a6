"""One mathematics, two renderers: at least 50 dB apart on every pose a scene allows.

Both definitions: over all samples of the planes, and over RGB after the same 4:2:0.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from generation.fast.renderer import FastRenderer
from generation.fast.specimen import specimen_poses, specimen_scene
from generation.landmarks.find import find_faces
from generation.media.yuv import empty_planes, rgb_from_planes
from generation.rig.renderer import TorchRenderer
from generation.rig.visemes import VISEMES
from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.types import REST, Bytes2D, Planes, Pose

Faces = Callable[[str], Scene]
House = Callable[[str, int], Bytes2D]
LEAST = 50.0


def psnr(squares: float, count: int) -> float:
    return 99.0 if squares == 0 else float(10 * np.log10(255**2 * count / squares))


def agreement(a: Planes, b: Planes) -> float:
    """Return the lower of the two PSNR, dB."""
    pairs = list(zip(a, b, strict=True))
    squares = sum(((x.astype(np.float64) - y) ** 2).sum() for x, y in pairs)
    planes = psnr(squares, sum(x.size for x, _ in pairs))
    rgb = rgb_from_planes(a).astype(np.float64) - rgb_from_planes(b)
    return min(planes, psnr((rgb**2).sum(), rgb.size))


def extremes(scene: Scene) -> dict[str, Pose]:
    """Return a pose at each end of each axis the scene allows."""
    return {
        f"{axis}={value:.3g}": Pose(**{axis: value})
        for axis, ends in scene.limits.items()
        for value in ends
        if value != getattr(REST, axis)
    }


def mixtures(scene: Scene, count: int, seed: int = 1) -> dict[str, Pose]:
    """Return poses that move everything at once, inside the limits."""
    draw = np.random.default_rng(seed)
    ends = {a: (0.7 * lo + 0.3 * getattr(REST, a), 0.7 * hi + 0.3 * getattr(REST, a))
            for a, (lo, hi) in scene.limits.items()}  # fmt: skip
    poses = (Pose(**{a: draw.uniform(*e) for a, e in ends.items()}) for _ in range(count))
    return {f"mixture {n}": pose for n, pose in enumerate(poses)}


def check(scene: Scene, poses: dict[str, Pose]) -> None:
    fast, plain, out = FastRenderer(scene), TorchRenderer(scene), empty_planes(*scene.size)
    found = {}
    for name, pose in poses.items():
        fast.render(pose, out)
        found[name] = agreement(out, plain.render_planes([pose])[0])
    assert {name: dB for name, dB in found.items() if dB < LEAST} == {}


@pytest.mark.parametrize("name", ["fayum", "modern"])
def test_faces_of_the_house_at_every_limit(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    check(scene, extremes(scene) | mixtures(scene, 3))


def test_every_viseme_of_a_turned_head(face_scene: Faces) -> None:
    turned = Pose(yaw=4, roll=2, smile=0.3, gaze_x=0.4)
    poses = {viseme: turned.with_(**axes) for viseme, axes in VISEMES.items()}
    check(face_scene("fayum"), poses | {"smile": turned.with_(smile=1, teeth=1, cheek=1)})


@pytest.mark.parametrize("name", ["dutch", "lady"])
def test_more_faces_of_the_house_in_every_way_at_once(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    check(scene, mixtures(scene, 6))


def test_a_face_at_full_size(house: House, models_dir: Path) -> None:
    rgb = house("lady", 960)
    found = find_faces(rgb, models_dir)
    scene = build_scene(rgb, "0" * 64, found.faces[0], found.person_mask, (720, 960))
    assert scene.size == (720, 960)
    check(scene, mixtures(scene, 2))


def test_a_picture_without_a_face(house: House) -> None:
    scene = build_scene(house("sea", 720), "0" * 64, None, None, (720, 480))
    check(scene, extremes(scene))


@pytest.mark.parametrize(("width", "height", "step"), [(124, 148, 4), (260, 284, 6), (188, 226, 5)])
def test_sizes_that_nodes_do_not_divide(width: int, height: int, step: int) -> None:
    scene = specimen_scene(width, height, step)
    check(scene, {str(n): pose for n, pose in enumerate(specimen_poses())})
