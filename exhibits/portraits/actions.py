"""Approve a living portrait or one of its answers, and withdraw them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from exhibits.catalogue import news
from exhibits.portraits.models import Answer, LivingPortrait
from exhibits.portraits.rules import NO_QUESTION, may_be_approved
from exhibits.refusal import Refused


def approve(portrait: LivingPortrait, user: User) -> None:
    """Let visitors see it from now on. Raises Refused when the work may not move."""
    with transaction.atomic():
        kept = (
            LivingPortrait.objects.select_for_update(of=("self",))
            .select_related("artwork", "image")
            .get(pk=portrait.pk)
        )
        if reason := may_be_approved(kept):
            raise Refused(reason)
        portrait.approved_by, portrait.approved_at = user, timezone.now()
        _save(portrait)


def withdraw(portrait: LivingPortrait) -> None:
    """Take the approval back; every screen returns to the original within seconds."""
    with transaction.atomic():
        portrait.approved_by, portrait.approved_at = None, None
        _save(portrait)


def _save(portrait: LivingPortrait) -> None:
    portrait.save(update_fields=["approved_by", "approved_at", "updated_at"])
    news.tell_after_commit(portrait.artwork.slug)


def approve_answer(answer: Answer, user: User) -> None:
    """Let visitors ask for it from now on. Raises Refused when it has no question."""
    if not (answer.question_ru.strip() or answer.question_en.strip()):
        raise Refused(NO_QUESTION)
    answer.approved_by, answer.approved_at = user, timezone.now()
    _save_answer(answer)


def withdraw_answer(answer: Answer) -> None:
    """Take the approval back; the question leaves every screen within seconds."""
    answer.approved_by, answer.approved_at = None, None
    _save_answer(answer)


def _save_answer(answer: Answer) -> None:
    with transaction.atomic():
        answer.save(update_fields=["approved_by", "approved_at", "updated_at"])
        news.tell_after_commit(answer.portrait.artwork.slug)
