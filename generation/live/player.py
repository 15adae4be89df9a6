"""Opens a performer off the event loop, runs it in a worker, and opens it again if it breaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from generation.errors import GenerationError
from generation.live.messages import Health
from generation.live.sayings import RESTING
from generation.live.stage import Output, Stage
from generation.live.worker import Worker
from generation.protocols import Performer

log = logging.getLogger(__name__)

RETRY_FIRST, RETRY_LAST = 1.0, 30.0  # seconds before a broken performer is opened again
SOUND_AFTER = 60.0  # seconds of playing after which a failure counts as the first again

OpenPerformer = Callable[[], Performer]
LIVE = Health("live")


class Player:
    """Plays one performer after another on one stage. Lives on one event loop."""

    def __init__(
        self,
        stage: Stage,
        next_epoch: Callable[[], int],
        take: Callable[[Output], None],
        tell: Callable[[Health], None],
    ) -> None:
        self.health = LIVE
        self._stage, self._next_epoch = stage, next_epoch
        self._take, self._tell = take, tell
        self._open: OpenPerformer | None = None
        self._opening: asyncio.Task[None] | None = None
        self._worker: Worker | None = None
        self._retry = RETRY_FIRST
        self._playing_since = 0.0

    @property
    def cost(self) -> float:
        """Return the cores the stage takes, measured; 0 while it does not run."""
        return self._worker.cost.cores if self._worker else 0.0

    @property
    def running(self) -> bool:
        """Say whether something plays or is about to."""
        return self._worker is not None or self._opening is not None

    def show(self, open_performer: OpenPerformer) -> None:
        """Set what to play; where something plays, it goes on until the new one is ready."""
        self._open, self._retry = open_performer, RETRY_FIRST
        if self.running:
            self._reopen(0.0)

    def start(self) -> None:
        """Open and play, unless that is under way."""
        if not self.running:
            self._reopen(0.0)

    def stop(self) -> None:
        """Stop playing; returns at once, the thread ends after its present frame."""
        if self._opening:
            self._opening.cancel()
            self._opening = None
        if self._worker:
            self._worker.ask_to_stop()
            self._worker = None

    def _reopen(self, delay: float) -> None:
        if self._opening:
            self._opening.cancel()
        loop = asyncio.get_running_loop()
        self._opening = loop.create_task(self._open_and_play(delay), name="open a performer")

    async def _open_and_play(self, delay: float) -> None:
        await asyncio.sleep(delay)
        if self._open is None:
            self._opening = None
            return
        try:
            performer = await asyncio.to_thread(self._open)
        except Exception as error:  # whatever an engine raises, the house stands
            log.exception("a performer could not be opened")
            self._opening = None
            self._failed(error)
            return
        self._opening = None
        self._stage.play(performer, self._next_epoch())
        self._playing_since = asyncio.get_running_loop().time()
        if self._worker is None:
            self._start_worker()
        self._say(LIVE)

    def _start_worker(self) -> None:
        loop = asyncio.get_running_loop()

        def post(call: Callable[..., None], *told: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(call, *told)

        worker = Worker(
            self._stage,
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
            self._worker = None
            if asyncio.get_running_loop().time() - self._playing_since > SOUND_AFTER:
                self._retry = RETRY_FIRST
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        words = error.for_people if isinstance(error, GenerationError) else RESTING
        self._say(Health("resting", words))
        if self._opening is None:
            self._reopen(self._retry)
            self._retry = min(RETRY_LAST, 2 * self._retry)

    def _say(self, health: Health) -> None:
        if health != self.health:
            self.health = health
            self._tell(health)
