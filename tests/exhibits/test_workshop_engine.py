"""The studio's choice of an engine: what is offered, what is refused and where, what is kept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from exhibits.catalogue.actions import add_picture
from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import options_of
from exhibits.portraits.snapshot import restore_version, save_version
from exhibits.workshop.enginery import live_aliases, tell_engines
from tests.exhibits.conftest import picture_bytes

pytestmark = pytest.mark.django_db
FLOW = {"version": 1, "flow": [{"polygon": [[2, 2], [60, 2], [60, 40]]}]}


@pytest.fixture(autouse=True)
def engines(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name every kind of engine; no weights are registered."""
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "models"))
    settings.GENERATION = {
        "default": {"ENGINE": "rig", "OPTIONS": {"luma": "linear"}},
        "still": {"ENGINE": "still", "OPTIONS": {}},
        "film": {"ENGINE": "film", "OPTIONS": {}},
        "neural": {"ENGINE": "liveportrait", "OPTIONS": {}},
        "flux": {"ENGINE": "bfl", "OPTIONS": {}},
    }


@pytest.fixture
def curator(person: Callable[[str], User]) -> User:
    return person("curator")


@pytest.fixture
def draft(work: Artwork) -> LivingPortrait:
    image = add_picture(work, io.BytesIO(picture_bytes()), None, "work.png")
    return LivingPortrait.objects.create(artwork=work, image=image, seed=7)


@pytest.fixture
def client(curator: User) -> Client:
    client = Client()
    client.force_login(curator)
    return client


def change(client: Client, draft: LivingPortrait, **values: Any) -> Any:
    url = reverse("studio-draft", args=[draft.pk])
    said = {"revision": LivingPortrait.objects.get(pk=draft.pk).revision, "change": values}
    return client.patch(url, json.dumps(said | {"window": "w"}), content_type="application/json")


def told(draft: LivingPortrait) -> dict[str, dict[str, Any]]:
    return {one["alias"]: one for one in tell_engines(draft)}


def test_live_engines_are_offered_and_what_is_missing_is_said(draft: LivingPortrait) -> None:
    assert live_aliases() == ["default", "still", "film", "neural"]
    found = told(draft)
    assert list(found)[:4] == ["default", "still", "film", "neural"] and "flux" not in found
    assert [one["missing"] for one in found.values()][:2] == ["", ""]
    assert found["default"]["about"] == "программа двигает саму картину"
    assert found["film"]["help"] == reverse("chains")
    assert "models add liveportrait" in found["neural"]["missing"]
    assert found["neural"]["help"] == "/admin/engines/#engine-liveportrait"
    assert "InsightFace" in found["neural"]["trap"]
    with translation.override("en"):
        found = told(draft)
    assert found["neural"]["about"] == "a neural network changes the picture"
    assert found["film"]["missing"].startswith("This portrait has no film yet")


def test_an_engine_that_no_setting_names_is_told_too(draft: LivingPortrait, settings: Any) -> None:
    settings.GENERATION = {"default": {"ENGINE": "rig"}}
    draft.engine = "gone"
    rows = [(one["alias"], one["label"], bool(one["missing"])) for one in tell_engines(draft)]
    assert rows[0] == ("default", "Геометрическая анимация", False)
    assert ("", "Неподвижная картина", True) in rows and rows[-1] == ("gone", "gone", True)


def test_the_form_asks_for_what_no_tool_and_no_setting_decides(draft: LivingPortrait) -> None:
    with translation.override("en"):
        found = told(draft)
    assert set(found["neural"]["form"]) == {"dtype", "fps"}
    assert set(found["default"]["form"]) == {"renderer", "luma"}
    luma = found["default"]["form"]["luma"]
    assert luma["default"] == "linear", "as the museum's settings say"
    assert luma["enum"] == ["catmull-rom", "linear"] and "softer" in luma["titles"][1]
    assert luma["title"] == "How brightness is taken between pixels"
    assert set(found["still"]["idle"]) == {"pose", "finish", "brush", "camera"}
    assert found["neural"]["idle"] == ["pose"] and found["default"]["idle"] == []


def test_engine_and_options_are_kept_and_an_old_version_brings_them_back(
    client: Client, draft: LivingPortrait, curator: User
) -> None:
    asked = {"engine": "default", "options": {"luma": "catmull-rom"}}
    assert change(client, draft, **asked).status_code == 200
    version = save_version(draft, curator)
    answer = change(client, draft, engine="still", options={})
    assert answer.status_code == 200, answer.json()
    values = client.get(reverse("studio-draft", args=[draft.pk])).json()["values"]
    assert (values["engine"], values["options"]) == ("still", {})
    restored = restore_version(version)
    assert (restored.engine, restored.options) == ("default", {"luma": "catmull-rom"})


def test_a_wrong_option_is_refused_at_its_field(client: Client, draft: LivingPortrait) -> None:
    LivingPortrait.objects.filter(pk=draft.pk).update(engine="neural")
    refused = change(client, draft, options={"fps": 90, "dtype": "int3", "device": 4})
    assert refused.status_code == 422
    wrong = refused.json()["refused"]
    assert set(wrong) == {"options.fps", "options.dtype", "options"}, "device is no field"
    assert wrong["options.fps"]["en"] == "Option fps: expected a number from 0 to 60, not 90."
    assert "число от 0 до 60" in wrong["options.fps"]["ru"]
    unknown = change(client, draft, options={"pose": {"yaw": 1.0}}).json()["refused"]
    assert "pose" in unknown["options"]["en"]
    both = change(client, draft, engine="default", options={"luma": "odd"}).json()["refused"]
    assert list(both) == ["options.luma"], "the engine itself is well"
    assert LivingPortrait.objects.get(pk=draft.pk).options == {}


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ("neural", "models add liveportrait"),
        ("film", "no film yet"),
        ("flux", "cannot animate a portrait"),
        ("none", "no such engine"),
    ],
)
def test_what_cannot_animate_here_cannot_be_chosen(
    client: Client, draft: LivingPortrait, engine: str, words: str
) -> None:
    refused = change(client, draft, engine=engine, options={})
    assert refused.status_code == 422
    assert words in refused.json()["refused"]["engine"]["en"]


def test_an_engine_without_a_brush_is_not_told_of_it(client: Client, draft: LivingPortrait) -> None:
    assert change(client, draft, ground=FLOW).status_code == 200
    kept = LivingPortrait.objects.get(pk=draft.pk)
    assert options_of(kept) == {"ground": FLOW}
    assert change(client, draft, engine="still").status_code == 200
    kept = LivingPortrait.objects.get(pk=draft.pk)
    assert kept.ground == FLOW and options_of(kept) == {}


def test_films_a_portrait_played_are_offered_again(draft: LivingPortrait, curator: User) -> None:
    old, new = "a" * 64, "b" * 64
    for film in (old, new):
        draft.engine, draft.options = "film", {"film": film}
        draft.save()
        save_version(draft, curator)
    draft.engine, draft.options = "default", {}
    found = told(draft)["film"]
    assert found["missing"] == "" and found["start"] == {"film": new}
    assert found["form"]["film"]["enum"] == [new, old]
    assert found["form"]["film"]["titles"] == ["фильм версии 2", "фильм версии 1"]
    assert "folder" not in found["form"] and "folder" in found["knows"]
