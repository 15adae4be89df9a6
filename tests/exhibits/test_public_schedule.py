"""The rotation: whose turn, until when, and what a visitor's touch changes."""

from __future__ import annotations

import pytest

from exhibits.kiosks.schedule import Anchor, Slot, Turn, turn_at

WALL = [Slot("fayum", 60), Slot("dutch", 30), Slot("sea", 10)]


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        (0, Turn(0, 60)),
        (59.5, Turn(0, 60)),
        (60, Turn(1, 90)),
        (95, Turn(2, 100)),
        (100, Turn(0, 160)),
        (1_000_000 * 100 + 61, Turn(1, 1_000_000 * 100 + 90)),
    ],
)
def test_rotation_counts_from_the_epoch(now: float, turn: Turn) -> None:
    assert turn_at(WALL, None, now) == turn


def test_a_held_work_stays() -> None:
    assert turn_at(WALL, Anchor("dutch", 10, held=True), 99_999) == Turn(1, None)


def test_after_release_the_work_gets_its_whole_turn() -> None:
    released = Anchor("dutch", 1000, held=False)
    assert turn_at(WALL, released, 1000) == Turn(1, 1030)
    assert turn_at(WALL, released, 1030) == Turn(2, 1040)
    assert turn_at(WALL, released, 1045) == Turn(0, 1100)


def test_a_held_work_taken_off_the_wall_lets_the_rotation_go_on() -> None:
    assert turn_at(WALL, Anchor("lady", 0, held=True), 65) == Turn(1, 90)


def test_one_work_never_ends_and_none_is_none() -> None:
    assert turn_at(WALL[:1], None, 12345) == Turn(0, None)
    assert turn_at([], None, 0) is None


def test_zero_seconds_is_not_a_strobe() -> None:
    turn = turn_at([Slot("a", 0), Slot("b", 0)], None, 0)
    assert turn is not None and turn.until == 5


def test_a_clock_that_went_back_does_no_harm() -> None:
    assert turn_at(WALL, Anchor("fayum", 500, held=False), 400) == Turn(0, 460)
