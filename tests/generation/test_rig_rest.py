"""At rest the frame is the painting; what does not move stays the painting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from generation.media.yuv import empty_planes, planes_from_rgb
from generation.rig.renderer import TorchPlanesRenderer, TorchRenderer, to_bytes
from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.types import REST, Box, Pose

Faces = Callable[[str], Scene]
NAMES = ("fayum", "dutch")


def _frames(scene: Scene, *poses: Pose) -> np.ndarray:
    return to_bytes(TorchRenderer(scene).render_rgb(poses)).transpose(0, 2, 3, 1)


@pytest.mark.parametrize("name", NAMES)
def test_rest_is_the_painting_bit_for_bit(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    assert np.array_equal(_frames(scene, REST)[0], scene.rgb)
    (planes,) = TorchRenderer(scene).render_planes([REST])
    for drawn, painted in zip(planes, planes_from_rgb(scene.rgb), strict=True):
        assert np.array_equal(drawn, painted)


def test_rest_is_the_painting_on_coarse_nodes_and_noise() -> None:
    rgb = np.random.default_rng(3).integers(0, 256, (480, 1012, 3), dtype=np.uint8)
    scene = build_scene(rgb, "0" * 64, None, None, (1012, 480))
    assert scene.step == 6
    assert np.array_equal(_frames(scene, REST)[0], rgb)


def test_rest_beside_moving_poses_is_still_the_painting(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    moving = Pose(yaw=6, jaw=0.5, blink_r=0.7, gaze_x=0.5, zoom=1.2, orbit_x=0.01)
    assert np.array_equal(_frames(scene, moving, REST)[1], scene.rgb)


def _outside(scene: Scene, *boxes: Box) -> np.ndarray:
    mask = np.ones(scene.rgb.shape[:2], bool)
    for box in boxes:
        mask[box.top : box.bottom, box.left : box.right] = False
    return mask


@pytest.mark.parametrize("name", NAMES)
def test_only_what_moves_changes(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    assert scene.head is not None
    eyes = _outside(scene, *(eye.box for eye in scene.head.eyes))
    mouth = _outside(scene, scene.head.mouth.box)
    smile = _outside(scene, scene.head.mouth.box, *(eye.box for eye in scene.head.eyes))
    blink, jaw, glad, yaw = _frames(
        scene, Pose(blink_r=1, blink_l=1, gaze_x=1), Pose(jaw=0.6, wide=0.5),
        Pose(smile=1, teeth=1), Pose(yaw=6),
    )  # fmt: skip
    assert np.array_equal(blink[eyes], scene.rgb[eyes])
    assert np.array_equal(jaw[mouth], scene.rgb[mouth])
    assert np.array_equal(glad[smile], scene.rgb[smile]), "a smile is seen in the lids too"
    for frame in (blink, jaw, glad, yaw):
        assert (frame != scene.rgb).any()
    step, still = scene.step, scene.head.weight == 0
    cells = still[:-1, :-1] & still[1:, :-1] & still[:-1, 1:] & still[1:, 1:]
    pixels = np.kron(cells, np.ones((step, step), bool))[: scene.size[1], : scene.size[0]]
    assert pixels.mean() > 0.03
    assert np.array_equal(yaw[pixels], scene.rgb[pixels])


def test_the_mouth_leaves_no_seam_at_its_box(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    assert scene.head is not None
    box = scene.head.mouth.box
    (frame,) = _frames(scene, Pose(jaw=0.6, smile=1, pucker=0.5))
    away = _outside(scene, *(eye.box for eye in scene.head.eyes))  # lids follow a smile
    for row in (box.top, box.bottom - 1):
        line = np.s_[row, box.left : box.right]
        change = np.abs(frame[line].astype(int) - scene.rgb[line])
        assert away[line].any() and change[away[line]].max() <= 2


def test_a_batch_equals_its_poses_one_by_one(face_scene: Faces) -> None:
    scene = face_scene("dutch")
    poses = [Pose(yaw=5, breath=1), Pose(blink_l=0.4, gaze_y=0.5), Pose(jaw=0.4, zoom=1.1), REST]
    together = _frames(scene, *poses)
    for pose, frame in zip(poses, together, strict=True):
        assert np.abs(_frames(scene, pose)[0].astype(int) - frame).max() <= 1


def test_a_slow_turn_keeps_the_detail(face_scene: Faces) -> None:
    scene = face_scene("dutch")

    def detail(frame: np.ndarray) -> float:
        gray = frame.astype(float).mean(-1)[100:300, 100:260]
        return float(np.abs(np.diff(gray, 2, axis=1)).mean())

    turned = _frames(scene, *(Pose(yaw=0.1 + 0.2 * i) for i in range(6)))
    shares = [detail(frame) / detail(scene.rgb) for frame in turned]
    assert min(shares) > 0.85, "Catmull-Rom: no sharpness pop when motion starts"


def test_the_planes_renderer_says_when_nothing_changed(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    renderer, out = TorchPlanesRenderer(scene), empty_planes(*scene.size)
    assert renderer.render(Pose(yaw=3), out)
    before = [plane.copy() for plane in out]
    assert not renderer.render(Pose(yaw=3), out)
    assert all(np.array_equal(a, b) for a, b in zip(before, out, strict=True))
    assert renderer.render(REST, out)
    assert np.array_equal(out.y, planes_from_rgb(scene.rgb).y)


@pytest.mark.parametrize("device", ["cpu", *(["cuda"] if torch.cuda.is_available() else [])])
def test_every_device_agrees_with_the_cpu(face_scene: Faces, device: str) -> None:
    scene = face_scene("fayum")
    poses = [Pose(yaw=5, jaw=0.4, blink_r=0.6), Pose(zoom=1.2, orbit_x=0.01, gaze_x=0.6)]
    cpu = TorchRenderer(scene).render_rgb(poses)
    there = TorchRenderer(scene, device=device).render_rgb(poses).cpu()
    error = float(((cpu - there) ** 2).mean())
    assert 10 * np.log10(1 / max(error, 1e-12)) > 55
