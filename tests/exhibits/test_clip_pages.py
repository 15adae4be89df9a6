"""Clips before visitors and staff: offered, taken in parts, gone once withdrawn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from exhibits.book.models import Entry
from exhibits.catalogue.actions import decide_movement
from exhibits.catalogue.models import Artwork
from exhibits.clips.actions import offer, remove
from exhibits.clips.models import Clip
from exhibits.clips.wishes import Wish
from exhibits.refusal import Refused
from exhibits.review import actions
from tests.exhibits.clips import clip, curator, version

__all__ = ["clip", "curator", "version"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)


def test_visitors_take_home_what_is_offered(client: Client, clip: Clip, curator: User) -> None:
    page, file = f"/en/clips/{clip.pk}/", f"/clips/{clip.pk}/work.mp4"
    assert client.get(page).status_code == client.get(file).status_code == 404
    assert page not in client.get("/en/works/work/").content.decode()
    offer(clip, curator, True)
    told = client.get(page).content.decode()
    assert file in told and "no neural network drew any of it" in told
    assert "Digital animation of the painting" in told and "synthes" not in told
    assert page in client.get("/en/works/work/").content.decode()
    linked = json.loads(told.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (linked["@type"], linked["sha256"]) == ("VideoObject", "a" * 64)
    assert linked["digitalSourceType"].endswith("AlgorithmicallyEnhancedDigitalSource")
    assert linked["contentUrl"].endswith(file)
    answer = client.get(file)
    assert b"".join(answer) == bytes(range(100))  # type: ignore[call-overload]
    assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert "attachment" in client.get(file + "?save")["Content-Disposition"]
    assert client.get(f"/clips/{clip.pk}/other.mp4").status_code == 404
    assert client.get(f"/clips/{clip.pk}/work.c2pa").status_code == 404
    assert client.get(f"/clips/{clip.pk}/work.vtt").status_code == 404, "nobody speaks"
    offer(clip, curator, False)
    assert client.get(page).status_code == client.get(file).status_code == 404
    assert [e.verb for e in Entry.objects.filter(verb__startswith="clip")] == [
        "clip offered", "clip taken back",
    ]  # fmt: skip


@pytest.mark.parametrize("burnt", [True, False])
def test_what_is_said_can_be_read(client: Client, clip: Clip, curator: User, burnt: bool) -> None:
    answer = clip.version.answers.get()
    told = {"answer": str(answer.pk), "captions": burnt, "language": "en"}
    Clip.objects.filter(pk=clip.pk).update(told=Wish(**told).told())
    offer(clip, curator, True)
    page = client.get(f"/en/clips/{clip.pk}/").content.decode()
    assert '<div class="text" lang="ru"><p>Да.</p></div>' in page
    assert ('<track kind="captions"' in page) is not burnt, "not twice in the picture"
    captions = client.get(f"/clips/{clip.pk}/work.vtt")
    assert captions["Content-Type"].startswith("text/vtt")
    assert re.fullmatch(r"WEBVTT\n\n0\S+ --> 0\S+\nДа\.\n", captions.content.decode())
    actions.withdraw(clip.version, curator)
    assert client.get(f"/clips/{clip.pk}/work.vtt").status_code == 410


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("bytes=0-9", 206, bytes(range(10))),
        ("bytes=90-", 206, bytes(range(90, 100))),
        ("bytes=-3", 206, bytes(range(97, 100))),
        ("bytes=95-300", 206, bytes(range(95, 100))),
        ("bytes=100-", 416, b""),
        ("bytes=0-1,5-6", 200, bytes(range(100))),
        ("lines=1-2", 200, bytes(range(100))),
    ],
    ids=str,
)
def test_players_ask_for_parts(
    client: Client, clip: Clip, curator: User, asked: str, status: int, told: bytes
) -> None:
    offer(clip, curator, True)
    answer = client.get(f"/clips/{clip.pk}/work.mp4", headers={"Range": asked})
    assert answer.status_code == status
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert body == told
    again = client.get(f"/clips/{clip.pk}/work.mp4", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_was_withdrawn_is_gone(
    client: Client, clip: Clip, curator: User, language: str
) -> None:
    offer(clip, curator, True)
    actions.withdraw(clip.version, curator)
    page = client.get(f"/{language}/clips/{clip.pk}/")
    assert page.status_code == 410
    words = {"ru": "сняли с показа", "en": "was withdrawn"}[language]
    assert words in page.content.decode()
    file = client.get(f"/clips/{clip.pk}/work.mp4", headers={"Accept-Language": language})
    assert file.status_code == 410 and words in file.content.decode()
    with pytest.raises(Refused, match="withdrawn"):
        offer(clip, curator, True)


def test_what_may_not_move_is_gone(
    client: Client, clip: Clip, curator: User, person: Callable[[str], User]
) -> None:
    offer(clip, curator, True)
    decide_movement(clip.version.portrait.artwork, Artwork.May.NO, "No.", person("registrar"))
    assert client.get(f"/clips/{clip.pk}/work.mp4").status_code == 410


def test_a_clip_is_removed_with_its_file(clip: Clip, curator: User) -> None:
    path = Path(clip.file.path)
    remove(clip, curator)
    assert not Clip.objects.exists() and not path.exists()
    assert Entry.objects.filter(verb="clip removed").exists()


def test_staff_ask_watch_cancel_and_offer(
    client: Client, clip: Clip, curator: User, person: Callable[[str], User]
) -> None:
    version, portrait = clip.version, clip.version.portrait_id
    desk = f"/admin/studio/{portrait}/clips/"
    api = f"{desk}clips.json"
    wish = {"version": str(version.pk), "suffix": ".gif", "seconds": 1}

    def post(address: str, body: dict[str, Any]) -> Any:
        return client.post(address, body, content_type="application/json")

    assert client.get(desk).status_code == 302 and client.get(api).status_code == 403
    client.force_login(person("expert"))
    assert client.get(desk).status_code == 200
    assert client.get(api).json()["clips"][0]["sha256"] == "a" * 64
    assert post(api, wish).status_code == 422, "experts look only"
    client.force_login(curator)
    assert post(api, wish | {"fps": 1000}).status_code == 422
    assert post(api, {"version": "x"}).status_code == 400
    job = post(api, wish).json()
    assert client.get(api).json()["jobs"][0] == job and job["state"] == "waiting"
    assert post(job["cancel"], {}).json()["jobs"][0]["state"] == "cancelled"
    assert post(job["cancel"], {}).status_code == 422
    assert post(job["retry"], {}).json()["jobs"][0]["state"] == "waiting"
    told = client.get(api).json()["clips"][0]
    assert post(told["offer"], {"public": True}).json()["clips"][0]["public"] is True
    assert post(told["offer"], {"public": "yes"}).status_code == 400
    assert client.get(told["file"]).status_code == 200
    assert post(told["remove"], {}).json()["clips"] == []
    assert client.get(told["file"]).status_code == 404
