"""What waits to be sent on one socket, and the task that sends it.

A send may wait for the reader (uvicorn) or never (daphne); either way nobody waits for
another's socket. The length is bounded by the viewer's credit.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

SendEvent = Callable[[dict[str, Any]], Awaitable[None]]


class Outbox:
    """A queue of messages and at most one close, sent in order."""

    def __init__(self) -> None:
        self._waiting: deque[dict[str, Any]] = deque()
        self._news = asyncio.Event()
        self._closing = False

    def put(self, message: str | bytes) -> None:
        """Queue a text or binary message; after a close nothing is queued."""
        if not self._closing:
            form = "bytes" if isinstance(message, bytes) else "text"
            self._waiting.append({"type": "websocket.send", form: message})
            self._news.set()

    def close(self, code: int) -> None:
        """Queue the close of the socket."""
        if not self._closing:
            self._closing = True
            self._waiting.append({"type": "websocket.close", "code": code})
            self._news.set()

    async def pump(self, send: SendEvent) -> dict[str, Any]:
        """Send what is queued until a close is due; return that close, unsent."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                event = self._waiting.popleft()
                if event["type"] == "websocket.close":
                    return event
                await send(event)
