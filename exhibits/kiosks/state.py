"""What is on show: a work for the public, the works of an exhibit, a kiosk at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.certificates.labelling import Said, said_of
from exhibits.kiosks.models import Exhibit, Kiosk
from exhibits.kiosks.presence import anchor_of
from exhibits.kiosks.schedule import Slot, turn_at
from exhibits.kiosks.withdrawing import waiting_for
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.performing import offered
from exhibits.portraits.published import published_version


@dataclass(frozen=True, slots=True)
class OnShow:
    """A published work, its picture, the version of its living portrait on show, and what is
    said of it: both or neither, so that nothing lives without its label."""

    artwork: Artwork
    image: ArtworkImage
    version: Version | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class KioskState:
    """All that a screen must know now; the same after a nudge and after a reconnect."""

    kiosk: Kiosk
    exhibit: Exhibit | None
    works: list[OnShow]
    current: OnShow | None
    until: float | None
    held: bool
    answers: list[Answer]  # what visitors may ask the current work
    withdrawn: list[str]  # withdrawals the screen has not said it went dark of


def on_show(artwork: Artwork) -> OnShow | None:
    """Return the work as visitors may see it; None when there is nothing to see."""
    if not artwork.published:
        return None
    version = published_version(artwork=artwork)
    if version and (said := said_of(version)):
        return OnShow(artwork, version.image, version, said)
    portrait = LivingPortrait.objects.filter(artwork=artwork).select_related("image").first()
    image = portrait.image if portrait else artwork.images.first()
    return OnShow(artwork, image) if image else None


def works_of(exhibit: Exhibit) -> list[OnShow]:
    """Return the exhibit's works that may be seen, in the order of their places."""
    showings = exhibit.showings.select_related("artwork")
    return [shown for showing in showings if (shown := on_show(showing.artwork))]


def read_state(kiosk_id: UUID, now: float) -> KioskState | None:
    """Return the state of a kiosk at ``now`` (unix seconds); None for an unknown one."""
    kiosk = Kiosk.objects.select_related("exhibit").filter(pk=kiosk_id).first()
    if kiosk is None:
        return None
    exhibit = kiosk.exhibit if kiosk.exhibit and kiosk.exhibit.published else None
    works = works_of(exhibit) if exhibit else []
    seconds = dict(exhibit.showings.values_list("artwork__slug", "seconds")) if exhibit else {}
    slots = [Slot(w.artwork.slug, seconds.get(w.artwork.slug, 60)) for w in works]
    anchor = anchor_of(kiosk_id)
    turn = turn_at(slots, anchor, now)
    withdrawn = waiting_for(kiosk_id)
    if turn is None:
        return KioskState(kiosk, exhibit, works, None, None, False, [], withdrawn)
    current = works[turn.index]
    held = bool(anchor and anchor.held and anchor.work == current.artwork.slug)
    answers = offered(current.version) if current.version else []
    return KioskState(kiosk, exhibit, works, current, turn.until, held, answers, withdrawn)
