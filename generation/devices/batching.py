"""One thread owns a device; what several stages ask at about the same time is drawn at once.

No clock decides what is drawn: an asker gets the same picture alone and in company, up to the
rounding of the device. A stage that asks alone waits for nobody.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from typing import Any, Generic, NamedTuple, TypeVar

from generation.errors import EngineFailed
from generation.types import Words

log = logging.getLogger(__name__)

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")
Result = TypeVar("Result")

WINDOW = 0.004  # seconds the first asker waits for the others: an eighth of a frame at 30 a second
MOST = 8  # asks drawn at once
PATIENCE = 5.0  # seconds an asker waits for its picture
RECENT = 0.25  # seconds after which who asked no more is no longer waited for

SILENT = Words("Вычислительное устройство не отвечает.", "The device that draws does not answer.")
CLOSED = Words("Рисующее устройство уже отпущено.", "The device that draws was let go already.")


class Attendance:
    """Who asks these days: so many are worth waiting for. Pure, the moment is an argument."""

    def __init__(self) -> None:
        self._asked: dict[Hashable, float] = {}

    def note(self, who: Hashable, now: float) -> None:
        """Take in that somebody asks at ``now`` seconds."""
        self._asked[who] = now

    def expected(self, now: float) -> int:
        """Return how many asked not long ago."""
        self._asked = {who: at for who, at in self._asked.items() if now - at <= RECENT}
        return len(self._asked)


class _Asked(NamedTuple):
    ask: Any
    future: Future[Any]


class Batcher(Generic[Ask, Answer]):
    """Collects asks for at most ``window`` seconds and runs them together, in its own thread.

    ``run`` takes 1..``most`` asks and returns as many answers in their order; when it raises
    for several, each is run alone, and only who caused it hears of it. Any thread may ask.
    """

    def __init__(
        self,
        run: Callable[[Sequence[Ask]], Sequence[Answer]],
        *,
        window: float = WINDOW,
        most: int = MOST,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run, self._window, self._most, self._patience = run, window, most, patience
        self._clock, self._attendance = clock, Attendance()
        self._asks: deque[_Asked] = deque()
        self._works: deque[_Asked] = deque()
        self._news = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="device", daemon=True)
        atexit.register(self.close)  # a daemon thread inside native code would crash the exit
        self._thread.start()

    def ask(self, ask: Ask, who: Hashable) -> Answer:
        """Return the answer. Raises what ``run`` raised for it, EngineFailed when it is late.

        who: whoever asks again and again is waited for by others who ask at the same time.
        """
        with self._news:
            self._attendance.note(who, self._clock())
            future = self._put(self._asks, ask)
        answer: Answer = self._wait(future)
        return answer

    def alone(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns, run in the device's thread between two batches.

        Raises what it raises. It may take as long as it needs.
        """
        with self._news:
            future = self._put(self._works, work)
        result: Result = future.result()
        return result

    def let_go(self) -> None:
        """Let the thread end after what it does now; whoever still waits is refused."""
        with self._news:
            self._closing = True
            self._news.notify_all()

    def close(self) -> None:
        """Let go, and wait for the thread. Not for the event loop."""
        self.let_go()
        if self._thread is not threading.current_thread():
            self._thread.join(self._patience)

    def _put(self, queue: deque[_Asked], asked: Any) -> Future[Any]:
        if self._closing:
            raise EngineFailed(CLOSED)
        future: Future[Any] = Future()
        queue.append(_Asked(asked, future))
        self._news.notify_all()
        return future

    def _wait(self, future: Future[Any]) -> Any:
        try:
            return future.result(self._patience)
        except Late as late:
            future.cancel()
            raise EngineFailed(SILENT) from late

    def _serve(self) -> None:
        while not self._closing:
            with self._news:
                self._news.wait_for(lambda: self._works or self._asks or self._closing)
                work = self._works.popleft() if self._works else None
                batch = [] if work else self._gathered()
            if work:
                _answer([work], lambda works: [call() for call in works])
            _answer(batch, self._run)
        for left in (*self._works, *self._asks):
            if left.future.set_running_or_notify_cancel():
                left.future.set_exception(EngineFailed(CLOSED))
        atexit.unregister(self.close)

    def _gathered(self) -> list[_Asked]:
        """Wait a little for those who usually ask too, then take what is there."""

        def enough() -> bool:
            expected = min(self._attendance.expected(self._clock()), self._most)
            return self._closing or len(self._asks) >= expected

        self._news.wait_for(enough, self._window)
        return [self._asks.popleft() for _ in range(min(len(self._asks), self._most))]


def _answer(batch: Sequence[_Asked], run: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
    """Run what nobody gave up waiting for."""
    if wanted := [asked for asked in batch if asked.future.set_running_or_notify_cancel()]:
        _settle(wanted, run)


def _settle(wanted: Sequence[_Asked], run: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
    try:
        answers = list(run([asked.ask for asked in wanted]))
    except Exception as error:  # whatever a device raises, only who caused it shall hear
        log.debug("%d portraits could not be drawn together", len(wanted), exc_info=True)
        if len(wanted) == 1:
            wanted[0].future.set_exception(error)
            return
        for asked in wanted:
            _settle([asked], run)
    else:
        for asked, answer in zip(wanted, answers, strict=True):
            asked.future.set_result(answer)
