"""What was added is handed out for versions on show, kept for ever, made once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.test import Client
from PIL import Image

from exhibits import studio
from exhibits.kiosks.state import read_state
from exhibits.kiosks.telling import state_json
from exhibits.models import Artwork, Version
from exhibits.portraits.performing import hatch_name
from exhibits.portraits.published import published_version
from generation.scene.build import build_scene
from generation.scene.model import Scene
from tests.hang import Hung, hang

pytestmark = pytest.mark.django_db


@pytest.fixture
def hung(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hung:
    """A work on a kiosk; its scene is a small landscape with nobody in it."""

    def scene_for(recipe: studio.Recipe) -> Scene:
        return build_scene(np.full((128, 96, 3), 110, np.uint8), "0" * 64, None, None, (96, 128))

    settings.HATCHES_DIR = tmp_path / "hatches"
    monkeypatch.setattr(studio, "scene_for", scene_for)
    return hang()


def shown() -> Version:
    version = published_version(artwork__slug="lady")
    assert version
    return version


def address(version: Version, kind: str = "png") -> str:
    return f"/hatch/{version.pk}/{hatch_name(version)}.{kind}"


def test_the_mask_is_handed_out_kept_and_made_once(hung: Hung, client: Client) -> None:
    version = shown()
    response = client.get(address(version))
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(response.content)).size == (720, 480)
    kept = studio.Path(studio.settings.HATCHES_DIR) / f"{hatch_name(version)}.png"
    written = kept.stat().st_mtime_ns
    told = client.get(address(version, "json")).json()
    assert told["invented"] == 0 < told["moved"] < 100 and told["parts"] == []
    assert kept.stat().st_mtime_ns == written
    again = client.get(address(version), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_another_look_has_another_name(hung: Hung, client: Client) -> None:
    version = shown()
    before = address(version)
    QuerySet.update(Version.objects.filter(pk=version.pk), face=1)
    assert client.get(before).status_code == 404
    assert address(shown()) != before


def test_what_is_not_on_show_is_for_staff(
    hung: Hung, client: Client, person: Callable[[str], User]
) -> None:
    there = [address(shown(), kind) for kind in ("png", "json")]
    Artwork.objects.update(published=False)
    assert [client.get(a).status_code for a in there] == [404, 404]
    client.force_login(person(""))
    assert client.get(there[0]).status_code == 404, "staff without the right to see versions"
    client.force_login(person("curator"))
    response = client.get(there[0])
    assert response.status_code == 200 and response["Cache-Control"].startswith("private")


def test_a_still_engine_adds_nothing(hung: Hung, client: Client, settings: Any) -> None:
    settings.GENERATION = {"default": {"ENGINE": "still", "OPTIONS": {}}}
    told = client.get(address(shown(), "json")).json()
    assert (told["invented"], told["moved"], told["parts"]) == (0, 0, [])


def test_pages_and_screens_are_told_where_it_is(hung: Hung, client: Client) -> None:
    state = read_state(hung.kiosk_id, 0.0)
    assert state
    current = json.loads(json.dumps(state_json(state, "http://museum")))["current"]
    assert current["hatch"] == {
        "mask": address(shown()),
        "told": address(shown(), "json"),
    }
    page = client.get(f"/en/works/{hung.slug}/").content.decode()
    assert current["hatch"]["mask"] in page and current["hatch"]["told"] in page
