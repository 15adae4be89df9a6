"""Viewers on raw sockets: hundreds of them in one loop, or one that reads nothing at all."""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import time
from collections.abc import Iterator

from generation.live.wire import (
    Ack,
    Flags,
    Header,
    Kind,
    WireError,
    build_ack,
    parse_frame,
    stamp_of,
)

_UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
_HELLO = {"type": "hello", "versions": [1]}
TEXT, BINARY, CLOSE = 1, 2, 8


class RawViewer:
    """One socket; ``late`` keeps the seconds from drawing to reading of each frame."""

    def __init__(self, port: int, path: str, codec: str = "h264") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(_UPGRADE.format(path=path, port=port).encode())
        self._buffer = self._upgraded()
        self.send(TEXT, json.dumps({**_HELLO, "codecs": [codec]}).encode())
        self.late: list[float] = []
        self.bytes = self.resumed = self.broken = 0
        self._seq = self._pending = 0

    def _upgraded(self) -> bytearray:
        buffer = bytearray()
        while b"\r\n\r\n" not in buffer:
            if not (more := self.socket.recv(4096)):
                raise ConnectionError("the server closed during the handshake")
            buffer += more
        head, _, rest = buffer.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode("latin-1"))
        return bytearray(rest)

    def send(self, kind: int, payload: bytes) -> None:
        """Send one short message, masked as clients must."""
        assert len(payload) < 126
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[n & 3] for n, byte in enumerate(payload))
        self.socket.sendall(bytes((0x80 | kind, 0x80 | len(payload))) + mask + masked)

    def is_closed(self) -> bool:
        """Say, without reading, whether the server has let go of us."""
        poll = select.poll()
        poll.register(self.socket, select.POLLRDHUP)
        return bool(poll.poll(0))

    def read(self) -> bool:
        """Take in what has arrived, acknowledging as a page does; False at the end."""
        try:
            more = self.socket.recv(1 << 18)
        except ConnectionError:
            return False
        self._buffer += more
        for kind, payload in self._messages():
            if kind == CLOSE:
                return False
            if kind == BINARY:
                self._take(payload)
        return bool(more)

    def _messages(self) -> Iterator[tuple[int, bytes]]:
        while (found := _message(self._buffer)) is not None:
            kind, start, end = found
            payload = bytes(self._buffer[start:end])
            del self._buffer[:end]
            yield kind, payload

    def _take(self, message: bytes) -> None:
        header, payload = parse_frame(message)
        self.bytes += len(payload)
        if header.kind is Kind.BEAT:
            self._answer(header, self._pending)
            return
        if header.flags & Flags.CATCH_UP:
            self._seq = header.seq
            return
        if header.kind is Kind.VIDEO:
            self._judge(header)
        self._newest = header
        self._pending += 1
        if self._pending >= 4:
            self._answer(header, self._pending)

    def _judge(self, header: Header) -> None:
        self.late.append(time.monotonic() - header.server_us / 1e6)
        key = bool(header.flags & Flags.KEY)
        self.resumed += bool(header.flags & Flags.DISCONTINUITY)
        self.broken += bool(self._seq and header.seq != self._seq + 1 and not key)
        self._seq = header.seq

    def _answer(self, header: Header, painted: int) -> None:
        if painted and header.kind is Kind.BEAT:
            header = self._newest
        stamp = stamp_of(header.server_us)
        self._pending = 0
        self.send(BINARY, build_ack(Ack(painted, header.epoch, header.seq, stamp)))


def _message(buffer: bytearray) -> tuple[int, int, int] | None:
    """Return (opcode, start, end) of the first whole message, None while it is not whole."""
    if len(buffer) < 2:
        return None
    kind, size, start = buffer[0] & 15, buffer[1] & 127, 2
    if not buffer[0] & 0x80:
        raise WireError("the server does not fragment")
    if size >= 126:
        form = "!H" if size == 126 else "!Q"
        start += struct.calcsize(form)
        if len(buffer) < start:
            return None
        (size,) = struct.unpack_from(form, buffer, 2)
    return (kind, start, start + size) if len(buffer) >= start + size else None
