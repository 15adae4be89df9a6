"""The hatching tells the truth: all that a frame changes is in it, and nothing at rest."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from generation.engines.rig import RigEngine, RigOptions
from generation.fast.renderer import FastRenderer
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.rig.numbers import mouth_moment
from generation.scene.build import build_scene
from generation.scene.model import Eye, Scene
from generation.tratteggio.encode import encode_mask
from generation.tratteggio.touched import Touched, touched, touched_at, touched_in
from generation.types import AXES, CAMERA_AXES, MOUTH_AXES, Bytes2D, Cue, Floats, Pose, Timeline

Faces = Callable[[str], Scene]
MARGIN = np.ones((5, 5), np.uint8)  # 2 px about what is hatched
SHUT = Pose(blink_r=1, blink_l=1)
STILL = {*CAMERA_AXES}


def changed(before: Bytes2D, after: Bytes2D) -> Any:
    """Return where luma differs by more than half a pixel of motion could make it."""
    window = np.ones((5, 5), np.uint8)
    near = cv2.dilate(before, window).astype(int) - cv2.erode(before, window)
    return np.abs(after.astype(int) - before) > 8 + 0.6 * near


def outside(difference: Any, found: Touched) -> int:
    """Return how many changed pixels are not hatched."""
    hatched = ((found.invented > 0) | (found.moved > 0)).astype(np.uint8)
    return int((difference & (cv2.dilate(hatched, MARGIN) == 0)).sum())


def wandering(scene: Scene, count: int, axes: set[str] | None = None) -> list[Pose]:
    """Poses anywhere inside a scene's limits, the camera at rest."""
    random = np.random.default_rng(7)
    free = [a for a in scene.limits if a not in STILL and (axes is None or a in axes)]
    return [Pose(**{a: random.choice([*scene.limits[a], random.uniform(*scene.limits[a])])
                    for a in free}) for _ in range(count)]  # fmt: skip


