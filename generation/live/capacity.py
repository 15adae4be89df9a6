"""Whether one more private stage fits: measured cost against a share of the machine. Pure."""

from __future__ import annotations

from collections.abc import Sequence

FIRST_GUESS = 0.25  # cores, for a stage nobody has measured yet: reference box, full motion
HALF_LIFE = 2.0  # seconds


class Cost:
    """Moving average of CPU seconds spent per second by one stage."""

    def __init__(self) -> None:
        self.cores = FIRST_GUESS
        self._measured = False

    def spent(self, cpu_seconds: float, seconds: float) -> None:
        """Take in a measurement over ``seconds`` of time."""
        if seconds <= 0:
            return
        now = cpu_seconds / seconds
        keep = 0.5 ** (seconds / HALF_LIFE) if self._measured else 0.0
        self.cores = keep * self.cores + (1 - keep) * now
        self._measured = True


def fits(costs: Sequence[float], cores: int, share: float) -> bool:
    """Say whether one more stage fits beside stages that cost ``costs`` cores each.

    The newcomer is expected to cost as much as the dearest of them moving.
    """
    expected = max([FIRST_GUESS / 2, *costs]) if costs else FIRST_GUESS
    return sum(costs) + expected <= share * cores
