"""Screens as the kiosk page is one: a control socket and a picture socket, and an honest answer
once nothing living is left on the glass."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from websockets.asyncio.client import connect

from generation.live.wire import Header, Kind
from tests.stream_client import Client, watching


class Screen:
    """One screen. ``moving``: whether its last news was a living frame."""

    def __init__(self, control: Any, picture: Client) -> None:
        self._control, self._picture = control, picture
        self.state: dict[str, Any] = {}
        self.moving = False
        self.last_frame = self.answered = 0.0  # time.monotonic() of the newest frame, answer
        self.stilled = 0.0  # time.time() when it was last told to be still
        self._changed = asyncio.Event()

    async def look(self) -> None:
        """Take pictures until the connection ends."""
        while True:
            got = await self._picture.read()
            if isinstance(got, Header) and got.kind is not Kind.BEAT:
                self.moving, self.last_frame = True, time.monotonic()
            elif isinstance(got, dict) and got.get("type") in ("health", "bye"):
                self.moving = got.get("state") == "live"
                self.stilled = time.time()
            self._changed.set()

    async def listen(self) -> None:
        """Take states; say "dark" when the museum asks and nothing moves any more."""
        async for text in self._control:
            told = json.loads(text)
            if told.get("type") == "state":
                self.state = told
                self._changed.set()
                for withdrawal in told["withdrawn"]:
                    await self.until(lambda: not self.moving)
                    self.answered = time.monotonic()
                    await self._control.send(json.dumps({"type": "dark", "withdrawal": withdrawal}))

    async def until(self, true: Any, within: float = 30.0) -> None:
        """Wait until something this screen was told makes it true."""
        async with asyncio.timeout(within):
            while not true():
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def control_of(ws: str, token: str) -> AsyncIterator[Any]:
    """Connect a screen's control socket only."""
    async with connect(f"{ws}/ws/kiosk/", additional_headers={"Cookie": f"kiosk={token}"}) as one:
        yield one


@asynccontextmanager
async def screens(ws: str, tokens: list[str]) -> AsyncIterator[list[Screen]]:
    """Connect every screen and wait until each shows something alive."""
    async with AsyncExitStack() as stack:
        found, tasks = [], []
        for token in tokens:
            control = await stack.enter_async_context(control_of(ws, token))
            path = f"{ws}/ws/stream/kiosk/"
            picture = await stack.enter_async_context(watching(path, cookie=f"kiosk={token}"))
            screen = Screen(control, picture)
            found.append(screen)
            tasks += [asyncio.create_task(screen.look()), asyncio.create_task(screen.listen())]
        try:
            for screen in found:
                await screen.until(lambda screen=screen: screen.moving and screen.state)
            yield found
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
