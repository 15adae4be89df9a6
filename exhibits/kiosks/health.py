"""Say whether a screen works, from what we know of it. Pure: time is an argument."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

SILENT_AFTER = timedelta(seconds=45)  # three beats of the screen, lost in a row


class State(StrEnum):
    """What staff need to know about a screen at a glance."""

    UNPAIRED = "unpaired"
    UNSEEN = "unseen"  # paired, and not heard from since
    WORKING = "working"
    SILENT = "silent"


def state_at(paired: bool, last_seen_at: datetime | None, now: datetime) -> State:
    """Return the state of a screen last heard from at ``last_seen_at``."""
    if not paired:
        return State.UNPAIRED
    if last_seen_at is None:
        return State.UNSEEN
    return State.WORKING if now - last_seen_at <= SILENT_AFTER else State.SILENT
