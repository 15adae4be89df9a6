"""Who may watch what: a table of noes around one yes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.utils import timezone

from exhibits.models import Artwork, Entry, Exhibit, Kiosk, LivingPortrait, Version
from exhibits.portraits.published import published_version
from exhibits.portraits.snapshot import save_version
from exhibits.review.actions import bring_before_visitors
from exhibits.streaming.access import (
    OnStage,
    kiosk_for_staff,
    kiosk_of_screen,
    on_stage_of_kiosk,
    on_stage_of_version,
    on_stage_of_work,
    version_for_staff,
)
from exhibits.streaming.showing import note_showing
from tests.hang import KIOSK_TOKEN, Hung, hang


@pytest.fixture
def hung(db: None, settings: Any, tmp_path: Any) -> Hung:
    settings.MEDIA_ROOT = tmp_path
    return hang()


def test_a_published_version_may_be_watched(hung: Hung) -> None:
    shown = on_stage_of_work(hung.slug)
    assert shown and shown.version and shown.version.portrait.artwork.slug == hung.slug
    assert on_stage_of_work("another") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda: Artwork.objects.update(published=False),
        lambda: Artwork.objects.update(may_move=Artwork.May.STILL),
        lambda: Artwork.objects.update(may_move=Artwork.May.NO),
        lambda: Artwork.objects.update(may_move_decided_by=None),
        lambda: Artwork.objects.update(may_move_reason=" "),
        lambda: Artwork.objects.update(may_move_until=date(2026, 1, 1)),
        *(
            partial(Version.objects.update, state=state)
            for state in Version.State
            if state != Version.State.PUBLISHED
        ),
    ],
)
def test_anything_missing_means_no(hung: Hung, change: Callable[[], object]) -> None:
    change()
    assert published_version(artwork__slug=hung.slug) is None
    assert on_stage_of_work(hung.slug) is None
    assert on_stage_of_kiosk(hung.kiosk_id, hung.slug) is None
    following = on_stage_of_kiosk(hung.kiosk_id)
    assert following and following.version is None


def test_a_kiosk_shows_its_own_exhibit_only(hung: Hung) -> None:
    other = hang("other", kiosk_token="another token")
    shown = on_stage_of_kiosk(hung.kiosk_id)
    assert shown and shown.version and shown.version.portrait.artwork.slug == hung.slug
    assert on_stage_of_kiosk(hung.kiosk_id, hung.slug)
    assert on_stage_of_kiosk(hung.kiosk_id, other.slug) is None
    assert on_stage_of_kiosk(uuid.uuid4()) is None
    Exhibit.objects.update(published=False)
    assert on_stage_of_kiosk(hung.kiosk_id, hung.slug) is None


def test_another_version_means_another_performer_and_a_draft_does_not(hung: Hung) -> None:
    before = on_stage_of_work(hung.slug)
    LivingPortrait.objects.update(seed=5)
    drafted = on_stage_of_work(hung.slug)
    assert before and before.version and drafted and drafted.key == before.key
    portrait = LivingPortrait.objects.get()
    second = save_version(portrait, before.version.author)
    bring_before_visitors(second, second.author, timezone.now())
    after = on_stage_of_work(hung.slug)
    assert after and after.version == second and after.key != before.key
    before.version.refresh_from_db()
    assert before.version.state == Version.State.APPROVED


def test_what_is_shown_is_in_the_book_once_a_day_for_each_place(hung: Hung) -> None:
    web, kiosk = on_stage_of_work(hung.slug), on_stage_of_kiosk(hung.kiosk_id)
    assert web and kiosk
    for shown in (web, kiosk, web, OnStage(web.version), OnStage(None, place="web")):
        note_showing(shown)
    told = list(Entry.objects.filter(verb="shown").values_list("subject", "told__where"))
    assert web.version
    subject = f"version:{web.version.pk}"
    assert told == [(subject, "web"), (subject, f"Kiosk {hung.slug}")]


def test_a_screen_is_known_by_its_token(hung: Hung) -> None:
    assert kiosk_of_screen(KIOSK_TOKEN) == hung.kiosk_id
    assert kiosk_of_screen("") is None
    assert kiosk_of_screen("guess") is None
    Kiosk.objects.update(token_hash="")
    assert kiosk_of_screen(KIOSK_TOKEN) is None
    assert kiosk_of_screen("") is None


def test_mirrors_are_for_staff_who_may_see_kiosks(hung: Hung) -> None:
    visitor = User.objects.create_user("visitor")
    staff = User.objects.create_user("staff", is_staff=True)
    floor = User.objects.create_user("floor", is_staff=True)
    floor.user_permissions.add(Permission.objects.get(codename="view_kiosk"))
    assert kiosk_for_staff(AnonymousUser(), hung.kiosk_id) is None
    assert kiosk_for_staff(visitor, hung.kiosk_id) is None
    assert kiosk_for_staff(staff, hung.kiosk_id) is None
    assert kiosk_for_staff(User.objects.get(pk=floor.pk), hung.kiosk_id) == hung.kiosk_id


@pytest.mark.parametrize("state", Version.State)
def test_experts_watch_versions_in_any_state_but_withdrawn_ones(
    hung: Hung, state: Version.State
) -> None:
    Version.objects.update(state=state)
    version = Version.objects.get()
    shown = on_stage_of_version(version.pk)
    if state == Version.State.WITHDRAWN:
        assert shown is None
        return
    Artwork.objects.update(may_move=Artwork.May.NO)
    stilled = on_stage_of_version(version.pk)
    assert shown and shown.version == version and stilled and stilled.version is None


def test_each_expert_has_a_stage_of_their_own(hung: Hung) -> None:
    version_id = Version.objects.get().pk
    seats = set()
    for name, permission in (("a", "review_version"), ("b", "view_version"), ("c", "view_kiosk")):
        user = User.objects.create_user(name, is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename=permission))
        seats.add(version_for_staff(User.objects.get(pk=user.pk), version_id))
    outside = User.objects.create_user("d")
    outside.user_permissions.add(Permission.objects.get(codename="review_version"))
    assert version_for_staff(User.objects.get(pk=outside.pk), version_id) is None
    assert version_for_staff(AnonymousUser(), version_id) is None
    assert len(seats) == 3 and None in seats
