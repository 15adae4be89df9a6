"""Admission by measured cost: cores and device apart."""

from __future__ import annotations

import pytest

from generation.live.capacity import (
    ENOUGH,
    FIRST_GUESS,
    FRAMES,
    Meter,
    Needs,
    Spent,
    fits,
    how_many_fit,
    needs_of,
)
from generation.live.cues import CueBox
from generation.live.stage import Stage
from tests.performers import OnDevice

ROOM = Needs(1.5, 0.8)
RIG, NEURAL = Needs(0.25), Needs(0.25, 0.35)


def metered(*frames: Spent, fps: int = 30) -> Meter:
    meter = Meter()
    for n, spent in enumerate(frames):
        meter.note(spent, n / fps)
    return meter


@pytest.mark.parametrize(
    ("running", "newcomer", "room", "more"),
    [
        ([], RIG, Needs(0.1), 1),  # somebody may always come into an empty house
        ([], Needs(9.0, 9.0), ROOM, 1),
        ([RIG], RIG, ROOM, 5),
        ([RIG] * 6, RIG, ROOM, 0),
        ([NEURAL], NEURAL, ROOM, 1),  # the device is full before the cores are
        ([NEURAL] * 2, NEURAL, ROOM, 0),
        ([NEURAL] * 2, RIG, ROOM, 4),  # who needs no device does not wait for one
        ([NEURAL] * 3, RIG, ROOM, 3),  # even where it is overfull
        ([Needs(1.6)], Needs(0.0, 0.1), ROOM, 8),  # nor for cores it does not need
        ([Needs(0.0)], Needs(0.0), ROOM, 999),
    ],
)
def test_how_many_more_fit(running: list[Needs], newcomer: Needs, room: Needs, more: int) -> None:
    assert how_many_fit(running, newcomer, room) == more
    assert fits(running, newcomer, room) is (more > 0)


def test_a_median_forgets_what_was_rare_and_what_was_long_ago() -> None:
    assert metered(*[Spent(3, 5)] * (ENOUGH - 1)).typical() is None
    assert metered(*[Spent(3, 5, 8), Spent(3, 5)] * ENOUGH).typical() == Spent(3, 5, 4)
    first = [Spent(900, 900, 900)]  # the first frame compiles, allocates, records
    assert metered(*first, *[Spent(3, 5, 7)] * ENOUGH).typical() == Spent(3, 5, 7)
    assert metered(*[Spent(3, 5)] * 500, *[Spent(6, 1)] * FRAMES).typical() == Spent(6, 1)


def test_the_busiest_second_of_the_last_minute_counts() -> None:
    meter = metered(*[Spent(1)] * 60)
    assert meter.busiest(2.0) == 30
    for second in range(2, 40):
        meter.note(Spent(1), float(second))  # one frame a second: at rest
    assert meter.busiest(40.0) == 30
    assert meter.busiest(61.5) == 1
    assert meter.busiest(400.0) == 0


def test_needs_are_what_so_many_frames_take() -> None:
    assert tuple(needs_of(Spent(3, 5, 14), 30)) == pytest.approx((0.24, 0.42))
    assert FIRST_GUESS.device == 0


def test_a_stage_tells_what_a_drawn_frame_cost_and_nothing_of_others() -> None:
    seconds = iter(n / 1000 for n in (0, 3, 8, 10, 11, 11, 20, 22, 30))
    stage = Stage(30, CueBox(), cpu=lambda: next(seconds))
    stage.codecs = frozenset({"jpeg"})
    stage.play(OnDevice(every=2), 1)
    spent = [stage.step(n / 30).spent for n in range(3)]
    assert spent == [pytest.approx((3, 5, 39)), pytest.approx((1, 0, 39)), None]
