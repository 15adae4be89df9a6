"""Somebody on the wire: a TCP proxy that can change what a server sends over a WebSocket.

with on_the_wire(server.port) as wire:     # looks like the server, at wire.port
    ...
    wire.tamper = flip_a_payload           # every binary message from now on
"""

from __future__ import annotations

import asyncio
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from generation.live.wire import HEADER_SIZE, Header, Kind, parse_frame

Tamper = Callable[[bytes], bytes]  # of the same length
BINARY = 2  # opcode


def flip_a_payload(message: bytes) -> bytes:
    """Change the last byte of a frame: a decoder does not mind, an eye hardly."""
    if message[0] == Kind.BEAT or len(message) == HEADER_SIZE:
        return message
    return message[:-1] + bytes((message[-1] ^ 1,))


@dataclass
class Wire:
    """Where the proxy listens, and what it does to binary messages of the server."""

    port: int = 0
    tamper: Tamper | None = None
    changed: list[Header] = field(default_factory=list)

    def change(self, message: bytes) -> bytes:
        changed = self.tamper(message) if self.tamper else message
        if changed != message:
            self.changed.append(parse_frame(message)[0])
        return changed


@contextmanager
def on_the_wire(server_port: int) -> Iterator[Wire]:
    """Stand between a page and a server of this machine until the block ends."""
    wire, ready, doors = Wire(), threading.Event(), list[tuple[Any, asyncio.Event]]()

    async def serve() -> None:
        server = await asyncio.start_server(partial(_connect, wire, server_port), "127.0.0.1", 0)
        wire.port = server.sockets[0].getsockname()[1]
        doors.append((asyncio.get_running_loop(), asyncio.Event()))
        ready.set()
        await doors[0][1].wait()  # asyncio.run ends whatever is still carried

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield wire
    finally:
        loop, end = doors[0]
        loop.call_soon_threadsafe(end.set)
        thread.join(10)


async def _connect(
    wire: Wire, port: int, page: asyncio.StreamReader, to_page: asyncio.StreamWriter
) -> None:
    server, to_server = await asyncio.open_connection("127.0.0.1", port)
    there = asyncio.create_task(_carry(page, to_server))
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        await _carry_back(wire, server, to_page)
    there.cancel()
    for writer in (to_page, to_server):
        writer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()


async def _carry_back(
    wire: Wire, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    first = await reader.read(65536)
    if first.startswith(b"HTTP/1.1 101"):
        while b"\r\n\r\n" not in first:
            first += await reader.read(1)
        head, _, rest = first.partition(b"\r\n\r\n")
        writer.write(head + b"\r\n\r\n")
        await _frames(wire, _Behind(rest, reader), writer)
        return
    while first:
        writer.write(first)
        await writer.drain()
        first = await reader.read(65536)


class _Behind:
    """What was read too early, then the rest of a stream."""

    def __init__(self, early: bytes, reader: asyncio.StreamReader) -> None:
        self._early, self._reader = early, reader

    async def read(self, size: int) -> bytes:
        early, self._early = self._early[:size], self._early[size:]
        return early + await self._reader.readexactly(size - len(early))


async def _frames(wire: Wire, source: _Behind, writer: asyncio.StreamWriter) -> None:
    """RFC 6455 §5.2: frames of a server are not masked; ours are never in parts."""
    while True:
        head = await source.read(2)
        size = head[1]
        if size >= 126:
            more = await source.read(2 if size == 126 else 8)
            (size,) = struct.unpack(">H" if len(more) == 2 else ">Q", more)
            head += more
        payload = await source.read(size)
        writer.write(head + (wire.change(payload) if head[0] & 15 == BINARY else payload))
        await writer.drain()
