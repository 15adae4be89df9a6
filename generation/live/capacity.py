"""Whether one more stage fits: what real frames cost against what the machine has. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

FRAMES = 90  # drawn frames whose cost is remembered
ENOUGH = 10  # of them before their median is believed
MINUTE = 60  # seconds over which the fastest second counts


class Spent(NamedTuple):
    """What one drawn frame took, ms: drawing and encoding on a core, and the device's own."""

    draw: float
    encode: float = 0.0
    device: float = 0.0


class Needs(NamedTuple):
    """What a stage takes, or a machine gives: cores, and shares of one device."""

    cores: float
    device: float = 0.0


FIRST_GUESS = Needs(0.25)  # a stage nobody has measured yet: reference box, full motion


class Meter:
    """What one stage's frames cost. Written by the stage's thread, read by any."""

    def __init__(self) -> None:
        self._frames: deque[Spent] = deque(maxlen=FRAMES)
        self._seconds: deque[tuple[int, int]] = deque(maxlen=MINUTE)  # second, frames drawn in it

    def note(self, spent: Spent, now: float) -> None:
        """Take in one drawn frame at ``now`` seconds."""
        self._frames.append(spent)
        second = int(now)
        drawn = self._seconds.pop()[1] if self._seconds and self._seconds[-1][0] == second else 0
        self._seconds.append((second, drawn + 1))

    def typical(self) -> Spent | None:
        """Return the median of each cost, None before there are enough frames to tell.

        A device that draws every other frame only takes half of what it takes when it draws.
        """
        frames = tuple(self._frames)
        if len(frames) < ENOUGH:
            return None
        draw, encode, device = zip(*frames, strict=True)
        asked = [ms for ms in device if ms > 0] or [0.0]
        return Spent(median(draw), median(encode), median(asked) * len(asked) / len(device))

    def busiest(self, now: float) -> int:
        """Return the frames drawn in the fastest second of the last minute."""
        recent = [drawn for second, drawn in tuple(self._seconds) if now - second <= MINUTE]
        return max(recent, default=0)


def needs_of(spent: Spent, fps: float) -> Needs:
    """Return what a stage takes that draws so many frames a second at this cost."""
    return Needs((spent.draw + spent.encode) * fps / 1000, spent.device * fps / 1000)


def fits(running: Sequence[Needs], newcomer: Needs, room: Needs) -> bool:
    """Say whether one more stage fits beside those that run; into an empty house any fits.

    Cores and device are looked at apart: who needs no device does not wait for one.
    """
    if not running:
        return True
    taken = zip(*running, strict=True)
    return all(
        not more or sum(own) + more <= has
        for own, more, has in zip(taken, newcomer, room, strict=True)
    )


def how_many_fit(running: Sequence[Needs], newcomer: Needs, room: Needs) -> int:
    """Return how many more like ``newcomer`` fit beside those that run; at most 999."""
    many = list(running)
    while len(many) - len(running) < 999 and fits(many, newcomer, room):
        many.append(newcomer)
    return len(many) - len(running)
