"""Who may watch what: deny first, the lookup is the permission. Database work, off the loop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from exhibits.kiosks.actions import kiosk_for_token
from exhibits.kiosks.state import read_state
from exhibits.portraits.models import Answer, LivingPortrait, Looks, Version
from exhibits.portraits.performing import name_of, offered
from exhibits.portraits.published import published_version
from exhibits.portraits.rules import may_be_tried
from exhibits.portraits.snapshot import digest_of, drafts_of


@dataclass(frozen=True, slots=True)
class OnStage:
    """What a stage shows now, what it may be asked, and until when this holds (unix seconds;
    None: until something changes). ``place``: as the book calls it; "" for trials."""

    version: Looks | None  # a version, or staff's own draft of one
    until: float | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    place: str = ""

    @property
    def key(self) -> str:
        """Name what is shown; another key means the performer must be opened anew."""
        if isinstance(self.version, LivingPortrait):
            return digest_of(self.version, ())
        return str(self.version.pk) if self.version else ""


def on_stage_of_work(slug: str) -> OnStage | None:
    """Return what a work's page shows, None when it shows nothing (any more)."""
    version = published_version(artwork__slug=slug)
    return _stage(version, "web") if version else None


def on_stage_of_kiosk(kiosk_id: UUID, slug: str = "") -> OnStage | None:
    """Return one work of a kiosk's exhibit as it may be shown there, or with no work named
    the one on its screen now; None when there is no such kiosk or work (any more)."""
    state = read_state(kiosk_id, time.time())
    if state is None:
        return None
    if slug:
        versions = (work.version for work in state.works if work.artwork.slug == slug)
        version = next(versions, None)
        return _stage(version, state.kiosk.name) if version else None
    current = state.current.version if state.current else None
    return _stage(current, state.kiosk.name, state.until)


def on_stage_of_draft(portrait_id: UUID) -> OnStage | None:
    """Return a draft as it is now with all it answers; still where the work may not move."""
    portraits = LivingPortrait.objects.select_related("artwork", "image")
    portrait = portraits.filter(pk=portrait_id).first()
    if portrait is None or may_be_tried(portrait):
        return OnStage(None) if portrait else None
    answers = drafts_of(portrait)
    for answer in answers:
        answer.portrait = portrait
    return OnStage(portrait, answers={name_of(answer): answer for answer in answers})


def draft_group(portrait_id: UUID) -> str:
    """Return the channel-layer group of everybody who watches this draft."""
    return f"draft_{portrait_id.hex}"


def draft_for_staff(user: Any, portrait_id: UUID) -> UUID | None:
    """Return the draft where this person may see living portraits."""
    seen = user.is_active and user.is_staff and user.has_perm("exhibits.view_livingportrait")
    return portrait_id if seen else None


def _stage(version: Version | None, place: str, until: float | None = None) -> OnStage:
    answers = offered(version) if version else []
    return OnStage(version, until, {name_of(answer): answer for answer in answers}, place)


def kiosk_of_screen(token: str) -> UUID | None:
    """Return the kiosk a screen is, by its token."""
    kiosk = kiosk_for_token(token) if token else None
    return kiosk.pk if kiosk else None


def kiosk_for_staff(user: Any, kiosk_id: UUID) -> UUID | None:
    """Return the kiosk where this person may see kiosks."""
    return kiosk_id if user.is_staff and user.has_perm("exhibits.view_kiosk") else None
