"""The back of house, as people use it: forms, pictures, decisions, refusals in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exhibits.book.models import Entry
from exhibits.catalogue.actions import publish
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.portraits.models import LivingPortrait
from tests.exhibits.conftest import picture_bytes

pytestmark = pytest.mark.django_db
Commit = Callable[..., Any]
LABEL = ("title", "maker", "date_text", "medium", "credit", "description", "alt", "attract")
LABEL_FIELDS = [f"{name}_{code}" for name in LABEL for code in ("ru", "en")]
FIELDS = ["slug", "accession_number", "rights_work", "rights_photo", *LABEL_FIELDS]
EMPTY = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def form_of(work: Artwork, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends when somebody saves this work."""
    sent: dict[str, Any] = {name: getattr(work, name) for name in FIELDS}
    for prefix, total in (("images", work.images.count()), ("images-2", 1)):
        initial = total if prefix == "images" else 0
        counts = EMPTY | {"TOTAL_FORMS": total, "INITIAL_FORMS": initial}
        sent |= {f"{prefix}-{name}": value for name, value in counts.items()}
    for index, image in enumerate(work.images.all()):
        sent |= {f"images-{index}-id": image.pk, f"images-{index}-artwork": work.pk}
    return sent | changes


@pytest.fixture
def back(client: Client, person: Callable[[str], User]) -> Callable[[str, str], Client]:
    def enter(role: str, language: str = "en") -> Client:
        client.force_login(person(role))
        client.cookies["django_language"] = language
        return client

    return enter


def change(work: Artwork) -> str:
    return reverse("admin:exhibits_artwork_change", args=[work.pk])


Enter = Callable[..., Client]


def test_a_picture_comes_in_through_the_form(back: Enter, work: Artwork) -> None:
    upload = SimpleUploadedFile("scan.jpg", picture_bytes("JPEG"))
    answer = back("curator").post(change(work), form_of(work, **{"images-2-0-upload": upload}))
    assert answer.status_code == 302
    image = work.images.get()
    assert image.original_name == "scan.jpg"
    assert image.uploaded_by and image.uploaded_by.username == "the curator"


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "это не картина"), ("en", "is not a picture")]
)
def test_a_refused_picture_is_explained(
    back: Enter, work: Artwork, language: str, words: str
) -> None:
    upload = SimpleUploadedFile("scan.jpg", b"no picture at all")
    sent = form_of(work, **{"images-2-0-upload": upload}, title_en="Changed")
    answer = back("curator", language).post(change(work), sent)
    assert answer.status_code == 200
    assert words in answer.content.decode().lower()
    work.refresh_from_db()
    assert work.title_en == "title en" and not ArtworkImage.objects.exists()


def test_the_same_picture_again_is_explained(back: Enter, ready_work: Artwork) -> None:
    upload = SimpleUploadedFile("again.png", picture_bytes())
    sent = form_of(ready_work, **{"images-2-0-upload": upload})
    answer = back("curator").post(change(ready_work), sent)
    assert "already has this very picture" in answer.content.decode()


def test_a_picture_can_be_removed(back: Enter, ready_work: Artwork) -> None:
    sent = form_of(ready_work, **{"images-0-DELETE": "on"})
    assert back("curator").post(change(ready_work), sent).status_code == 302
    assert not ready_work.images.exists()


def test_a_picture_that_lives_cannot_be_removed(back: Enter, ready_work: Artwork) -> None:
    LivingPortrait.objects.create(artwork=ready_work, image=ready_work.images.get())
    sent = form_of(ready_work, **{"images-0-DELETE": "on"})
    assert back("curator").post(change(ready_work), sent).status_code == 200
    assert ready_work.images.exists()


def test_the_last_picture_of_a_work_on_show_stays(back: Enter, ready_work: Artwork) -> None:
    publish(ready_work)
    sent = form_of(ready_work, **{"images-0-DELETE": "on"})
    answer = back("curator").post(change(ready_work), sent)
    assert answer.status_code == 200
    assert "at least one picture" in answer.content.decode()
    assert ready_work.images.exists()


