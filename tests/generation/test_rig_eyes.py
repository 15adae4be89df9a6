"""Lids cover the eye, the gaze goes where it is asked, and a turn is seen as a turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from generation.rig.constants import LID_RISE, LID_TRAVEL
from generation.rig.numbers import eye_numbers
from generation.rig.renderer import TorchRenderer, to_bytes
from generation.scene.model import Eye, Scene
from generation.types import Pose

Faces = Callable[[str], Scene]
NAMES = ("fayum", "dutch", "lady", "modern")
SHUT = Pose(blink_r=1, blink_l=1)


def _frames(scene: Scene, *poses: Pose) -> np.ndarray:
    return to_bytes(TorchRenderer(scene).render_rgb(poses)).transpose(0, 2, 3, 1).astype(float)


def _eye_places(eye: Eye) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Across and down of every pixel of the box, and whether the open eye is there."""
    box = eye.box
    y, x = np.mgrid[box.top : box.bottom, box.left : box.right].astype(float)
    away = np.stack([x - eye.centre[0], y - eye.centre[1]], -1)
    across, down = away @ eye.across, away @ eye.down
    xs = eye.x0 + eye.dx * np.arange(257)
    upper, lower = np.interp(across, xs, eye.upper), np.interp(across, xs, eye.lower)
    return across, down, (down > upper) & (down < lower) & (lower - upper > 0.5)


