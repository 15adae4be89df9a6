"""The picture socket as a plain ASGI application.

Not a Channels consumer: its dispatch hops to a thread for every message, and acks and
pointers are many. Database work is done when somebody comes in and every few seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from channels.db import database_sync_to_async

from exhibits.streaming.outbox import Outbox, SendEvent
from exhibits.streaming.places import Place, Scope
from exhibits.streaming.session import FORBIDDEN, Session
from exhibits.streaming.stages import Stages, stages

Receive = Callable[[], Awaitable[dict[str, Any]]]

TEND_EVERY = 1.0  # seconds
LAST_WORD = 2.0  # seconds a page has to read why, before we close; it closes by itself
ADMIT_EVERY = 4  # of those: a token or a permission taken away closes the socket


class StreamSocket:
    """One door; ``place`` says what a viewer who comes through it may do."""

    def __init__(
        self, place: Callable[[Scope], Place], registry: Callable[[], Stages] = stages
    ) -> None:
        self._place, self._registry = place, registry

    async def __call__(self, scope: Scope, receive: Receive, send: SendEvent) -> None:
        """Serve one connection."""
        place, outbox = self._place(scope), Outbox()
        if (await receive())["type"] != "websocket.connect":
            return
        await send({"type": "websocket.accept"})
        key = await database_sync_to_async(place.admit)()
        session = Session(place, key, self._registry(), outbox, time.monotonic())
        if key is None:
            session.refuse("forbidden", place.refusal, FORBIDDEN)
        listening = asyncio.create_task(_listen(session, receive))
        sending = asyncio.create_task(outbox.pump(send))
        tending = asyncio.create_task(_tend(session, place, key))
        try:
            await asyncio.wait((sending, listening), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():  # a page still behind would lose our last word to a closed socket
                await asyncio.wait((listening,), timeout=LAST_WORD)
            if listening.done():
                listening.result()  # what broke is told by the server, which closes the socket
            else:
                await send(sending.result())
        finally:
            session.leave()
            for task in (listening, sending, tending):
                task.cancel()


async def _listen(session: Session, receive: Receive) -> None:
    while (event := await receive())["type"] != "websocket.disconnect":
        session.hear(event, time.monotonic())


async def _tend(session: Session, place: Place, key: object) -> None:
    for turn in count(1):
        await asyncio.sleep(TEND_EVERY)
        session.tend(time.monotonic())
        if place.private or turn % ADMIT_EVERY:
            continue  # a work's page is looked after by its stage
        if await database_sync_to_async(place.admit)() != key:
            session.refuse("forbidden", place.refusal, FORBIDDEN)
            return
