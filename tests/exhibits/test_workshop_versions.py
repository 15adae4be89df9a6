"""Versions in the studio: saved, told by what they changed, restored, sent, drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.rules import may_be_tried
from exhibits.streaming.access import draft_for_staff, on_stage_of_draft
from tests.exhibits.test_workshop_draft import FACE, at, client_of, patch, post

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]


@pytest.fixture
def portrait(ready_work: Artwork) -> LivingPortrait:
    image = ready_work.images.get()
    return LivingPortrait.objects.create(artwork=ready_work, image=image, seed=7)


@pytest.fixture
def curator(person: Person) -> Client:
    return client_of(person("curator"))


def saved(client: Client, portrait: LivingPortrait, revision: int, name: str = "") -> Any:
    return post(client, at("versions", portrait), revision=revision, name=name)


def test_each_version_says_what_it_changed(portrait: LivingPortrait, curator: Client) -> None:
    saved(curator, portrait, 0, "First")
    patch(curator, portrait, 0, points=FACE, seed=7)
    saved(curator, portrait, 1)
    patch(curator, portrait, 1, points=FACE | {"chin": [44, 60]}, beard=0.5)
    third, second, first = saved(curator, portrait, 2, "Beard").json()["versions"]
    assert [v["number"] for v in (first, second, third)] == [1, 2, 3]
    assert (first["name"], first["changed"], first["crop"]) == ("First", [], None)
    assert second["changed"] == ["points"] and second["name"] == "Version 2"
    assert third["changed"] == ["points", "beard"] and third["author"] == "the curator"
    left, top, right, bottom = third["crop"]
    assert left < 44 / 96 < right and top < 60 / 64 < bottom and right - left < 0.5
    assert third["state"] == "draft" and len(third["digest"]) == 64


def test_a_version_is_of_the_draft_that_was_seen(portrait: LivingPortrait, curator: Client) -> None:
    patch(curator, portrait, 0, seed=8)
    assert saved(curator, portrait, 0).status_code == 409
    assert not Version.objects.exists()


def test_restoring_makes_the_draft_what_it_was(portrait: LivingPortrait, curator: Client) -> None:
    version = saved(curator, portrait, 0).json()["versions"][0]
    patch(curator, portrait, 0, seed=8, beard=1)
    url = at("restore", portrait)
    said = {"version": version["id"], "window": "w"}
    assert post(curator, url, **said, revision=0).status_code == 409
    assert post(curator, url, **{**said, "window": "other"}, revision=1).status_code == 423
    told = post(curator, url, **said, revision=1).json()
    assert (told["values"]["seed"], told["values"]["beard"], told["revision"]) == (7, 0.0, 2)
    assert post(curator, url, version="x", window="w", revision=2).status_code == 422


def test_twenty_versions_take_few_questions(
    portrait: LivingPortrait, curator: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        patch(curator, portrait, number, seed=number)
        saved(curator, portrait, number + 1)
    with django_assert_max_num_queries(12):
        told = curator.get(at("versions", portrait)).json()["versions"]
    assert len(told) == 20
    with django_assert_max_num_queries(20):
        assert curator.get(at("", portrait)).status_code == 200


def test_why_a_draft_cannot_be_sent(portrait: LivingPortrait, curator: Client) -> None:
    def why() -> str:
        told = post(curator, at("here", portrait), window="w").json()["why_not"]
        assert isinstance(told, str)
        return told

    assert "Save a version first" in why()
    saved(curator, portrait, 0)
    assert why() == ""
    patch(curator, portrait, 0, seed=8)
    assert "has changed" in why()
    saved(curator, portrait, 1)
    sent = post(curator, at("send", portrait))
    assert sent.status_code == 200, sent.json()
    assert Version.objects.get(number=2).state == Version.State.SUBMITTED
    assert "with the experts" in why()
    assert post(curator, at("send", portrait)).status_code == 422


def test_only_who_may_submit_sends(portrait: LivingPortrait, person: Person) -> None:
    expert = client_of(person("expert"))
    assert post(expert, at("send", portrait)).status_code == 403
    told = post(expert, at("here", portrait), window="e").json()
    assert "permission" in told["why_not"]


def test_the_preview_follows_the_decision(portrait: LivingPortrait) -> None:
    stage = on_stage_of_draft(portrait.pk)
    assert stage and stage.version == portrait and stage.key
    for change, shown in (
        ({"may_move": Artwork.May.NO}, False),
        ({"may_move": Artwork.May.STILL}, False),
        ({"may_move_decided_by": None, "may_move_reason": ""}, True),
        ({"may_move": Artwork.May.NO}, False),
    ):
        Artwork.objects.update(**change)
        portrait.artwork.refresh_from_db()
        stage = on_stage_of_draft(portrait.pk)
        assert stage and (stage.version is not None) is shown, change
        assert (may_be_tried(portrait) is None) is shown


def test_a_changed_draft_is_another_performance(portrait: LivingPortrait, curator: Client) -> None:
    def key() -> str:
        stage = on_stage_of_draft(portrait.pk)
        assert stage
        return stage.key

    before = key()
    words = [{"question_en": "Who?", "language": "en", "text": "Nobody."}]
    patch(curator, portrait, 0, answers=words)
    assert key() == before, "other words need no other performer"
    patch(curator, portrait, 1, seed=8)
    assert key() != before


def test_only_staff_watches_a_draft(portrait: LivingPortrait, person: Person) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert draft_for_staff(person("expert"), portrait.pk) == portrait.pk
    assert draft_for_staff(person(""), portrait.pk) is None
    assert draft_for_staff(AnonymousUser(), portrait.pk) is None


def test_a_still_that_is_none_is_refused(portrait: LivingPortrait, curator: Client) -> None:
    wrong = curator.get(reverse("studio-still", args=[portrait.pk, "draft", "dancing"]))
    assert wrong.status_code == 422 and json.loads(wrong.content)["error"]["ru"]
    missing = curator.get(reverse("studio-still", args=[portrait.pk, "nothing", "rest"]))
    assert missing.status_code == 422
