"""The seam between the studio and the review: send a version to the experts, or say why not."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.contrib.auth.models import User

from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.rules import may_move
from exhibits.portraits.snapshot import digest_of, drafts_of
from generation import Words

ROOM = "exhibits.review.actions"
NOT_OPEN = Words("Проверка экспертами ещё не открыта.", "The experts’ review is not open yet.")
NO_RIGHT = Words(
    "Отправлять на проверку могут хранители с этим правом.",
    "Only curators with that permission may send for review.",
)
NO_VERSION = Words(
    "Сначала сохраните версию: проверяют её, а не черновик.",
    "Save a version first: the experts see that, not the draft.",
)
CHANGED = Words(
    "Черновик изменён после последней версии: сохраните новую.",
    "The draft has changed since the last version: save a new one.",
)
ON_ITS_WAY = Words(
    "Последняя версия уже у экспертов или прошла их.",
    "The last version is with the experts already, or past them.",
)


def why_not(portrait: LivingPortrait, user: User) -> Words | None:
    """Return why the draft's last version cannot be sent now, None when it can."""
    if find_spec(ROOM) is None:
        return NOT_OPEN
    if not user.has_perm("exhibits.submit_version"):
        return NO_RIGHT
    if reason := may_move(portrait.artwork):
        return reason
    last = last_version(portrait)
    if last is None:
        return NO_VERSION
    if last.digest != digest_of(portrait, drafts_of(portrait)):
        return CHANGED
    return None if last.state == Version.State.DRAFT else ON_ITS_WAY


def last_version(portrait: LivingPortrait) -> Version | None:
    """Return the newest version."""
    return portrait.versions.order_by("-number").first()


def send(version: Version, user: User) -> None:
    """Hand a version to the review. Raises Refused."""
    review: Any = import_module(ROOM)
    review.submit(version, user)
