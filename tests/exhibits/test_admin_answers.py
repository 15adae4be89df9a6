"""Answers in the back of house: written, refused in place, heard, kept by versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Answer, LivingPortrait
from exhibits.portraits.snapshot import save_version
from generation.sound.encode import encode_sound
from generation.types import Sound

pytestmark = pytest.mark.django_db
ADD = reverse("admin:exhibits_answer_add")
WRONG = '{"version": 1,\n "events": [{"say": "Да", "loud": 1}]}'


@pytest.fixture
def curator(client: Client, person: Callable[[str], User]) -> Client:
    client.force_login(person("curator"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def portrait(ready_work: Artwork) -> LivingPortrait:
    image = ready_work.images.get()
    return LivingPortrait.objects.create(artwork=ready_work, image=image, seed=7)


@pytest.fixture
def answer(portrait: LivingPortrait) -> Answer:
    return Answer.objects.create(portrait=portrait, question_ru="Кто вы?", text="Никто.")


def address(answer: Answer) -> str:
    return reverse("admin:exhibits_answer_change", args=[answer.pk])


def form_of(portrait: LivingPortrait, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends when somebody saves an answer of this portrait."""
    return {
        "portrait": str(portrait.pk), "question_ru": "Кто вы?", "question_en": "",
        "language": "ru", "text": "Никто.", "position": 0,
    } | changes  # fmt: skip


def recording(seconds: float = 0.5) -> SimpleUploadedFile:
    hum = np.sin(2 * np.pi * 200 * np.arange(int(48_000 * seconds)) / 48_000) * 0.3
    data = encode_sound(Sound(hum.astype(np.float32)[:, None], 48_000), "wav")
    return SimpleUploadedFile("me at home.wav", data, "audio/wav")


def test_an_answer_is_written_into_the_draft(curator: Client, portrait: LivingPortrait) -> None:
    assert curator.get(ADD).status_code == 200
    assert curator.post(ADD, form_of(portrait)).status_code == 302
    answer = Answer.objects.get()
    assert (answer.text, answer.version) == ("Никто.", None)
    page = curator.get(address(answer)).content.decode()
    assert "<audio" in page
    assert "Кто вы?" in curator.get(reverse("admin:exhibits_answer_changelist")).content.decode()
    portraits = reverse("admin:exhibits_livingportrait_change", args=[portrait.pk])
    assert "Кто вы?" in curator.get(portraits).content.decode()


@pytest.mark.parametrize(
    ("language", "changes", "field", "words"),
    [
        ("en", {"question_ru": ""}, "question_ru", "Write the question"),
        ("en", {"text": WRONG}, "text", "line 2"),
        ("ru", {"text": WRONG}, "text", "строка 2"),
        ("ru", {"text": "Да. [look upstairs]"}, "text", "строка 1"),
        ("ru", {"text": "Да. [pause долго]"}, "text", "строка 1"),
        ("ru", {"text": "Да.\n\n[camera облети сзади]"}, "text", "строка 3"),
        ("en", {"recording": SimpleUploadedFile("x.wav", b"nothing")}, "recording", "not"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_field(
    curator: Client,
    portrait: LivingPortrait,
    language: str,
    changes: dict[str, Any],
    field: str,
    words: str,
) -> None:
    curator.cookies["django_language"] = language
    answered = curator.post(ADD, form_of(portrait, **changes))
    assert answered.status_code == 200
    errors = answered.context["adminform"].form.errors
    assert list(errors) == [field] and words in errors[field][0]
    assert not Answer.objects.exists()


def test_a_recording_is_kept_as_ours_and_goes_with_its_answer(
    curator: Client,
    portrait: LivingPortrait,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    sent = form_of(portrait, recording=recording())
    assert curator.post(ADD, sent).status_code == 302
    answer = Answer.objects.get()
    kept = Path(answer.recording.path)
    assert kept.read_bytes()[:4] == b"fLaC" and "home" not in kept.name
    assert len(answer.recording_sha256) == 64
    with django_capture_on_commit_callbacks(execute=True):
        sent = form_of(portrait, recording=recording(0.7))
        assert curator.post(address(answer), sent).status_code == 302
    answer.refresh_from_db()
    assert not kept.exists() and Path(answer.recording.path).exists()
    kept = Path(answer.recording.path)
    with django_capture_on_commit_callbacks(execute=True):
        gone = reverse("admin:exhibits_answer_delete", args=[answer.pk])
        assert curator.post(gone, {"post": "yes"}).status_code == 302
    assert not kept.exists() and not Answer.objects.exists()


def test_a_version_keeps_its_words_and_its_recording(
    curator: Client,
    portrait: LivingPortrait,
    person: Callable[[str], User],
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert curator.post(ADD, form_of(portrait, recording=recording())).status_code == 302
    version = save_version(portrait, person("another curator"))
    answer = Answer.objects.get(version=None)
    with django_capture_on_commit_callbacks(execute=True):
        sent = form_of(portrait, text="Некто.", recording=recording(0.7))
        assert curator.post(address(answer), sent).status_code == 302
    kept = version.answers.get()
    assert kept.text == "Никто." and Path(kept.recording.path).exists()
    assert curator.get(address(kept)).status_code == 302, "it is no draft"
    assert len(curator.get(reverse("admin:exhibits_answer_changelist")).context["cl"].queryset) == 1


def test_the_expert_hears_and_cannot_touch(
    client: Client, portrait: LivingPortrait, answer: Answer, person: Callable[[str], User]
) -> None:
    client.force_login(person("expert"))
    assert client.get(address(answer)).status_code == 200
    assert client.post(address(answer), form_of(portrait, text="Я.")).status_code == 403
    answer.refresh_from_db()
    assert answer.text == "Никто."
