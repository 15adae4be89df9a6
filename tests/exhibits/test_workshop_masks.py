"""Parts corrected in the studio: told, refused in words, kept by versions, another scene."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client

from exhibits import studio
from exhibits.portraits.models import FrozenRecord, LivingPortrait
from exhibits.portraits.performing import make_scene, recipe_of
from exhibits.portraits.snapshot import digest_of, restore_version, save_version, told
from exhibits.workshop.versions import tell_versions
from tests.exhibits.fayum import curator, portrait
from tests.exhibits.test_workshop_draft import at, patch

__all__ = ["curator", "portrait"]  # fixtures
pytestmark = pytest.mark.django_db
BAND = [[40, 520], [440, 520], [440, 600], [40, 600]]
MASKS: dict[str, Any] = {
    "version": 1, "picture": [480, 640], "head": [], "hair": [],
    "sitter": [{"as": "away", "polygon": BAND}],
}  # fmt: skip


def part(client: Client, portrait: LivingPortrait, name: str) -> Any:
    found = client.get(at("masks", portrait)).json()
    wide, high = found["size"]
    data = base64.b64decode(found["parts"][name])
    return np.frombuffer(data, np.uint8).reshape(high, wide)


def test_a_correction_changes_the_parts_and_a_version_keeps_it(
    portrait: LivingPortrait, curator: Client
) -> None:
    before = part(curator, portrait, "sitter")
    first = save_version(portrait, User.objects.get(username="the curator"))
    assert patch(curator, portrait, 0, masks=MASKS).status_code == 200
    after = part(curator, portrait, "sitter")
    rows, columns = slice(100, 110), slice(20, 70)
    assert before[rows, columns].mean() > 100 and not after[rows, columns].any()

    portrait.refresh_from_db()
    version = save_version(portrait, first.author)
    assert version.masks == MASKS and version.digest != first.digest
    newest, _ = tell_versions(portrait)
    assert newest["changed"] == ["masks"] and newest["crop"] is not None
    assert "masks" in told(version, ()) and "masks" not in told(first, ())
    with pytest.raises(FrozenRecord):
        type(version).objects.filter(pk=version.pk).update(masks=None)

    assert patch(curator, portrait, 1, masks=None).status_code == 200
    portrait.refresh_from_db()
    assert digest_of(portrait, ()) == first.digest, "taken back, nothing is left of it"
    assert restore_version(version).masks == MASKS


def test_other_masks_are_another_scene_and_none_is_the_old_name(portrait: LivingPortrait) -> None:
    plain = recipe_of(portrait).scene
    sha256 = portrait.image.stored_sha256
    name = studio.scene_key(sha256, plain)
    portrait.masks = MASKS
    corrected = recipe_of(portrait)
    assert studio.scene_key(sha256, corrected.scene) != name
    scene = make_scene(portrait)
    breath = scene.bases[scene.base_axes.index("breath")]
    assert not breath[:, 100:110, 20:70].any()
    portrait.masks = None
    assert studio.scene_key(sha256, recipe_of(portrait).scene) == name


@pytest.mark.parametrize(
    ("masks", "words"),
    [
        ([], "Names and values"),
        ({**MASKS, "sitter": [{"as": "away", "polygon": BAND[:2]}]}, "stroke 1: polygon"),
        ({**MASKS, "sitter": MASKS["sitter"] * 201}, "at most 200"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    portrait: LivingPortrait, curator: Client, masks: Any, words: str
) -> None:
    answer = patch(curator, portrait, 0, masks=masks, seed=5)
    assert answer.status_code == 422 and words in answer.json()["refused"]["masks"]["en"]
    portrait.refresh_from_db()
    assert (portrait.masks, portrait.seed) == (None, 1)
