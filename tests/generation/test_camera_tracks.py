"""Plans laid over house pictures: in frame, within limits, without a jump, the right way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from generation.camerawork.plan import CameraPlan
from generation.camerawork.reading import read_camera
from generation.camerawork.telling import plan_words
from generation.camerawork.tracks import camera_tracks
from generation.errors import CameraRefused
from generation.rig.clamp import clamp_pose
from generation.rig.renderer import TorchRenderer
from generation.scene.build import build_scene
from generation.scene.framing import in_frame
from generation.scene.model import Scene
from generation.types import CAMERA_AXES, TRACK_RATE, Bytes2D, Floats, Pose
from tests.generation.test_camera_sentences import TABLE

Tracks = dict[str, Floats]
SENTENCES = [sentence for sentence, told in TABLE.items() if not told.startswith("!")]
PATHS = {
    "hand": np.array([[0.3, 0.7], [0.5, 0.6], [0.7, 0.8]], np.float32),
    "brush_2": np.array([[0.1, 0.1], [0.9, 0.9]], np.float32),
}
# Third difference of each axis, per second cubed: a jump of 1 % of the width is 10 000.
MOST_JERK = {"zoom": 40.0, "pan_x": 20.0, "pan_y": 20.0, "camera_roll": 200.0, "orbit_x": 3.0,
             "orbit_y": 3.0, "dolly": 15.0}  # fmt: skip


@pytest.fixture(scope="module")
def sea(house: Callable[[str, int], Bytes2D]) -> Scene:
    """A picture without a face; nobody in it, so no relief either."""
    rgb = house("sea", 360)
    size = rgb.shape[1] // 2 * 2, rgb.shape[0] // 2 * 2
    return build_scene(rgb, "0" * 64, None, np.zeros(rgb.shape[:2], np.float32), size)


@pytest.fixture(scope="module")
def scenes(face_scene: Callable[[str], Scene], sea: Scene) -> list[Scene]:
    return [face_scene("dutch"), face_scene("lady"), sea]


def poses(tracks: Tracks, every: int = 1) -> list[Pose]:
    rows = zip(*(tracks[axis][::every].tolist() for axis in CAMERA_AXES), strict=True)
    return [Pose(**dict(zip(CAMERA_AXES, row, strict=True))) for row in rows]


def laid(plan: CameraPlan, scene: Scene) -> Tracks | None:
    """The tracks, None where this picture has no face or no relief for the plan."""
    try:
        tracks, seconds = camera_tracks(plan, scene, paths=PATHS)
    except CameraRefused:
        assert scene.head is None
        return None
    assert seconds == pytest.approx(plan.seconds, abs=0.02)
    assert {len(values) for values in tracks.values()} == {round(seconds * TRACK_RATE)}
    return tracks


def away(one: Pose, other: Pose) -> float:
    return max(abs(float(getattr(one, a)) - float(getattr(other, a))) for a in CAMERA_AXES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_frame_leaves_the_picture_or_jumps(sentence: str, scenes: list[Scene]) -> None:
    plan = read_camera(sentence)
    played = 0
    for scene in scenes:
        tracks = laid(plan, scene)
        if tracks is None:
            continue
        played += 1
        for pose in poses(tracks, 25):
            assert away(in_frame(pose, scene), pose) < 1e-5  # no border
            # the limits joint with the head take next to nothing: they were planned for
            assert away(clamp_pose(pose, scene), pose) < 0.02
        for axis, most in MOST_JERK.items():
            jerk = np.abs(np.diff(tracks[axis].astype(float), 3)).max() * TRACK_RATE**3
            noise = 8 * np.abs(tracks[axis]).max() * 2**-24 * TRACK_RATE**3  # float32 itself
            hurry = (4.0 / min(m.seconds for step in plan.steps for m in step)) ** 3
            assert jerk <= most * max(hurry, 1.0) + noise, axis
    assert played >= 2


def test_every_corner_of_the_frame_looks_at_the_picture(scenes: list[Scene]) -> None:
    """By the camera's own formula (rig/camera.py), not by the rule the plan was made with."""
    for scene in scenes:
        (width, height), (fx, fy) = scene.size, scene.focus
        for sentence in ("dutch angle, 5 degrees, handheld", "look at the top left corner"):
            tracks, _ = camera_tracks(read_camera(sentence), scene)
            for p in poses(tracks, 5):
                turn = np.radians(p.camera_roll)
                for x, y in ((0, 0), (width, 0), (0, height), (width, height)):
                    along = (np.cos(turn) * (x - fx) + np.sin(turn) * (y - fy)) / p.zoom
                    across = (np.cos(turn) * (y - fy) - np.sin(turn) * (x - fx)) / p.zoom
                    px, py = fx + along + p.pan_x * width, fy + across + p.pan_y * width
                    assert -0.05 <= px <= width + 0.05 and -0.05 <= py <= height + 0.05


def seen(scene: Scene, sentence: str, moment: int = -1) -> tuple[Floats, Floats]:
    """Where the nodes of the last frame look, px of the painting, and of the first."""
    tracks, _ = camera_tracks(read_camera(sentence), scene)
    shots = poses(tracks)
    maps = TorchRenderer(scene).source_map([shots[moment], shots[0]]).numpy()
    return maps[0], maps[1]


