"""The control socket: a screen's state now, after every nudge and at every turn."""

from __future__ import annotations

import asyncio
import json
import math
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from exhibits.catalogue.news import GROUP as WORKS
from exhibits.kiosks import presence
from exhibits.kiosks.actions import kiosk_for_token, mark_seen
from exhibits.kiosks.messages import Beat, Dark, Gone, Here, NotUnderstood, parse
from exhibits.kiosks.state import read_state
from exhibits.kiosks.telling import state_json
from exhibits.kiosks.withdrawing import acknowledge

COOKIE = "kiosk"
NOT_ADMITTED = 4401
NONSENSE = 4400
PATIENCE = 10  # messages we do not understand before we hang up
LOOK_EVERY = 2.0  # seconds: a withdrawal reaches the screen within this, nudge or not
SEEN_EVERY = 20  # seconds between writes of "last seen"


class StateConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Tells one kiosk's state. Who may hear it is the subclass's answer."""

    kiosk_id: UUID | None = None
    last_told: dict[str, Any] | None = None
    turn: asyncio.Task[None] | None = None
    nonsense = 0

    async def admitted(self) -> UUID | None:
        """Return the kiosk this connection may hear of."""
        raise NotImplementedError

    async def connect(self) -> None:
        """Admit or refuse, then tell the state."""
        await self.accept()
        self.kiosk_id = await self.admitted()
        if self.kiosk_id is None:
            await self.close(NOT_ADMITTED)
            return
        for group in (presence.group(self.kiosk_id), WORKS):
            await self.channel_layer.group_add(group, self.channel_name)
        await self.tell()

    async def disconnect(self, code: int) -> None:
        """Leave the group and forget the next turn."""
        if self.turn:
            self.turn.cancel()
        if self.kiosk_id:
            for group in (presence.group(self.kiosk_id), WORKS):
                await self.channel_layer.group_discard(group, self.channel_name)

    async def kiosk_changed(self, event: dict[str, Any]) -> None:
        """Answer a nudge: read the state again."""
        await self.tell()

    async def tell(self) -> None:
        """Send the state if it is news, and come back at the next turn."""
        if await self.admitted() != self.kiosk_id or self.kiosk_id is None:
            await self.close(NOT_ADMITTED)
            return
        now = time.time()
        told = await database_sync_to_async(_state)(self.kiosk_id, _origin(self.scope), now)
        if told is None:
            await self.close(NOT_ADMITTED)
            return
        if told != self.last_told:
            self.last_told = told
            await self.send(json.dumps(told | {"now": now}, ensure_ascii=False))
        if self.turn and self.turn is not asyncio.current_task():
            self.turn.cancel()
        again = min(told["until"] or math.inf, now + LOOK_EVERY)
        self.turn = asyncio.create_task(self._tell_at(again))

    async def _tell_at(self, until: float) -> None:
        await asyncio.sleep(max(0.0, until - time.time()) + 0.02)
        await self.tell()

    async def work_changed(self, event: dict[str, Any]) -> None:
        """Answer the news that a work was changed, approved or taken away."""
        await self.tell()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer one message; hang up on somebody who talks nonsense."""
        try:
            said = parse(text_data or "")
        except NotUnderstood as error:
            self.nonsense += 1
            await self.send(json.dumps({"type": "error", "error": str(error)}))
            if self.nonsense >= PATIENCE:
                await self.close(NONSENSE)
            return
        await self.heard(said)

    async def heard(self, said: Here | Gone | Beat | Dark) -> None:
        """Act on a message. Listening only: a beat asks whether a nudge was lost."""
        await self.tell()


class KioskConsumer(StateConsumer):
    """The screen itself, known by its cookie; it also says whether a visitor is there."""

    seen_at = 0.0

    async def admitted(self) -> UUID | None:
        """Return the kiosk of this token; a revoked token admits nobody."""
        token = self.scope.get("cookies", {}).get(COOKIE, "")
        kiosk = await database_sync_to_async(kiosk_for_token)(token) if token else None
        return kiosk.pk if kiosk else None

    async def heard(self, said: Here | Gone | Beat | Dark) -> None:
        """Keep the visitor's work on screen, or let the rotation go on."""
        if self.kiosk_id is None:
            return
        if isinstance(said, Dark):
            await database_sync_to_async(acknowledge)(self.kiosk_id, said.withdrawal)
            await self.tell()
            return
        if isinstance(said, Beat):
            await self._seen(said.screen)
        if news := await database_sync_to_async(_hold)(self.kiosk_id, said, time.time()):
            await presence.nudge(self.kiosk_id)
        if not news:
            await self.tell()

    async def _seen(self, screen: str) -> None:
        if self.kiosk_id and time.monotonic() - self.seen_at >= SEEN_EVERY:
            self.seen_at = time.monotonic()
            await database_sync_to_async(mark_seen)(self.kiosk_id, screen)


class MirrorConsumer(StateConsumer):
    """Staff who watch a screen from elsewhere."""

    async def admitted(self) -> UUID | None:
        """Return the asked kiosk when this person may see kiosks."""
        user = self.scope["user"]
        allowed = await database_sync_to_async(user.has_perm)("exhibits.view_kiosk")
        return UUID(str(self.scope["url_route"]["kwargs"]["kiosk_id"])) if allowed else None


def _state(kiosk_id: UUID, origin: str, now: float) -> dict[str, Any] | None:
    state = read_state(kiosk_id, now)
    return state_json(state, origin) if state else None


def _hold(kiosk_id: UUID, said: Here | Gone | Beat, now: float) -> bool:
    """Note the visitor; return whether the screen's state may have changed."""
    if isinstance(said, Gone):
        return presence.release(kiosk_id, now)
    return presence.hold(kiosk_id, said.work, now) if said.work else False


def _origin(scope: dict[str, Any]) -> str:
    """Return what a phone can open: the set address, or the one this screen itself uses."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL).rstrip("/")
    host = dict(scope["headers"]).get(b"host", b"localhost").decode("latin-1")
    return f"{'https' if settings.HTTPS else 'http'}://{host}"
