"""Who may watch what: a table of noes around one yes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.utils import timezone

from exhibits.models import Artwork, Exhibit, Kiosk, LivingPortrait
from exhibits.streaming.access import (
    kiosk_for_staff,
    kiosk_of_screen,
    on_stage_of_kiosk,
    on_stage_of_work,
    portrait_of_work,
)
from tests.hang import KIOSK_TOKEN, Hung, hang


@pytest.fixture
def hung(db: None, settings: Any, tmp_path: Any) -> Hung:
    settings.MEDIA_ROOT = tmp_path
    return hang()


def test_a_published_approved_work_may_be_watched(hung: Hung) -> None:
    portrait = portrait_of_work(hung.slug)
    assert portrait and portrait.artwork.slug == hung.slug
    assert on_stage_of_work("another") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda: Artwork.objects.update(published=False),
        lambda: Artwork.objects.update(may_move=Artwork.May.STILL),
        lambda: Artwork.objects.update(may_move=Artwork.May.NO),
        lambda: Artwork.objects.update(may_move_decided_by=None),
        lambda: Artwork.objects.update(may_move_reason=" "),
        lambda: LivingPortrait.objects.update(approved_at=None),
        lambda: LivingPortrait.objects.update(approved_by=None),
        lambda: LivingPortrait.objects.all().delete(),
    ],
)
def test_anything_missing_means_no(hung: Hung, change: Callable[[], object]) -> None:
    change()
    assert portrait_of_work(hung.slug) is None
    assert on_stage_of_work(hung.slug) is None
    assert on_stage_of_kiosk(hung.kiosk_id, hung.slug) is None
    following = on_stage_of_kiosk(hung.kiosk_id)
    assert following and following.portrait is None


def test_a_kiosk_shows_its_own_exhibit_only(hung: Hung) -> None:
    other = hang("other", kiosk_token="another token")
    shown = on_stage_of_kiosk(hung.kiosk_id)
    assert shown and shown.portrait and shown.portrait.artwork.slug == hung.slug
    assert on_stage_of_kiosk(hung.kiosk_id, hung.slug)
    assert on_stage_of_kiosk(hung.kiosk_id, other.slug) is None
    assert on_stage_of_kiosk(uuid.uuid4()) is None
    Exhibit.objects.update(published=False)
    assert on_stage_of_kiosk(hung.kiosk_id, hung.slug) is None


def test_other_settings_mean_another_performer(hung: Hung) -> None:
    before = on_stage_of_work(hung.slug)
    LivingPortrait.objects.update(seed=5, updated_at=timezone.now())
    after = on_stage_of_work(hung.slug)
    assert before and after and before.key != after.key


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
