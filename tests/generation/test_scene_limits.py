"""No pose a scene allows folds the painting."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from generation.scene.fold import head_least, inverse, joint_least, mouth_least
from generation.scene.limits import HEAD, SHIFTS
from generation.scene.model import Scene
from generation.scene.rotation import displacement
from generation.types import MOUTH_AXES, Pose

Faces = Callable[[str], Scene]
LEAST = 0.30
NAMES = ("fayum", "dutch", "modern")


def _random_pose(scene: Scene, axes: tuple[str, ...], draw: np.random.Generator) -> Pose:
    chosen = {axis: float(draw.choice(scene.limits[axis])) for axis in axes}
    return Pose(
        **{axis: v * float(draw.choice([1.0, draw.random()])) for axis, v in chosen.items()}
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_corner_of_the_head_keeps_its_jacobian(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    for corner in product(*(scene.limits[axis] for axis in HEAD)):
        assert head_least(scene, Pose(**dict(zip(HEAD, corner, strict=True)))) >= LEAST
    assert scene.min_jacobian >= LEAST


@pytest.mark.parametrize("name", NAMES)
def test_any_allowed_pose_keeps_its_jacobian(face_scene: Faces, name: str) -> None:
    scene, draw = face_scene(name), np.random.default_rng(5)
    axes = (*HEAD, *SHIFTS, *scene.base_axes)
    assert min(head_least(scene, _random_pose(scene, axes, draw)) for _ in range(60)) >= LEAST


@pytest.mark.parametrize("name", NAMES)
def test_head_and_camera_together_do_not_tear(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    (left, right), (up, down) = scene.limits["orbit_x"], scene.limits["orbit_y"]
    for side in (0, 1):
        turn = Pose(**{axis: scene.limits[axis][side] for axis in HEAD})
        off = inverse(displacement(scene, turn, 2), scene.step * 2)
        for x, y in product((left, right), (up, down)):
            assert joint_least(scene, off, Pose(orbit_x=x, orbit_y=y), 2) >= LEAST


@pytest.mark.parametrize("name", NAMES)
def test_each_lip_keeps_its_own_side(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    assert scene.head is not None
    for axis in MOUTH_AXES:
        assert mouth_least(scene.head.mouth, Pose(**{axis: scene.limits[axis][1]})) >= LEAST


@pytest.mark.parametrize("name", NAMES)
def test_the_limits_leave_room_to_live(face_scene: Faces, name: str) -> None:
    limits = face_scene(name).limits
    assert min(abs(end) for end in limits["yaw"]) >= 6 and max(limits["yaw"]) <= 12
    assert min(abs(end) for end in limits["pitch"]) >= 5
    assert min(abs(end) for end in limits["roll"]) >= 4
    assert limits["jaw"][1] >= 0.6 and limits["smile"][1] >= 0.7


def test_the_test_itself_sees_a_fold(face_scene: Faces) -> None:
    assert head_least(face_scene("fayum"), Pose(yaw=40)) < 0
