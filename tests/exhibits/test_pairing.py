"""A screen is paired by a code a person types: once, in time, and not by guessing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils import timezone

from exhibits.kiosks import actions, pairing
from exhibits.kiosks.health import State, state_at
from exhibits.kiosks.models import Kiosk, PairingRequest
from exhibits.refusal import Refused, in_language

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def curator() -> User:
    return User.objects.create_user("anna", password=None)


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk.objects.create(name="Hall 1")


def test_a_code_is_readable_and_not_guessable() -> None:
    codes = {pairing.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 6 and set(code) <= set(pairing.ALPHABET) for code in codes)
    assert not set("01258ILOSUZB") & set(pairing.ALPHABET)
    assert pairing.spaced("ACDEFG") == "ACD EFG"


@pytest.mark.parametrize(
    ("raw", "code"),
    [("acd efg", "ACDEFG"), (" ACD-EFG ", "ACDEFG"), ("асе нкм", "ACEHKM"), ("", "")],
)
def test_typing_is_forgiven(raw: str, code: str) -> None:
    assert pairing.typed(raw) == code


def test_the_whole_way(kiosk: Kiosk, curator: User) -> None:
    code, secret, _ = actions.begin_pairing("1080x1920")
    assert actions.finish_pairing(secret) is None
    assert actions.confirm_pairing(pairing.spaced(code).lower(), kiosk, curator) == "1080x1920"
    token = actions.finish_pairing(secret)
    assert token and len(token) >= 43
    assert actions.kiosk_for_token(token) == kiosk
    kiosk.refresh_from_db()
    assert kiosk.paired_at and kiosk.screen == "1080x1920"
    with pytest.raises(Refused):
        actions.finish_pairing(secret)


def test_neither_code_nor_secret_nor_token_is_kept(kiosk: Kiosk, curator: User) -> None:
    code, secret, _ = actions.begin_pairing("")
    kept = str(list(PairingRequest.objects.values()))
    assert code not in kept and secret not in kept
    actions.confirm_pairing(code, kiosk, curator)
    token = actions.finish_pairing(secret)
    assert token and token not in str(list(Kiosk.objects.values()))


def test_a_code_works_once(kiosk: Kiosk, curator: User) -> None:
    code, _, _ = actions.begin_pairing("")
    actions.confirm_pairing(code, kiosk, curator)
    with pytest.raises(Refused, match="no such code"):
        actions.confirm_pairing(code, Kiosk.objects.create(name="Hall 2"), curator)


def test_a_code_lives_ten_minutes(kiosk: Kiosk, curator: User) -> None:
    code, secret, expires_at = actions.begin_pairing("", now=NOW)
    assert expires_at - NOW == timedelta(minutes=10)
    with pytest.raises(Refused) as refusal:
        actions.confirm_pairing(code, kiosk, curator, now=expires_at)
    assert in_language(refusal.value.for_people, "ru").startswith("Такого кода нет")
    with pytest.raises(Refused):
        actions.finish_pairing(secret, now=expires_at)
    actions.begin_pairing("", now=expires_at)
    assert PairingRequest.objects.count() == 1


def test_guessing_ends_soon(kiosk: Kiosk, curator: User) -> None:
    code, _, _ = actions.begin_pairing("")
    for _ in range(actions.GUESSES):
        with pytest.raises(Refused, match="no such code"):
            actions.confirm_pairing("333333", kiosk, curator)
    with pytest.raises(Refused, match="Too many wrong codes"):
        actions.confirm_pairing(code, kiosk, curator)
    colleague = User.objects.create_user("boris", password=None)
    actions.confirm_pairing(code, kiosk, colleague)


def test_one_address_cannot_fill_the_table() -> None:
    for _ in range(actions.BEGINNINGS):
        actions.begin_pairing("", address="192.0.2.7")
    with pytest.raises(Refused):
        actions.begin_pairing("", address="192.0.2.7")
    actions.begin_pairing("", address="192.0.2.8")


def test_waiting_screens_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 3)
    for _ in range(3):
        actions.begin_pairing("", now=NOW)
    with pytest.raises(Refused):
        actions.begin_pairing("", now=NOW)
    actions.begin_pairing("", now=NOW + pairing.CODE_LIVES)


def paired(kiosk: Kiosk, user: User) -> str:
    code, secret, _ = actions.begin_pairing("")
    actions.confirm_pairing(code, kiosk, user)
    token = actions.finish_pairing(secret)
    assert token
    return token


def test_a_new_screen_takes_the_old_one_s_place(kiosk: Kiosk, curator: User) -> None:
    old, new = paired(kiosk, curator), paired(kiosk, curator)
    assert actions.kiosk_for_token(old) is None
    assert actions.kiosk_for_token(new) == kiosk


def test_unpairing_shuts_the_door(
    kiosk: Kiosk, curator: User, django_capture_on_commit_callbacks: Any
) -> None:
    token = paired(kiosk, curator)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        actions.unpair(kiosk)
    assert len(callbacks) == 1
    assert actions.kiosk_for_token(token) is None
    assert kiosk.paired_at is None


@pytest.mark.parametrize("token", ["", "x", "ё" * 40, "0" * 64])
def test_strange_tokens_open_nothing(kiosk: Kiosk, token: str) -> None:
    assert actions.kiosk_for_token(token) is None


@pytest.mark.parametrize(
    ("paired_", "seen", "state"),
    [
        (False, NOW, State.UNPAIRED),
        (True, None, State.UNSEEN),
        (True, NOW - timedelta(seconds=45), State.WORKING),
        (True, NOW - timedelta(seconds=46), State.SILENT),
        (True, NOW + timedelta(seconds=5), State.WORKING),
    ],
)
def test_state_at_a_glance(paired_: bool, seen: Any, state: State) -> None:
    assert state_at(paired_, seen, NOW) == state


def test_a_beat_is_noted(kiosk: Kiosk) -> None:
    actions.mark_seen(kiosk.pk, "1920x1080", now=NOW)
    kiosk.refresh_from_db()
    assert (kiosk.last_seen_at, kiosk.screen) == (NOW, "1920x1080")