def press(client: Client, record: Any, button: str, sent: dict[str, Any]) -> str:
    """Press a button of the form; return the page that comes after."""
    model = record._meta.model_name
    address = reverse(f"admin:exhibits_{model}_change", args=[record.pk])
    sent = sent | {f"exhibits_{model}_{button}": "1"}
    return client.post(address, sent, follow=True).content.decode()


def test_putting_on_show(
    back: Enter, ready_work: Artwork, django_capture_on_commit_callbacks: Commit
) -> None:
    client = back("curator")
    with django_capture_on_commit_callbacks(execute=True):
        press(client, ready_work, "put_on_show", form_of(ready_work))
    ready_work.refresh_from_db()
    assert ready_work.published
    with django_capture_on_commit_callbacks(execute=True):
        press(client, ready_work, "take_off_show", form_of(ready_work))
    ready_work.refresh_from_db()
    assert not ready_work.published


def test_a_refusal_names_what_is_missing_and_keeps_the_rest(
    back: Enter, ready_work: Artwork, django_capture_on_commit_callbacks: Commit
) -> None:
    client = back("curator", "ru")
    with django_capture_on_commit_callbacks(execute=True):
        sent = form_of(ready_work, alt_ru="", title_ru="Другое название")
        press(client, ready_work, "put_on_show", sent)
    ready_work.refresh_from_db()
    assert ready_work.title_ru == "Другое название" and not ready_work.published
    page = client.get(change(ready_work)).content.decode()
    assert "описание для незрячих по-русски" in page


def test_what_is_on_show_stays_complete(back: Enter, ready_work: Artwork) -> None:
    publish(ready_work)
    answer = back("curator").post(change(ready_work), form_of(ready_work, alt_en=" "))
    assert "the alt text in English" in answer.content.decode()
    ready_work.refresh_from_db()
    assert ready_work.alt_en == "alt en"


def test_the_registrar_decides_and_signs(back: Enter, work: Artwork) -> None:
    client = back("registrar")
    sent = form_of(work, may_move="no", may_move_reason=" ")
    assert "Say why" in client.post(change(work), sent).content.decode()
    sent = form_of(work, may_move="no", may_move_reason="An icon in use.")
    assert client.post(change(work), sent).status_code == 302
    work.refresh_from_db()
    assert (work.may_move, work.may_move_reason) == ("no", "An icon in use.")
    assert str(work.may_move_decided_by) == "the registrar"


def test_a_decision_may_hold_until_a_day(back: Enter, work: Artwork) -> None:
    client = back("registrar")
    sent = form_of(work, may_move="yes", may_move_reason="On loan.", may_move_until="2020-01-01")
    assert "That day has passed" in client.post(change(work), sent).content.decode()
    sent = form_of(work, may_move="yes", may_move_reason="On loan.", may_move_until="2126-01-31")
    assert client.post(change(work), sent).status_code == 302
    work.refresh_from_db()
    assert str(work.may_move_until) == "2126-01-31"
    told = Entry.objects.get(verb="decided").told
    assert told == {"may_move": "yes", "reason": "On loan.", "until": "2126-01-31"}
    sent = form_of(work, may_move="yes", may_move_reason="On loan.", may_move_until="")
    assert client.post(change(work), sent).status_code == 302
    work.refresh_from_db()
    assert work.may_move_until is None, "and for good again"


def test_the_curator_does_not_decide(back: Enter, work: Artwork) -> None:
    sent = form_of(work, may_move="yes", may_move_reason="I want it.", published="on")
    assert back("curator").post(change(work), sent).status_code == 302
    work.refresh_from_db()
    assert (work.may_move, work.may_move_reason, work.published) == ("still", "", False)


@pytest.mark.parametrize("words", ["ЖЁН", "женщ", "Woman", "wOMAN a-1"])
def test_search_folds_capitals_and_yo(back: Enter, work: Artwork, words: str) -> None:
    work.title_ru, work.title_en = "Женщина и жена", "Woman"
    work.save()
    address = reverse("admin:exhibits_artwork_changelist")
    page = back("expert", "ru").get(address, {"q": words}).content.decode()
    assert ("Женщина" in page) and change(work) in page


def test_a_search_that_finds_nothing(back: Enter, work: Artwork) -> None:
    address = reverse("admin:exhibits_artwork_changelist")
    assert change(work) not in back("expert").get(address, {"q": "xyz"}).content.decode()
