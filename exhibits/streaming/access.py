"""Who may watch what: deny first, the lookup is the permission. Database work, off the loop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from exhibits.certificates.labelling import labels_of_looks
from exhibits.kiosks.actions import kiosk_for_token
from exhibits.kiosks.state import read_state
from exhibits.portraits.models import Answer, LivingPortrait, Looks, Version
from exhibits.portraits.performing import answers_of, name_of, offered
from exhibits.portraits.published import published_version
from exhibits.portraits.rules import may_be_published, may_be_tried
from exhibits.portraits.snapshot import digest_of, drafts_of
from exhibits.streaming.sealing import certificate_address
from generation import Label


@dataclass(frozen=True, slots=True)
class OnStage:
    """What a stage shows now, what it may be asked, and until when this holds (unix seconds;
    None: until something changes). ``place``: as the book calls it; "" for trials. ``label``:
    what is said of it; without one nothing is shown."""

    version: Looks | None  # a version, or staff's own draft of one
    until: float | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    place: str = ""
    label: Label | None = None

    @property
    def key(self) -> str:
        """Name what is shown; another key means the performer must be opened anew."""
        if isinstance(self.version, LivingPortrait):
            return digest_of(self.version, ())
        return str(self.version.pk) if self.version else ""


def on_stage_of_work(slug: str) -> OnStage | None:
    """Return what a work's page shows, None when it shows nothing (any more)."""
    version = published_version(artwork__slug=slug)
    stage = _stage(version, "web") if version else None
    return stage if stage and stage.label else None


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
    named = {name_of(answer): answer for answer in answers}
    return OnStage(portrait, answers=named, label=_label(portrait))


def draft_group(portrait_id: UUID) -> str:
    """Return the channel-layer group of everybody who watches this draft."""
    return f"draft_{portrait_id.hex}"


def draft_for_staff(user: Any, portrait_id: UUID) -> UUID | None:
    """Return the draft where this person may see living portraits."""
    seen = user.is_active and user.is_staff and user.has_perm("exhibits.view_livingportrait")
    return portrait_id if seen else None


def on_stage_of_version(version_id: UUID) -> OnStage | None:
    """Return a saved version with all it answers; still where the work may not move, None once
    it was taken away for good."""
    versions = Version.objects.select_related("portrait__artwork", "image")
    version = versions.filter(pk=version_id).exclude(state=Version.State.WITHDRAWN).first()
    if version is None or may_be_published(version):
        return OnStage(None) if version else None
    answers = {name_of(answer): answer for answer in answers_of(version)}
    return OnStage(version, answers=answers, label=_label(version))


def version_for_staff(user: Any, version_id: UUID) -> tuple[UUID, int] | None:
    """Return the version and who looks, where this person may see versions: each has a stage
    of their own, so that no expert sees what another one asks."""
    allowed = ("exhibits.review_version", "exhibits.view_version")
    seen = user.is_active and user.is_staff and any(map(user.has_perm, allowed))
    return (version_id, user.pk) if seen else None


def _stage(version: Version | None, place: str, until: float | None = None) -> OnStage:
    if version is None:
        return OnStage(None, until)
    answers = {name_of(answer): answer for answer in offered(version)}
    return OnStage(version, until, answers, place, _label(version))


def _label(looks: Looks) -> Label | None:
    """Return what a page is told of these looks, None when nothing can be said of them."""
    if (said := labels_of_looks(looks)) is None:
        return None
    return Label(
        said.short, said.long, said.alt, said.eu, said.eu_text, said.source_type,
        certificate_address(looks) if hasattr(looks, "certificate") else "",
    )  # fmt: skip


def kiosk_of_screen(token: str) -> UUID | None:
    """Return the kiosk a screen is, by its token."""
    kiosk = kiosk_for_token(token) if token else None
    return kiosk.pk if kiosk else None


def kiosk_for_staff(user: Any, kiosk_id: UUID) -> UUID | None:
    """Return the kiosk where this person may see kiosks."""
    return kiosk_id if user.is_staff and user.has_perm("exhibits.view_kiosk") else None
