"""What the stages of this process are doing, for whoever looks after the house."""

from __future__ import annotations

import time
from typing import NamedTuple

from exhibits.streaming.running import Running
from generation import Held, Spent, Words, held_devices


class StageReport(NamedTuple):
    """One stage. kind: work, kiosk, draft, version or private; what: a work's slug, a kiosk's id.

    state: of its Health; stand_in: who plays in its engine's place, "" where nobody must;
    spent: the median cost of a frame, None before there are enough; frames: drawn in the
    fastest second of the last minute; device: what it draws on besides a core.
    """

    kind: str
    what: str
    engine: str
    state: str
    stand_in: str
    viewers: int
    spent: Spent | None
    frames: int
    device: str
    failure: Words | None

    @property
    def ails(self) -> bool:
        """Say whether somebody should look: it rests, or another plays in its place."""
        return bool(self.stand_in) or self.state == "resting"


class House(NamedTuple):
    """more: how many more stages fit, of the dearest kind that runs."""

    stages: tuple[StageReport, ...]
    more: int
    devices: tuple[Held, ...]


def stage_report(key: tuple[object, ...], running: Running) -> StageReport:
    """Return how a stage is. Any thread may ask."""
    hub = running.hub
    health, meter, standing, failure = hub.condition
    spent = meter.typical() if meter else None
    held = held_devices()
    what = key[1] if key[0] in ("work", "kiosk") else ""
    return StageReport(
        kind=str(key[0]),
        what=str(what),
        engine=running.engine,
        state=health.state,
        stand_in="" if standing is None else standing.who or "…",
        viewers=len(hub.viewers),
        spent=spent,
        frames=meter.busiest(time.monotonic()) if meter else 0,
        device=held[0].device if held and spent and spent.device else "cpu",
        failure=failure,
    )


def house_of(reports: tuple[StageReport, ...], more: int) -> House:
    """Return the house with the GPUs this process owns."""
    return House(reports, more, held_devices())
