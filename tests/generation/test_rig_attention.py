"""A finger draws the eyes first, then the head, and lets them go again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from generation.rig.attention import HOLD, Attention, Look, Spring
from generation.rig.clamp import clamp_pose
from generation.rig.director import Director
from generation.scene.model import Scene
from generation.types import AXES, NO_CUE, REST, Cue, Pose

Faces = Callable[[str], Scene]
DT = 1 / 30
RIGHT, LEFT, LOW = Cue(gaze=(1.0, 0.4)), Cue(gaze=(0.0, 0.4)), Cue(gaze=(0.5, 1.0))


def _looks(scene: Scene, cues: list[Cue]) -> list[Look]:
    assert scene.head is not None
    attention = Attention(scene.head, scene.size)
    return [attention.look(n * DT, cue) for n, cue in enumerate(cues)]


def test_eyes_lead_and_the_head_follows(face_scene: Faces) -> None:
    looks = _looks(face_scene("fayum"), [NO_CUE] + [RIGHT] * 60)
    assert looks[0] == Look()
    early, late = looks[4], looks[-1]
    assert early.gaze_x > 0.4 * max(look.gaze_x for look in looks)
    assert early.yaw < 0.2 * late.yaw
    assert late.yaw > 2 and late.gaze_x > 0.1
    assert max(look.gaze_x for look in looks) > late.gaze_x, "the head takes over"


def test_each_side_and_down(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    left, low = _looks(scene, [LEFT] * 60)[-1], _looks(scene, [LOW] * 60)[-1]
    assert left.gaze_x < 0 and left.yaw < 0
    assert low.gaze_y > 0 and low.pitch > 0


def test_attention_fades_when_the_finger_goes(face_scene: Faces) -> None:
    away = int((HOLD + 4) / DT)
    looks = _looks(face_scene("fayum"), [RIGHT] * 60 + [NO_CUE] * away)
    assert looks[60 + int(0.5 / DT)].yaw > 0.8 * looks[59].yaw, "it holds a moment"
    end = looks[-1]
    assert max(abs(v) for v in (end.gaze_x, end.yaw, end.pitch, end.interest)) < 0.05


def test_a_tremble_does_not_make_the_eyes_jump(face_scene: Faces) -> None:
    cues = [Cue(gaze=(0.8 + 0.01 * (n % 2), 0.4)) for n in range(200)]
    gaze = [look.gaze_x for look in _looks(face_scene("fayum"), cues)][150:]
    assert np.abs(np.diff(gaze)).max() < 1e-3


def test_the_spring_is_exact_whatever_the_step() -> None:
    fine, coarse = Spring(6.0), Spring(6.0)
    for _ in range(100):
        fine.step(1.0, 0.01)
    for _ in range(10):
        coarse.step(1.0, 0.1)
    assert abs(fine.value - coarse.value) < 1e-9
    assert 0.98 < fine.value < 1.0


def test_same_cues_same_poses_and_pause_holds(face_scene: Faces) -> None:
    scene = face_scene("dutch")
    cues = [NO_CUE] * 40 + [RIGHT] * 40 + [Cue(paused=True)] * 40 + [NO_CUE] * 40

    def run() -> list[Pose]:
        director = Director(scene, seed=2)
        return [director.pose(n * DT, cue) for n, cue in enumerate(cues)]

    poses = run()
    assert poses == run()
    assert len(set(poses[80:120])) == 1
    assert abs(poses[120].yaw - poses[119].yaw) < 1.0, "time goes on where it stopped"


def test_poses_stay_inside_the_limits(face_scene: Faces) -> None:
    scene = face_scene("modern")
    director, draw = Director(scene, seed=4), np.random.default_rng(0)
    for n in range(600):
        cue = Cue(gaze=(float(draw.random()), float(draw.random()))) if n % 7 else NO_CUE
        pose = director.pose(n * DT, cue)
        for axis, (low, high) in scene.limits.items():
            assert low - 0.05 <= getattr(pose, axis) <= high + 0.05, axis


def test_clamp_leaves_the_small_and_holds_the_large(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    small = Pose(yaw=3, breath=0.5, gaze_x=-0.3, jaw=0.4)
    assert clamp_pose(small, scene) == small
    wild = clamp_pose(Pose(**dict.fromkeys(AXES, 50.0)), scene)
    for axis in AXES:
        low, high = scene.limits.get(axis, (0.0, 0.0))
        assert low <= getattr(wild, axis) <= high, axis
    assert clamp_pose(REST, scene) == REST
    yaws = [clamp_pose(Pose(yaw=y), scene).yaw for y in np.linspace(0, 30, 200)]
    assert np.all(np.diff(yaws) >= 0) and np.abs(np.diff(yaws)).max() < 0.2
