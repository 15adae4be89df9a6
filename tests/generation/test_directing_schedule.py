"""What follows what: pure, without a voice or a picture."""

from __future__ import annotations

import random

import pytest

from generation.directing.schedule import schedule
from generation.script.model import Event, Express, Look, Pause, Say
from generation.script.order import Waiting, in_order


def starts(events: list[Event], lasting: list[float]) -> list[float]:
    return [round(slot.start, 6) for slot in schedule(events, lasting)]


def test_spoken_events_follow_one_another_and_others_begin_where_the_sequence_stands() -> None:
    events = [
        Look(toward="left"), Say(text="a"), Express(expression="smile"), Pause(seconds=1),
        Look(toward="up"), Say(text="b"),
    ]  # fmt: skip
    assert starts(events, [9, 2, 9, 1, 9, 3]) == [0, 0, 2, 2, 3, 3]


def test_at_after_with_and_delay() -> None:
    events = [
        Say(text="a", id="a"),
        Express(expression="smile", beside="a", delay=0.5, id="smile"),
        Look(toward="up", after="smile"),
        Pause(seconds=1, at=20),
        Say(text="b", delay=1),
        Express(expression="wink", after="later"),
        Look(toward="left", at=7, delay=2, id="later"),
    ]
    assert starts(events, [4, 3, 2, 1, 5, 1, 2]) == [0, 0.5, 3.5, 20, 22, 11, 9]


def test_moving_one_event_moves_what_waits_for_it_and_nothing_else() -> None:
    draw = random.Random(3)
    for _ in range(50):
        count = draw.randint(2, 30)
        events: list[Event] = []
        for n in range(count):
            name = f"e{draw.randrange(n)}" if n and draw.random() < 0.5 else ""
            kind = draw.choice(("after", "beside"))
            event = Look(toward="up", id=f"e{n}", **({kind: name} if name else {"at": float(n)}))
            events.append(event)
        lasting = [draw.uniform(0, 5) for _ in events]
        slots = schedule(events, lasting)
        for event, slot in zip(events, slots, strict=True):
            if event.after:
                assert slot.start == slots[int(event.after[1:])].end
            elif event.beside:
                assert slot.start == slots[int(event.beside[1:])].start


def test_events_that_wait_for_one_another_are_found() -> None:
    ring = [
        Pause(seconds=1, id="a", after="c"),
        Look(toward="up", id="b", beside="a"),
        Look(toward="up", id="c", after="b"),
        Pause(seconds=1, at=3, id="d"),
    ]
    with pytest.raises(Waiting) as caught:
        in_order(ring)
    assert len(caught.value.ring) == 4 and caught.value.ring[0] == caught.value.ring[-1]


def test_a_long_script_is_ordered_without_recursion() -> None:
    events = [Pause(seconds=1, id=f"e{n}", after=f"e{n + 1}") for n in range(999)]
    events.append(Pause(seconds=1, id="e999", at=0))
    slots = schedule(events, [0.1] * 1000)
    assert slots[0].end == pytest.approx(100)