@pytest.mark.parametrize("name", NAMES)
def test_lids_cover_the_opening_at_blink_one(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    assert scene.head is not None
    for eye, right in zip(scene.head.eyes, (True, False), strict=True):
        closure = eye_numbers(SHUT, eye, right).closure
        across, down, opened = _eye_places(eye)
        xs = eye.x0 + eye.dx * np.arange(257)
        upper, lower = np.interp(across, xs, eye.upper), np.interp(across, xs, eye.lower)
        lid = upper + LID_TRAVEL * closure * (lower - upper)
        low = lower - LID_RISE * closure * (lower - upper)
        covered = (down <= lid) | (down >= low)
        assert opened.sum() > 60
        assert covered[opened].mean() >= 0.95


@pytest.mark.parametrize("name", NAMES)
def test_a_shut_eye_shows_no_eyeball(face_scene: Faces, name: str) -> None:
    """Within the opening the contrast of white and iris gives way to skin."""
    scene = face_scene(name)
    assert scene.head is not None
    shut = _frames(scene, SHUT)[0]
    for eye in scene.head.eyes:
        box, (across, down, opened) = eye.box, _eye_places(eye)
        before, after = (
            _patches(frame[box.top : box.bottom, box.left : box.right], across, down, opened)
            for frame in (scene.rgb, shut)
        )
        assert after < 0.5 * before


def _patches(frame: np.ndarray, across: np.ndarray, down: np.ndarray, part: np.ndarray) -> float:
    """Standard deviation of luma over a part, its even slope of light taken away."""
    luma, x, y = (values[part] for values in (frame.mean(-1), across, down))
    slope = np.stack([np.ones_like(x), x, y, x * x], 1)
    fitted, *_ = np.linalg.lstsq(slope, luma, rcond=None)
    return float((luma - slope @ fitted).std())


@pytest.mark.parametrize("name", ("fayum", "dutch", "lady"))
def test_lids_close_steadily(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    assert scene.head is not None
    poses = [Pose(blink_r=b, blink_l=b) for b in (0.0, 0.25, 0.5, 0.75, 1.0)]
    change = [np.abs(frame - scene.rgb).sum() for frame in _frames(scene, *poses)]
    assert change[0] == 0
    assert all(after > before for before, after in pairwise(change))


def _dark_centre(frame: np.ndarray, eye: Eye) -> np.ndarray:
    """Across and down of what is darkest in the open eye."""
    across, down, opened = _eye_places(eye)
    box = eye.box
    luma = frame[box.top : box.bottom, box.left : box.right].mean(-1)
    inside = opened & (np.abs(across) < 0.40 * eye.width)
    dark = np.clip(np.percentile(luma[inside], 45) - luma, 0, None) * inside
    return np.array([(dark * across).sum(), (dark * down).sum()]) / dark.sum()


@pytest.mark.parametrize("name", ("fayum", "lady"))
def test_the_iris_goes_where_it_is_asked(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    assert scene.head is not None
    left, right, up, down = _frames(
        scene, Pose(gaze_x=-0.7), Pose(gaze_x=0.7), Pose(gaze_y=-0.7), Pose(gaze_y=0.7)
    )
    for eye in scene.head.eyes:
        sideways = _dark_centre(right, eye)[0] - _dark_centre(left, eye)[0]
        assert sideways > 0.08 * eye.width, "asked for 0.28 widths between the two"
        assert _dark_centre(down, eye)[1] > _dark_centre(up, eye)[1]


def test_lids_follow_the_gaze_without_a_jump(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    assert scene.head is not None
    eye = scene.head.eyes[0]

    def closure(blink: float, gaze_y: float) -> float:
        return eye_numbers(Pose(blink_r=blink, gaze_y=gaze_y), eye, True).closure

    assert closure(0, 1) > 0.2 and closure(0, -1) < 0 and closure(1, -1) == 1
    steps = np.linspace(-1, 1, 201)
    for blink in (-0.2, 0.0, 0.5):
        assert np.abs(np.diff([closure(blink, g) for g in steps])).max() < 0.01


def test_a_catchlight_stays_while_the_iris_goes(face_scene: Faces) -> None:
    """Against a scene that knows of no catchlight, it lies farther back along the gaze."""
    scene = face_scene("fayum")
    assert scene.head is not None
    first, second = (replace(eye, glint=0 * eye.glint) for eye in scene.head.eyes)
    blind = replace(scene, head=replace(scene.head, eyes=(first, second)))
    (aware,), (carried,) = (_frames(s, Pose(gaze_x=0.6)) for s in (scene, blind))
    for eye in scene.head.eyes:
        box, (across, _, _) = eye.box, _eye_places(eye)
        more = (aware - carried)[box.top : box.bottom, box.left : box.right].mean(-1)
        stays, went = np.clip(more, 0, None), np.clip(-more, 0, None)
        assert stays.max() > 10 and went.max() > 10
        apart = (went * across).sum() / went.sum() - (stays * across).sum() / stays.sum()
        assert 0.03 * eye.width < apart < 0.12 * eye.width


def test_a_smile_lifts_the_lower_lids(face_scene: Faces) -> None:
    scene = face_scene("lady")
    assert scene.head is not None
    eye = scene.head.eyes[0]
    assert eye_numbers(Pose(), eye, True).squint == 0
    assert 0.4 < eye_numbers(Pose(smile=1), eye, True).squint < 1
    box, (_, down, opened) = eye.box, _eye_places(eye)
    (smiling,) = _frames(scene, Pose(smile=1, cheek=1))
    changed = np.abs(smiling - scene.rgb)[box.top : box.bottom, box.left : box.right].mean(-1) > 4
    low = opened & (down > np.percentile(down[opened], 75))
    assert changed[low].mean() > 0.3


@pytest.mark.parametrize("name", ("dutch", "lady"))
def test_a_turn_is_seen_as_a_turn(face_scene: Faces, models_dir: Path, name: str) -> None:
    """The landmark model, looking at the frame, sees the yaw within 2.5 degrees."""
    from generation.landmarks.find import find_faces
    from generation.landmarks.mesh import yaw_of

    scene = face_scene(name)
    frames = _frames(scene, Pose(), Pose(yaw=6), Pose(yaw=-6)).astype(np.uint8)
    faces = [find_faces(np.ascontiguousarray(f), models_dir).faces for f in frames]
    rest, right, left = (yaw_of(found[0].points[:468]) for found in faces)
    assert abs(right - rest - 6) <= 2.5
    assert abs(left - rest + 6) <= 2.5
