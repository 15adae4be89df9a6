"""From which door a viewer comes in: a work's page, a kiosk's screen, a mirror of a kiosk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from exhibits.kiosks.consumers import COOKIE
from exhibits.streaming import access
from exhibits.streaming.running import Running
from exhibits.streaming.sayings import (
    CROWDED,
    NO_ROOM,
    NOT_ON_SHOW,
    NOT_PAIRED,
    NOT_STAFF,
    ONLY_STAFF,
)
from exhibits.streaming.stages import Stages
from generation import Words

Scope = dict[str, Any]
Choose = Callable[[Stages, Any], Running | None]


@dataclass(frozen=True, slots=True)
class Place:
    """What a viewer may do here. ``admit`` does database work: call it off the loop."""

    admit: Callable[[], object]  # the key of what may be watched, None when nothing may
    stage: Choose  # None: no room for it
    private: Callable[[Stages, object], Running | None] | None
    steers: bool
    refusal: Words
    crowded: Words = CROWDED  # said where there is no room for its stage


def work_page(scope: Scope) -> Place:
    """A visitor at home: shares the work's stage, may get a private one."""
    slug: str = scope["url_route"]["kwargs"]["slug"]

    def admit() -> tuple[str, str] | None:
        shown = access.on_stage_of_work(slug)
        return (slug, shown.version.engine) if shown and shown.version else None

    return Place(
        admit=admit,
        stage=lambda stages, key: stages.of_work(*key),
        private=lambda stages, visitor: stages.private(slug, visitor),
        steers=False,
        refusal=NOT_ON_SHOW,
    )


def kiosk_screen(scope: Scope) -> Place:
    """A paired screen on the floor: whoever touches it steers."""
    token = scope.get("cookies", {}).get(COOKIE, "")
    admit = partial(access.kiosk_of_screen, token)
    return Place(admit, _kiosk_stage(scope), None, steers=True, refusal=NOT_PAIRED)


def kiosk_mirror(scope: Scope) -> Place:
    """Staff who watch what a kiosk shows."""
    kiosk_id = scope["url_route"]["kwargs"]["kiosk"]
    admit = partial(access.kiosk_for_staff, scope["user"], kiosk_id)
    return Place(admit, _kiosk_stage(scope), None, steers=False, refusal=NOT_STAFF)


def draft_page(scope: Scope) -> Place:
    """Staff who work on a draft: whoever points steers."""
    portrait_id = scope["url_route"]["kwargs"]["portrait"]
    admit = partial(access.draft_for_staff, scope["user"], portrait_id)
    beside = _beside(scope, Stages.draft_beside)
    return _staff(admit, beside, Stages.of_draft)


def version_page(scope: Scope) -> Place:
    """Staff who look at a saved version, each on a stage of their own."""
    version_id = scope["url_route"]["kwargs"]["version"]
    admit = partial(access.version_for_staff, scope["user"], version_id)
    beside = _beside(scope, Stages.version_beside)
    return _staff(admit, beside, Stages.of_version)


def _staff(admit: Callable[[], object], beside: Choose | None, alone: Choose) -> Place:
    crowded = NO_ROOM if beside else CROWDED
    return Place(admit, beside or alone, None, steers=True, refusal=ONLY_STAFF, crowded=crowded)


def _beside(scope: Scope, stage: Callable[[Stages, Any, str], Running | None]) -> Choose | None:
    """Return the stage of the comparison named in the address, None where none is named."""
    pair = _asked(scope, "beside")[:40]
    return (lambda stages, key: stage(stages, key, pair)) if pair else None


def _asked(scope: Scope, name: str) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return str(asked.get(name, [""])[0])


def _kiosk_stage(scope: Scope) -> Callable[[Stages, UUID], Running]:
    """Return the stage of the work named in the address, or the one that follows the kiosk."""
    slug = _asked(scope, "work")[:80]
    return lambda stages, kiosk_id: stages.of_kiosk(kiosk_id, slug)
