"""Certificates: issued as a version is published, signed, read by anybody, never rewritten."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

import generation
from exhibits.catalogue.actions import publish as hang
from exhibits.catalogue.models import Artwork
from exhibits.certificates import verifying
from exhibits.certificates.issuing import anchors, holds, record_in, signed_text
from exhibits.certificates.keys import signatory
from exhibits.certificates.models import Certificate
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.refusal import Refused
from exhibits.review import actions
from exhibits.review.actions import Opinion, bring_before_visitors
from generation import Parent, verify_es256

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def portrait(ready_work: Artwork) -> LivingPortrait:
    hang(ready_work)
    image = ready_work.images.get()
    portrait = LivingPortrait.objects.create(artwork=ready_work, image=image, seed=77, beard=0.25)
    Answer.objects.create(portrait=portrait, question_ru="Кто вы?", text="Никто не записал.")
    return portrait


@pytest.fixture
def version(portrait: LivingPortrait, person: Callable[[str], User]) -> Version:
    """Return a version that two experts approved and a curator published."""
    version = save_version(portrait, person("curator"), "The calm one")
    QuerySet.update(Version.objects.all(), state=Version.State.SUBMITTED)
    actions.pass_gate(Version.objects.get(), {"flashes": {"general": 0}, "loudness": -19.5}, [])
    experts = [person("expert"), User.objects.create_user("second", first_name="Vera")]
    experts[1].groups.set(experts[0].groups.all())
    for expert in experts:
        actions.judge(Version.objects.get(), expert, Opinion("approve", True, True, True, True))
    version.refresh_from_db()
    actions.publish(version, person("curator"), NOW)
    return Version.objects.get()


def page(version: Version, name: str = "", language: str = "en") -> str:
    return f"/{language}/certificates/{version.pk}/{name}"


def test_it_says_what_is_true_of_the_version(version: Version) -> None:
    record = record_in(version.certificate)
    image = version.image
    assert (record.version, record.number, record.name) == (str(version.pk), 1, "The calm one")
    assert (record.kind, record.voice, record.voice_neural) == ("animation", "synthetic", False)
    assert (record.source_sha256, record.stored_sha256) == (image.sha256, image.stored_sha256)
    assert (record.seed, record.options["beard"]) == (77, 0.25)
    assert record.approved_by == ("the expert", "Vera") and record.author == "the curator"
    assert record.measures == {"flashes": {"general": 0}, "loudness": -19.5}
    assert record.published.startswith("2026-03-01T09:30:00")
    assert ("face_landmark.tflite", 64) in [(name, len(digest)) for name, digest in record.models]


def test_the_signature_covers_every_letter(version: Version) -> None:
    certificate = version.certificate
    signature = base64.b64decode(certificate.signature)
    assert len(signature) == 64 and holds(certificate)
    assert verify_es256(signed_text(certificate).encode(), signature, certificate.chain)
    certificate.record["seed"] += 1
    assert not holds(certificate)
    certificate.record = {"nothing": "of ours"}
    assert not holds(certificate)


def test_what_is_published_again_keeps_its_certificate(
    version: Version, person: Callable[[str], User]
) -> None:
    before = Certificate.objects.values().get()
    second = save_version(version.portrait, person("curator"))
    bring_before_visitors(second, person("curator"), timezone.now())
    bring_before_visitors(Version.objects.get(pk=version.pk), person("curator"), timezone.now())
    assert Certificate.objects.values().get(pk=version.pk) == before
    assert Certificate.objects.count() == 2


def test_nothing_is_published_that_cannot_be_signed(
    portrait: LivingPortrait, person: Callable[[str], User], settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "keys").write_text("no folder")
    settings.KEYS_DIR = tmp_path / "keys"
    version = save_version(portrait, person("curator"))
    with pytest.raises(Refused, match="keys"):
        bring_before_visitors(version, person("curator"), timezone.now())
    assert Version.objects.get().state == Version.State.DRAFT
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_tells_everything(client: Client, version: Version, language: str) -> None:
    told = client.get(page(version, language=language)).content.decode()
    for words in (
        version.image.sha256,
        version.image.stored_sha256,
        "the expert, Vera",
        "77",
        "loudness",
        "face_landmark.tflite",
        "The calm one",
        "flashes.general",
    ):
        assert words in told, words
    truth = {"ru": "нейросеть ничего", "en": "no neural network drew any of it"}
    assert truth[language] in told.replace("\u00a0", " ")
    assert f"/{language}/works/work/" in told
    valid = {"ru": "Подпись музея верна", "en": "signature is valid"}
    assert valid[language] in told


def test_what_anybody_needs_to_check_it_alone(client: Client, version: Version) -> None:
    chain = client.get(page(version, "certificate.pem")).content.decode()
    told = client.get(page(version, "certificate.json")).json()
    signature = base64.b64decode(told["signature"])
    assert verify_es256(told["signed"].encode(), signature, chain)
    assert json.loads(told["signed"])["version"] == str(version.pk)
    assert (told["state"], told["key"]["crv"]) == ("published", "P-256")


def test_a_changed_row_is_seen(client: Client, version: Version) -> None:
    Certificate.objects.update(record=version.certificate.record | {"author": "Somebody else"})
    assert "Do not trust it" in client.get(page(version)).content.decode()
    Certificate.objects.update(record={})
    answer = client.get(page(version))
    assert answer.status_code == 500 and "Do not trust it" in answer.content.decode()
    assert client.get(page(version, "certificate.json")).json()["error"]["en"]


def test_it_outlives_the_withdrawal(
    client: Client, version: Version, person: Callable[[str], User]
) -> None:
    assert "On show since" in client.get(page(version)).content.decode()
    actions.withdraw(version, person("registrar"), "The heirs asked.", NOW + timedelta(days=3))
    answer = client.get(page(version))
    assert answer.status_code == 200
    assert "Withdrawn since March 4, 2026" in answer.content.decode()
    assert client.get(page(version, "certificate.json")).json()["state"] == "withdrawn"


def test_no_version_no_page(client: Client, portrait: LivingPortrait) -> None:
    draft = save_version(portrait, User.objects.create_user("x"))
    assert client.get(page(draft)).status_code == 404


def signed_picture(version: Version, tmp_path: Path) -> bytes:
    from tests.exhibits.conftest import picture_bytes

    parent = Parent(Path(version.image.file.path).read_bytes(), "image/png")
    out = tmp_path / "still.png"
    generation.sign_file(picture_bytes(), out, record_in(version.certificate), parent, signatory())
    return out.read_bytes()


def asked(client: Client, data: bytes, name: str = "a.png") -> Any:
    return client.post("/en/verify/", {"file": SimpleUploadedFile(name, data)})


def test_a_file_is_verified(
    client: Client, version: Version, tmp_path: Path, person: Callable[[str], User]
) -> None:
    data = signed_picture(version, tmp_path)
    told = asked(client, data).content.decode()
    assert 'data-state="trusted"' in told and version.image.sha256 in told
    assert page(version) in told and "On show since" in told
    actions.withdraw(version, person("registrar"))
    assert "Withdrawn since" in asked(client, data).content.decode()
    middle = len(data) // 2
    changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    assert 'data-state="invalid"' in asked(client, changed).content.decode()
    from tests.exhibits.conftest import picture_bytes

    assert 'data-state="none"' in asked(client, picture_bytes()).content.decode()
    assert 'data-state="none"' in asked(client, b"nonsense", "a.txt").content.decode()


def test_a_stranger_may_not_speak_for_the_museum(
    client: Client, version: Version, tmp_path: Path, settings: Any
) -> None:
    data = signed_picture(version, tmp_path)
    settings.KEYS_DIR = tmp_path / "other keys"
    Certificate.objects.all().delete()
    told = asked(client, data).content.decode()
    assert 'data-state="valid"' in told and "unknown" in told and page(version) not in told


def test_files_of_an_earlier_key_are_still_trusted(
    client: Client, version: Version, tmp_path: Path, settings: Any
) -> None:
    data = signed_picture(version, tmp_path)
    settings.KEYS_DIR = tmp_path / "new keys"
    assert anchors().count(b"BEGIN CERTIFICATE") == 2
    assert 'data-state="trusted"' in asked(client, data).content.decode()


def test_what_is_too_large_is_not_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "MOST", 1000)
    monkeypatch.setattr(verifying, "SIDECAR_MOST", 0)
    assert asked(client, b"x" * 1001).status_code == 413
    monkeypatch.setattr(verifying, "FORM", 0)
    assert asked(client, b"x" * 1001).status_code == 413
    assert client.post("/en/verify/").status_code == 400
    assert client.get("/en/verify/").status_code == 200
    big = io.BytesIO(b"x")
    assert client.post("/en/verify/", {"file": big}).status_code in (200, 413)
