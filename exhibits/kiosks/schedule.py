"""Say which work of an exhibit is on the screen at a moment. Pure: time is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST_SECONDS = 5  # a typing slip of 0 must not turn a wall into a strobe


@dataclass(frozen=True, slots=True)
class Slot:
    """One work's turn in the rotation."""

    work: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The moment (unix seconds) a work came on, and whether a visitor keeps it there."""

    work: str
    at: float
    held: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """The work on screen and when the next one comes (None: not by itself)."""

    index: int
    until: float | None


def turn_at(slots: Sequence[Slot], anchor: Anchor | None, now: float) -> Turn | None:
    """Return whose turn it is at ``now``; None when there is nothing to show.

    Without an anchor the rotation counts from the epoch, so that every screen with the
    same exhibit, and the same screen after a restart, shows the same work.
    """
    if not slots:
        return None
    works = [slot.work for slot in slots]
    start = works.index(anchor.work) if anchor and anchor.work in works else 0
    if len(slots) == 1 or (anchor and anchor.held and anchor.work in works):
        return Turn(start, None)
    began = anchor.at if anchor else 0.0
    lengths = [max(SHORTEST_SECONDS, slot.seconds) for slot in (*slots[start:], *slots[:start])]
    elapsed = max(0.0, now - began) % sum(lengths)
    step = 0
    while elapsed >= lengths[step]:
        elapsed -= lengths[step]
        step += 1
    return Turn((start + step) % len(slots), now + lengths[step] - elapsed)
