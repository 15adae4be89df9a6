"""A viewer's window of credit: pure, the moment is an argument (seconds of any clock).

A send to a socket never tells how far behind the reader is: buffers hide seconds. So only
what the viewer says it has painted counts. Out of credit, frames are left out until the
next key frame that finds the window nearly empty.
"""

from __future__ import annotations

from collections import deque
from enum import Enum
from typing import NamedTuple

from generation.live.wire import Ack, WireError

WINDOW = 15  # frames on the way: half a second at 30 a second
RESUME = 5  # and no more than these when a key frame lets a slow viewer in again
SILENCE = 8.0  # seconds


class Verdict(Enum):
    """What to do with a frame for one viewer."""

    SEND = "send"
    RESUME = "resume"  # send, and say that frames were left out
    SKIP = "skip"


class Sent(NamedTuple):
    """What an ack must repeat to count."""

    epoch: int
    seq: int
    stamp: int


class Credit:
    """Frames on the way to one viewer, and since when we wait for a sign of life."""

    def __init__(self, now: float, window: int = WINDOW, resume: int = RESUME) -> None:
        self._on_the_way: deque[Sent] = deque()
        self._waiting_since = now
        self.resize(window, resume)
        self.skipping = False
        self.skipped = 0

    @property
    def on_the_way(self) -> int:
        """Return how many sent things are not yet acknowledged."""
        return len(self._on_the_way)

    @property
    def nearly_empty(self) -> bool:
        """Say whether a viewer who fell behind may be let in again."""
        return self.on_the_way <= self.resume

    def resize(self, window: int, resume: int) -> None:
        """Change how much may be on the way; what is on the way stays there."""
        self.window, self.resume = window, resume

    def judge(self, key: bool) -> Verdict:
        """Say whether the next frame may go. Sending it is told by ``sent``."""
        if self.skipping and key and self.nearly_empty:
            self.skipping = False
            return Verdict.RESUME
        if self.skipping or self.on_the_way >= self.window:
            self.skipping = True
            self.skipped += 1
            return Verdict.SKIP
        return Verdict.SEND

    def sent(self, what: Sent, now: float) -> None:
        """Note a frame (or a burst, by its last frame) as on the way."""
        if not self._on_the_way:
            self._waiting_since = now
        self._on_the_way.append(what)

    def acknowledged(self, ack: Ack, now: float) -> None:
        """Take everything up to the acknowledged frame off the way. Raises WireError.

        An ack of a frame acknowledged before, or an answer to a beat, only shows life, and
        only while nothing is on the way: who answers beats but paints nothing is stuck.
        """
        what = Sent(ack.epoch, ack.last_seq, ack.stamp)
        if ack.painted and what in self._on_the_way:
            while self._on_the_way.popleft() != what:
                pass
            self._waiting_since = now
        elif ack.painted and any(what[:2] == sent[:2] for sent in self._on_the_way):
            raise WireError("an ack repeats the stamp of the frame it names")
        elif not self._on_the_way:
            self._waiting_since = now

    def silent(self, now: float) -> bool:
        """Say whether the viewer has been given up."""
        return now - self._waiting_since > SILENCE
