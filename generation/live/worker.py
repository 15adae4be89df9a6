"""One thread that runs one stage at its pace and hands what it gives to the event loop."""

from __future__ import annotations

import atexit
import logging
import sys
import threading
import time
from collections.abc import Callable

from generation.live.capacity import Meter
from generation.live.pace import Metronome
from generation.live.stage import Output, Stage

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds to wait for a frame in the making when stopping


class Worker:
    """Runs ``stage.step`` until stopped or failed. ``deliver`` and ``fail`` are called in the
    worker's thread, with what the stage gave or with the error that ended it."""

    def __init__(
        self, stage: Stage, deliver: Callable[[Output], None], fail: Callable[[Exception], None]
    ) -> None:
        self.meter = Meter()
        self._stage, self._deliver, self._fail = stage, deliver, fail
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stage", daemon=True)

    def start(self) -> None:
        """Start the thread. A worker runs once."""
        atexit.register(self.stop)  # a daemon thread inside native code would crash the exit
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Let the thread end after its present frame; returns at once."""
        self._stopped.set()

    def stop(self) -> None:
        """End the thread and wait for it. Not for the event loop."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            self._play()
        except Exception as error:  # whatever an engine raises, the house stands
            log.exception("a stage failed")
            self._fail(error)
        finally:
            atexit.unregister(self.stop)

    def _play(self) -> None:
        metronome = Metronome(self._stage.fps, time.monotonic())
        while not self._stopped.wait(metronome.wait(time.monotonic())):
            now = time.monotonic()
            if not metronome.due(now):
                continue
            keep_torch_to_one_thread()
            output = self._stage.step(now)
            if output:
                self._deliver(output)
            if output.spent:
                self.meter.note(output.spent, now)


def keep_torch_to_one_thread() -> None:
    """Stop torch, where an engine loaded it, from fighting over the cores with itself."""
    torch = sys.modules.get("torch")
    if not hasattr(torch, "set_num_threads"):
        return  # none, or another thread is loading it now
    assert torch is not None
    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)
