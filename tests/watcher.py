"""A viewer on the event loop that keeps what it is sent and acknowledges it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from generation.live.viewer import Viewer
from generation.live.wire import Ack, Header, Kind, parse_frame, stamp_of


class Watcher:
    """A viewer that keeps what it is sent and acknowledges at once."""

    def __init__(self, codec: str = "h264", *, acks: bool = True) -> None:
        self.viewer = Viewer(self._take, self._hung_up, codec, time.monotonic())
        self.sent: list[str | bytes] = []
        self.hung_up = False
        self.ahead = 0.0  # seconds our clock is ahead
        self._acks = acks
        self._news = asyncio.Event()

    def _take(self, message: str | bytes) -> None:
        self.sent.append(message)
        self._news.set()
        if isinstance(message, bytes) and self._acks:
            asyncio.get_running_loop().call_soon(self.acknowledge, parse_frame(message)[0])

    def acknowledge(self, header: Header) -> None:
        painted = 0 if header.kind is Kind.BEAT else 1
        ack = Ack(painted, header.epoch, header.seq, stamp_of(header.server_us))
        self.viewer.acknowledged(ack, time.monotonic() + self.ahead)

    def _hung_up(self) -> None:
        self.hung_up = True

    @property
    def headers(self) -> list[Header]:
        found = [parse_frame(m)[0] for m in self.sent if isinstance(m, bytes)]
        return [header for header in found if header.kind is not Kind.BEAT]

    @property
    def texts(self) -> list[dict[str, Any]]:
        return [json.loads(m) for m in self.sent if isinstance(m, str)]

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something sent makes it true."""
        async with asyncio.timeout(20):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def frames(self, more: int) -> None:
        wanted = len(self.headers) + more
        await self.until(lambda: len(self.headers) >= wanted)
