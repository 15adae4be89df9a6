"""The kill switch: a version, a work or everything leaves every screen, and each screen says so."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from exhibits.book.writing import write
from exhibits.kiosks import presence
from exhibits.kiosks.models import Acknowledgement, Kiosk, Withdrawal
from exhibits.portraits.models import Version
from exhibits.refusal import Refused
from exhibits.review import actions
from exhibits.review.rules import NOT_ALLOWED
from generation import Words

Scope = Withdrawal.Scope
NOTHING = Words(
    "Снимать нечего: ничего такого сейчас не показано.",
    "There is nothing to withdraw: no such thing is on show now.",
)
NO_REASON = Words(
    "Напишите, почему это снимают: причина останется в книге.",
    "Say why it is withdrawn: the reason stays in the book.",
)


class Screen(NamedTuple):
    """One screen's answer to a withdrawal."""

    kiosk: Kiosk
    after: float | None  # seconds from the withdrawal; None while it has not said so


def on_show_of(scope: str, target: str) -> QuerySet[Version]:
    """Return the published versions a withdrawal takes away."""
    versions = Version.objects.filter(state=Version.State.PUBLISHED)
    if scope == Scope.WORK:
        return versions.filter(portrait__artwork__slug=target)
    if scope == Scope.VERSION:
        return versions.filter(pk=_uuid(target))
    return versions


def pull(
    scope: str, target: str, user: User, reason: str, now: datetime | None = None
) -> Withdrawal:
    """Take it from every screen and page now. Raises Refused.

    Screens in contact are told at once, others at their next contact.
    """
    now = now or timezone.now()
    if not user.has_perm("exhibits.withdraw_version"):
        raise Refused(NOT_ALLOWED)
    if not reason.strip():
        raise Refused(NO_REASON)
    with transaction.atomic():
        versions = list(on_show_of(scope, target))
        if not versions:
            raise Refused(NOTHING)
        for version in versions:
            actions.withdraw(version, user, reason, now)
        withdrawal = Withdrawal.objects.create(
            scope=scope, target=target, reason=reason.strip(), by=user, at=now
        )
        paired = Kiosk.objects.exclude(token_hash="")
        Acknowledgement.objects.bulk_create(
            Acknowledgement(withdrawal=withdrawal, kiosk=kiosk) for kiosk in paired
        )
        told = {"scope": scope, "target": target, "versions": len(versions)}
        write("pulled", f"withdrawal:{withdrawal.pk}", user, told, now)
        for kiosk in paired:
            transaction.on_commit(partial(async_to_sync(presence.nudge), kiosk.pk))
    return withdrawal


def waiting_for(kiosk_id: UUID) -> list[str]:
    """Return the withdrawals this screen has not said it went dark of, oldest first."""
    waiting = Acknowledgement.objects.filter(kiosk=kiosk_id, at=None).order_by("withdrawal__at")
    return [str(pk) for pk in waiting.values_list("withdrawal_id", flat=True)]


def acknowledge(kiosk_id: UUID, withdrawal: str, now: datetime | None = None) -> None:
    """Note that a screen shows nothing of it any more. Unknown ones are ignored."""
    waiting = Acknowledgement.objects.filter(kiosk=kiosk_id, withdrawal=_uuid(withdrawal), at=None)
    waiting.update(at=now or timezone.now())


def screens_of(withdrawal: Withdrawal) -> list[Screen]:
    """Return what each screen answered, the silent ones first."""
    answers = withdrawal.screens.select_related("kiosk").order_by("at", "kiosk__name")
    return [
        Screen(one.kiosk, (one.at - withdrawal.at).total_seconds() if one.at else None)
        for one in answers
    ]


def _uuid(text: str) -> UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
