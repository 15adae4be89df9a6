"""Where a paid service may knock when an order is done, and whether it did.

An address holds a random token, of which we keep the hash; the word that signs a knock is made
from the site's secret, so that nothing of it is kept. A knock only lets the worker look again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.urls import reverse

from exhibits.spending.models import Spending
from generation import Door

ADDRESSES = MappingProxyType({"Black Forest Labs": "hook-bfl", "Kling": "hook-kling"})


@dataclass(frozen=True, slots=True)
class MuseumBell:
    """See generation's Bell. Rings only where the museum has an https address of its own."""

    def door(self, key: str, service: str) -> Door | None:
        """See Bell.door: a new token each time, the one before opens nothing any more."""
        if service not in ADDRESSES or not settings.PUBLIC_URL.startswith("https://"):
            return None
        token = secrets.token_urlsafe(32)
        if not Spending.objects.filter(number=key).update(door_hash=door_hash(token)):
            return None
        path = reverse(ADDRESSES[service], kwargs={"token": token})
        return Door(settings.PUBLIC_URL.rstrip("/") + path, secret_of(key))

    def rung(self, key: str) -> bool:
        """See Bell.rung."""
        knocked = Spending.objects.filter(number=key, knocked_at__isnull=False)
        return bool(knocked.update(knocked_at=None))


def door_hash(token: str) -> str:
    """Return what we keep of an address's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def secret_of(number: str) -> str:
    """Return the word by which a service signs what it says of this order."""
    told = f"paid-service:{number}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()


def order_at(token: str, service: str) -> Spending | None:
    """Return the order whose address this is."""
    return Spending.objects.filter(door_hash=door_hash(token), service=service).first()


def knock(order: Spending, now: datetime) -> None:
    """Let whoever waits for the order look again. Safe to repeat."""
    Spending.objects.filter(pk=order.pk).update(knocked_at=now)
