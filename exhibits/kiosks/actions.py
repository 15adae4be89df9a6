"""Pair a screen with a kiosk, know it again, and let it go."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from exhibits.kiosks import pairing, presence, throttle
from exhibits.kiosks.models import Kiosk, PairingRequest
from exhibits.refusal import Refused
from generation import Words

GUESSES = 10  # wrong codes one person may type …
BEGINNINGS = 20  # codes one address may ask for …
WINDOW = 600  # … in so many seconds
MOST_WAITING = 200

TOO_MANY_GUESSES = Words(
    "Слишком много неверных кодов. Подождите десять минут и попробуйте снова.",
    "Too many wrong codes. Wait ten minutes and try again.",
)
TOO_MANY_SCREENS = Words(
    "Слишком много экранов ждут подключения. Подождите десять минут.",
    "Too many screens are waiting. Wait ten minutes.",
)
UNKNOWN_CODE = Words(
    "Такого кода нет или он устарел: код живёт десять минут. Посмотрите на экран ещё раз.",
    "There is no such code, or it is too old: a code lives ten minutes. Look at the screen again.",
)
OVER = Words(
    "Время подключения вышло. Экран покажет новый код.",
    "Pairing has run out of time. The screen will show a new code.",
)


class Begun(NamedTuple):
    """What a waiting screen gets: a code to show and a secret to keep to itself."""

    code: str
    secret: str
    expires_at: datetime


def begin_pairing(screen: str, address: str = "", now: datetime | None = None) -> Begun:
    """Give a new screen (``"1080x1920"``) its code. Raises Refused when too many ask."""
    now = now or timezone.now()
    if address and throttle.count("begin-pairing", address, WINDOW) > BEGINNINGS:
        raise Refused(TOO_MANY_SCREENS)
    with transaction.atomic():
        PairingRequest.objects.filter(expires_at__lte=now).delete()
        if PairingRequest.objects.count() >= MOST_WAITING:
            raise Refused(TOO_MANY_SCREENS)
        code = _unused_code()
        begun = Begun(code, pairing.new_token(), now + pairing.CODE_LIVES)
        PairingRequest.objects.create(
            code_hash=pairing.code_hash(code, settings.SECRET_KEY),
            secret_hash=pairing.token_hash(begun.secret),
            screen=screen[:20],
            created_at=now,
            expires_at=begun.expires_at,
        )
    return begun


def confirm_pairing(raw_code: str, kiosk: Kiosk, user: User, now: datetime | None = None) -> str:
    """Say that the screen with this code is this kiosk; return that screen's size.

    Raises Refused for an unknown, old or used code, and after too many wrong ones.
    """
    now = now or timezone.now()
    if throttle.tries("confirm-pairing", str(user.pk)) >= GUESSES:
        raise Refused(TOO_MANY_GUESSES)
    hashed = pairing.code_hash(pairing.typed(raw_code), settings.SECRET_KEY)
    with transaction.atomic():
        waiting = PairingRequest.objects.select_for_update().filter(
            code_hash=hashed, expires_at__gt=now, kiosk=None
        )
        request = waiting.first()
        if request:
            PairingRequest.objects.filter(kiosk=kiosk).delete()  # the newest screen wins
            request.kiosk = kiosk
            request.save(update_fields=["kiosk"])
    if not request:
        throttle.count("confirm-pairing", str(user.pk), WINDOW)
        raise Refused(UNKNOWN_CODE)
    throttle.forget("confirm-pairing", str(user.pk))
    return request.screen


def finish_pairing(secret: str, now: datetime | None = None) -> str | None:
    """Return the screen's token, once; None while no curator has typed the code yet.

    Raises Refused when the secret is unknown, used or too old. A screen paired before with
    the same kiosk is let go.
    """
    now = now or timezone.now()
    with transaction.atomic():
        request = (
            PairingRequest.objects.select_for_update()
            .filter(secret_hash=pairing.token_hash(secret), expires_at__gt=now)
            .first()
        )
        if not request:
            raise Refused(OVER)
        kiosk_id = request.kiosk_id
        if kiosk_id is None:
            return None
        token = pairing.new_token()
        Kiosk.objects.filter(pk=kiosk_id).update(
            token_hash=pairing.token_hash(token), paired_at=now, screen=request.screen
        )
        request.delete()
        tell_screen_after_commit(kiosk_id)
    return token


def kiosk_for_token(token: str) -> Kiosk | None:
    """Return the kiosk whose screen carries this token."""
    hashed = pairing.token_hash(token)
    kiosk = Kiosk.objects.filter(token_hash=hashed).select_related("exhibit").first()
    return kiosk if kiosk and pairing.same(kiosk.token_hash, hashed) else None


def unpair(kiosk: Kiosk) -> None:
    """Forget the kiosk's screen; its token opens nothing from now on."""
    with transaction.atomic():
        PairingRequest.objects.filter(kiosk=kiosk).delete()
        Kiosk.objects.filter(pk=kiosk.pk).update(token_hash="", paired_at=None)
        tell_screen_after_commit(kiosk.pk)
    kiosk.refresh_from_db()


def mark_seen(kiosk_id: UUID, screen: str = "", now: datetime | None = None) -> None:
    """Note that a kiosk's screen was heard from."""
    told: dict[str, object] = {"last_seen_at": now or timezone.now()}
    if screen:
        told["screen"] = screen[:20]
    Kiosk.objects.filter(pk=kiosk_id).update(**told)


def _unused_code() -> str:
    """Return a code no waiting screen shows."""
    while True:
        code = pairing.new_code()
        hashed = pairing.code_hash(code, settings.SECRET_KEY)
        if not PairingRequest.objects.filter(code_hash=hashed).exists():
            return code


def tell_screen_after_commit(kiosk_id: UUID) -> None:
    """Let whoever watches this kiosk read its state again, once the change is true."""
    transaction.on_commit(lambda: async_to_sync(presence.nudge)(kiosk_id))
