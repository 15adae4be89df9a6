"""Who changes a draft now: one window of one person; others see who, and may take over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from exhibits.portraits.models import LivingPortrait
from exhibits.workshop.models import Editing

GONE_AFTER = timedelta(seconds=30)  # without a heartbeat
BEAT_EVERY = 5  # seconds


class Taken(Exception):
    """Another window changes this draft now; ``by`` is who."""

    def __init__(self, by: User) -> None:
        super().__init__(str(by))
        self.by = by


@dataclass(frozen=True, slots=True)
class AtWork:
    """Who changes the draft: nobody, this very window, or somebody else."""

    mine: bool
    by: User | None

    @property
    def name(self) -> str:
        """Name the person, empty for nobody."""
        return name_of(self.by) if self.by else ""


def name_of(user: User) -> str:
    """Return what people call somebody."""
    return user.get_full_name() or user.get_username()


def come(
    portrait: LivingPortrait, user: User, window: str, now: datetime, *, take: bool = False
) -> AtWork:
    """Say that this window is open; it has the draft if nobody has, or if it takes it."""
    with transaction.atomic():
        found = Editing.objects.select_for_update().filter(portrait=portrait).first()
        if found and not take and not _is(found, user, window) and not _gone(found, now):
            return AtWork(False, found.user)
        Editing.objects.update_or_create(
            portrait=portrait, defaults={"user": user, "window": window, "seen_at": now}
        )
    return AtWork(True, user)


def who(portrait: LivingPortrait, now: datetime) -> AtWork:
    """Return who is at work, for somebody who may only look."""
    found = Editing.objects.select_related("user").filter(portrait=portrait).first()
    return AtWork(False, found.user if found and not _gone(found, now) else None)


def leave(portrait: LivingPortrait, user: User, window: str) -> None:
    """Let go of the draft when a window closes."""
    Editing.objects.filter(portrait=portrait, user=user, window=window).delete()


def lock_for(portrait: LivingPortrait, user: User, window: str, now: datetime) -> None:
    """Keep the draft for a window that writes. Raises Taken."""
    at_work = come(portrait, user, window, now)
    if not at_work.mine and at_work.by:
        raise Taken(at_work.by)


def _is(found: Editing, user: User, window: str) -> bool:
    return found.user_id == user.pk and found.window == window


def _gone(found: Editing, now: datetime) -> bool:
    return now - found.seen_at > GONE_AFTER
