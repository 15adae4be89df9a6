"""Every stage that runs in this process: one per work, one per kiosk, and private ones."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from itertools import count
from uuid import UUID
from weakref import WeakKeyDictionary

from django.conf import settings

from exhibits.kiosks.presence import group
from exhibits.portraits.performing import open_performer, open_trial, timeline_of
from exhibits.streaming.access import (
    draft_group,
    on_stage_of_draft,
    on_stage_of_kiosk,
    on_stage_of_version,
    on_stage_of_work,
)
from exhibits.streaming.report import House, house_of, stage_report
from exhibits.streaming.room import Limits as Limits
from exhibits.streaming.room import Room
from exhibits.streaming.running import Read, Running, Studio
from exhibits.streaming.sealing import open_sealer
from exhibits.streaming.showing import note_showing
from generation import Hub


class Stages:
    """The registry of running stages. Lives on one event loop.

    Who joins a stage that runs always may. A new one needs room, but for a kiosk's: the screens
    on the floor come first, and are counted like the rest.
    """

    def __init__(self, studio: Studio, limits: Limits) -> None:
        self._studio, self._limits, self._room = studio, limits, Room(limits)
        self._running: dict[tuple[object, ...], Running] = {}
        self._epochs = count(1)
        self._guides: set[asyncio.Task[None]] = set()

    def of_work(self, slug: str, engine: str = "") -> Running | None:
        """Return the stage everybody shares on a work's page, None where there is no room for
        it; nobody steers it. engine: what will draw it, as far as that is known."""
        return self._find_room(("work", slug), partial(on_stage_of_work, slug), engine=engine)

    def of_kiosk(self, kiosk_id: UUID, slug: str = "") -> Running:
        """Return a kiosk's own stage of one work, or without one the stage that follows the
        kiosk's rotation and its visitor."""
        read = partial(on_stage_of_kiosk, kiosk_id, slug)
        return self._find(("kiosk", kiosk_id, slug), read, group(kiosk_id))

    def of_draft(self, portrait_id: UUID) -> Running | None:
        """Return the stage of a draft, which opens anew when the draft changes; None where
        there is no room for it."""
        read = partial(on_stage_of_draft, portrait_id)
        return self._find_room(("draft", portrait_id), read, draft_group(portrait_id))

    def of_version(self, seat: tuple[UUID, int]) -> Running | None:
        """Return the stage of a saved version for one person of the staff; None: no room."""
        return self._find_room(("version", *seat), partial(on_stage_of_version, seat[0]))

    def draft_beside(self, portrait_id: UUID, pair: str) -> Running | None:
        """Return a draft's stage for one comparison; see ``_beside``."""
        read = partial(on_stage_of_draft, portrait_id)
        return self._beside(("draft", portrait_id, pair), read, draft_group(portrait_id))

    def version_beside(self, seat: tuple[UUID, int], pair: str) -> Running | None:
        """Return a version's stage for one comparison; see ``_beside``."""
        return self._beside(("version", *seat, pair), partial(on_stage_of_version, seat[0]))

    def private(self, slug: str, visitor: object) -> Running | None:
        """Return a stage for one visitor, None when the machine has no room for it."""
        shared = self._running.get(("work", slug))
        engine = shared.engine if shared else ""
        read = partial(on_stage_of_work, slug)
        return self._find_room(("private", visitor), read, engine=engine)

    def report(self) -> House:
        """Return how every stage is, and how many more fit. Any thread may ask."""
        running = tuple(self._running.items())
        more = self._room.more([stage for _, stage in running])
        return house_of(tuple(stage_report(key, stage) for key, stage in running), more)

    def look_again(self, kiosk_id: UUID) -> None:
        """Let a kiosk's stages read at once what they should show. Nudges do the same."""
        for key, running in self._running.items():
            if key[:2] == ("kiosk", kiosk_id):
                running.look_again()

    def _beside(self, key: tuple[object, ...], read: Read, nudges: str = "") -> Running | None:
        """Return one of two stages that are looked at together, None when there is no room.

        It stands still at its first moment until the page lets both go, so that their clocks
        agree.
        """
        fresh = key not in self._running
        running = self._find_room(key, read, nudges)
        if running and fresh:
            running.hub.pause(True)
        return running

    def _find_room(
        self, key: tuple[object, ...], read: Read, nudges: str = "", *, engine: str = ""
    ) -> Running | None:
        """Return a stage that runs, or a new one where there is room for it."""
        if key in self._running or self._room.fits(self._running.values(), engine):
            return self._find(key, read, nudges)
        return None

    def _find(self, key: tuple[object, ...], read: Read, nudges: str = "") -> Running:
        if key not in self._running:
            hub = Hub(self._limits.fps, self._next_epoch)
            self._running[key] = Running(hub, read, self._studio, nudges)
            guide = self._running[key].guide(ended=lambda: self._forget(key))
            task = asyncio.get_running_loop().create_task(guide, name=f"guide {key}")
            self._guides.add(task)
            task.add_done_callback(self._guides.discard)
        return self._running[key]

    def _forget(self, key: tuple[object, ...]) -> None:
        del self._running[key]

    def _next_epoch(self) -> int:
        """Return a number no other stage of this process uses, as far as 16 bits go."""
        return next(self._epochs) & 0xFFFF


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Stages] = WeakKeyDictionary()


def houses() -> tuple[House, ...]:
    """Return what every event loop of this process runs; none where it serves no sockets."""
    return tuple(found.report() for found in tuple(_of_loop.values()))


def stages() -> Stages:
    """Return the registry of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _of_loop:
        cores = len(os.sched_getaffinity(0))
        studio = Studio(open_performer, timeline_of, open_sealer, note_showing, open_trial)
        limits = Limits(
            settings.STREAM_FPS, settings.STREAM_CPU_SHARE, cores, settings.STREAM_GPU_SHARE
        )
        _of_loop[loop] = Stages(studio, limits)
    return _of_loop[loop]
