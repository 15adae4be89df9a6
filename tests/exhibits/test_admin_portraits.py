"""Living portraits in the back of house: made, changed, looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exhibits.catalogue.actions import publish
from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.snapshot import save_version
from exhibits.review.actions import bring_before_visitors

pytestmark = pytest.mark.django_db
ADD = reverse("admin:exhibits_livingportrait_add")


@pytest.fixture
def curator(client: Client, person: Callable[[str], User]) -> Client:
    client.force_login(person("curator"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def portrait(ready_work: Artwork) -> LivingPortrait:
    image = ready_work.images.get()
    return LivingPortrait.objects.create(artwork=ready_work, image=image, seed=7)


def address(portrait: LivingPortrait) -> str:
    return reverse("admin:exhibits_livingportrait_change", args=[portrait.pk])


def form_of(portrait: LivingPortrait, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends when somebody saves this portrait."""
    return {
        "image": portrait.image_id, "engine": "default", "seed": 7, "face": 0, "beard": 0,
        "options": "{}", "points": "null", "ground": "null", "touch_x": 0.2, "touch_y": 0.66,
        "initial-seed": 7, "initial-options": "{}",
        "answers-TOTAL_FORMS": 0, "answers-INITIAL_FORMS": 0,
    } | changes  # fmt: skip


def test_bringing_a_work_to_life(curator: Client, ready_work: Artwork) -> None:
    assert curator.post(ADD, {"artwork": ready_work.pk}).status_code == 302
    assert LivingPortrait.objects.get().image == ready_work.images.get()


def test_a_work_without_a_picture_cannot_live(curator: Client, work: Artwork) -> None:
    assert "upload one first" in curator.post(ADD, {"artwork": work.pk}).content.decode()


def test_a_changed_draft_leaves_the_published_version(
    curator: Client, portrait: LivingPortrait, person: Callable[[str], User]
) -> None:
    version = save_version(portrait, person("another curator"))
    bring_before_visitors(version, version.author, timezone.now())
    publish(portrait.artwork)
    assert curator.post(address(portrait), form_of(portrait, seed=8)).status_code == 302
    portrait.refresh_from_db()
    version.refresh_from_db()
    assert (portrait.seed, portrait.revision, version.seed) == (8, 1, 7)
    listed = curator.get(reverse("admin:exhibits_livingportrait_changelist")).content.decode()
    assert "version 1" in listed and "Yes" in listed


def test_the_expert_sees_and_cannot_touch(
    client: Client, portrait: LivingPortrait, person: Callable[[str], User]
) -> None:
    client.force_login(person("expert"))
    assert client.get(address(portrait)).status_code == 200
    assert client.post(address(portrait), form_of(portrait, seed=9)).status_code == 403
    portrait.refresh_from_db()
    assert (portrait.seed, portrait.revision) == (7, 0)
