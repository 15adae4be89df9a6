"""A viewer who has just left: a send that fails is no fault, a send that fails by itself is."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from exhibits.streaming import consumers
from exhibits.streaming.consumers import StreamSocket
from exhibits.streaming.places import Place
from exhibits.streaming.sayings import NOT_ON_SHOW

NOBODY = Place(lambda: None, lambda *_: None, None, steers=False, refusal=NOT_ON_SHOW)  # type: ignore[arg-type,return-value]


async def serve(*, leaves: bool) -> None:
    """Serve one viewer whose connection breaks at the first word after "accept"."""
    broken = asyncio.Event()
    heard = iter([{"type": "websocket.connect"}])

    async def receive() -> dict[str, Any]:
        for event in heard:
            return event
        await broken.wait()
        if not leaves:
            await asyncio.Event().wait()
        return {"type": "websocket.disconnect"}

    async def send(event: dict[str, Any]) -> None:
        if event["type"] != "websocket.accept":
            broken.set()
            raise RuntimeError("Attempt to send on a closed protocol")

    socket = StreamSocket(lambda scope: NOBODY, lambda: None)  # type: ignore[arg-type,return-value]
    await socket({}, receive, send)


@pytest.mark.django_db
async def test_whoever_left_is_not_waited_for() -> None:
    await serve(leaves=True)


@pytest.mark.django_db
async def test_what_breaks_by_itself_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "LAST_WORD", 0.01)
    with pytest.raises(RuntimeError, match="closed protocol"):
        await serve(leaves=False)
