"""Living portraits in the back of house: made, tried, approved, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.catalogue.models import Artwork
from exhibits.portraits.actions import approve
from exhibits.portraits.models import LivingPortrait

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


def test_a_changed_look_waits_for_approval_again(
    curator: Client, portrait: LivingPortrait, person: Callable[[str], User]
) -> None:
    approve(portrait, person("another curator"))
    assert curator.post(address(portrait), form_of(portrait, touch_x=0.5)).status_code == 302
    portrait.refresh_from_db()
    assert (portrait.touch_x, portrait.approved_at is None) == (0.5, False)
    assert curator.post(address(portrait), form_of(portrait, seed=8)).status_code == 302
    portrait.refresh_from_db()
    assert portrait.approved_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("face", "approved", "words"),
    [(0, True, "Approved. Visitors may see it."), (3, False, "There is no face 3")],
)
def test_only_what_can_be_shown_is_approved(
    curator: Client,
    portrait: LivingPortrait,
    settings: Any,
    tmp_path: Path,
    face: int,
    approved: bool,
    words: str,
) -> None:
    settings.SCENES_DIR = tmp_path / "scenes"
    sent = form_of(portrait, face=face) | {"exhibits_livingportrait_approve_it": "1"}
    assert curator.post(address(portrait), sent).headers["Location"] == address(portrait)
    portrait.refresh_from_db()
    assert (portrait.face, portrait.approved_at is not None) == (face, approved)
    assert words in curator.get(address(portrait)).content.decode()
    assert bool(list(tmp_path.glob("scenes/*.npz"))) is approved


def test_the_expert_sees_and_cannot_touch(
    client: Client, portrait: LivingPortrait, person: Callable[[str], User]
) -> None:
    client.force_login(person("expert"))
    assert client.get(address(portrait)).status_code == 200
    sent = form_of(portrait, seed=9) | {"exhibits_livingportrait_approve_it": "1"}
    assert client.post(address(portrait), sent).status_code == 403
    portrait.refresh_from_db()
    assert (portrait.seed, portrait.approved_at) == (7, None)
