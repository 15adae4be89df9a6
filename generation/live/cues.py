"""From pointer messages to the cue of a frame: the newest wins, its id is echoed."""

from __future__ import annotations

import threading
from dataclasses import replace

from generation.live.playback import Performance
from generation.live.wire import Phase, Pointer
from generation.types import NO_CUE, Cue


def _inside(value: float) -> float:
    return min(1.0, max(0.0, value))


class CueBox:
    """Where the event loop leaves the newest cue and the stage's thread finds it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cue = NO_CUE
        self._performance: Performance | None = None
        self._touch_id = 0

    def point(self, pointer: Pointer) -> None:
        """Take a pointer in: it looks there, or nowhere once it has left."""
        gaze = (_inside(pointer.x), _inside(pointer.y))
        with self._lock:
            self._cue = replace(self._cue, gaze=None if pointer.phase is Phase.LEAVE else gaze)
            self._touch_id = pointer.touch_id

    def pause(self, paused: bool) -> None:
        """Hold the picture, or let it go on."""
        with self._lock:
            self._cue = replace(self._cue, paused=paused)

    def perform(self, performance: Performance) -> None:
        """Perform this from the next tick on, whatever was performed before."""
        with self._lock:
            self._performance = performance

    def interrupt(self) -> None:
        """Perform nothing."""
        with self._lock:
            self._performance = None

    def let_go(self) -> None:
        """Forget a visitor who has gone: nobody points, pauses or listens."""
        with self._lock:
            self._cue, self._touch_id, self._performance = NO_CUE, 0, None

    @property
    def performance(self) -> Performance | None:
        """Return what was last asked to be performed and not interrupted."""
        with self._lock:
            return self._performance

    def now(self) -> tuple[Cue, int]:
        """Return the cue for the next frame and the id of the pointer behind it."""
        with self._lock:
            return self._cue, self._touch_id
