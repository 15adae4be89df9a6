"""The first page of the admin: what is on show, and what waits for a person."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exhibits.admin.pictures import address
from exhibits.admin.stages import AILING, PERMISSION, room_words
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.certificates.keys import expiry
from exhibits.kiosks.health import State, state_at
from exhibits.kiosks.models import Kiosk
from exhibits.portraits.models import Version
from exhibits.refusal import in_language
from exhibits.review.blind import waiting_for
from exhibits.streaming.stages import houses
from generation import GenerationError

WALL = 12  # works shown on the first page


class Line(NamedTuple):
    """One thing to know or to do."""

    number: int | str
    words: Any
    address: str
    calls: bool  # somebody should do something


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add today's lines, as far as this person may see them."""
    lines = [*_works(request), *_screens(request), *_stages(request), *_signing(request)]
    return {**context, "title": _("Today"), "lines": lines, "wall": _wall(request)}


def painting_at_the_door(request: HttpRequest) -> str | None:
    """Return a picture of a work on show for the login page; none where there is none."""
    if request.path != reverse("admin:login"):
        return None
    images = ArtworkImage.objects.filter(artwork__published=True)
    image = images.order_by("artwork__accession_number", "created_at").first()
    return address(image, 1280) if image else None


def _wall(request: HttpRequest) -> list[tuple[Artwork, str]]:
    """Return the works on show with a small picture each."""
    if not request.user.has_perm("exhibits.view_artworkimage"):
        return []
    works = Artwork.objects.filter(published=True).prefetch_related("images")[:WALL]
    pictures = ((work, next(iter(work.images.all()), None)) for work in works)
    return [(work, address(image)) for work, image in pictures if image]


def _works(request: HttpRequest) -> list[Line]:
    lines: list[Line] = []
    works = reverse("admin:exhibits_artwork_changelist")
    if request.user.has_perm("exhibits.view_artwork"):
        undecided = Artwork.objects.filter(Q(may_move_decided_at=None) | Q(may_move_reason=""))
        stored = Artwork.objects.filter(published=False)
        shown = Artwork.objects.filter(published=True)
        lines += [
            Line(shown.count(), _("works on show"), f"{works}?published__exact=1", False),
            Line(stored.count(), _("works in store"), f"{works}?published__exact=0", False),
            Line(undecided.count(), _("works wait for a decision: may it move?"), works, True),
        ]
    if request.user.has_perm("exhibits.review_version"):
        own = waiting_for(request.user).count()
        lines.append(Line(own, _("versions wait for your verdict"), reverse("desk-queue"), True))
    if request.user.has_perm("exhibits.view_version"):
        on_way = (Version.State.SUBMITTED, Version.State.IN_REVIEW)
        judged = Version.objects.filter(state__in=on_way)
        ready = Version.objects.filter(state=Version.State.APPROVED)
        address = reverse("admin:exhibits_version_changelist")
        lines += [
            Line(judged.count(), _("versions wait for the experts"), address, False),
            Line(ready.count(), _("versions are approved and not on show"), address, False),
        ]
    return lines


def _screens(request: HttpRequest) -> list[Line]:
    if not request.user.has_perm("exhibits.view_kiosk"):
        return []
    now = timezone.now()
    states = [state_at(bool(k.token_hash), k.last_seen_at, now) for k in Kiosk.objects.all()]
    address = reverse("admin:exhibits_kiosk_changelist")
    return [
        Line(states.count(State.WORKING), _("screens working"), address, False),
        Line(states.count(State.SILENT), _("screens without contact"), address, True),
        Line(states.count(State.UNPAIRED), _("kiosks without a screen"), address, True),
    ]


def _stages(request: HttpRequest) -> list[Line]:
    """Say how many run here and how many more fit, and how many cannot go on by themselves."""
    if not request.user.has_perm(PERMISSION):
        return []
    address, lines = reverse("stages"), []
    for house in houses():
        ailing = sum(stage.ails for stage in house.stages)
        lines += [
            Line(len(house.stages), in_language(room_words(house)), address, False),
            Line(ailing, in_language(AILING), address, True),
        ]
    return lines


def _signing(request: HttpRequest) -> list[Line]:
    """Warn in time: what is signed with an expired certificate proves nothing."""
    if not request.user.has_perm("exhibits.view_certificate"):
        return []
    try:
        ends = expiry(timezone.now())
    except GenerationError as error:
        ends = error.for_people
    return [Line("!", in_language(ends), reverse("verify"), True)] if ends else []