@pytest.mark.parametrize(
    ("sentence", "axis", "sign"),
    [
        ("pan right 10 %", 0, 1), ("панорама влево", 0, -1), ("tilt up", 1, -1),
        ("наклон вниз", 1, 1), ("truck right", 0, 1), ("look at the right edge", 0, 1),
        ("покажи левый нижний угол", 1, 1),
    ],
)  # fmt: skip
def test_the_camera_turns_the_way_it_is_told(
    sentence: str, axis: int, sign: int, scenes: list[Scene]
) -> None:
    after, before = seen(scenes[0], sentence)
    middle = tuple(side // 2 for side in after.shape[1:])
    assert sign * (after[axis][middle] - before[axis][middle]) > 10  # px of 360


@pytest.mark.parametrize(("side", "sign"), [("left", 1), ("right", -1)])
def test_an_orbit_from_the_left_shows_more_of_what_is_behind_on_the_right(
    side: str, sign: int, scenes: list[Scene]
) -> None:
    tracks, _ = camera_tracks(read_camera(f"orbit {side} 5 degrees about the face"), scenes[1])
    last = poses(tracks)[-1]
    still = last.with_(orbit_x=0.0, pan_x=0.0)  # as close, without going round
    maps = TorchRenderer(scenes[1]).source_map([last, still]).numpy()
    moved = sign * (maps[0][0] - maps[1][0])
    rows, columns = moved.shape
    face = moved[rows * 2 // 5, columns // 2]
    behind = moved[rows // 10, columns // 10]
    assert abs(face) < 2 and behind > 6


def test_a_roll_to_the_right_leans_the_picture_left(scenes: list[Scene]) -> None:
    after, _ = seen(scenes[0], "roll right 5 degrees")
    assert after[1][after.shape[1] // 2, -1] > after[1][after.shape[1] // 2, 0]


def test_a_push_brings_its_target_to_the_middle_at_an_even_rate(scenes: list[Scene]) -> None:
    scene = scenes[0]
    assert scene.head is not None
    mouth = scene.head.landmarks.points[[13, 14, 61, 291], :2].mean(0)
    tracks, _ = camera_tracks(read_camera("zoom in 80 % on the lips, constant speed"), scene)
    width, height = scene.size
    last = poses(tracks)[-1]
    at = (
        np.array(scene.focus)
        + (mouth - scene.focus - np.array([last.pan_x, last.pan_y]) * width) * last.zoom
    )
    assert np.abs(at - (width / 2, height / 2)).max() < 3  # px
    rate = np.diff(np.log(tracks["zoom"].astype(float)))[80:-80]
    assert rate.std() < 0.02 * rate.mean()


def test_a_sentence_begins_where_the_camera_stands(scenes: list[Scene]) -> None:
    scene = scenes[1]
    first, _ = camera_tracks(read_camera("наезд на глаза, крен влево"), scene)
    stands = {axis: float(values[-1]) for axis, values in first.items()}
    for sentence in (
        "отъезд",
        "панорама слева направо",
        "orbit right",
        "с рук 2 секунды",
        "tilt up",
    ):
        then, _ = camera_tracks(read_camera(sentence), scene, stands)
        assert all(then[axis][0] == pytest.approx(stands[axis], abs=1e-5) for axis in CAMERA_AXES)
    back, _ = camera_tracks(read_camera("return to the whole picture"), scene, stands)
    assert away(poses(back)[-1], Pose()) < 1e-6


def test_a_pull_from_the_whole_picture_goes_closer_first(scenes: list[Scene]) -> None:
    opening, _ = camera_tracks(read_camera("pull out"), scenes[0])
    assert opening["zoom"][0] == pytest.approx(1.3) and opening["zoom"][-1] == 1
    later, _ = camera_tracks(read_camera("pull out"), scenes[0], {})
    assert later["zoom"][0] == 1 and later["zoom"].max() == pytest.approx(1.3, abs=0.01)
    assert "closer" in plan_words(read_camera("pull out")).en


def test_handheld_is_small_seeded_and_still_at_both_ends(scenes: list[Scene]) -> None:
    plan = read_camera("strong handheld, 6 seconds")
    one, again, other = (camera_tracks(plan, scenes[0], seed=seed)[0] for seed in (1, 1, 2))
    assert all(np.array_equal(one[axis], again[axis]) for axis in CAMERA_AXES)
    assert not np.array_equal(one["pan_x"], other["pan_x"])
    assert 0.001 < np.abs(one["pan_x"]).max() <= 0.0041
    assert 0.1 < np.abs(one["camera_roll"]).max() <= 0.41
    assert one["pan_x"][0] == one["pan_x"][-1] == 0


def test_what_a_picture_lacks_is_refused_with_what_can_be_done(
    sea: Scene, scenes: list[Scene]
) -> None:
    flat = replace(sea, depth=np.zeros_like(sea.depth))
    for sentence, scene, said in [
        ("push in on the face", sea, "No face"), ("облёт слева", flat, "No relief"),
        ("follow the hand", scenes[0], "brush the hand"), ("follow brush 3", scenes[0], "brush"),
    ]:  # fmt: skip
        with pytest.raises(CameraRefused, match=said) as refused:
            camera_tracks(read_camera(sentence), scene)
        assert "«" in refused.value.for_people.ru


def test_a_plan_is_told_back_with_its_units() -> None:
    told = plan_words(read_camera("медленный наезд на лицо, затем облёт слева"))
    assert told.ru == "Наезд на лицо, ×1,25 за 6 с; затем облёт слева на 4° за 5 с. Всего 11 с."
    assert told.en == (
        "Push in on the face, ×1.25 over 6 s; then orbit to the left by 4° over 5 s. 11 s in all."
    )


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_told_back_can_be_said_again(sentence: str) -> None:
    for text in plan_words(read_camera(sentence)):
        assert text[0].isupper() and text.endswith(".") and "  " not in text
