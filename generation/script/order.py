"""Which event waits for which: every event has at most one other it is timed by."""

from __future__ import annotations

from collections.abc import Sequence

from generation.script.model import Event


class Waiting(Exception):
    """Events that wait for one another, by number."""

    def __init__(self, ring: list[int]) -> None:
        super().__init__(" → ".join(map(str, ring)))
        self.ring = ring


def anchors(events: Sequence[Event]) -> list[int | None]:
    """Return for each event the number of the one it is timed by; None: by the clock.

    ``after`` and ``with`` must name events that exist.
    """
    numbers = {event.id: n for n, event in enumerate(events) if event.id}
    found: list[int | None] = []
    spoken: int | None = None
    for n, event in enumerate(events):
        name = event.after or event.beside
        found.append(numbers[name] if name else None if event.at is not None else spoken)
        spoken = n if event.spoken else spoken
    return found


def in_order(events: Sequence[Event]) -> list[int]:
    """Return the numbers of all events, each after the one it is timed by. Raises Waiting."""
    waits = anchors(events)
    done: dict[int, None] = {}
    for first in range(len(events)):
        chain: dict[int, None] = {}
        at: int | None = first
        while at is not None and at not in done:
            if at in chain:
                ring = list(chain)
                raise Waiting([*ring[ring.index(at) :], at])
            chain[at] = None
            at = waits[at]
        done |= dict.fromkeys(reversed(chain))
    return list(done)
