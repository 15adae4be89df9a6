"""The answers of a stage, made ready in threads before anybody asks. Lives on the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from generation.live.sayings import NOT_YET, UNKNOWN, UNSPEAKABLE
from generation.protocols import Performer
from generation.types import Timeline, Words

log = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds an asker waits for an answer in the making

MakeTimeline = Callable[[], Timeline]


class NoAnswer(Exception):
    """Nobody can be answered; ``reason`` is for the page, ``words`` for people."""

    def __init__(self, reason: str, words: Words) -> None:
        super().__init__(reason)
        self.reason, self.words = reason, words


class Repertoire:
    """Which answers there are, and those the present performer is ready for.

    They are made one after another: a stage that plays needs the processor more.
    """

    def __init__(self) -> None:
        self._known: dict[str, MakeTimeline] = {}
        self._performer: Performer | None = None
        self._making: dict[str, asyncio.Task[Timeline]] = {}
        self._turn = asyncio.Lock()
        self._opened = asyncio.Event()

    def learn(self, answers: Mapping[str, MakeTimeline]) -> None:
        """Know these answers and no others."""
        self._known = dict(answers)
        self._forget(self._making.keys() - self._known.keys())
        self._prepare()

    def rehearse(self, performer: Performer | None) -> None:
        """Make everything ready anew for another performer, or for none."""
        self._performer = performer
        if performer:
            self._opened.set()
        else:
            self._opened.clear()
        self._forget(set(self._making))
        self._prepare()

    def knows(self, answer: str) -> bool:
        """Say whether there is such an answer."""
        return answer in self._known

    def at_hand(self, answer: str) -> Timeline | None:
        """Return the timeline of an answer that may be performed at once."""
        made = self._making.get(answer)
        ready = made is not None and made.done() and not made.cancelled()
        return made.result() if made and ready and made.exception() is None else None

    async def fetch(self, answer: str) -> Timeline:
        """Return the timeline as soon as it may be performed. Raises NoAnswer."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._opened.wait()
                if answer not in self._known:
                    raise NoAnswer("unknown", UNKNOWN)
                self._prepare()
                made = self._making[answer]
                await asyncio.wait([made])
        except TimeoutError as late:
            raise NoAnswer("not_yet", NOT_YET) from late
        if made.cancelled():
            raise NoAnswer("not_yet", NOT_YET)
        if error := made.exception():
            self._forget({answer})  # whoever asks next, tries again
            raise NoAnswer("broken", UNSPEAKABLE) from error
        return made.result()

    def _prepare(self) -> None:
        if self._performer is None:
            return
        for answer in self._known.keys() - self._making.keys():
            work = self._make(answer, self._known[answer], self._performer)
            task = asyncio.get_running_loop().create_task(work, name=f"answer {answer}")
            self._making[answer] = task
            task.add_done_callback(_complain)

    async def _make(self, answer: str, make: MakeTimeline, performer: Performer) -> Timeline:
        async with self._turn:
            timeline = await asyncio.to_thread(make)
            await asyncio.to_thread(performer.ready, timeline)
        return timeline

    def _forget(self, answers: set[str]) -> None:
        for answer in answers:
            if made := self._making.pop(answer, None):
                made.cancel()


def _complain(task: asyncio.Task[Timeline]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("%s cannot be performed: %s", task.get_name(), error, exc_info=error)
