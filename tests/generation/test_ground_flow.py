"""Flows on the house landscapes: the loop closes, nothing pulses, fades, doubles or strays."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation.ground.areas import shape_mask
from generation.ground.painted import PaintedGround
from generation.ground.plan import Disc
from generation.ground.propose import propose_motion
from generation.ground.reading import read_ground
from generation.ground.still import propose_still
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.types import Bytes2D, Planes

WORKS = json.loads(
    (Path(__file__).parents[2] / "exhibits/catalogue/house_collection/works.json").read_text()
)["works"]
SKY = [[0, 0], [1700, 0], [1700, 600], [760, 600], [760, 440], [380, 440], [380, 600], [0, 600]]
WATER = [[0, 800], [1700, 800], [1700, 1150], [0, 1150]]
FLOWS: dict[str, dict[str, Any]] = {
    "cut": {"polygon": SKY, "motion": "cut", "found_still": False,
            "arrows": [[200, 300, 700, 330], [900, 350, 1500, 330], [300, 120, 900, 90]]},
    "water": {"polygon": WATER, "motion": "water", "found_still": False},
    "wave": {"polygon": WATER, "motion": "wave", "found_still": False,
             "arrows": [[200, 950, 1400, 950]]},
    "sway": {"polygon": WATER, "motion": "sway", "found_still": False},
}  # fmt: skip
DUSK_SKY = {
    "polygon": [[640, 0], [1240, 0], [1240, 200], [1130, 300], [800, 350], [700, 170]],
    "motion": "cut", "arrows": [[700, 60, 1200, 50], [800, 200, 1200, 190]],
}  # fmt: skip
FRAMES = 36


@pytest.fixture(scope="module")
def sea(house: Callable[[str, int], Bytes2D]) -> Scene:
    return landscape(house, "sea", 600)


def landscape(house: Callable[[str, int], Bytes2D], name: str, width: int) -> Scene:
    return build_scene(house(name, width), "0" * 64, None, None, (width, width))


def ground_of(scene: Scene, *flows: dict[str, Any], fast: bool = True) -> PaintedGround:
    told = {"picture": [1700, 1150], "flow": list(flows)}
    return PaintedGround(scene, read_ground(told, scene.size), fast=fast)


def copied(planes: Planes) -> Planes:
    return Planes(*(plane.copy() for plane in planes))


def same(a: Planes, b: Planes) -> bool:
    return all((x == y).all() for x, y in zip(a, b, strict=True))


def fine(luma: Bytes2D, where: np.ndarray) -> float:
    return float(cv2.Laplacian(luma.astype(np.float32), cv2.CV_32F)[where].std())


def apart(a: Bytes2D, b: Bytes2D, where: np.ndarray) -> float:
    return float(np.sqrt(np.mean((a[where].astype(np.float32) - b[where]) ** 2)))


@pytest.mark.parametrize("motion", FLOWS)
def test_a_loop_closes_keeps_its_detail_and_does_not_pulse(
    house: Callable[[str, int], Bytes2D], motion: str
) -> None:
    name, width = ("dusk", 960) if motion == "cut" else ("sea", 600)
    scene = landscape(house, name, width)
    ground = ground_of(scene, DUSK_SKY if motion == "cut" else FLOWS[motion])
    out, painting = empty_planes(*scene.size), planes_from_rgb(scene.rgb)
    drawn = ground.flows.streams
    seconds = drawn.loops[0].seconds if drawn.loops else drawn.waves[0].seconds
    frames = []
    for n in range(FRAMES):
        ground.draw(50 * seconds + n * seconds / FRAMES, {"flow": 1.0}, out)
        frames.append(out.y.copy())
    moved = np.mean([cv2.absdiff(f, painting.y) for f in frames], axis=0)
    where = cv2.blur(moved.astype(np.float32), (15, 15)) > 0.5 * np.percentile(moved, 90)
    steps = [apart(a, b, where) for a, b in pairwise([*frames, frames[0]])]
    assert min(steps) > 0.1, "it moves"
    assert steps[-1] / np.mean(steps[:-1]) <= 1.05, "the seam is a step like any other"
    assert np.ptp(steps) / np.mean(steps) <= 0.12, "the motion is even"
    kept = np.array([fine(f, where) for f in frames]) / fine(painting.y, where)
    assert kept.min() >= 0.90 and kept.max() <= 1.10
    assert np.ptp(kept) / kept.mean() <= 0.10


def test_still_things_and_all_outside_are_never_touched(sea: Scene) -> None:
    boat, rock = [1300, 300, 120], [[100, 100], [250, 100], [250, 260], [100, 260]]
    told = {
        "picture": [1700, 1150],
        "flow": [FLOWS["cut"] | {"still": [boat]}, FLOWS["water"]],
        "still": [rock],
    }
    ground = PaintedGround(sea, read_ground(told, sea.size))
    own = (1700, 1150)
    free = shape_mask(tuple(map(tuple, SKY)), own, sea.size)
    free |= shape_mask(tuple(map(tuple, WATER)), own, sea.size)
    free &= ~shape_mask(Disc(*boat), own, sea.size)
    free &= ~shape_mask(tuple(map(tuple, rock)), own, sea.size)
    painting, out = planes_from_rgb(sea.rgb), empty_planes(*sea.size)
    strayed = np.zeros(free.shape, bool)
    for t in (0.0, 0.9, 2.2):
        ground.draw(t, {"flow": 1.0}, out)
        strayed |= (out.y != painting.y) & ~free
        assert (out.y != painting.y)[free].mean() > 0.3
    assert not strayed.any()
    blocks = cv2.resize((~free).astype(np.uint8), out.u.shape[::-1], interpolation=cv2.INTER_AREA)
    assert (out.u == painting.u)[blocks > 0].all() and (out.v == painting.v)[blocks > 0].all()


def test_no_amount_is_the_painting_and_a_little_is_nearly_it(sea: Scene) -> None:
    ground, out = ground_of(sea, FLOWS["cut"], FLOWS["water"]), empty_planes(*sea.size)
    painting = planes_from_rgb(sea.rgb)
    assert ground.draw(1.0, {"flow": 0.0}, out) is not None and same(out, painting)
    assert ground.draw(2.0, {}, out) is None, "nothing changed"
    whole = np.ones(out.y.shape, bool)
    before, far = 0.0, []
    for amount in (0.02, 0.1, 0.3, 1.0):
        ground.draw(5.0, {"flow": amount}, out)
        far.append(apart(out.y, painting.y, whole))
        assert far[-1] > before
        before = far[-1]
    assert far[0] < 0.25 * far[-1], "it sets in without a pop"
    box = ground.draw(6.0, {"flow": 0.0}, out)
    assert box is not None and same(out, painting)


def test_what_a_call_reports_is_all_that_changed(sea: Scene) -> None:
    ground, out = ground_of(sea, FLOWS["water"]), empty_planes(*sea.size)
    ground.draw(0.0, {"flow": 1.0}, out)
    before = copied(out)
    assert ground.draw(0.0, {"flow": 1.0}, out) is None and same(out, before)
    box = ground.draw(0.4, {"flow": 1.0}, out)
    assert box is not None
    changed = out.y != before.y
    assert changed.any() and box.top > 260
    changed[box.top : box.bottom, box.left : box.right] = False
    assert not changed.any()


def test_kernels_and_the_readable_way_agree(house: Callable[[str, int], Bytes2D]) -> None:
    scene, flows = landscape(house, "sea", 320), (FLOWS["cut"], FLOWS["water"])
    fast, slow = ground_of(scene, *flows), ground_of(scene, *flows, fast=False)
    a, b = empty_planes(*scene.size), empty_planes(*scene.size)
    for t, amount in ((0.7, 1.0), (2.3, 0.4)):
        fast.draw(t, {"flow": amount}, a)
        slow.draw(t, {"flow": amount}, b)
        for x, y in zip(a, b, strict=True):
            error = float(np.mean((x.astype(float) - y) ** 2))
            assert error < 255**2 / 10**5, "50 dB"


def test_the_sitter_stands_before_the_flow(face_scene: Callable[[str], Scene]) -> None:
    scene = face_scene("lady")
    width, height = scene.size
    whole = [[0, 0], [width, 0], [width, height], [0, height]]
    told = {
        "picture": [width, height],
        "flow": [{"polygon": whole, "motion": "cut", "found_still": False,
                  "arrows": [[5, 60, 70, 60], [width - 70, 60, width - 5, 60]]}],
    }  # fmt: skip
    ground, out = PaintedGround(scene, read_ground(told, scene.size)), empty_planes(width, height)
    painting = planes_from_rgb(scene.rgb)
    changed = np.zeros(out.y.shape, bool)
    for t in (0.5, 1.5, 2.5):
        ground.draw(t, {"flow": 1.0}, out)
        changed |= out.y != painting.y
    head = scene.head
    assert head is not None
    face = cv2.convexHull(head.landmarks.points[:468, :2].astype(np.int32))
    inside = cv2.fillPoly(np.zeros(out.y.shape, np.uint8), [face], 1) > 0
    assert not changed[inside].any()
    assert changed[: height // 4, : width // 6].mean() > 0.05, "the ground behind her moves"


def test_the_moon_of_dusk_is_found(house: Callable[[str, int], Bytes2D]) -> None:
    rgb = house("dusk", 960)
    scale = rgb.shape[1] / 1700
    sky = np.zeros(rgb.shape[:2], bool)
    sky[: int(330 * scale), int(640 * scale) : int(1700 * scale)] = True
    found = np.zeros(sky.shape, bool)
    for shape in propose_still(rgb, sky):
        found |= shape_mask(shape, (rgb.shape[1], rgb.shape[0]), (rgb.shape[1], rgb.shape[0]))
    assert found[round(172 * scale), round(1322 * scale)], "the moon"
    assert found.sum() < 0.6 * sky.sum(), "the sky itself is not a thing"


def test_each_house_region_gets_the_motion_that_suits(house: Callable[[str, int], Bytes2D]) -> None:
    rgb = house("sea", 720)
    height, width = rgb.shape[:2]
    low, high = np.zeros((2, height, width), bool)
    low[int(0.62 * height) :], high[: int(0.5 * height)] = True, True
    assert propose_motion(rgb, low).motion == "water"
    assert propose_motion(rgb, high).motion == "cut"
    assert all(propose_motion(rgb, low).why)
    rgb = house("dusk", 960)
    wisp = ((1046, 592), (1082, 592), (1112, 490), (1140, 425), (1085, 425), (1056, 500))
    column = shape_mask(wisp, (1700, 1150), (rgb.shape[1], rgb.shape[0]))
    assert propose_motion(rgb, column).motion == "smoke"


@pytest.mark.parametrize("slug", ["sea", "dusk"])
def test_house_landscapes_live_by_their_own_ground(
    house: Callable[[str, int], Bytes2D], slug: str
) -> None:
    told = next(work["ground"] for work in WORKS if work["slug"] == slug)
    scene = landscape(house, slug, 480)
    ground = PaintedGround(scene, read_ground(told, scene.size))
    out, painting = empty_planes(*scene.size), planes_from_rgb(scene.rgb)
    ground.draw(0.0, ground.idle(0.0), out)
    assert same(out, painting), "it begins as the painting"
    ground.draw(8.0, ground.idle(8.0), out)
    assert (out.y != painting.y).mean() > 0.04
