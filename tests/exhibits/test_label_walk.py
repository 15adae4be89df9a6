"""The walk: whatever shows a living portrait says so, in the words of its one record.

Every address and socket of the museum comes from Django's own tables; each must be in
tests/label_table.py. Sockets are walked in test_label_sockets.py.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import override

from exhibits.certificates.issuing import record_in
from exhibits.certificates.labelling import labels_of_looks, said_of
from exhibits.chains.lines import labels_of_step
from exhibits.clips.models import Clip
from exhibits.clips.public import labels_of_clip
from exhibits.models import (
    Answer,
    Artwork,
    ChainStep,
    Exhibit,
    GateReport,
    Kiosk,
    Version,
)
from exhibits.portraits.performing import name_of
from exhibits.refusal import in_language
from exhibits.routing import sockets
from generation import Labels, Words
from museum_site import urls as site
from tests.addresses import STANDARD, addresses
from tests.exhibits.conftest import picture_bytes
from tests.exhibits.walked import chain_step, poster
from tests.hang import KIOSK_TOKEN, hang, teach
from tests.label_table import ADDRESSES, SOCKETS

# What a page needs to show something alive: a stream, a film, a drawn file.
LIVING = re.compile(r"data-stream=|ws/stream/|<video|<canvas|(?:src|href)=\S+\.(?:mp4|webm|gif)\b")
SLOW = {"answer-words", "answer-sound", "hatch", "hatch-told", "studio-faces", "studio-axes"}
SLOW |= {"studio-parts", "studio-motion"}
LANGUAGES = ("ru", "en")


def without_rule() -> set[str]:
    """Return the addresses nobody has thought about."""
    return {name for name, _ in addresses() if name not in ADDRESSES and not STANDARD.match(name)}


@dataclass(frozen=True)
class Walk:
    """A visitor with every right, in a museum with one of everything."""

    client: Client
    version: Version
    clip: Clip
    kiosk: Kiosk
    step: ChainStep

    def labels(self, of: str) -> Labels:
        if of == "clip":
            return labels_of_clip(self.clip)
        if of == "chain":
            return labels_of_step(self.step)
        found = labels_of_looks(self.version.portrait if of == "draft" else self.version)
        assert found
        return found

    def address(self, name: str, wants: tuple[str, ...], /, **more: str) -> str | None:
        """Return an address with everything filled in; None where there is nothing to fill in."""
        answer: Answer = self.version.answers.all()[0]
        told = {
            "slug": "lady",
            "image_id": self.version.image_id,
            "width": 320,
            "answer_id": answer.pk,
            "version_id": self.version.pk,
            "portrait_id": self.version.portrait_id,
            "kiosk_id": self.kiosk.pk,
            "clip_id": self.clip.pk,
            "job_id": self.version.pk,
            "run_id": self.step.run_id,
            "step_id": self.step.pk,
            "name": name_of(answer),
            "action": "publish",
            "app_label": "exhibits",
            "content_type_id": 1,
            "id": User.objects.get(username="curator").pk,
        } | more
        if "object_id" in wants:
            told["object_id"] = getattr(self._first(name), "pk", None)
        if not all(told.get(want) for want in wants):
            return None
        try:
            return reverse(name, kwargs={want: told[want] for want in wants})
        except NoReverseMatch:
            return None

    def get(self, name: str, language: str, /, **more: str) -> Any:
        wants = dict(addresses())[name]
        with override(language):
            address = self.address(name, wants, **more)
            assert address, name
            self.client.cookies["django_language"] = language
            return self.client.get(address, headers={"accept-language": language})

    def page(self, name: str, label: str = "short", of: str = "version", **more: str) -> None:
        """Find the words of the record on a page, in both languages."""
        for language in LANGUAGES:
            response = self.get(name, language, **more)
            assert response.status_code == 200, name
            told = html.unescape(response.content.decode())
            words = in_language(getattr(self.labels(of), label), language)
            assert words in told, f"{name} in {language} does not say: {words}"

    def shell(self, name: str) -> None:
        """Find the place where the words come."""
        told = self.get(name, "ru").content.decode()
        assert re.search(r'says-moving".*data-eu.*data-eu-text.*data-short', told), name

    def manifest(self) -> None:
        told = json.loads(self.get("manifest", "en").content)
        assert told["requiredStatement"] == self.labels("version").required_statement
        assert told["items"][0]["requiredStatement"]["value"]["en"][0].startswith("The original")
        assert told["items"][0]["items"][0]["items"][0]["body"]["type"] == "Image"

    def file(self, name: str, /, of: str = "clip", **more: str) -> None:
        """Find the words in a file's own tags."""
        response = self.get(name, "en", **more)
        data = b"".join(response) if response.streaming else response.content
        self.tagged(data, self.labels(of))

    def drawn(self, name: str, **more: str) -> None:
        response = self.get(name, "en", **more)
        assert response.status_code == 200, response.content
        self.tagged(response.content, self.labels("draft" if "which" in more else "version"))

    def tagged(self, data: bytes, labels: Labels) -> None:
        assert labels.metadata["comment"].encode() in data
        assert labels.source_type.encode() in data

    def still(self, name: str) -> None:
        """Make sure that nothing lives where we said so."""
        wants = dict(addresses())[name]
        if name in SLOW or (address := self.address(name, wants)) is None:
            return
        response = self.client.get(address)
        if response.status_code == 200 and "html" in response["Content-Type"]:
            found = LIVING.search(response.content.decode())
            assert not found, f"{name} shows something alive: {found and found[0]}"

    def _first(self, name: str) -> Any:
        found = STANDARD.match(name)
        for model in apps.get_models():
            if found and f"{model._meta.app_label}_{model._meta.model_name}" == found[1]:
                return model._default_manager.first()
        return None


