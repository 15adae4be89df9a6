"""Looks: a finish over a living picture, changed without a pop, and still when nothing moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from generation.engines.looks import FADE, Look, open_look, open_renderer, wanted_look
from generation.engines.rig import RigOptions, RigPerformer
from generation.errors import FinishRefused
from generation.fast.renderer import FastRenderer
from generation.fast.specimen import specimen_scene
from generation.finish.model import PAINTING, PRESETS, Finish
from generation.ground.painted import PaintedGround
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.scene.model import Scene
from generation.types import NO_CUE, REST, Box, Cue, Planes, Pose, Timeline
from tests.generation.test_fast_agrees import agreement
from tests.generation.test_fast_renderer import copied, same

LIVELY = Finish(distortion=-0.02, vignette=0.5, exposure=0.03, grain=0.3, aberration=0.001)
STILL: dict[str, float] = {}


def look(scene: Scene, finish: Finish, renderer: Any = "fast") -> Look:
    return open_look(scene, wanted_look(finish, None), renderer, "catmull-rom", seed=3)


def turning(n: int) -> Pose:
    return Pose(yaw=1.5 * n, jaw=0.1 * n, blink_r=0.2 * n, zoom=1 + 0.01 * n)


class Told:
    """A director of the test: poses by the clock, amounts that are told."""

    life = 1.0

    def __init__(self, poses: Mapping[int, Pose] | None = None) -> None:
        self.poses, self.amounts = poses or {}, dict[str, float]()

    def pose(self, t: float, cue: Cue = NO_CUE) -> Pose:
        return self.poses.get(round(t * 25), REST)

    def ground_amounts(self, cue: Cue) -> Mapping[str, float]:
        return self.amounts


def performer(scene: Scene, **options: Any) -> RigPerformer:
    return RigPerformer(scene, Told(), RigOptions(**options), 3)  # type: ignore[arg-type]


def test_a_painting_is_drawn_as_without_any_finish() -> None:
    scene = specimen_scene()
    one, other = (empty_planes(*scene.size) for _ in range(2))
    shown, bare = look(scene, PAINTING), FastRenderer(scene)
    for n in (0, 3, 0):
        shown.draw(n / 25, turning(n), STILL, one)
        bare.render(turning(n), other)
        assert same(one, other)
    assert same(one, planes_from_rgb(scene.rgb))


def test_the_fast_look_is_the_readable_look_while_everything_moves() -> None:
    scene = specimen_scene()
    fast, plain = look(scene, LIVELY), look(scene, LIVELY, "reference")
    one, other = (empty_planes(*scene.size) for _ in range(2))
    for n in range(5):
        fast.draw(n / 25, turning(n), STILL, one)
        plain.draw(n / 25, turning(n), STILL, other)
        assert agreement(one, other) >= 50.0


def test_the_shutter_closes_sharp_and_then_nothing_is_drawn() -> None:
    scene, finish = specimen_scene(), Finish(exposure=0.04, vignette=0.3)
    moved, fresh = look(scene, finish), look(scene, finish)
    out, wanted = (empty_planes(*scene.size) for _ in range(2))
    for n in range(3):
        assert moved.draw(n / 25, turning(2 * n), STILL, out)
    blurred = copied(out)
    assert moved.draw(3 / 25, turning(4), STILL, out)
    fresh.draw(0.0, turning(4), STILL, wanted)
    assert same(out, wanted) and not same(out, blurred)
    assert not moved.draw(4 / 25, turning(4), STILL, out)
    assert same(out, wanted)


def test_only_the_eyes_changed_equals_a_whole_frame_under_a_finish() -> None:
    scene, out, wanted = specimen_scene(), *(empty_planes(*specimen_scene().size) for _ in "ab")
    kept = look(scene, LIVELY)
    for n, eyes in enumerate(({"blink_r": 0.4}, {"blink_l": 1.0}, {"gaze_x": 0.5}, {})):
        pose = turning(2).with_(**eyes)
        kept.draw(n / 25, pose, STILL, out)
        look(scene, LIVELY).draw(0.0, pose, STILL, wanted)
        assert same(out, wanted), eyes


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_still_picture_stays_still_under_every_preset(name: str) -> None:
    scene = specimen_scene()
    shown, out = look(scene, PRESETS[name]), empty_planes(*scene.size)
    assert shown.draw(0.0, REST, STILL, out)
    drawn = [shown.draw(n / 25, REST, STILL, out) for n in range(1, 25 * 60)]
    hunting = PRESETS[name].focusing > 0
    assert any(drawn) == hunting
    assert np.mean(drawn) < 0.12


def test_a_script_changes_the_finish_without_a_pop_and_leaves_it_so() -> None:
    scene = specimen_scene()
    shown, out = performer(scene), empty_planes(*scene.size)
    timeline = Timeline(2.0, finish={"preset": "archive", "focusing": 0})
    shown.ready(timeline)
    steps, last = [], None
    for n in range(100):
        cue = Cue(timeline=timeline, position=n / 25) if 10 <= n < 60 else NO_CUE
        shown.frame(n / 25, cue, out)
        if last is not None:
            steps.append(float(np.abs(out.y.astype(float) - last).mean()))
        last = out.y.astype(float)
    whole = np.abs(planes_from_rgb(scene.rgb).y - archive_luma(scene)).mean()
    assert max(steps) < 0.25 * whole
    assert sum(step > 0 for step in steps) <= 2 * (FADE * 25 + 2)
    assert same(out, planes_from_rgb(scene.rgb))
    assert not shown.frame(4.0, NO_CUE, out)


def archive_luma(scene: Scene) -> Any:
    out = empty_planes(*scene.size)
    finish = {"preset": "archive", "focusing": 0}
    performer(scene, finish=finish).frame(0.0, NO_CUE, out)
    return out.y.astype(float)


def test_a_finish_that_does_not_exist_is_refused_before_anything_plays() -> None:
    with pytest.raises(FinishRefused, match="did you mean photograph"):
        RigOptions(finish="photo-graph")
    with pytest.raises(FinishRefused, match="from 0 to 1"):
        performer(specimen_scene()).ready(Timeline(1.0, finish={"grain": 7}))


class Stripe:
    """A made-up moving source: a bright stripe that wanders down with the brush."""

    def __init__(self, scene: Scene) -> None:
        self._rest, self._last = planes_from_rgb(scene.rgb), 0.0

    def draw(self, t: float, amounts: Mapping[str, float], out: Planes) -> Box | None:
        amount = amounts.get("brush_1", 0.0)
        if amount == self._last:
            return None
        width, height = out.size
        self._last, top = amount, 2 * round(amount * 40)
        out.y[:] = self._rest.y
        if amount:
            out.y[top : top + 20] = 230
        return Box(0, 0, width, height)


def test_a_moving_ground_is_drawn_alike_by_both_and_rests_when_told() -> None:
    scene = specimen_scene()
    fast, plain = (
        Look(scene, open_renderer(scene, kind, "catmull-rom", None)[0], None, Stripe(scene))
        for kind in ("fast", "reference")
    )
    one, other = (empty_planes(*scene.size) for _ in range(2))
    for n in (1, 2, 3, 3):
        drew = fast.draw(n / 25, turning(2), {"brush_1": n / 4}, one)
        assert drew == plain.draw(n / 25, turning(2), {"brush_1": n / 4}, other)
        assert agreement(one, other) >= 50.0
    assert not drew
    fast.draw(1.0, REST, {"brush_1": 0.0}, one)
    assert same(one, planes_from_rgb(scene.rgb))


class Tide(PaintedGround):
    """The portrait's own ground, as far as a look needs it: how far it goes by itself."""

    def __init__(self) -> None:
        self.told: list[float] = []

    def idle(self, t: float) -> dict[str, float]:
        return {"flow": 0.8}

    def draw(self, t: float, amounts: Mapping[str, float], out: Planes) -> Box | None:
        self.told.append(amounts["flow"])
        return None


@pytest.mark.parametrize(("alive", "wanted"), [(True, [0.8, 0.4, 1.0]), (False, [0.0, 0.0, 1.0])])
def test_a_portraits_own_ground_moves_by_itself_under_any_finish(
    alive: bool, wanted: list[float]
) -> None:
    scene, tide = specimen_scene(), Tide()
    drawing = open_renderer(scene, "fast", "catmull-rom", None)[0]
    shown, out = Look(scene, drawing, None, tide, alive=alive), empty_planes(*scene.size)
    for life, flow in ((1.0, 0.0), (0.5, 0.0), (1.0, 1.0)):
        shown.draw(0.0, REST, {"flow": flow, "life": life}, out)
    assert tide.told == wanted
