"""May this living portrait be shown? Deny first; every no has a reason."""

from __future__ import annotations

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Answer, LivingPortrait
from generation import Words

NOT_APPROVED = Words(
    "Живой портрет ещё не утверждён.", "The living portrait has not been approved yet."
)
OTHER_PICTURE = Words(
    "Снимок живого портрета принадлежит другой работе.",
    "The living portrait’s picture belongs to another work.",
)
NOT_PUBLISHED = Words("Работа снята с показа.", "The work is not on show.")
MAY_NOT_MOVE = Words(
    "Решено, что эта работа двигаться не должна.", "It was decided that this work may not move."
)
NOT_DECIDED = Words(
    "Не решено, может ли эта работа двигаться: нужны решение, причина и имя решившего.",
    "Nobody has decided whether this work may move: a decision, a reason and a name are needed.",
)
NOT_OFFERED = Words("Ответ ещё не утверждён.", "The answer has not been approved yet.")
NO_QUESTION = Words(
    "Напишите вопрос хотя бы на одном языке: без него на ответ не нажать.",
    "Write the question in at least one language: without it nobody can ask.",
)


def may_move(artwork: Artwork) -> Words | None:
    """Return why a work may not move, or None when people decided that it may."""
    if artwork.may_move != Artwork.May.YES:
        return MAY_NOT_MOVE
    decided = artwork.may_move_decided_by_id and artwork.may_move_decided_at
    return None if decided and artwork.may_move_reason.strip() else NOT_DECIDED


def may_be_approved(portrait: LivingPortrait) -> Words | None:
    """Return why a living portrait may not be approved, or None."""
    if portrait.image.artwork_id != portrait.artwork_id:
        return OTHER_PICTURE
    return may_move(portrait.artwork)


def may_be_shown(portrait: LivingPortrait) -> Words | None:
    """Return why a living portrait may not be shown to visitors, or None when it may."""
    if not portrait.artwork.published:
        return NOT_PUBLISHED
    if reason := may_be_approved(portrait):
        return reason
    return None if portrait.approved_at and portrait.approved_by_id else NOT_APPROVED


def may_be_asked(answer: Answer) -> Words | None:
    """Return why visitors may not ask for an answer, or None when they may."""
    if reason := may_be_shown(answer.portrait):
        return reason
    return None if answer.approved_at and answer.approved_by_id else NOT_OFFERED
