"""What a stage performs and how far it is: pure, the moment is an argument (seconds).

The stage's clock is the only one: position 0 lies ``LEAD`` after the tick that takes a
performance up, so that a page hears of it before the first sound is due. A held stage holds
the position; the clock of position 0 is told again when it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.live.messages import Speech
from generation.types import Cue, Timeline

LEAD = 0.1  # seconds


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """One playing of one timeline: the same answer asked twice is two performances."""

    answer: str
    timeline: Timeline


class Playback:
    """Follows what is wanted, tick by tick. Belongs to the thread of its stage."""

    def __init__(self) -> None:
        self._taken: Performance | None = None  # the newest taken up, also after its end
        self._playing: Performance | None = None
        self._zero = 0.0  # the moment of position 0
        self._held: float | None = None  # the position while held

    def follow(
        self, wanted: Performance | None, paused: bool, now: float, epoch: int
    ) -> list[Speech]:
        """Take in what is wanted at ``now``; return what there is to tell."""
        told: list[Speech] = []
        if wanted is not self._taken:
            told += self.stop(now, epoch)
            self._taken = self._playing = wanted
            self._zero, self._held = now + LEAD, None
            told += [self._say("begin", now, epoch)] if wanted else []
        if self._playing and self._position(now) >= self._playing.timeline.duration:
            told.append(self._say("end", now, epoch))
            self._playing = None
        return told + self._hold(paused, now, epoch)

    def cue(self, cue: Cue, now: float) -> Cue:
        """Return the cue of a frame with what is performed in it."""
        if self._playing is None or self._position(now) < 0:
            return cue
        return replace(cue, timeline=self._playing.timeline, position=self._position(now))

    def stop(self, now: float, epoch: int) -> list[Speech]:
        """Let go of what is performed; return what there is to tell."""
        told = [self._say("interrupted", now, epoch)] if self._playing else []
        self._playing = None
        return told

    def _hold(self, paused: bool, now: float, epoch: int) -> list[Speech]:
        if self._playing is None or paused is (self._held is not None):
            return []
        if paused:
            self._held = self._position(now)
            return [self._say("held", now, epoch)]
        assert self._held is not None
        self._zero, self._held = now + LEAD - self._held, None
        return [self._say("begin", now, epoch)]

    def _position(self, now: float) -> float:
        return now - self._zero if self._held is None else self._held

    def _say(self, state: str, now: float, epoch: int) -> Speech:
        assert self._playing
        duration = self._playing.timeline.duration
        position = round(min(max(self._position(now), 0.0), duration), 4)
        start_us = int(self._zero * 1e6)
        return Speech(state, self._playing.answer, epoch, start_us, position, duration)
