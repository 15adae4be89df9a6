"""The studio's endpoints: who may what, what is refused where, and that nothing is half-saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Answer, LivingPortrait
from exhibits.portraits.snapshot import save_version
from exhibits.workshop.models import Editing

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]
FACE = {
    "right_eye_outer": [30, 24], "right_eye_inner": [38, 24], "left_eye_inner": [50, 24],
    "left_eye_outer": [58, 24], "nose_tip": [44, 36], "mouth_right": [36, 45],
    "mouth_left": [52, 45], "upper_lip": [44, 43], "lower_lip": [44, 49], "chin": [44, 58],
    "right_cheek": [24, 30], "left_cheek": [64, 30],
}  # fmt: skip


@pytest.fixture
def portrait(ready_work: Artwork) -> LivingPortrait:
    image = ready_work.images.get()
    return LivingPortrait.objects.create(artwork=ready_work, image=image, seed=7)


def at(name: str, portrait: LivingPortrait, *more: Any) -> str:
    return reverse(f"studio-{name}" if name else "studio", args=[portrait.pk, *more])


def client_of(user: User, language: str = "en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def post(client: Client, url: str, **said: Any) -> Any:
    return client.post(url, json.dumps(said), content_type="application/json")


def patch(client: Client, portrait: LivingPortrait, revision: int, **change: Any) -> Any:
    said = {"revision": revision, "window": "w", "change": change}
    url = at("draft", portrait)
    return client.patch(url, json.dumps(said), content_type="application/json")


def answer(**more: Any) -> dict[str, Any]:
    return {"question_en": "Who are you?", "language": "en", "text": "Nobody knows."} | more


@pytest.mark.parametrize(
    ("role", "looks", "edits"),
    [("curator", 200, 200), ("expert", 200, 403), ("registrar", 200, 403), ("", 403, 403)],
)
def test_who_may_look_and_who_may_change(
    portrait: LivingPortrait, person: Person, role: str, looks: int, edits: int
) -> None:
    client = client_of(person(role))
    assert client.get(at("", portrait)).status_code == looks
    assert client.get(at("draft", portrait)).status_code == looks
    assert patch(client, portrait, 0, seed=9).status_code == edits
    assert post(client, at("versions", portrait), revision=1 * (edits == 200)).status_code == edits


def test_strangers_are_sent_to_the_door(portrait: LivingPortrait) -> None:
    client = Client()
    assert client.get(at("", portrait)).headers["Location"].startswith("/admin/login/")
    assert patch(client, portrait, 0, seed=9).status_code == 403
    portrait.refresh_from_db()
    assert portrait.seed == 7


def test_the_studio_allows_no_inline_script(portrait: LivingPortrait, person: Person) -> None:
    response = client_of(person("curator")).get(at("", portrait))
    policy = response.headers["Content-Security-Policy"]
    assert "'unsafe" not in policy and "default-src 'none'" in policy
    assert 'style="' not in response.content.decode()


def test_a_change_is_written_and_told(portrait: LivingPortrait, person: Person) -> None:
    client = client_of(person("curator"))
    told = patch(client, portrait, 0, seed=9, beard=0.5, points=FACE, options={"pose": {"yaw": 3}})
    assert told.status_code == 200
    assert told.json()["revision"] == 1 and told.json()["values"]["seed"] == 9
    portrait.refresh_from_db()
    assert portrait.options == {"pose": {"yaw": 3.0}}
    assert portrait.points and portrait.points["chin"] == [44.0, 58.0]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("beard", 1.5, "from 0 to 1"),
        ("beard", True, "number"),
        ("seed", -1, "whole number"),
        ("seed", None, "whole number"),
        ("face", 1.5, "whole number"),
        ("engine", "magic", "no such engine"),
        ("image", "0" * 32, "another work"),
        ("options", {"sparkle": 1}, "sparkle"),
        ("options", {"pose": {"nod": 1}}, "no axis"),
        ("options", {"pose": {"yaw": "a"}}, "yaw=8"),
        ("options", {"finish": "glossy"}, "glossy"),
        ("options", [], "Names and values"),
        ("points", {"chin": [1, 2]}, "Missing points"),
        ("points", FACE | {"chin": [44, 2]}, "chin must lie below"),
        ("ground", {"brush": [{}]}, "brush 1: path"),
        ("answers", {}, "list"),
        ("nonsense", 1, "no such field"),
    ],
)
def test_a_bad_value_is_refused_in_place_and_nothing_is_written(
    portrait: LivingPortrait, person: Person, field: str, value: Any, words: str
) -> None:
    told = patch(client_of(person("curator")), portrait, 0, **{"touch_x": 0.9, field: value})
    assert told.status_code == 422
    assert list(told.json()["refused"]) == [field]
    assert words in told.json()["refused"][field]["en"] and told.json()["refused"][field]["ru"]
    portrait.refresh_from_db()
    assert (portrait.touch_x, portrait.revision) == (0.2, 0)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"revision": 0, "change": NaN}'])
def test_nonsense_is_not_read(portrait: LivingPortrait, person: Person, body: bytes) -> None:
    client = client_of(person("curator"))
    told = client.patch(at("draft", portrait), body, content_type="application/json")
    assert told.status_code == 400 and told.json()["error"]["en"]


def test_a_draft_that_learns_to_speak_says_so_at_once(
    portrait: LivingPortrait, person: Person
) -> None:
    client = client_of(person("curator"))
    silent = client.get(at("draft", portrait)).json()["label"]
    told = patch(client, portrait, 0, answers=[answer()]).json()["label"]
    assert "synthetic voice" in told["en"] and "голос синтезирован" in told["ru"].replace(
        "\xa0", " "
    )
    assert "voice" not in silent["en"]


def test_answers_are_changed_kept_and_taken_away(portrait: LivingPortrait, person: Person) -> None:
    client = client_of(person("curator"))
    told = patch(client, portrait, 0, answers=[answer(), answer(question_en="Why?")])
    first, second = told.json()["values"]["answers"]
    assert first["id"] != second["id"] and first["words"].endswith(".json")
    version = save_version(portrait, User.objects.get(username="the curator"))
    sources = [{"statement": "Nobody", "source": "Inventory"}]
    told = patch(client, portrait, 1, answers=[second, first | {"sources": sources}])
    assert [a["id"] for a in told.json()["values"]["answers"]] == [second["id"], first["id"]]
    patch(client, portrait, 2, answers=[second])
    patch(client, portrait, 3, answers=[second, first])  # undo brings it back as it was
    drafts = Answer.objects.filter(version=None).order_by("position")
    assert [str(a.pk) for a in drafts] == [second["id"], first["id"]]
    assert version.answers.count() == 2


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"question_en": " "}, "question_ru", "at least one language"),
        ({"question_en": "w" * 81}, "question_en", "80"),
        ({"text": ""}, "text", "Write"),
        ({"text": "[dance]"}, "text", "dance"),
        ({"language": "fr"}, "language", "ru or en"),
        ({"sources": [{"statement": "x"}]}, "sources", "sources"),
        ({"recording": "../../secret"}, "recording", "no such recording"),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(
    portrait: LivingPortrait, person: Person, change: dict[str, Any], field: str, words: str
) -> None:
    answers = [answer(), answer(**change)]
    told = patch(client_of(person("curator")), portrait, 0, answers=answers, seed=1)
    assert list(told.json()["refused"]) == [f"answers.1.{field}"]
    assert words in told.json()["refused"][f"answers.1.{field}"]["en"]
    assert not Answer.objects.exists()


def test_who_knew_an_older_draft_gets_the_newer_one(
    portrait: LivingPortrait, person: Person
) -> None:
    client = client_of(person("curator"))
    LivingPortrait.objects.update(revision=4, beard=0.5)
    told = patch(client, portrait, 3, seed=9)
    assert told.status_code == 409
    assert told.json()["draft"]["revision"] == 4 and told.json()["draft"]["values"]["beard"] == 0.5
    portrait.refresh_from_db()
    assert (portrait.seed, portrait.revision) == (7, 4)


def test_the_second_curator_sees_the_first_and_may_take_over(
    portrait: LivingPortrait, person: Person
) -> None:
    first, other = person("curator"), person("floor manager")
    other.groups.set(first.groups.all())
    one, two = client_of(first), client_of(other)
    here = at("here", portrait)
    assert post(one, here, window="w").json()["mine"]
    told = post(two, here, window="v").json()
    assert (told["mine"], told["by"], told["same"]) == (False, "the curator", False)
    refused = patch(two, portrait, 0, seed=9)
    assert refused.status_code == 423 and "the curator" in refused.json()["error"]["en"]
    assert post(two, here, window="v", take=True).json()["mine"]
    told = post(one, here, window="w").json()
    assert (told["mine"], told["by"]) == (False, "the floor manager")
    assert patch(one, portrait, 0, seed=8).status_code == 423
    portrait.refresh_from_db()
    assert portrait.seed == 7


def test_the_draft_is_free_once_a_window_closes_or_falls_silent(
    portrait: LivingPortrait, person: Person
) -> None:
    curator = client_of(person("curator"))
    here = at("here", portrait)
    assert post(curator, here, window="a").json()["mine"]
    assert post(curator, here, window="b").json() | {"why_not": ""} == {
        "mine": False, "by": "the curator", "same": True, "revision": 0, "versions": 0,
        "why_not": "",
    }  # fmt: skip
    post(curator, here, window="a", leave=True)
    assert post(curator, here, window="b").json()["mine"]
    Editing.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    assert post(curator, here, window="c").json()["mine"]


def test_who_only_looks_never_holds_the_draft(portrait: LivingPortrait, person: Person) -> None:
    post(client_of(person("expert")), at("here", portrait), window="e", take=True)
    assert not Editing.objects.exists()


def test_a_face_by_hand_is_outlined_or_refused(portrait: LivingPortrait, person: Person) -> None:
    client = client_of(person("expert"))
    told = post(client, at("faces", portrait), points=FACE).json()
    assert len(told["outline"]["oval"]) == 37 and told["points"]["chin"] == [44, 58]
    pulled = post(client, at("faces", portrait), points=FACE | {"mouth_left": [64, 41]}).json()
    assert "mouth_left" in pulled["doubtful"]
    assert post(client, at("faces", portrait), points={}).status_code == 422
