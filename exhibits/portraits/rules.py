"""May this living portrait be shown? Deny first; every no has a reason."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Answer, LivingPortrait, Version
from generation import Words

NOT_APPROVED = Words(
    "Эта версия живого портрета не опубликована.",
    "This version of the living portrait is not published.",
)
OTHER_PICTURE = Words(
    "Снимок живого портрета принадлежит другой работе.",
    "The living portrait’s picture belongs to another work.",
)
NOT_LABELLED = Words(
    "У версии нет удостоверения, и сказать о ней нечего: показан оригинал. "
    "Запустите manage.py seed.",
    "The version has no certificate, so nothing can be said of it: the original is shown. "
    "Run manage.py seed.",
)
NOT_PUBLISHED = Words("Работа снята с показа.", "The work is not on show.")
MAY_NOT_MOVE = Words(
    "Решено, что эта работа двигаться не должна.", "It was decided that this work may not move."
)
NOT_DECIDED = Words(
    "Не решено, может ли эта работа двигаться: нужны решение, причина и имя решившего.",
    "Nobody has decided whether this work may move: a decision, a reason and a name are needed.",
)
NO_LONGER = Words(
    "Срок решения, по которому работа могла двигаться, истёк.",
    "The decision that let this work move has expired.",
)
NOT_OFFERED = Words("Этот ответ есть только в черновике.", "This answer is in the draft only.")
NO_QUESTION = Words(
    "Напишите вопрос хотя бы на одном языке: без него на ответ не нажать.",
    "Write the question in at least one language: without it nobody can ask.",
)


def may_move(artwork: Artwork, today: date | None = None) -> Words | None:
    """Return why a work may not move today, or None when people decided that it may."""
    if artwork.may_move != Artwork.May.YES:
        return MAY_NOT_MOVE
    decided = artwork.may_move_decided_by_id and artwork.may_move_decided_at
    if not (decided and artwork.may_move_reason.strip()):
        return NOT_DECIDED
    until = artwork.may_move_until
    return NO_LONGER if until and until < (today or timezone.localdate()) else None


def may_be_tried(portrait: LivingPortrait) -> Words | None:
    """Return why staff may not see a draft move either, or None.

    While nobody has decided, curators may try, so that there is something to decide about.
    """
    work = portrait.artwork
    decided = work.may_move_decided_by_id and work.may_move_reason.strip()
    return may_move(work) if decided or work.may_move == Artwork.May.NO else None


def may_be_published(version: Version) -> Words | None:
    """Return why a version may not come before visitors whoever approved it, or None."""
    if version.image.artwork_id != version.portrait.artwork_id:
        return OTHER_PICTURE
    return may_move(version.portrait.artwork)


def may_be_shown(version: Version) -> Words | None:
    """Return why a version may not be shown to visitors, or None when it may."""
    if not version.portrait.artwork.published:
        return NOT_PUBLISHED
    if reason := may_be_published(version):
        return reason
    if version.state != Version.State.PUBLISHED:
        return NOT_APPROVED
    return None if hasattr(version, "certificate") else NOT_LABELLED


def may_be_asked(answer: Answer) -> Words | None:
    """Return why visitors may not ask for an answer, or None when they may."""
    return may_be_shown(answer.version) if answer.version else NOT_OFFERED
