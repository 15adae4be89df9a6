"""A hub and the guide that tells it what to play, re-reading who may be shown."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from exhibits.portraits.models import Answer, Looks
from exhibits.streaming.access import OnStage
from exhibits.streaming.sayings import STILL, WITHDRAWN
from generation import Bye, Health, Hub, Label, Performer, Sealer, Timeline

log = logging.getLogger(__name__)

READ_EVERY = 2.0  # seconds: a work taken off show stops within this, nudge or not
COME_BACK = 30  # seconds until a page asks again for a withdrawn work

Read = Callable[[], OnStage | None]


class Studio(NamedTuple):
    """How portraits come to life; all is slow and runs in threads. Without ``open_sealer``
    nothing is sealed, and pages that expect a seal show the original instead."""

    open_performer: Callable[[Looks], Performer]
    make_timeline: Callable[[Answer], Timeline]
    open_sealer: Callable[[Looks, Label], Sealer] | None = None
    note: Callable[[OnStage], None] | None = None  # that it is shown, before it is
    open_trial: Callable[[Looks], Performer] | None = None  # for who judges, where not the same


class Running:
    """One stage of the museum. ``group`` is the channel-layer group of its nudges."""

    def __init__(self, hub: Hub, read: Read, studio: Studio, group: str = "") -> None:
        self.hub = hub
        self._read, self._studio, self._group = read, studio, group
        self.engine = ""  # alias of what draws it, "" before that is known
        self._key: str | None = None
        self._label: Label | None = None
        self._answers: set[str] = set()
        self._wake = asyncio.Event()

    def look_again(self) -> None:
        """Read again now what should be shown."""
        self._wake.set()

    async def guide(self, ended: Callable[[], None]) -> None:
        """Keep the hub on what it should show, until it has stopped by itself."""
        listener = asyncio.create_task(self._listen()) if self._group else None
        try:
            while await self._follow() and self.hub.running:
                pass
        finally:
            if listener:
                listener.cancel()
            ended()
            self.hub.close(Bye("withdrawn", WITHDRAWN, COME_BACK))

    async def _follow(self) -> bool:
        """Read once and wait for the next reason to; False when there is nothing to show."""
        self._wake.clear()
        try:
            shown = await database_sync_to_async(self._read)()
        except Exception:  # a database that is away must not stop the picture
            log.exception("what a stage shows could not be read")
            await asyncio.sleep(READ_EVERY)
            return True
        if shown is None:
            return False
        self._show(shown)
        turn = shown.until - time.time() + 0.02 if shown.until else READ_EVERY
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), max(0.02, min(turn, READ_EVERY)))
        return True

    def _show(self, shown: OnStage) -> None:
        if shown.answers.keys() != self._answers:
            self._answers = set(shown.answers)
            make = self._studio.make_timeline
            self.hub.learn({name: partial(make, told) for name, told in shown.answers.items()})
        if (shown.key, shown.label) == (self._key, self._label):
            return
        self._key, self._label = shown.key, shown.label
        self.engine = shown.version.engine if shown.version else ""
        if shown.version and shown.label:  # what cannot be labelled is not shown alive
            seals = self._studio.open_sealer
            self.hub.show(
                partial(self._open, shown, shown.version),
                partial(seals, shown.version, shown.label) if seals else None,
                shown.label,
            )
        else:
            self.hub.rest(Health("still", STILL))

    def _open(self, shown: OnStage, looks: Looks) -> Performer:
        if self._studio.note:
            self._studio.note(shown)
        trial = None if shown.place else self._studio.open_trial
        return (trial or self._studio.open_performer)(looks)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(self._group, channel)
        try:
            while True:
                await layer.receive(channel)
                self._wake.set()
        finally:
            await layer.group_discard(self._group, channel)
