"""Bring a version before visitors, and take it away; who may decide that is the review's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exhibits.catalogue import news
from exhibits.portraits.models import Version
from exhibits.portraits.rules import may_be_published
from exhibits.refusal import Refused


def show(version: Version, now: datetime) -> Version | None:
    """Let visitors see this version from now on; return the one it took the place of.

    Raises Refused when the work may not move.
    """
    with transaction.atomic():
        if reason := may_be_published(version):
            raise Refused(reason)
        others = Version.objects.select_for_update().filter(portrait=version.portrait_id)
        before = others.filter(state=Version.State.PUBLISHED).exclude(pk=version.pk).first()
        if before:
            set_state(before, Version.State.APPROVED, now)
        set_state(version, Version.State.PUBLISHED, now)
    return before


def set_state(version: Version, state: Version.State, now: datetime) -> None:
    """Write a version's state; whoever shows it looks again."""
    version.state, version.state_at = state, now
    with transaction.atomic():
        version.save(update_fields=["state", "state_at"])
        news.tell_after_commit(version.portrait.artwork.slug)
