"""Whether this machine has room for one more stage, by what real frames of stages cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import NamedTuple

from exhibits.streaming.running import Running
from generation import FIRST_GUESS, Needs, Spent, fits, how_many_fit, needs_of


class Limits(NamedTuple):
    """How fast stages go, and how much of the machine and of one device they may take."""

    fps: int
    cpu_share: float
    cores: int
    device_share: float = 0.8


class Room:
    """Counts what stages take. Costs are remembered by engine: its next stage is expected to
    cost the same."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._known: dict[str, Spent] = {}  # engine → what its frames cost last

    def fits(self, running: Collection[Running], engine: str = "") -> bool:
        """Say whether a stage of this engine fits beside those that run; "" is any engine."""
        taken = self.taken(running)
        return fits(taken, self._expected(engine, running), self._has)

    def more(self, running: Collection[Running], engine: str = "") -> int:
        """Return how many more stages of this engine fit."""
        taken = self.taken(running)
        return how_many_fit(taken, self._expected(engine, running), self._has)

    def taken(self, running: Collection[Running]) -> list[Needs]:
        """Return what each stage takes in the fastest second of its last minute."""
        return [self._needs(stage, running) for stage in running]

    def _needs(self, stage: Running, running: Collection[Running]) -> Needs:
        meter = stage.hub.condition.meter
        spent = meter.typical() if meter else None
        if meter is None or spent is None:
            return self._expected(stage.engine, running)  # it opens, or has only begun
        if stage.engine:
            self._known[stage.engine] = spent
        return needs_of(spent, meter.busiest(self._clock()))

    def _expected(self, engine: str, running: Collection[Running]) -> Needs:
        """Return what a stage takes that always moves: as its engine did, else the dearest."""
        if engine in self._known:
            return needs_of(self._known[engine], self._limits.fps)
        meters = [stage.hub.condition.meter for stage in running]
        spent = [found for meter in meters if meter and (found := meter.typical())]
        return max((needs_of(one, self._limits.fps) for one in spent), default=FIRST_GUESS)

    @property
    def _has(self) -> Needs:
        own = self._limits
        return Needs(own.cores * own.cpu_share, own.device_share)