@pytest.fixture
def walk(db: None, settings: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> Walk:
    settings.KIOSK_TOKEN = KIOSK_TOKEN
    hang()
    teach()
    version = Version.objects.select_related("portrait__artwork", "image").get(state="published")
    drawn = picture_bytes("JPEG")
    monkeypatch.setattr("exhibits.workshop.history.still_of", lambda looks, moment: drawn)
    kept = default_storage.save("f.jpg", ContentFile(drawn))
    words = {"ru": "Вспышек нет.", "en": "No flashes."}
    findings = [{"check": "flashes", "passed": True, "words": words, "frame": kept}]
    GateReport.objects.create(version=version, passed=True, findings=findings, measures={})
    client.force_login(User.objects.get(username="curator"))
    client.cookies["kiosk"] = KIOSK_TOKEN
    return Walk(client, version, poster(version), Kiosk.objects.get(), chain_step())


def test_every_address_and_socket_has_its_rule() -> None:
    assert without_rule() == set(), "say in tests/label_table.py how it is labelled, or why not"
    assert {str(one.pattern) for one in sockets} == SOCKETS.keys()
    gone = ADDRESSES.keys() - {name for name, _ in addresses()}
    assert gone == set(), "rules of addresses that are not there"


def test_whatever_lives_says_so(walk: Walk) -> None:
    for rule in ADDRESSES.values():
        if not isinstance(rule, str):
            rule(walk)


def test_nothing_lives_where_nothing_is_labelled(walk: Walk) -> None:
    for name, rule in ADDRESSES.items():
        if isinstance(rule, str):
            walk.still(name)
    for name, _ in addresses():
        if STANDARD.match(name) and name.endswith(("_changelist", "_change")):
            walk.still(name)


def planted(request: object) -> HttpResponse:
    return HttpResponse('<figure data-stream="/ws/stream/work/lady/"><canvas></canvas></figure>')


def test_a_new_address_is_noticed(walk: Walk, settings: Any) -> None:
    more = type("urls", (), {"urlpatterns": [path("new/", planted, name="new"), *site.urlpatterns]})
    settings.ROOT_URLCONF = more
    assert without_rule() == {"new"}
    with pytest.raises(AssertionError, match="new shows something alive: data-stream"):
        walk.still("new")


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("web/_said.html", "home"),
        ("web/_truth.html", "work"),
        ("web/clip.html", "clip"),
        ("web/_said.html", "studio-screen"),
        ("kiosk/_label.html", "kiosk"),
    ],
)
def test_a_label_that_vanished_is_noticed(
    walk: Walk, settings: Any, tmp_path: Path, template: str, name: str
) -> None:
    (tmp_path / template).parent.mkdir()
    (tmp_path / template).write_text('<span class="says-moving">Lovely</span>')
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    rule = ADDRESSES[name]
    assert not isinstance(rule, str)
    with pytest.raises(AssertionError):
        rule(walk)


def test_without_a_whole_certificate_nothing_lives(walk: Walk) -> None:
    assert 'data-stream="' in walk.get("work", "en").content.decode()
    certificate = walk.version.certificate
    certificate.record["kind"] = "generated"
    certificate.save()
    from exhibits.certificates import labelling

    labelling._signed.cache_clear()
    assert said_of(walk.version) is None
    assert 'data-stream="' not in walk.get("work", "en").content.decode()
    assert "rendering" not in json.loads(walk.get("manifest", "en").content)
    certificate.delete()
    assert 'data-stream="' not in walk.get("home", "en").content.decode()


@pytest.mark.parametrize(
    ("kind", "icon"), [("modified", "AI MODIFIED"), ("generated", "AI GENERATED")]
)
def test_where_a_network_took_part_every_word_says_so(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, kind: Any, icon: str
) -> None:
    from dataclasses import replace

    from exhibits.certificates import labelling

    record = replace(record_in(walk.version.certificate), kind=kind)
    monkeypatch.setattr(labelling, "_signed", lambda version_id: record)
    walk.page("home")
    walk.page("work", label="long")
    for name in ("home", "work"):
        told = walk.get(name, "en").content.decode()
        assert icon in told and "No neural network" not in told
    assert "a neural network changed or drew them" in walk.get("about", "en").content.decode()
    told = walk.get("work", "ru").content.decode()
    assert Words("Создано с\u00a0использованием искусственного интеллекта", "").ru in told


def test_the_strength_is_the_museums(walk: Walk, settings: Any) -> None:
    for strength, every in (("first", ""), ("repeated", "30.0"), ("always", "0.0")):
        settings.LABEL_STRENGTH = strength
        assert f'data-every="{every}"' in walk.get("work", "ru").content.decode()


def test_records_are_read_once(walk: Walk, django_assert_num_queries: Any) -> None:
    said_of(walk.version)
    with django_assert_num_queries(0):
        assert said_of(walk.version)
    assert Artwork.objects.count() == Exhibit.objects.count() == 1
