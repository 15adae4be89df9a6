"""When each event of a script begins and ends, once it is known how long each lasts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generation.script.model import Event
from generation.script.order import anchors, in_order


class Slot(NamedTuple):
    """Seconds from the beginning of the script."""

    start: float
    end: float


def schedule(events: Sequence[Event], lasting: Sequence[float]) -> list[Slot]:
    """Return the time of each event, in the order of the script. Raises order.Waiting.

    Spoken events follow one another; the others begin where the sequence stands; ``at``,
    ``after`` and ``with`` say otherwise; ``delay`` is added to any of them.
    """
    waits = anchors(events)
    slots: dict[int, Slot] = {}
    for number in in_order(events):
        event, before = events[number], waits[number]
        start = event.at or 0.0
        if before is not None:
            start = slots[before].start if event.beside else slots[before].end
        start += event.delay
        slots[number] = Slot(start, start + lasting[number])
    return [slots[number] for number in range(len(events))]