@pytest.mark.parametrize("name", ["dutch", "lady"])
def test_every_changed_pixel_is_hatched(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    found, renderer, out = touched(scene), FastRenderer(scene), empty_planes(*scene.size)
    painting = planes_from_rgb(scene.rgb).y
    for pose in wandering(scene, 6):
        renderer.render(pose, out)
        difference = changed(painting, out.y)
        assert difference.sum() > 500
        assert outside(difference, found) == 0
    untouched = cv2.dilate(np.maximum(found.invented, found.moved), MARGIN) == 0
    assert untouched.any(), "a hatching that covers everything tells nothing"


def test_a_frame_is_hatched_where_it_changes(face_scene: Faces) -> None:
    scene = face_scene("dutch")
    painting, out = planes_from_rgb(scene.rgb).y, empty_planes(*scene.size)
    renderer = FastRenderer(scene)
    parts = {*MOUTH_AXES, "blink_r", "blink_l", "gaze_x", "gaze_y"}
    for pose in [*wandering(scene, 2), *wandering(scene, 2, parts)]:
        renderer.render(pose, out)
        found = touched_in(scene, pose)
        assert outside(changed(painting, out.y), found) == 0
    rest = touched_in(scene, Pose())
    assert not rest.invented.any() and not rest.moved.any()
    few = touched_in(scene, wandering(scene, 1, parts)[0])
    assert few.shares.moved + few.shares.invented < 25, "only eyes and mouth moved"


def opening(eye: Eye, shape: tuple[int, ...]) -> Any:
    """Return (H, W) where the painted eye is open."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(float)
    away = np.stack([x - eye.centre[0], y - eye.centre[1]], -1)
    across, down = away @ eye.across, away @ eye.down
    xs = eye.x0 + eye.dx * np.arange(257)
    upper, lower = np.interp(across, xs, eye.upper), np.interp(across, xs, eye.lower)
    return (down > upper + 1) & (down < lower - 1) & (np.abs(across) < eye.width / 2)


@pytest.mark.parametrize("name", ["fayum", "modern"])
def test_lids_over_eyes_and_the_inside_of_the_mouth_are_invented(
    face_scene: Faces, name: str
) -> None:
    scene = face_scene(name)
    assert scene.head is not None
    whole, shut = touched(scene), touched_in(scene, SHUT)
    for eye in scene.head.eyes:
        inside = opening(eye, scene.rgb.shape)
        assert inside.sum() > 40
        assert (whole.invented[inside] > 200).mean() > 0.95
        assert (shut.invented[inside] > 200).mean() > 0.9
    mouth, wide = scene.head.mouth, Pose(jaw=scene.limits["jaw"][1])
    moment = mouth_moment(wide, mouth)
    height, s, _ = mouth.places
    stations = (np.arange(257) - 128) / 96
    edge = 2 * mouth.edge
    between = (height > np.interp(s, stations, moment.upper) + edge) & (
        height < np.interp(s, stations, moment.lower) - edge
    )
    box = mouth.box
    for found in (whole, touched_in(scene, wide)):
        part = found.invented[box.top : box.bottom, box.left : box.right]
        assert between.sum() > 40 and (part[between] > 250).all()


def test_a_silent_portrait_has_no_mouth_to_hatch(face_scene: Faces) -> None:
    scene = face_scene("dutch")
    assert scene.head is not None
    box, height = scene.head.mouth.box, scene.head.mouth.places[0]
    silent, whispering, any_ = (
        touched(scene, timelines=timelines)
        for timelines in ((), (jaw_track(0.15),), None)
    )  # fmt: skip
    lips = np.zeros(scene.rgb.shape[:2], bool)
    lips[box.top : box.bottom, box.left : box.right] = np.abs(height) < 0.3
    assert not silent.invented[lips].any()
    assert 0 < (whispering.invented[lips] > 85).sum() < (any_.invented[lips] > 85).sum()
    assert ("mouth" in silent.parts, any_.parts[:2]) == (False, ("lids", "mouth"))
    assert silent.shares.invented < whispering.shares.invented < any_.shares.invented < 4
    at = touched_at(scene, 1.0, Cue(timeline=jaw_track(1.0), position=0.5), seed=3)
    assert at.invented[lips].max() > 250


def jaw_track(most: float) -> Timeline:
    wave = np.sin(np.linspace(0, np.pi, 100)) * most
    return Timeline(1.0, {"jaw": np.asarray(wave, np.float32)})


MOON = {"picture": [1700, 1150], "brush": [
    {"polygon": [[1270, 140], [1335, 140], [1335, 205], [1270, 205]],
     "path": [[1310, 172], [1200, 120], [1000, 110]]}]}  # fmt: skip
WATER = {"picture": [1700, 1150], "flow": [
    {"polygon": [[0, 800], [1699, 800], [1699, 1149], [0, 1149]], "motion": "water"}]}  # fmt: skip


@pytest.fixture(scope="module")
def dusk(house: Callable[[str, int], Bytes2D]) -> Scene:
    return build_scene(house("dusk", 640), "0" * 64, None, None, (640, 640))


def ramp() -> Floats:
    return np.linspace(0, 1, 400, dtype=np.float32)


@pytest.mark.parametrize("ground, track", [(MOON, "brush_1"), (WATER, "flow")])
def test_what_a_script_moves_is_hatched(dusk: Scene, ground: dict[str, Any], track: str) -> None:
    """Through the performer itself, frame after frame; the camera stays still."""
    axes = {a: np.full(400, 1.0 if a == "zoom" else 0.0, np.float32) for a in AXES}
    timeline = Timeline(4.0, {**axes, track: ramp()}, ground=ground)
    performer = RigEngine(RigOptions()).prepare(dusk, seed=1)
    performer.ready(timeline)
    found, out = touched(dusk, None, (timeline,)), empty_planes(*dusk.size)
    painting, seen = planes_from_rgb(dusk.rgb).y, 0
    for t in (0.0, 1.3, 2.7, 3.9):
        performer.frame(t, Cue(timeline=timeline, position=t), out)
        difference = changed(painting, out.y)
        seen += int((out.y != painting).sum())
        assert outside(difference, found) == 0
        now = touched_at(dusk, t, Cue(timeline=timeline, position=t), seed=1)
        assert outside(difference, now) == 0
    assert seen > 500
    home = round(172 * dusk.size[1] / 1150), round(1300 * dusk.size[0] / 1700)
    assert (found.invented[home] == 255) == (track == "brush_1"), "the sky behind the moon"
    assert found.parts == (("behind",) if track == "brush_1" else ())
    assert touched(dusk, None, ()).moved.astype(int).sum() < found.moved.astype(int).sum()


def test_a_landscape_is_moved_by_its_wandering_camera(dusk: Scene) -> None:
    alone = touched(dusk, None, ())
    assert alone.shares.invented == 0 < alone.shares.moved
    assert not touched(dusk, None, ()).parts


def test_the_mask_is_small_and_reads_back(face_scene: Faces) -> None:
    found = touched(face_scene("dutch"))
    told = encode_mask(found)
    assert told == encode_mask(found) and len(told) < 40_000
    image = Image.open(io.BytesIO(told))
    height, width = found.invented.shape
    assert image.size == (2 * width, height)
    alpha = np.asarray(image.convert("RGBA"))[..., 3].astype(int)
    assert np.abs(alpha[:, :width] - found.invented).max() <= 9
    only = (found.invented == 0) & (found.moved > 0)
    assert np.abs(alpha[:, width:] - found.moved)[only].max() <= 9
    assert not alpha[:, width:][found.invented == 255].any()
