"""Who steps in when a performer cannot go on, so that a screen never loses its picture.

The lead plays. When it fails, the last picture is held until a stand-in is open (at once where
one has played before), else the painting itself is shown; each comes in over ``FADE`` seconds.
The lead is opened again in a thread, after waits that grow, and takes its place back. The label
stays the lead's, the stronger one: a stand-in does no more than the lead does.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from generation.errors import GenerationError, OptionsRefused
from generation.live.sayings import RESTING
from generation.protocols import OnDevice, Performer
from generation.types import Cue, Planes, Timeline, Words

log = logging.getLogger(__name__)

FADE = 0.4  # seconds from one performer's picture to another's
RETRY_FIRST, RETRY_LAST = 1.0, 60.0  # seconds before a failed performer is opened again
SOUND_AFTER = 60.0  # seconds of playing after which a failure counts as the first again
MOST_TIMELINES = 64  # that a stand-in is made ready for

Open = Callable[[], Performer]
Start = Callable[[Open], "Future[Performer]"]
# Apart: a device that hangs may keep a lead's opening for ever, and no stand-in waits behind it.
_leads, _stand_ins = ThreadPoolExecutor(2, "lead"), ThreadPoolExecutor(2, "stand-in")


class Standing(NamedTuple):
    """Who plays in the lead's place, "" while the last picture is held; why, and when the lead
    failed last (seconds of the stage)."""

    who: str
    why: Words
    since: float


class _Role:
    """Somebody who may play: opened when needed, and later and later again after failing."""

    def __init__(self, name: str, open_it: Open) -> None:
        self.name, self._open = name, open_it
        self.performer: Performer | None = None
        self.planes: Planes | None = None
        self.why: Words | None = None  # it failed last
        self.failed = 0.0
        self._coming: Future[Performer] | None = None
        self._again, self._wait, self._since = 0.0, RETRY_FIRST, 0.0

    @property
    def hopeful(self) -> bool:
        """Say whether it plays, or is being opened."""
        return self.performer is not None or self._coming is not None

    def summon(self, t: float, start: Start) -> None:
        """Begin to open it where that is due, and take in what has been opened."""
        if self.performer is None and self._coming is None and t >= self._again:
            self._coming = start(self._open)
        if self._coming and self._coming.done():
            coming, self._coming = self._coming, None
            if error := coming.exception():
                self.fail(t, error)
            else:
                self.performer, self._since = coming.result(), t

    def fail(self, t: float, error: BaseException) -> None:
        """Take in that it cannot play."""
        log.error("%s failed: %s", self.name, error, exc_info=error)
        if self.performer is not None and t - self._since > SOUND_AFTER:
            self._wait = RETRY_FIRST
        self.performer = self.planes = None
        self.why = error.for_people if isinstance(error, GenerationError) else RESTING
        self.failed, self._again = t, t + self._wait
        self._wait = min(RETRY_LAST, 2 * self._wait)


class Understudied:
    """A performer and those who stand in for it, in their order. See Performer.

    cast: (name, how to open it), the lead first. painting: the last resort, of the same size,
    which cannot fail. start: runs an opening in another thread, None for threads of our own.
    Raises OptionsRefused from the lead: a setting that cannot be is nobody's accident.
    """

    def __init__(
        self, cast: Sequence[tuple[str, Open]], painting: Performer, start: Start | None = None
    ) -> None:
        self.size = painting.size
        self._timelines: deque[Timeline] = deque(maxlen=MOST_TIMELINES)
        self._roles = [_Role(name, self._rehearsed(open_it)) for name, open_it in cast]
        self._last_resort = _Role("painting", lambda: painting)
        self._last_resort.performer = painting
        self._start = start
        self._on: _Role | None = None
        self._before: Planes | None = None  # what is faded out
        self._changed = 0.0
        for role in self._roles:  # nothing is shown yet: open somebody before the first frame
            role.summon(0.0, _at_once)
            if role.performer:
                break

    @property
    def standing(self) -> Standing | None:
        """Return who stands in, None while the lead plays. Any thread may ask."""
        lead, on = self._roles[0], self._on
        if lead.why is None or (on is lead and lead.performer):
            return None
        return Standing("" if on is None or on is lead else on.name, lead.why, lead.failed)

    @property
    def last_failure(self) -> Words | None:
        """Return why the lead failed last, also once it plays again; None if it never did."""
        return self._roles[0].why

    @property
    def device_ms(self) -> float:
        """Return the milliseconds the last frame took on a device, see OnDevice."""
        played = self._on.performer if self._on else None
        return played.device_ms if isinstance(played, OnDevice) else 0.0

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready: everybody who is open learns it. Raises what all of them raise."""
        self._timelines.append(timeline)
        refusals, open_ones = [], [role.performer for role in self._roles if role.performer]
        for performer in open_ones:
            try:
                performer.ready(timeline)
            except GenerationError as error:
                log.warning("a timeline was refused: %s", error)
                refusals.append(error)
        if open_ones and len(refusals) == len(open_ones):
            raise refusals[0]

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame. Raises nothing: somebody always has a picture."""
        while (role := self._who(t)) is not None:
            assert role.performer is not None
            if role.planes is None:
                role.planes = _copied(out)
            try:
                drew = role.performer.frame(t, cue, role.planes)
            except Exception as error:  # whatever an engine raises, the picture stays
                if role is self._last_resort:
                    raise
                role.fail(t, error)
            else:
                return self._show(role, role.planes, drew, t, out)
        return False

    def _who(self, t: float) -> _Role | None:
        """Return who plays now, None where the last picture is held."""
        for role in self._roles:
            pool = _leads if role is self._roles[0] else _stand_ins
            role.summon(t, self._start or pool.submit)
            if role.performer:
                return role
        waits = self._on is not None and any(role.hopeful for role in self._roles[1:])
        return None if waits else self._last_resort

    def _show(self, role: _Role, planes: Planes, drew: bool, t: float, out: Planes) -> bool:
        if role is not self._on:
            if self._on is not None:
                log.warning("%s plays now, it was %s", role.name, self._on.name)
                self._before = _copied(out)
            self._on, self._changed, drew = role, t, True
        if self._before is None:
            if drew:
                _copy(planes, out)
            return drew
        share = min((t - self._changed) / FADE, 1.0)
        _mix(self._before, planes, share * share * (3 - 2 * share), out)
        if share >= 1:
            self._before = None
        return True

    def _rehearsed(self, open_it: Open) -> Open:
        """Return an opening after which the performer knows every timeline it may be asked."""

        def opened() -> Performer:
            performer = open_it()
            for timeline in tuple(self._timelines):
                try:
                    performer.ready(timeline)
                except GenerationError as error:
                    log.warning("a timeline was refused: %s", error)
            return performer

        return opened


def _at_once(open_it: Open) -> Future[Performer]:
    coming: Future[Performer] = Future()
    try:
        coming.set_result(open_it())
    except OptionsRefused:
        raise
    except Exception as error:  # whatever an engine raises, somebody else is opened
        log.debug("not opened", exc_info=True)
        coming.set_exception(error)
    return coming


def _copied(planes: Planes) -> Planes:
    return Planes(*(np.array(plane) for plane in planes))


def _copy(planes: Planes, out: Planes) -> None:
    for target, plane in zip(out, planes, strict=True):
        np.copyto(target, plane)


def _mix(before: Planes, after: Planes, share: float, out: Planes) -> None:
    weight = round(256 * share)
    for target, a, b in zip(out, before, after, strict=True):
        mixed = a.astype(np.uint32) * (256 - weight) + b.astype(np.uint32) * weight
        target[:] = (mixed + 128) >> 8
