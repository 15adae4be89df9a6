"""A gate that broke off is asked again from the desk, by who may send for review, and only then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.catalogue.models import Artwork
from exhibits.jobs.models import Job
from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.review import actions

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]


@pytest.fixture
def version(ready_work: Artwork, person: Person) -> Version:
    portrait = LivingPortrait.objects.create(
        artwork=ready_work, image=ready_work.images.get(), seed=7
    )
    author = person("curator")
    version = save_version(portrait, author)
    actions.submit(version, author)
    return version


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def ended(state: str) -> None:
    Job.objects.update(state=state, failure_ru="Диск полон.", failure_en="The disk is full.")


@pytest.mark.parametrize("state", [Job.State.FAILED, Job.State.CANCELLED])
def test_a_broken_gate_can_be_asked_again(version: Version, state: str) -> None:
    client = client_of(version.author)
    desk, measure = (
        reverse("desk", args=[version.pk]),
        reverse("desk-do", args=[version.pk, "measure"]),
    )
    assert "Measure again" not in client.get(desk).content.decode(), "it still waits its turn"
    ended(state)
    page = client.get(desk).content.decode()
    assert "Measure again" in page
    assert ("The disk is full." in page) is (state == Job.State.FAILED)
    assert "The gate measures it again." in client.post(measure, follow=True).content.decode()
    job = Job.objects.get()
    assert (job.state, job.failure_en) == (Job.State.WAITING, "")
    assert "Measure again" not in client.get(desk).content.decode()


@pytest.mark.parametrize("role", ["expert", "registrar", "floor manager", ""])
def test_who_may_not_send_may_not_measure(version: Version, person: Person, role: str) -> None:
    ended(Job.State.FAILED)
    client = client_of(person(role))
    assert "Measure again" not in client.get(reverse("desk", args=[version.pk])).content.decode()
    client.post(reverse("desk-do", args=[version.pk, "measure"]))
    assert Job.objects.get().state == Job.State.FAILED


def test_what_is_no_longer_with_the_gate_is_left_alone(version: Version) -> None:
    ended(Job.State.FAILED)
    actions.recall(version, version.author)
    client = client_of(version.author)
    page = client.post(reverse("desk-do", args=[version.pk, "measure"]), follow=True)
    assert "nothing to measure again" in page.content.decode()
    assert Job.objects.get().state == Job.State.FAILED
