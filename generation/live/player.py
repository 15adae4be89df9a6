"""Opens a performer off the event loop, runs it in a worker, and opens it again if it breaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from generation.errors import GenerationError
from generation.live.capacity import Meter
from generation.live.cues import CueBox
from generation.live.messages import Health, Label, Speech
from generation.live.playback import Performance
from generation.live.repertoire import PATIENCE, NoAnswer, Repertoire
from generation.live.sayings import RESTING
from generation.live.seal import Sealer
from generation.live.stage import Output, Stage
from generation.live.understudy import Standing, Understudied
from generation.live.worker import Worker
from generation.protocols import Performer
from generation.types import Words

log = logging.getLogger(__name__)

RETRY_FIRST, RETRY_LAST = 1.0, 30.0  # seconds before a broken performer is opened again
SOUND_AFTER = 60.0  # seconds of playing after which a failure counts as the first again

OpenPerformer = Callable[[], Performer]
OpenSealer = Callable[[], Sealer]
Opening = tuple[Performer, Sealer | None, Label | None]
LIVE = Health("live")


class Condition(NamedTuple):
    """How a stage is. meter: None while it does not run; standing: who plays in the place of
    what should, None where nobody must; failure: the last one, also once it plays again."""

    health: Health
    meter: Meter | None
    standing: Standing | None
    failure: Words | None


class Player:
    """Plays one performer after another. Lives on one event loop.

    ``take`` gets what the stage gives; ``tell`` hears when it breaks, rests or lives again;
    ``expect`` hears who seals an epoch, and what it is, before its first frame is taken.
    """

    def __init__(
        self,
        fps: int,
        next_epoch: Callable[[], int],
        take: Callable[[Output], None],
        tell: Callable[[Health], None],
        expect: Callable[[int, Sealer | None, Label | None], None],
    ) -> None:
        self.cues = CueBox()
        self.stage = Stage(fps, self.cues)
        self.health = LIVE
        self._fps, self._next_epoch = fps, next_epoch
        self._take, self._tell, self._expect = take, tell, expect
        self.repertoire = Repertoire()
        self._asking: asyncio.Task[None] | None = None
        self._open: Callable[[], Opening] | None = None
        self._opening: asyncio.Task[None] | None = None
        self._worker: Worker | None = None
        self._performer: Performer | None = None
        self._retry = RETRY_FIRST
        self._failure: Words | None = None
        self._wanted = False
        self._playing_since = 0.0

    @property
    def condition(self) -> Condition:
        """Return how what plays is. Any thread may ask."""
        worker, played = self._worker, self._performer
        meter, standing, failure = worker.meter if worker else None, None, self._failure
        if isinstance(played, Understudied):
            standing, failure = played.standing, played.last_failure or failure
        return Condition(self.health, meter, standing, failure)

    @property
    def running(self) -> bool:
        """Say whether something plays or is about to."""
        return self._worker is not None or self._opening is not None

    def show(
        self,
        open_performer: OpenPerformer,
        open_sealer: OpenSealer | None = None,
        label: Label | None = None,
    ) -> None:
        """Set what to play; where something plays, it goes on until the new one is ready."""
        was_resting, self._retry = self._open is None, RETRY_FIRST
        self._open = partial(_opened, open_performer, open_sealer, label)
        if self.running or (was_resting and self._wanted):
            self._reopen(0.0)

    def rest(self, health: Health) -> None:
        """Play nothing until the next ``show``, and say why."""
        self._open = None
        self._halt()
        self._say(health)

    def ask(self, answer: str, refuse: Callable[[Speech], None]) -> None:
        """Perform an answer: at once where it is ready, else as soon as it is.

        Who asks last is heard. ``refuse`` is called where there is no such answer. While
        another performer is being opened the answer waits for it: begun before, it would be
        cut short.
        """
        self._stop_asking()
        timeline = None if self._opening else self.repertoire.at_hand(answer)
        if timeline:
            self.cues.perform(Performance(answer, timeline))
        else:
            work = self._ask(answer, refuse)
            self._asking = asyncio.get_running_loop().create_task(work, name="ask")

    def hush(self) -> None:
        """Perform nothing."""
        self._stop_asking()
        self.cues.interrupt()

    def start(self) -> None:
        """Open and play, unless that is under way."""
        self._wanted = True
        if self._open and not self.running:
            self._reopen(0.0)

    def stop(self) -> None:
        """Stop playing; returns at once, the thread ends after its present frame."""
        self._wanted = False
        self._halt()

    async def _ask(self, answer: str, refuse: Callable[[Speech], None]) -> None:
        try:
            if self._opening:
                await asyncio.wait([self._opening], timeout=PATIENCE)
            timeline = await self.repertoire.fetch(answer)
        except NoAnswer as no:
            refuse(Speech("refused", answer, reason=no.reason, words=no.words))
        else:
            self.cues.perform(Performance(answer, timeline))

    def _stop_asking(self) -> None:
        if self._asking:
            self._asking.cancel()
            self._asking = None

    def _halt(self) -> None:
        self.hush()
        self.repertoire.rehearse(None)
        if self._opening:
            self._opening.cancel()
            self._opening = None
        if self._worker:
            self._worker.ask_to_stop()
        self._worker = self._performer = None

    def _reopen(self, delay: float) -> None:
        if self._opening:
            self._opening.cancel()
        if self._open:
            work = self._open_and_play(self._open, delay)
            self._opening = asyncio.get_running_loop().create_task(work, name="open a performer")

    async def _open_and_play(self, opened: Callable[[], Opening], delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            performer, sealer, label = await asyncio.to_thread(opened)
        except Exception as error:  # whatever an engine raises, the house stands
            log.exception("a performer could not be opened")
            self._opening = None
            self._failed(error)
            return
        self._opening = None
        self._playing_since = asyncio.get_running_loop().time()
        if self._worker is None:
            # A new stage: the thread of the last one may still be in its last frame.
            codecs, self.stage = self.stage.codecs, Stage(self._fps, self.cues)
            self.stage.codecs = codecs
            self._start_worker()
        epoch = self._next_epoch()
        self._expect(epoch, sealer, label)
        self._performer = performer
        self.stage.play(performer, epoch)
        self.repertoire.rehearse(performer)
        self._say(LIVE)

    def _start_worker(self) -> None:
        loop = asyncio.get_running_loop()

        def post(call: Callable[..., None], *told: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(call, *told)

        worker = Worker(
            self.stage,
            deliver=lambda output: post(self._deliver, worker, output),
            fail=lambda error: post(self._worker_failed, worker, error),
        )
        self._worker = worker
        worker.start()

    def _deliver(self, worker: Worker, output: Output) -> None:
        if worker is self._worker:
            self._take(output)

    def _worker_failed(self, worker: Worker, error: Exception) -> None:
        if worker is self._worker:
            self._worker = self._performer = None
            self.hush()
            if asyncio.get_running_loop().time() - self._playing_since > SOUND_AFTER:
                self._retry = RETRY_FIRST
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        words = error.for_people if isinstance(error, GenerationError) else RESTING
        self._failure = words
        self._say(Health("resting", words))
        if self._opening is None:
            self._reopen(self._retry)
            self._retry = min(RETRY_LAST, 2 * self._retry)

    def _say(self, health: Health) -> None:
        if health != self.health:
            self.health = health
            self._tell(health)


def _opened(
    open_performer: OpenPerformer, open_sealer: OpenSealer | None, label: Label | None
) -> Opening:
    return open_performer(), open_sealer() if open_sealer else None, label
