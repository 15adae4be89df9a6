"""Many raw viewers in one loop: join them, read for a while, tell how late frames came."""

from __future__ import annotations

import selectors
import time
from dataclasses import dataclass

from tests.raw_viewer import RawViewer


@dataclass(frozen=True, slots=True)
class Heard:
    """What an audience heard. Lateness is from drawing to reading, in ms."""

    frames: int
    p50: float
    p95: float
    p99: float
    gone: int  # viewers the server let go of
    broken: int  # frames that built on one left out
    resumed: int


class Audience:
    """Viewers that read and acknowledge as fast as they can."""

    def __init__(self) -> None:
        self._viewers: list[RawViewer] = []
        self._selector = selectors.DefaultSelector()
        self._gone = 0

    def join(self, port: int, path: str, count: int) -> None:
        """Let more viewers in, reading on meanwhile."""
        for _ in range(count):
            viewer = RawViewer(port, path)
            self._viewers.append(viewer)
            self._selector.register(viewer.socket, selectors.EVENT_READ, viewer)
            self._read(0)

    def listen(self, seconds: float) -> Heard:
        """Read for so long and tell what was heard from now on."""
        for viewer in self._viewers:
            viewer.late.clear()
            viewer.broken = viewer.resumed = 0
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)
        late = sorted(1000 * value for viewer in self._viewers for value in viewer.late)
        points = (late[int(len(late) * share)] if late else 0.0 for share in (0.5, 0.95, 0.99))
        broken = sum(viewer.broken for viewer in self._viewers)
        resumed = sum(viewer.resumed for viewer in self._viewers)
        return Heard(len(late), *points, self._gone, broken, resumed)

    def leave(self) -> None:
        """Close every socket."""
        for viewer in self._viewers:
            viewer.socket.close()

    def _read(self, wait: float) -> None:
        for key, _ in self._selector.select(wait):
            if not key.data.read():
                self._selector.unregister(key.fileobj)
                self._gone += 1
