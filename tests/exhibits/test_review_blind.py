"""Nobody learns what an expert said before a version is decided: not from any page or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.test import Client
from django.urls import get_resolver, reverse

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.review import actions
from exhibits.review.actions import Opinion
from exhibits.review.blind import first_sealed, waiting_for

pytestmark = pytest.mark.django_db
State = Version.State
NOTE = "The lids are painted by nobody."
AGAINST = Opinion("return", True, False, True, False, NOTE, [
    {"t": 1.5, "x": 0.4, "y": 0.3, "note": "this very lid", "answer": ""}
])  # fmt: skip
YES = Opinion("approve", True, True, True, True)
READERS = ("curator", "registrar", "floor manager", "another expert", "everything")


@pytest.fixture
def people(person: Callable[[str], User]) -> dict[str, User]:
    named = {role: person(role) for role in ("curator", "registrar", "floor manager", "expert")}
    for name in ("another expert", "third expert"):
        named[name] = User.objects.create_user(name, is_staff=True)
        named[name].groups.set(named["expert"].groups.all())
    named["everything"] = User.objects.create_superuser("everything")
    named["expert"].first_name, named["expert"].last_name = "Zinaida", "Quietova"
    named["expert"].save()
    return named


@pytest.fixture
def judged(ready_work: Artwork, people: dict[str, User]) -> Version:
    """Return a version in review on which one expert has spoken."""
    portrait = LivingPortrait.objects.create(artwork=ready_work, image=ready_work.images.get())
    version = save_version(portrait, people["curator"])
    QuerySet.update(Version.objects.all(), state=State.IN_REVIEW)
    version.refresh_from_db()
    actions.judge(version, people["expert"], AGAINST)
    return version


def entered(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def pages(version: Version) -> Iterator[str]:
    """Yield the address of every page and JSON that could tell of a version."""
    own = {
        "portrait_id": version.portrait_id, "version_id": version.pk, "image_id": version.image_id,
        "which": version.pk, "moment": "rest", "slug": version.portrait.artwork.slug,
    }  # fmt: skip
    for room in ("exhibits.desk.urls", "exhibits.workshop.urls", "exhibits.public.urls"):
        for pattern in get_resolver(room).url_patterns:
            arguments = pattern.pattern.converters  # type: ignore[union-attr]
            if "moment" not in arguments and arguments.keys() <= own.keys():
                yield reverse(pattern.name, kwargs={name: own[name] for name in arguments})
    yield reverse("admin:index")
    for model in ("entry", "version", "livingportrait", "artwork", "withdrawal"):
        yield reverse(f"admin:exhibits_{model}_changelist")
    yield reverse("admin:exhibits_livingportrait_change", args=[version.portrait_id])
    yield f"{reverse('admin:exhibits_entry_changelist')}?q={version.pk}"
    yield f"{reverse('admin:exhibits_entry_changelist')}?verb=judged"
    yield reverse("admin:exhibits_entry_download")


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return data.decode("utf-8", "replace") if answer.status_code == 200 else ""


@pytest.mark.parametrize("reader", READERS)
def test_no_page_tells_of_a_verdict_before_the_decision(
    judged: Version, people: dict[str, User], reader: str
) -> None:
    client, seen = entered(people[reader]), 0
    for address in pages(judged):
        text = read(client, address)
        seen += bool(text)
        for secret in (NOTE, "this very lid", "Quietova", "Return with a note.", "judged version:"):
            assert secret not in text, (address, secret)
        assert '"verb": "judged"' not in text, address
    assert seen >= 12, "most of these can be read at all"


def test_who_has_spoken_reads_their_own_and_no_more(
    judged: Version, people: dict[str, User]
) -> None:
    own = read(entered(people["expert"]), reverse("desk", args=[judged.pk]))
    assert NOTE in own and "You have given your verdict already." in own
    assert 'name="decision"' not in own
    actions.judge(judged, people["another expert"], YES)
    assert judged.state == State.IN_REVIEW, "they disagree: a third is called"
    own = read(entered(people["another expert"]), reverse("desk", args=[judged.pk]))
    assert NOTE not in own and "Quietova" not in own


def test_after_the_decision_everybody_reads_all_of_it(
    judged: Version, people: dict[str, User]
) -> None:
    actions.judge(judged, people["another expert"], YES)
    actions.judge(judged, people["third expert"], YES)
    assert judged.state == State.APPROVED
    for reader in ("curator", "registrar", "another expert", "third expert"):
        client = entered(people[reader])
        desk = read(client, reverse("desk", args=[judged.pk]))
        assert NOTE in desk and "Zinaida Quietova" in desk and "this very lid" in desk
        assert "Zinaida Quietova" in read(client, reverse("admin:exhibits_version_changelist"))
        book = read(client, reverse("admin:exhibits_entry_download"))
        verbs = [json.loads(line)["verb"] for line in book.splitlines()]
        assert verbs[-4:] == ["judged", "judged", "judged", "approved"]


def test_the_book_downloads_up_to_the_first_sealed_verdict(
    judged: Version, people: dict[str, User]
) -> None:
    book = read(entered(people["registrar"]), reverse("admin:exhibits_entry_download"))
    numbers = [json.loads(line)["number"] for line in book.splitlines()]
    assert numbers == list(range(1, first_sealed() or 0))


def test_what_waits_for_whom(judged: Version, people: dict[str, User]) -> None:
    def waiting(name: str) -> list[Version]:
        return list(waiting_for(people[name]))

    assert waiting("another expert") == waiting("everything") == [judged]
    assert waiting("expert") == waiting("curator") == []
    page = read(entered(people["another expert"]), reverse("admin:index"))
    assert "versions wait for your verdict" in page
    people["curator"].groups.set(people["expert"].groups.all())
    assert not list(waiting_for(User.objects.get(username="the curator"))), "it is their own"


def test_the_desk_takes_a_verdict_with_marks(judged: Version, people: dict[str, User]) -> None:
    client, here = entered(people["another expert"]), reverse("desk-verdict", args=[judged.pk])
    mark = {"t": 2.5, "x": 0.25, "y": 0.5, "note": "too dark", "answer": "Who?"}
    sent = {"decision": "return", "faithful": "yes", "note": "Less.", "marks": json.dumps([mark])}
    for wrong in (
        {"decision": "perhaps"}, {"note": " "}, {"marks": "{}"}, {"marks": "[1]"},
        {"marks": '[{"t": 1e999, "x": 0, "y": 0}]'}, {"decision": "approve"},
        {"marks": '[{"t": 1, "x": 0, "y": 2}]'}, {"marks": '[{"t": 1, "x": 0, "y": 1, "z": 1}]'},
    ):  # fmt: skip
        answer = client.post(here, sent | wrong)
        assert (answer.status_code == 422 and b"Less." in answer.content) or wrong.get("note")
    assert judged.verdicts.count() == 1
    assert client.post(here, sent).status_code == 302
    given = judged.verdicts.get(expert=people["another expert"])
    assert (given.decision, given.faithful, given.tasteful) == ("return", True, False)
    assert given.marks == [mark]


@pytest.mark.parametrize(("who", "status"), [("", 302), ("nobody", 403), ("registrar", 200)])
def test_who_may_come_to_the_desk(
    judged: Version, people: dict[str, User], who: str, status: int
) -> None:
    client = Client()
    if who == "nobody":
        client.force_login(User.objects.create_user("nobody", is_staff=True))
    elif who:
        client.force_login(people[who])
    for name in ("desk", "desk-verdict", "desk-frame", "desk-do"):
        extra: list[Any] = {"desk-frame": ["motion"], "desk-do": ["publish"]}.get(name, [])
        address = reverse(name, args=[judged.pk, *extra])
        posts = name in ("desk-verdict", "desk-do")
        answer = client.post(address) if posts else client.get(address)
        if status != 200:
            assert answer.status_code == status, name
    assert client.get(reverse("desk", args=[judged.pk])).status_code == status
    assert Version.objects.get().state == State.IN_REVIEW and judged.verdicts.count() == 1
