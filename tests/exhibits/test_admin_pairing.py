"""The page where a code is typed, and the list that says how screens are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from exhibits.kiosks.actions import begin_pairing, finish_pairing, kiosk_for_token
from exhibits.kiosks.models import Exhibit, Kiosk

pytestmark = pytest.mark.django_db
PAIR = "/admin/exhibits/kiosk/pair/"


@pytest.fixture
def floor(client: Client, person: Callable[[str], User]) -> Client:
    client.force_login(person("floor manager"))
    client.cookies["django_language"] = "en"
    return client


def test_a_screen_and_its_kiosk_are_made_in_one_go(floor: Client) -> None:
    code, secret, _ = begin_pairing("1080x1920")
    assert code in floor.get(PAIR, {"code": code}).content.decode()
    exhibit = Exhibit.objects.create(slug="e", title_ru="э", title_en="e")
    sent = {"code": code.lower(), "kiosk": "", "name": "Hall 3", "exhibit": exhibit.pk}
    page = floor.post(PAIR, sent, follow=True).content.decode()
    assert "Paired: Hall 3, 1080x1920 px." in page
    token = finish_pairing(secret)
    kiosk = kiosk_for_token(token or "")
    assert kiosk and (kiosk.name, kiosk.exhibit) == ("Hall 3", exhibit)


def test_a_known_kiosk_takes_a_new_screen(floor: Client) -> None:
    kiosk = Kiosk.objects.create(name="Hall 1")
    code, secret, _ = begin_pairing("")
    assert floor.post(PAIR, {"code": code, "kiosk": str(kiosk.pk)}).status_code == 302
    assert kiosk_for_token(finish_pairing(secret) or "") == kiosk


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Такого кода нет"), ("en", "There is no such code")]
)
def test_a_wrong_code_makes_nothing(floor: Client, language: str, words: str) -> None:
    floor.cookies["django_language"] = language
    page = floor.post(PAIR, {"code": "333 333", "name": "Hall 9"}).content.decode()
    assert words in page
    assert not Kiosk.objects.exists()


def test_a_new_screen_needs_a_name(floor: Client) -> None:
    code, _, _ = begin_pairing("")
    assert "name a new one" in floor.post(PAIR, {"code": code}).content.decode()
    known = Kiosk.objects.create(name="Hall 1")
    both = {"code": code, "kiosk": str(known.pk), "name": "Hall 2"}
    assert "name a new one" in floor.post(PAIR, both).content.decode()
    assert Kiosk.objects.get() == known and not known.token_hash


def test_a_screen_that_waits_for_its_first_code_is_chosen_already(floor: Client) -> None:
    Kiosk.objects.create(name="Paired", token_hash="1" * 64)
    assert floor.get(PAIR).context["form"]["kiosk"].value() is None
    waiting = Kiosk.objects.create(name="Waits")
    page = floor.get(PAIR)
    assert page.context["form"]["kiosk"].value() == waiting.pk
    assert f'value="{waiting.pk}" selected' in page.content.decode()


def test_the_list_says_how_screens_are(floor: Client) -> None:
    now = timezone.now()
    for name, token, seen in (
        ("a", "", None),
        ("b", "1" * 64, None),
        ("c", "2" * 64, now),
        ("d", "3" * 64, now - timedelta(minutes=12)),
    ):
        Kiosk.objects.create(name=name, token_hash=token, last_seen_at=seen)
    page = floor.get("/admin/exhibits/kiosk/").content.decode().replace("\xa0", " ")
    for words in ("No screen paired", "not heard from yet", "Working", "No contact for 12 minutes"):
        assert words in page
    assert "2" * 64 not in page


def test_letting_a_screen_go(floor: Client) -> None:
    kiosk = Kiosk.objects.create(name="a", token_hash="1" * 64, paired_at=timezone.now())
    sent = {"action": "unpair_all", "_selected_action": [str(kiosk.pk)]}
    assert floor.post("/admin/exhibits/kiosk/", sent).status_code == 302
    kiosk.refresh_from_db()
    assert (kiosk.token_hash, kiosk.paired_at) == ("", None)
