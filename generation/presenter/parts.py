"""A timeline for several at once: what all share, and each one's own part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.types import Cue, Timeline


@dataclass(frozen=True, slots=True, eq=False)
class Parts(Timeline):
    """Sound, captions and length of the whole; ``members``: one timeline each, in order.

    A member without one of its own (there are fewer timelines than members) lives quietly.
    """

    members: tuple[Timeline, ...] = ()


def part_of(timeline: Timeline, member: int) -> Timeline | None:
    """Return what one member performs: its part, or, where there are none, the same as all."""
    if not isinstance(timeline, Parts):
        return timeline
    return timeline.members[member] if member < len(timeline.members) else None


def cue_of(cue: Cue, member: int) -> Cue:
    """Return the cue as one member gets it."""
    if cue.timeline is None or not isinstance(cue.timeline, Parts):
        return cue
    return replace(cue, timeline=part_of(cue.timeline, member))
