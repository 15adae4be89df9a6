"""What a work needs before visitors see it, and who allowed it to move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from exhibits.catalogue.actions import decide_movement, publish, unpublish
from exhibits.catalogue.models import Artwork
from exhibits.catalogue.rules import missing
from exhibits.portraits.actions import set_state, show
from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.rules import may_be_shown, may_move
from exhibits.portraits.snapshot import save_version
from exhibits.refusal import Refused
from exhibits.review.actions import bring_before_visitors

pytestmark = pytest.mark.django_db
May = Artwork.May
DECISION = "a decision on whether it may move, with a reason and a name"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title_ru", " ", "the title in Russian"),
        ("title_en", "", "the title in English"),
        ("maker_en", "", "the maker in English"),
        ("date_text_ru", "", "the date in Russian"),
        ("medium_ru", "", "the medium in Russian"),
        ("alt_ru", "", "the alt text in Russian"),
        ("alt_en", "\n", "the alt text in English"),
        ("rights_work", "public domain", "the rights of the work (an address)"),
        ("rights_photo", "", "the rights of the photograph (an address)"),
        ("may_move_reason", " ", DECISION),
        ("may_move_decided_by", None, DECISION),
    ],
)
def test_each_thing_a_work_lacks_is_named(
    ready_work: Artwork, field: str, value: Any, words: str
) -> None:
    assert missing(ready_work, pictures=1) == []
    setattr(ready_work, field, value)
    assert [lack.en for lack in missing(ready_work, pictures=1)] == [words]
    ready_work.save()
    with pytest.raises(Refused) as refusal:
        publish(ready_work)
    assert words in refusal.value.for_people.en
    assert refusal.value.for_people.ru.startswith("Показать пока нельзя. Нужно: ")
    ready_work.refresh_from_db()
    assert not ready_work.published


def test_a_work_without_a_picture_stays_in_store(ready_work: Artwork) -> None:
    ready_work.images.all().delete()
    with pytest.raises(Refused, match="at least one picture"):
        publish(ready_work)


def test_on_show_and_off(ready_work: Artwork) -> None:
    publish(ready_work)
    ready_work.refresh_from_db()
    assert ready_work.published
    unpublish(ready_work)
    ready_work.refresh_from_db()
    assert not ready_work.published


def test_a_decision_has_a_reason_and_a_name(work: Artwork, person: Callable[[str], User]) -> None:
    registrar = person("registrar")
    with pytest.raises(Refused, match="Say why"):
        decide_movement(work, May.YES, "  ", registrar)
    work.refresh_from_db()
    assert work.may_move_decided_by is None
    decide_movement(work, May.NO, " An icon. ", registrar)
    work.refresh_from_db()
    assert (work.may_move, work.may_move_reason) == ("no", "An icon.")
    assert work.may_move_decided_by == registrar and work.may_move_decided_at


@pytest.fixture
def version(ready_work: Artwork, person: Callable[[str], User]) -> Version:
    portrait = LivingPortrait.objects.create(artwork=ready_work, image=ready_work.images.get())
    return save_version(portrait, person("curator"))


def reason_now() -> str:
    reason = may_be_shown(Version.objects.get())
    assert reason is None or reason.ru
    return reason.en if reason else ""


def test_nothing_is_shown_before_it_is_published(version: Version) -> None:
    publish(version.portrait.artwork)
    assert reason_now() == "This version of the living portrait is not published."
    bring_before_visitors(version, version.author, timezone.now())
    assert reason_now() == ""
    set_state(version, Version.State.WITHDRAWN, timezone.now())
    assert reason_now() != ""


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("published", False, "not on show"),
        ("may_move", May.STILL, "may not move"),
        ("may_move", May.NO, "may not move"),
        ("may_move_reason", "", "Nobody has decided"),
        ("may_move_decided_by", None, "Nobody has decided"),
        ("may_move_decided_at", None, "Nobody has decided"),
        ("may_move_until", date(2026, 1, 1), "expired"),
    ],
)
def test_every_door_can_close_it(version: Version, field: str, value: Any, words: str) -> None:
    artwork = version.portrait.artwork
    publish(artwork)
    bring_before_visitors(version, version.author, timezone.now())
    assert reason_now() == ""
    setattr(artwork, field, value)
    artwork.save()
    assert words in reason_now()


def test_a_decision_holds_through_its_last_day(ready_work: Artwork) -> None:
    ready_work.may_move_until = date(2026, 5, 9)
    assert may_move(ready_work, date(2026, 5, 9)) is None
    assert may_move(ready_work, date(2026, 5, 10)) is not None


def test_what_may_not_move_is_not_published(
    version: Version, person: Callable[[str], User]
) -> None:
    artwork = version.portrait.artwork
    decide_movement(artwork, May.STILL, "The heirs ask for it.", person("registrar 2"))
    with pytest.raises(Refused, match="may not move"):
        show(version, timezone.now())


def test_a_picture_of_another_work_is_not_published(version: Version) -> None:
    other = Artwork.objects.create(slug="b", accession_number="B")
    version.image.artwork = other
    version.image.save()
    with pytest.raises(Refused, match="belongs to another work"):
        show(version, timezone.now())
