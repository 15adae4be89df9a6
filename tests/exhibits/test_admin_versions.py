"""Versions in the back of house: read, and sent on their way; reasons in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from exhibits.book.models import Entry
from exhibits.catalogue.actions import publish
from exhibits.catalogue.models import Artwork
from exhibits.jobs.models import Job
from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.review.models import Verdict

pytestmark = pytest.mark.django_db
LIST = reverse("admin:exhibits_version_changelist")
State = Version.State


@pytest.fixture
def version(ready_work: Artwork, person: Callable[[str], User]) -> Version:
    publish(ready_work)
    portrait = LivingPortrait.objects.create(artwork=ready_work, image=ready_work.images.get())
    return save_version(portrait, person("curator"), "First try")


def entered(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def chosen(client: Client, version: Version, action: str) -> str:
    sent = {"action": action, "_selected_action": [str(version.pk)]}
    return client.post(LIST, sent, follow=True).content.decode()


def test_a_version_goes_its_way_from_the_list(
    version: Version, person: Callable[[str], User]
) -> None:
    client = entered(person("curator"))
    page = client.get(LIST).content.decode()
    assert "First try" in page and reverse("desk", args=[version.pk]) in page
    assert "Not now: version 1 is “draft”." in chosen(client, version, "publish")
    chosen(client, version, "send_for_review")
    version.refresh_from_db()
    assert version.state == State.SUBMITTED
    job = Job.objects.get(kind="gate")
    assert (job.subject, job.arguments) == (f"version:{version.pk}", {"version": str(version.pk)})
    chosen(client, version, "take_back")
    version.refresh_from_db()
    assert version.state == State.DRAFT
    assert list(Entry.objects.values_list("verb", flat=True))[-2:] == ["submitted", "draft"]


def test_the_desk_publishes_too_and_says_why_not(
    version: Version, person: Callable[[str], User]
) -> None:
    client = entered(person("curator"))
    do = reverse("desk-do", args=[version.pk, "publish"])
    assert "Not now" in client.post(do, follow=True).content.decode()
    assert client.get(do).status_code == 405, "a link must not publish"
    QuerySet.update(Version.objects.all(), state=State.APPROVED)
    expert = person("expert")
    Verdict.objects.create(
        version=version, expert=expert, decision="approve", digest=version.digest,
        faithful=True, tasteful=True, supported=True, invented=True,
    )  # fmt: skip
    page = client.get(LIST).content.decode()
    assert "the expert: approves" in page
    assert "Published: visitors see it now." in client.post(do, follow=True).content.decode()
    version.refresh_from_db()
    assert version.state == State.PUBLISHED
    assert client.post(reverse("desk-do", args=[version.pk, "explode"])).status_code == 404


@pytest.mark.parametrize("role", ["expert", "registrar"])
def test_others_only_read(version: Version, person: Callable[[str], User], role: str) -> None:
    client = entered(person(role))
    assert client.get(LIST).status_code == 200
    chosen(client, version, "send_for_review")
    answer = client.post(reverse("desk-do", args=[version.pk, "submit"]), follow=True)
    assert "Your account may not do this." in answer.content.decode()
    version.refresh_from_db()
    assert version.state == State.DRAFT and not Job.objects.exists()
