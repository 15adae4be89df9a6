"""A timeline moves the portrait; it begins, is interrupted and ends without a jump."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from generation.rig.director import Director
from generation.rig.life import blink, idle_pose
from generation.scene.model import Scene
from generation.types import (
    AXES,
    BRUSH_TRACKS,
    NO_CUE,
    TRACK_RATE,
    TRACKS,
    Cue,
    Pose,
    Timeline,
)

Faces = Callable[[str], Scene]
FPS = 30
# The most one frame may move an axis that a timeline takes or leaves, besides the timeline's
# own movement: the whole of it goes in SECONDS of rig/handover, at most 1.9 times as fast.
MOST = {"yaw": 0.9, "pitch": 0.9, "roll": 0.7, "jaw": 0.2, "smile": 0.2, "zoom": 0.03,
        "pan_x": 0.006, "brow_r": 0.2, "brow_l": 0.2}  # fmt: skip


def constant(seconds: float, **values: float) -> Timeline:
    count = int(seconds * TRACK_RATE) + 1
    tracks = {name: np.full(count, value, np.float32) for name, value in values.items()}
    return Timeline(seconds, tracks)


def waving(seconds: float) -> Timeline:
    """Every track moves smoothly, with gaps that are left to life."""
    t = np.arange(int(seconds * TRACK_RATE) + 1) / TRACK_RATE
    tracks = {}
    for n, name in enumerate(TRACKS):
        curve = (0.3 + 0.3 * np.sin(2 * np.pi * t / (2 + 0.1 * n))).astype(np.float32)
        curve[(t > 1 + 0.05 * n) & (t < 1.8 + 0.05 * n)] = np.nan
        small = {"pan_x": 0.1, "pan_y": 0.1, "orbit_x": 0.05, "orbit_y": 0.05}.get(name, 1.0)
        tracks[name] = curve * np.float32(small) + np.float32(name == "zoom")
    return Timeline(seconds, tracks)


def played(scene: Scene, timeline: Timeline, begin: float, end: float, last: float) -> list[Pose]:
    """Poses at FPS; the timeline is in the cue from ``begin`` to ``end`` seconds."""
    director = Director(scene, seed=3)
    poses = []
    for n in range(int(last * FPS)):
        t = n / FPS
        cue = Cue(timeline=timeline, position=t - begin) if begin <= t < end else NO_CUE
        poses.append(director.pose(t, cue))
    return poses


def largest_steps(poses: list[Pose]) -> dict[str, float]:
    return {axis: max(abs(getattr(b, axis) - getattr(a, axis)) for a, b in pairwise(poses))
            for axis in MOST}  # fmt: skip


@pytest.mark.parametrize("end", [6.0, 4.03], ids=["ends", "is interrupted"])
def test_nothing_jumps_when_a_timeline_begins_ends_or_is_interrupted(
    face_scene: Faces, end: float
) -> None:
    scene = face_scene("lady")
    timeline = constant(4, yaw=6, pitch=-4, roll=4, jaw=0.5, smile=0.7, zoom=1.3, pan_x=0.05,
                        brow_r=0.8, brow_l=-0.3)  # fmt: skip
    poses = played(scene, timeline, 2.0, end, 10.0)
    middle = poses[int(3.9 * FPS)]
    assert middle.yaw > 3 and middle.jaw > 0.4 and middle.zoom > 1.25
    late = poses[-1]
    assert late.jaw == late.smile == 0 and late.zoom == 1.0
    steps = largest_steps(poses)
    assert {axis: step for axis, step in steps.items() if step > MOST[axis]} == {}


def test_gaps_in_a_track_are_left_to_life_without_a_jump(face_scene: Faces) -> None:
    scene = face_scene("lady")
    steps = largest_steps(played(scene, waving(6), 1.0, 7.0, 9.0))
    assert {axis: step for axis, step in steps.items() if step > MOST[axis]} == {}
    director = Director(scene, seed=3)
    tracks = {"yaw": np.r_[np.full(100, 4.0), np.full(501, np.nan)].astype(np.float32)}
    timeline = Timeline(6.0, tracks)
    for n in range(int(5 * FPS)):
        pose = director.pose(n / FPS, Cue(timeline=timeline, position=n / FPS))
    assert pose.yaw == pytest.approx(idle_pose(3, (n) / FPS).yaw, abs=0.1)


def test_another_timeline_takes_over_without_a_jump(face_scene: Faces) -> None:
    scene = face_scene("lady")
    director, poses = Director(scene, seed=1), []
    first, second = constant(5, yaw=6, zoom=1.3), constant(5, yaw=-6, zoom=1.1, jaw=0.4)
    for n in range(6 * FPS):
        t = n / FPS
        cue = Cue(timeline=first, position=t) if t < 3 else Cue(timeline=second, position=t - 3)
        poses.append(director.pose(t, cue))
    steps = largest_steps(poses)
    assert {axis: step for axis, step in steps.items() if step > 1.5 * MOST[axis]} == {}
    assert poses[-1].yaw < -3


def test_blinks_and_breath_go_on_under_a_script(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    wide = constant(60, blink_r=-0.2, blink_l=-0.2, jaw=0.3)
    poses = played(scene, wide, 0.0, 61.0, 60.0)
    own = np.array([blink(3, n / FPS) for n in range(len(poses))])
    lids = np.array([pose.blink_r for pose in poses])
    assert (own > 0.9).any() and (lids[own > 0.95] > 0.7).all()
    assert lids[5:][own[5:] == 0].max() < -0.1
    assert np.ptp([pose.breath for pose in poses]) > 0.2


def test_life_is_scaled_by_its_track(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    still = played(scene, constant(40, life=0.0), 0.0, 41.0, 40.0)
    free = played(scene, constant(40, jaw=0.0), 0.0, 41.0, 40.0)
    assert np.ptp([p.yaw for p in free]) > 1
    assert np.ptp([p.yaw for p in still[30:]]) < 0.01
    assert max(p.blink_r for p in still) > 0.9, "eyes blink all the same"


def test_a_visitor_gets_a_glance_while_the_portrait_speaks(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    touch, speech = (1.0, 0.4), constant(10, jaw=0.2, yaw=0.0, gaze_x=0.0)
    alone, while_speaking = Director(scene, seed=1), Director(scene, seed=1)
    for n in range(3 * FPS):
        a = alone.pose(n / FPS, Cue(gaze=touch))
        b = while_speaking.pose(n / FPS, Cue(gaze=touch, timeline=speech, position=n / FPS))
    assert a.yaw > 2 and a.gaze_x > 0.1
    assert b.yaw < 0.4 * a.yaw and b.gaze_x > 0.1


def test_a_look_leads_eyes_and_head_to_a_place(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    director = Director(scene, seed=1)
    left = constant(5, look_x=0.0, look_y=0.4)
    for n in range(2 * FPS):
        pose = director.pose(n / FPS, Cue(gaze=(1.0, 0.4), timeline=left, position=n / FPS))
    assert pose.gaze_x < -0.05 and pose.yaw < -1, "the script's place, not the visitor's"


def test_a_held_picture_holds_the_script(face_scene: Faces) -> None:
    scene, timeline = face_scene("fayum"), waving(8)
    director = Director(scene, seed=1)
    poses = []
    for n in range(5 * FPS):
        held = 60 <= n < 90
        position = min(n, 60) / FPS if n < 90 else (n - 30) / FPS
        poses.append(director.pose(n / FPS, Cue(paused=held, timeline=timeline, position=position)))
    assert len(set(poses[60:90])) == 1
    assert abs(poses[91].jaw - poses[90].jaw) < 0.1


def test_a_mouth_moves_on_every_frame_however_many_there_are(face_scene: Faces) -> None:
    """100 samples a second, 60 frames: no frame repeats another, none steps twice as far."""
    scene = face_scene("lady")
    ramp = np.linspace(0, 0.5, 2 * TRACK_RATE + 1).astype(np.float32)
    timeline = Timeline(2.0, {"jaw": ramp})
    director = Director(scene, seed=1)
    jaws = [director.pose(n / 60, Cue(timeline=timeline, position=n / 60)).jaw for n in range(119)]
    steps = np.diff(jaws)
    assert steps.min() > 0.9 * steps.mean() and steps.max() < 1.1 * steps.mean()


def test_the_ground_hears_how_far_its_parts_are_and_goes_back_gently(face_scene: Faces) -> None:
    director = Director(face_scene("fayum"), seed=1)
    timeline = constant(2, brush_1=0.8, flow=0.6)
    heard = []
    for n in range(6 * FPS):
        t = n / FPS
        cue = Cue(timeline=timeline, position=t) if t < 2 else NO_CUE
        director.pose(t, cue)
        heard.append(director.ground_amounts(cue))
    assert set(heard[0]) == {*BRUSH_TRACKS, "flow"}
    first = [amounts["brush_1"] for amounts in heard]
    assert first[FPS] == pytest.approx(0.8) and first[-1] == 0
    assert np.abs(np.diff(first[1:])).max() < 0.05
    assert heard[-1] == dict.fromkeys((*BRUSH_TRACKS, "flow"), 0.0)


def test_poses_stay_inside_the_limits_whatever_a_timeline_asks(face_scene: Faces) -> None:
    scene = face_scene("modern")
    timeline = constant(4, **dict.fromkeys(AXES, 40.0))
    for pose in played(scene, timeline, 0.5, 4.5, 6.0):
        for axis, (low, high) in scene.limits.items():
            assert low - 0.05 <= getattr(pose, axis) <= high + 0.05, axis


@pytest.mark.parametrize("seconds", [2, 3, 4])
def test_life_that_a_script_stilled_comes_back_without_a_jump(
    face_scene: Faces, seconds: int
) -> None:
    director, timeline = Director(face_scene("fayum"), seed=1), constant(seconds, life=0.0)
    poses, lives, end = [], [], seconds * FPS
    for n in range(end + 3 * FPS):
        cue = Cue(timeline=timeline, position=n / FPS) if n < end else NO_CUE
        poses.append(director.pose(n / FPS, cue))
        lives.append(director.life)
    breath = np.array([pose.breath for pose in poses])
    assert breath[FPS:end].max() == 0 and breath[end:].max() > 0.3
    assert np.abs(np.diff(breath)).max() < 0.12
    assert lives[FPS] == 0 and lives[-1] == 1 and np.abs(np.diff(lives)).max() < 0.1
