"""A viewer in Python: says hello, reads frames, acknowledges them, at the pace it is told."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from generation.live.wire import (
    Ack,
    Flags,
    Header,
    Kind,
    Phase,
    Pointer,
    build_ack,
    build_pointer,
    parse_frame,
    stamp_of,
)


@dataclass
class Client:
    """One connection. ``frames`` holds (header, payload size, arrival) of what was read."""

    socket: ClientConnection
    codecs: tuple[str, ...] = ("h264",)
    texts: list[dict[str, Any]] = field(default_factory=list)
    frames: list[tuple[Header, int, float]] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    keep_payloads: bool = False
    pending: int = 0

    async def hello(self) -> None:
        """Introduce ourselves, unless we are already being shown the door."""
        with suppress(ConnectionClosed):
            await self.tell(type="hello", versions=[1], codecs=list(self.codecs))

    async def tell(self, **message: Any) -> None:
        """Send a JSON message."""
        await self.socket.send(json.dumps(message))

    async def point(self, touch_id: int, x: float, y: float, phase: Phase = Phase.MOVE) -> None:
        """Send a pointer."""
        await self.socket.send(build_pointer(Pointer(phase, touch_id, x, y)))

    async def read(self) -> Header | dict[str, Any]:
        """Take one message in, acknowledging as a page does."""
        message = await self.socket.recv()
        if isinstance(message, str):
            self.texts.append(json.loads(message))
            return self.texts[-1]
        header, payload = parse_frame(message)
        if header.kind is not Kind.BEAT:
            self.frames.append((header, len(payload), time.monotonic()))
            if self.keep_payloads:
                self.payloads.append(payload)
        await self._acknowledge(header)
        return header

    async def until(self, wanted: Any, within: float = 20.0) -> Any:
        """Read until ``wanted(message)`` says so; return that message."""
        async with asyncio.timeout(within):
            while not wanted(message := await self.read()):
                pass
        return message

    async def text(self, kind: str, within: float = 20.0) -> dict[str, Any]:
        """Read until a text message of this type comes."""
        found: dict[str, Any] = await self.until(
            lambda m: isinstance(m, dict) and m["type"] == kind, within
        )
        return found

    async def frame(self, within: float = 20.0) -> Header:
        """Read until a frame comes that is to be painted."""
        found: Header = await self.until(
            lambda m: (
                isinstance(m, Header) and m.kind is not Kind.BEAT and not m.flags & Flags.CATCH_UP
            ),
            within,
        )
        return found

    async def _acknowledge(self, header: Header) -> None:
        if header.flags & Flags.CATCH_UP:
            return
        if header.kind is not Kind.BEAT:
            self.pending += 1
            self._newest = header
        every = 1 if self.codecs[0] == "jpeg" else 4
        if self.pending >= every or (header.kind is Kind.BEAT and self.pending):
            header, painted, self.pending = self._newest, self.pending, 0
        elif header.kind is Kind.BEAT:
            painted = 0
        else:
            return
        stamp = stamp_of(header.server_us)
        await self.socket.send(build_ack(Ack(painted, header.epoch, header.seq, stamp)))


@asynccontextmanager
async def watching(url: str, *codecs: str, cookie: str = "", **more: Any) -> AsyncIterator[Client]:
    """Open a socket and say hello."""
    headers = {"Cookie": cookie} if cookie else {}
    async with connect(url, additional_headers=headers, compression=None) as socket:
        client = Client(socket, codecs or ("h264",), **more)
        await client.hello()
        yield client
