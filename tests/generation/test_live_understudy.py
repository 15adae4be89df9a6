"""Who stands in when a performer fails: the same frame or a held one, and never a dark one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

import numpy as np
import pytest

from generation.errors import EngineFailed, FinishRefused, OptionsRefused
from generation.live.understudy import FADE, RETRY_FIRST, RETRY_LAST, Understudied
from generation.media.yuv import empty_planes
from generation.protocols import Performer
from generation.types import NO_CUE, Cue, Planes, Timeline, Words

SIZE = (32, 24)
WORDS = Words("Видеокарта отпала.", "The graphics card is gone.")
FPS = 30


class Flat:
    """Paints the whole picture in one brightness; breaks and refuses when told to."""

    size = SIZE

    def __init__(self, level: int) -> None:
        self.level, self.broken, self.refuses = level, False, False
        self.ready_for: list[Timeline] = []
        self.shown = False

    def ready(self, timeline: Timeline) -> None:
        """Learn a timeline."""
        if self.refuses:
            raise FinishRefused(WORDS)
        self.ready_for.append(timeline)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """Paint once; then nothing changes."""
        if self.broken:
            raise EngineFailed(WORDS)
        out.y[:] = self.level
        fresh, self.shown = not self.shown, True
        return fresh


class House:
    """Performers that can be made to fail, and openings that end when told."""

    def __init__(self) -> None:
        self.opened = {"lead": 0, "rig": 0}
        self.absent: set[str] = set()
        self.last: dict[str, Flat] = {}
        self.pending: list[tuple[Callable[[], Performer], Future[Performer]]] = []

    def opener(self, name: str, level: int) -> Callable[[], Performer]:
        def open_it() -> Performer:
            self.opened[name] += 1
            if name in self.absent:
                raise EngineFailed(WORDS)
            self.last[name] = Flat(level)
            return self.last[name]

        return open_it

    def start(self, open_it: Callable[[], Performer]) -> Future[Performer]:
        self.pending.append((open_it, Future()))
        return self.pending[-1][1]

    def finish_openings(self) -> None:
        for open_it, future in self.pending:
            try:
                future.set_result(open_it())
            except EngineFailed as error:
                future.set_exception(error)
        self.pending.clear()

    def cast(self) -> Understudied:
        roles = [("lead", self.opener("lead", 200)), ("rig", self.opener("rig", 120))]
        return Understudied(roles, Flat(80), self.start)


class Screen:
    """Asks for frames and keeps how bright each was."""

    def __init__(self, performer: Understudied) -> None:
        self.performer, self.out, self.t = performer, empty_planes(*SIZE), 0.0
        self.levels: list[int] = []

    def play(self, seconds: float) -> list[int]:
        """Return the brightness of every frame of some seconds."""
        count = round(seconds * FPS)
        for _ in range(count):
            self.performer.frame(self.t, NO_CUE, self.out)
            assert np.ptp(self.out.y) == 0
            self.levels.append(int(self.out.y[0, 0]))
            self.t += 1 / FPS
        return self.levels[-count:]


def test_the_lead_plays_while_it_can() -> None:
    house = House()
    screen = Screen(house.cast())
    assert set(screen.play(1.0)) == {200}
    assert screen.performer.standing is None and house.opened == {"lead": 1, "rig": 0}
    assert screen.performer.frame(2.0, NO_CUE, screen.out) is False, "nothing changed"


def test_it_fails_mid_stream_the_picture_is_held_and_the_rig_comes_in_gently() -> None:
    house = House()
    screen = Screen(house.cast())
    screen.play(0.5)
    house.last["lead"].broken = True
    assert set(screen.play(0.5)) == {200}, "held until the rig is open"
    standing = screen.performer.standing
    assert standing and standing.why == WORDS and standing.who == ""
    house.finish_openings()
    levels = screen.play(1.0)
    assert levels[-1] == 120 and levels == sorted(levels, reverse=True)
    assert max(-np.diff([200, *levels])) < 80 * 2 / FADE / FPS
    standing = screen.performer.standing
    assert standing and standing.who == "rig" and standing.since == pytest.approx(0.5, abs=0.1)


def test_it_comes_back_and_the_next_time_the_rig_is_there_in_the_same_frame() -> None:
    house = House()
    screen = Screen(house.cast())
    screen.play(0.2)
    house.last["lead"].broken = True
    screen.play(0.1)
    house.finish_openings()
    screen.play(1.0)
    screen.play(RETRY_FIRST)
    assert house.pending, "the lead is being opened again"
    house.finish_openings()
    assert screen.play(1.0)[-1] == 200 and screen.performer.standing is None
    house.last["lead"].broken = True
    assert screen.play(1 / FPS * 3)[-1] < 200
    assert house.opened["rig"] == 1


def test_waits_grow_while_it_stays_broken() -> None:
    house = House()
    screen = Screen(house.cast())
    screen.play(0.2)
    house.last["lead"].broken, house.absent = True, {"lead"}
    tries = []
    for _ in range(8 * FPS * 60):
        screen.play(1 / FPS)
        if house.pending:
            tries.append(screen.t)
            house.finish_openings()
    waits = np.diff(tries[1:])  # the first opens the rig
    assert np.all(np.diff(waits) > -0.2) and waits[0] > RETRY_FIRST and waits[-1] <= RETRY_LAST + 1
    assert len(tries) < 16 and set(screen.levels[-FPS:]) == {120}


def test_where_the_rig_fails_too_the_painting_is_shown() -> None:
    house = House()
    screen = Screen(house.cast())
    screen.play(0.2)
    house.last["lead"].broken, house.absent = True, {"lead", "rig"}
    screen.play(0.2)
    house.finish_openings()
    assert screen.play(0.9)[-1] == 80
    standing = screen.performer.standing
    assert standing and standing.who == "painting"
    house.absent = set()
    for _ in range(4):
        screen.play(2.0)
        house.finish_openings()
    assert screen.play(1.0)[-1] == 200


@pytest.mark.parametrize(("absent", "level"), [({"lead"}, 120), ({"lead", "rig"}, 80)])
def test_what_cannot_be_opened_begins_with_a_stand_in(absent: set[str], level: int) -> None:
    house = House()
    house.absent = absent
    screen = Screen(house.cast())
    assert set(screen.play(0.5)) == {level}
    standing = screen.performer.standing
    assert standing and standing.why == WORDS


def test_a_setting_that_cannot_be_is_nobodys_accident() -> None:
    def refuse() -> Performer:
        raise OptionsRefused(WORDS)

    with pytest.raises(OptionsRefused):
        Understudied([("lead", refuse)], Flat(80))


def test_everybody_learns_the_answers() -> None:
    house = House()
    screen = Screen(house.cast())
    first, second = Timeline(1.0), Timeline(2.0)
    screen.performer.ready(first)
    screen.play(0.1)
    house.last["lead"].broken = True
    screen.play(0.1)
    house.finish_openings()
    screen.play(0.1)
    screen.performer.ready(second)
    assert house.last["rig"].ready_for == [first, second]
    house.last["rig"].refuses = True
    with pytest.raises(FinishRefused):
        screen.performer.ready(Timeline(3.0))
