"""Approve a living portrait, and withdraw it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from exhibits.catalogue import news
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.rules import may_be_approved
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
