"""Random events in time as pure functions of (seed, t): moves between rests, and cycles.

Time is cut into blocks; each block's events are drawn from (seed, stream, block) and kept,
so any moment costs the same and no stretch of time repeats another.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

BLOCK = 64.0  # seconds


@dataclass(frozen=True, slots=True)
class Habit:
    """Moves to new places: wait is log-normal (median, sigma) within least..most seconds.

    lasts: shortest and longest move, s. reach: standard deviation per axis. home: share of
    moves that go back to the middle.
    """

    stream: int
    median: float
    sigma: float
    least: float
    most: float
    lasts: tuple[float, float]
    reach: tuple[float, ...]
    home: float = 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """From ``start`` seconds on, for ``lasts``, to ``place``."""

    start: float
    lasts: float
    place: tuple[float, ...]


def smooth(x: float) -> float:
    """Return the minimum-jerk step 0..1 of x 0..1 (Flash and Hogan 1985)."""
    x = min(max(x, 0.0), 1.0)
    return x * x * x * (10 - x * (15 - 6 * x))


@lru_cache(maxsize=512)
def events(seed: int, habit: Habit, block: int) -> tuple[Move, ...]:
    """Return the moves that begin in a block, in order; there is always one."""
    draw = np.random.default_rng((seed, habit.stream, block))
    t, moves = block * BLOCK, list[Move]()
    while True:
        wait = math.exp(draw.normal(math.log(habit.median), habit.sigma))
        # a block's first wait began in the block before
        t += min(max(wait, habit.least), habit.most) * (0.4 if block and not moves else 1.0)
        lasts = draw.uniform(*habit.lasts)
        if moves and t + max(lasts, habit.least) > (block + 1) * BLOCK:
            return tuple(moves)
        home = draw.random() < habit.home
        place = np.clip(draw.normal(0, habit.reach), -2 * np.array(habit.reach), None)
        place = np.minimum(place, 2 * np.array(habit.reach)) * (0 if home else 1)
        moves.append(Move(t, float(lasts), tuple(float(p) for p in place)))


def last_two(seed: int, habit: Habit, t: float) -> tuple[Move, Move]:
    """Return the last move begun by t and the one before; at rest before the first."""
    rest = Move(-1.0, 1.0, (0.0,) * len(habit.reach))
    block = int(t // BLOCK)
    near = [*(events(seed, habit, block - 1) if block else (rest, rest)),
            *events(seed, habit, block)]  # fmt: skip
    index = bisect_right([move.start for move in near], t) - 1
    return near[max(index, 0)], near[max(index - 1, 0)]


def place(seed: int, habit: Habit, t: float) -> tuple[float, ...]:
    """Return where a habit has brought its axes at t seconds."""
    now, before = last_two(seed, habit, t)
    share = smooth((t - now.start) / now.lasts)
    return tuple(a + (b - a) * share for a, b in zip(before.place, now.place, strict=True))


@lru_cache(maxsize=512)
def cycles(seed: int, stream: int, block: int, length: float) -> tuple[float, ...]:
    """Return the borders of the cycles that fill a block exactly, 18 % uneven."""
    draw = np.random.default_rng((seed, stream, block))
    parts = np.clip(draw.normal(1, 0.18, round(BLOCK / length)), 0.6, 1.5)
    ends = np.r_[0.0, np.cumsum(parts)] * (BLOCK / parts.sum()) + block * BLOCK
    return tuple(float(e) for e in ends)


def cycle(seed: int, stream: int, t: float, length: float) -> tuple[int, float, float]:
    """Return a number all its own for the cycle at t, the share of it gone, its length in s."""
    block = int(t // BLOCK)
    ends = cycles(seed, stream, block, length)
    index = min(max(bisect_right(ends, t) - 1, 0), len(ends) - 2)
    lasts = ends[index + 1] - ends[index]
    return block * 1000 + index, min(max((t - ends[index]) / lasts, 0.0), 1.0), lasts
