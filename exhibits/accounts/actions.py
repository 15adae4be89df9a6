"""Give somebody a password for one login, and know whether they have chosen their own."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from exhibits.accounts.models import OneTimePassword
from exhibits.accounts.passwords import derived


def issue_password(user: User) -> str:
    """Give the account a new one-time password and return it; the one before opens nothing."""
    nonce = secrets.token_urlsafe(32)
    password = derived(nonce, settings.SECRET_KEY)
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        OneTimePassword.objects.update_or_create(
            user=user, defaults={"nonce": nonce, "issued_at": timezone.now()}
        )
    return password


def waiting_password(user: User) -> str | None:
    """Return the one-time password while it still opens the account.

    Once a person has chosen another, the mark is forgotten for good.
    """
    mark = OneTimePassword.objects.filter(user=user).first()
    if mark is None:
        return None
    password = derived(mark.nonce, settings.SECRET_KEY)
    if user.check_password(password):
        return password
    mark.delete()
    return None


def waiting_accounts() -> list[tuple[str, str]]:
    """Return (user name, one-time password) of everybody who has not logged in for good."""
    marks = OneTimePassword.objects.select_related("user").order_by("user__username")
    found = ((mark.user.username, waiting_password(mark.user)) for mark in marks)
    return [(name, password) for name, password in found if password]
