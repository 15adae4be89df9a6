"""What the tools ask the server: motions proposed, sentences read back, mistakes told by line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import generation
from exhibits.catalogue.actions import add_picture
from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import LivingPortrait
from exhibits.workshop.moving import tell_parts

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]
HOUSE = Path(settings.BASE_DIR) / "exhibits" / "catalogue" / "house_collection"


@pytest.fixture
def sea(work: Artwork) -> LivingPortrait:
    """Return the draft of a small landscape: no face, no model is needed."""
    y, x = np.mgrid[0:240, 0:320]
    level = 120 + 60 * np.sin(y * 0.9) * (y > 120) + 10 * np.sin(x * 0.05)
    rgb = np.dstack([level * 0.5, level * 0.8, level]).clip(0, 255).astype(np.uint8)
    return _portrait(work, generation.encode_clean(rgb, "PNG"))


@pytest.fixture
def client(person: Person) -> Client:
    client = Client()
    client.force_login(person("curator"))
    client.cookies["django_language"] = "en"
    return client


def _portrait(work: Artwork, data: bytes) -> LivingPortrait:
    image = add_picture(work, io.BytesIO(data), None, "picture.png")
    return LivingPortrait.objects.create(artwork=work, image=image, seed=7)


def post(client: Client, name: str, portrait: LivingPortrait, **said: Any) -> Any:
    url = reverse(f"studio-{name}", args=[portrait.pk])
    return client.post(url, json.dumps(said), content_type="application/json")


LOW = [[20, 150], [300, 150], [300, 235], [20, 235]]


def test_a_motion_is_proposed_with_its_reason(client: Client, sea: LivingPortrait) -> None:
    told = post(client, "motion", sea, flow={"polygon": LOW}).json()
    assert told["motion"] == "water" and "horizon" in told["why"]
    assert told["seconds"] > 0 and isinstance(told["still"], list)
    assert told["motion"] in dict(_config(client, sea)["choices"]["motions"])


def test_every_motion_of_the_engine_can_be_chosen(client: Client, sea: LivingPortrait) -> None:
    choices = _config(client, sea)["choices"]
    assert [name for name, _ in choices["motions"]] == list(generation.MOTIONS)
    assert [name for name, *_ in choices["presets"]] == list(choices["finish"]["presets"])
    assert set(choices["parameters"]) <= set(choices["finish"]["ranges"])


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        ({"polygon": LOW[:2]}, "flow 1"),
        ({"polygon": [[0, 0], [1, 0], [1, 1]]}, "empty"),
        ({"stroke": [[20, 150], [30, 150]], "mask": "x"}, "one of polygon"),
        ({"polygon": LOW, "sparkle": 1}, "sparkle"),
    ],
)
def test_an_area_that_cannot_be_is_refused(
    client: Client, sea: LivingPortrait, flow: dict[str, Any], words: str
) -> None:
    told = post(client, "motion", sea, flow=flow)
    assert told.status_code == 422 and words in told.json()["error"]["en"]


def test_a_camera_sentence_is_read_back_with_times_and_frames(
    client: Client, sea: LivingPortrait
) -> None:
    sentence = "push in on the centre, 4 seconds, then back to the whole picture"
    told = post(client, "camera", sea, sentence=sentence).json()
    assert [(step["begin"], step["end"]) for step in told["steps"]] == [(0, 4), (4, 7)]
    assert "Push in" in told["steps"][0]["words"] and told["seconds"] == 7
    whole, near, back = (frame["corners"] for frame in told["frames"])
    assert whole == back == [[0, 0], [320, 0], [320, 240], [0, 240]]
    assert near[1][0] - near[0][0] == pytest.approx(320 / 1.25, rel=0.05)
    assert {"zoom", "x", "y", "roll"} == set(told["path"][0]) and len(told["path"]) == 71


@pytest.mark.parametrize(
    ("sentence", "words", "nearest"),
    [
        ("fly through the wall", "cannot be entered", "push in strongly on the face"),
        ("puhs in, 3 seconds", "does not know", None),
        ("развернись на 180°", "cannot turn round", "поворот вправо на 10°"),
        ("orbit left by 20 degrees", "out of range", None),
        ("", "Say what", ""),
    ],
)
def test_what_no_camera_does_is_refused_with_the_nearest(
    client: Client, sea: LivingPortrait, sentence: str, words: str, nearest: str | None
) -> None:
    told = post(client, "camera", sea, sentence=sentence).json()
    assert words in told["wrong"] and "steps" not in told
    if nearest is not None:
        assert told["nearest"] == nearest
    else:
        assert told["nearest"]
        generation.read_camera(told["nearest"])


def test_a_script_is_checked_line_by_line(client: Client, sea: LivingPortrait) -> None:
    text = "[smile] Hello. [/smile] I am *old*.\n\nAnd [lok left] here."
    told = post(client, "script", sea, text=text, language="en").json()
    assert told["lines"] == [3] and "[lok]" in told["wrong"]
    text = text.replace("lok", "look") + "\n\n[camera fly through the wall] Bye."
    told = post(client, "script", sea, text=text, language="en").json()
    assert told["lines"] == [5] and "line 5" in told["wrong"]
    told = post(client, "script", sea, text=text.split("[camera")[0], language="en").json()
    assert told["wrong"] == "" and told["sentences"] == ["Hello.", "I am old.", "And here."]


def test_a_voice_mark_has_tempo_and_pitch() -> None:
    script = generation.read_script("[voice woman rate=0.9 pitch=-2]\n\nHello.")
    voice = script.voice
    assert (voice.speaker, voice.rate, voice.pitch) == ("woman", 0.9, -2)
    assert generation.read_script("[voice engine=anna]\n\nHello.").voice.engine == "anna"
    with pytest.raises(generation.GenerationError, match="line 1"):
        generation.read_script("[voice woman rate=9]\n\nHello.")


def test_a_recording_is_kept_as_an_answer_wants_it(client: Client, sea: LivingPortrait) -> None:
    url = reverse("studio-recording", args=[sea.pk])
    refused = client.post(url, {"file": SimpleUploadedFile("a.wav", b"no sound")})
    assert refused.status_code == 422 and refused.json()["error"]["ru"]
    assert client.post(url).status_code == 422
    told = client.post(url, {"file": SimpleUploadedFile("a.wav", _wav())}).json()
    kept = Path(settings.MEDIA_ROOT) / told["recording"]
    assert kept.suffix == ".flac" and kept.stat().st_size > 1000
    answer = {"question_en": "Who?", "language": "en", "text": "Me.", **told}
    change = {"revision": 0, "window": "w", "change": {"answers": [answer]}}
    saved = client.patch(
        reverse("studio-draft", args=[sea.pk]), json.dumps(change), content_type="application/json"
    )
    assert saved.json()["values"]["answers"][0]["recording"] == told["recording"]


def test_only_curators_may_upload(person: Person, sea: LivingPortrait) -> None:
    client = Client()
    client.force_login(person("expert"))
    assert post(client, "camera", sea, sentence="push in").status_code == 200
    url = reverse("studio-recording", args=[sea.pk])
    assert client.post(url, {"file": SimpleUploadedFile("a.wav", _wav())}).status_code == 403


@pytest.mark.parametrize("name", ["motion", "camera", "script"])
def test_nonsense_is_not_read(client: Client, sea: LivingPortrait, name: str) -> None:
    assert post(client, name, sea, text=1, flow=[], sentence=None).status_code == 400


def test_face_is_protected_and_no_brush_takes_it(work: Artwork, client: Client) -> None:
    portrait = _portrait(work, (HOUSE / "lady.jpg").read_bytes())
    assert client.get(reverse("studio-parts", args=[portrait.pk])).json()["parts"]["sitter"]
    (face,) = tell_parts(portrait)["face"]
    middle = np.mean(face, 0)
    inner = (middle + (np.array(face) - middle) * 0.9).round().tolist()
    way = [list(middle), [middle[0] + 90, middle[1]]]
    ground = {"brush": [{"polygon": inner, "path": way, "matte": "drawn"}], "still": [face]}
    told = client.patch(
        reverse("studio-draft", args=[portrait.pk]),
        json.dumps({"revision": 0, "window": "w", "change": {"ground": ground}}),
        content_type="application/json",
    )
    assert told.status_code == 422
    assert "covered by the still mask" in told.json()["refused"]["ground"]["en"]


def _config(client: Client, portrait: LivingPortrait) -> dict[str, Any]:
    page = client.get(reverse("studio", args=[portrait.pk])).content.decode()
    text = page.split('id="studio-config" type="application/json">')[1].split("</script>")[0]
    found: dict[str, Any] = json.loads(text)
    return found


def _wav() -> bytes:
    """Return a second of a vowel-like tone."""
    t = np.arange(24_000) / 24_000
    wave_ = 0.3 * np.sin(2 * np.pi * 140 * t) * (1 + 0.5 * np.sin(2 * np.pi * 3 * t))
    data = (wave_ * 32767).astype("<i2").tobytes()
    head = (
        b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    )
    form = (1).to_bytes(2, "little") * 2 + (24_000).to_bytes(4, "little")
    form += (48_000).to_bytes(4, "little") + (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    return head + form + b"data" + len(data).to_bytes(4, "little") + data
