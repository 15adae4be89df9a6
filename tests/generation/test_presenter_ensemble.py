"""Several portraits as one: each moves by its own part, and at rest nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from generation.errors import OptionsRefused
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.presenter.ensemble import Ensemble, Row, face_shares, subject_of_row
from generation.presenter.following import Following
from generation.presenter.layer import within
from generation.presenter.parts import Parts
from generation.presenter.poster import Painting, Repeating
from generation.types import NO_CUE, Box, Cue, Planes, Timeline
from tests.generation.clip_players import Walker


class Grey:
    """Shows one value in all planes; remembers what it was told."""

    def __init__(self, value: int, size: tuple[int, int] = (80, 60)) -> None:
        self.size, self.value = size, value
        self.cues: list[Cue] = []
        self.readied: list[Timeline] = []

    def ready(self, timeline: Timeline) -> None:
        self.readied.append(timeline)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        self.cues.append(cue)
        if t > 1:
            return False
        for plane in out:
            plane[:] = self.value
        return True


def halves(width: int = 80, height: int = 60, border: int = 30) -> list[np.ndarray]:
    ramp = np.clip((np.arange(width, dtype=np.float32) - border) / 20, 0, 1)
    right = np.tile(ramp, (height, 1))
    return [1 - right, right]


def test_at_rest_it_is_the_painting_to_the_byte(house) -> None:
    rgb = house("dutch", 160)
    members = [Painting(rgb, (rgb.shape[1], 480)) for _ in range(3)]
    width, height = members[0].size
    shares = np.random.default_rng(1).dirichlet((1, 1, 1), (height, width)).transpose(2, 0, 1)
    ensemble = Ensemble(members, [share.astype(np.float32) for share in shares])
    out = empty_planes(*ensemble.size)
    assert ensemble.frame(0.0, NO_CUE, out)
    alone = empty_planes(*ensemble.size)
    Painting(rgb, (rgb.shape[1], 480)).frame(0.0, NO_CUE, alone)
    assert all(np.array_equal(a, b) for a, b in zip(out, alone, strict=True))
    assert not ensemble.frame(0.1, NO_CUE, out)


def test_each_decides_its_own_region() -> None:
    ensemble = Ensemble([Grey(40), Grey(200)], halves())
    out = empty_planes(80, 60)
    ensemble.frame(0.0, NO_CUE, out)
    for plane, step in zip(out, (1, 2, 2), strict=True):
        assert (plane[:, : 30 // step] == 40).all() and (plane[:, -(30 // step) :] == 200).all()
    assert (np.diff(out.y[30].astype(int)) >= 0).all()
    assert abs(int(out.y[30, 40]) - 120) <= 4


def test_three_shares_are_all_given() -> None:
    third = np.full((60, 80), 1 / 3, np.float32)
    out = empty_planes(80, 60)
    Ensemble([Grey(30), Grey(90), Grey(210)], [third] * 3).frame(0.0, NO_CUE, out)
    assert abs(int(out.y[9, 9]) - 110) <= 1


def test_everyone_gets_its_own_part() -> None:
    first, second = Timeline(2.0), Timeline(2.0)
    whole = Parts(2.0, members=(first, second))
    members = [Grey(1), Grey(2), Grey(3)]
    third = np.full((60, 80), 1 / 3, np.float32)
    ensemble = Ensemble(members, [third] * 3)
    ensemble.ready(whole)
    ensemble.frame(0.5, Cue(timeline=whole, position=0.5), empty_planes(80, 60))
    assert [m.readied for m in members] == [[first], [second], []]
    assert [m.cues[0].timeline for m in members] == [first, second, None]
    assert all(m.cues[0].position == 0.5 for m in members)


def test_a_plain_timeline_is_everyones() -> None:
    members, one = [Grey(1), Grey(2)], Timeline(1.0)
    row = Row(members)
    row.ready(one)
    row.frame(0.0, Cue(timeline=one), empty_planes(*row.size))
    assert all(m.readied == [one] and m.cues[0].timeline is one for m in members)


def test_a_row_hangs_pictures_on_a_wall_and_turns_the_gaze_over() -> None:
    members = [Grey(40, (60, 80)), Grey(200, (120, 160)), Grey(90, (80, 80))]
    row = Row(members, colour="#808080")
    width, height = row.size
    assert width % 2 == height % 2 == 0
    out = empty_planes(width, height)
    assert row.frame(0.0, Cue(gaze=(0.5, 0.5)), out)
    middle = out.y[height // 2]
    wall = int(planes_from_rgb(np.full((2, 2, 3), 128, np.uint8)).y[0, 0])
    changes = np.flatnonzero(np.diff(middle.astype(int)))
    assert [int(v) for v in middle[[0, *(changes + 1)]]] == [wall, 40, wall, 200, wall, 90, wall]
    assert (out.y[0] == wall).all() and (out.y[-1] == wall).all()
    gazes = [member.cues[0].gaze for member in members]
    assert gazes[0][0] == 1.0 and 0 < gazes[1][0] < 1 and gazes[2][0] == 0.0
    before = out.y.copy()
    assert not row.frame(2.0, NO_CUE, out) and np.array_equal(before, out.y)


def test_what_never_rests_fades_into_its_first_frame(house) -> None:
    walker = Repeating(Walker(house("sea", 160)[:90, :160]), 2.0)
    out, frames = empty_planes(*walker.size), []
    for number in range(50):
        walker.frame(number / 25, NO_CUE, out)
        frames.append(out.y.astype(float))
    assert np.array_equal(frames[-1], frames[0]) and not np.array_equal(frames[30], frames[0])
    steps = [np.abs(a - b).mean() for a, b in pairwise([*frames, frames[0]])]
    assert max(steps) < 3 * np.median(steps)


def test_a_row_is_never_wider_than_a_wide_screen() -> None:
    row = Row([Grey(1, (960, 720)) for _ in range(4)])
    assert row.size[0] <= 1920


def test_heads_share_the_picture_by_nearness(face_scene) -> None:
    scene = face_scene("lady")
    assert scene.head is not None
    moved = replace(scene.head, centre=scene.head.centre + np.float32([200, 0]))
    shares = face_shares([scene, replace(scene, head=moved)])
    assert np.allclose(sum(shares), 1, atol=1e-6)
    x, y = (round(float(v)) for v in scene.head.centre)
    assert shares[0][y, x] == 1 and shares[1][y, min(x + 200, 359)] == 1
    between = shares[1][y, x : x + 180]
    assert (np.diff(between) >= 0).all() and 0 < between[100] < 1
    box = Box(0, 0, 4, 4)
    assert within(shares[0], box, 1).shape == (4, 4)


def test_what_cannot_be_is_refused(face_scene) -> None:
    with pytest.raises(OptionsRefused, match="2 to 4"):
        Row([Grey(1)])
    with pytest.raises(OptionsRefused, match="one size"):
        Ensemble([Grey(1), Grey(2, (40, 40))], halves())
    with pytest.raises(OptionsRefused, match="no face"):
        face_shares([face_scene("lady"), replace(face_scene("lady"), head=None)])


def test_borders_go_along_with_the_camera(face_scene) -> None:
    scene = face_scene("lady")
    width, height = scene.size
    shares = halves(width, height, 200)
    zoomed = Timeline(9.0, {"zoom": np.full(901, 1.5, np.float32)})
    following, cue = Following(scene, shares), Cue(timeline=zoomed)
    assert following.moved(0.0, NO_CUE) is None
    found = [following.moved(n / 25, replace(cue, position=n / 25)) for n in range(100)]
    assert found[-1] is None, "the camera has arrived"
    moved = [shares for shares in found if shares][-1]
    assert np.allclose(sum(moved), 1, atol=1e-3)
    row, fx = height // 2, scene.focus[0]
    middle = float(np.interp(0.5, shares[1][row], np.arange(width)))
    seen = float(np.interp(0.5, moved[1][row], np.arange(width)))
    assert seen == pytest.approx(fx + 1.5 * (middle - fx), abs=2)
    members = [Grey(40, scene.size), Grey(200, scene.size)]
    ensemble, out = Ensemble(members, shares, scene), empty_planes(width, height)
    for n in range(20):
        ensemble.frame(n / 25, Cue(timeline=zoomed, position=n / 25), out)
    assert abs(int(out.y[row, round(seen)]) - 120) < 8
    aside = {"zoom": 2.0, "pan_x": 0.25}
    gone = Timeline(9.0, {axis: np.full(901, v, np.float32) for axis, v in aside.items()})
    for n in range(20, 100):
        ensemble.frame(0.8 + n / 1000, Cue(timeline=gone, position=n / 25), out)
    assert out.y.min() >= 40


def test_a_row_as_a_picture_is_what_it_shows_at_rest(house) -> None:
    pictures = [house("lady", 480), house("sea", 480)]
    subject = subject_of_row(pictures)
    row = Row([Painting(rgb, (rgb.shape[1], rgb.shape[0])) for rgb in pictures])
    assert subject.rgb.shape[1::-1] == row.size and subject.face is None
    assert np.abs(subject.rgb[0].astype(int) - subject.rgb[0, 0]).max() <= 2, "the wall"
