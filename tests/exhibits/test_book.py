"""The book: ten thousand lines, every planted change found and named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from exhibits.book.chain import START, Line, flaws, hash_of
from exhibits.book.models import DailyHead, Entry, Head
from exhibits.book.proving import find_flaws, sign_days
from exhibits.book.writing import write, write_once_a_day

DAY = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def sign(data: bytes) -> bytes:
    return hashlib.sha256(b"key" + data).digest()


def verify(data: bytes, signature: bytes, certificate: str) -> bool:
    return certificate == "ours" and signature == sign(data)


def found() -> list[tuple[int, str]]:
    return [(flaw.number, flaw.words.en) for flaw in find_flaws(verify)]


def chained(count: int) -> list[Line]:
    lines, previous = [], START
    for number in range(1, count + 1):
        at = (DAY + timedelta(seconds=number)).isoformat(timespec="microseconds")
        line = Line(
            number, at, 1, "Anna", "shown", f"version:{number % 7}", {"n": number}, previous
        )
        lines.append(line._replace(hash=hash_of(line)))
        previous = lines[-1].hash
    return lines


LONG = chained(10_000)


@pytest.mark.parametrize("where", [1, 2, 5_312, 9_999, 10_000])
@pytest.mark.parametrize(
    "change",
    [
        lambda line: line._replace(name="Boris"),
        lambda line: line._replace(told={"n": -1}),
        lambda line: line._replace(at=line.at.replace("2026", "2025")),
        lambda line: line._replace(who=2),
    ],
)
def test_a_planted_change_among_ten_thousand_is_named(
    where: int, change: Callable[[Line], Line]
) -> None:
    assert list(flaws(LONG)) == []
    book = list(LONG)
    book[where - 1] = change(book[where - 1])
    (flaw,) = flaws(book)
    assert flaw.number == where and f"Entry {where} was changed" in flaw.words.en
    assert f"Запись {where} изменена" in flaw.words.ru


def test_a_change_that_mends_its_own_hash_is_found_at_the_next_line() -> None:
    book = list(LONG)
    forged = book[4_000]._replace(verb="approved")
    book[4_000] = forged._replace(hash=hash_of(forged))
    (flaw,) = flaws(book)
    assert flaw.number == 4_002 and "does not follow entry 4001" in flaw.words.en


@pytest.mark.parametrize(
    ("book", "words"),
    [
        (LONG[:4_000] + LONG[4_003:], "Entries 4001 to 4003 are missing"),
        (LONG[:10] + LONG[9:20], "Entry 10 stands there twice"),
    ],
)
def test_lines_that_are_gone_or_doubled_are_named(book: list[Line], words: str) -> None:
    assert any(words in flaw.words.en for flaw in flaws(book))


@pytest.mark.django_db
def test_what_is_written_can_be_proved(person: Callable[[str], User]) -> None:
    curator = person("curator")
    for number in range(30):
        write("shown", f"version:{number}", curator, {"kiosk": "Первый"}, DAY)
    assert Entry.objects.get(number=1).name == "the curator"
    assert found() == []
    QuerySet.update(Entry.objects.filter(number=17), told={"kiosk": "Второй"})
    assert [number for number, _ in found()] == [17]


@pytest.mark.django_db
def test_a_torn_end_is_missed() -> None:
    for number in range(5):
        write("shown", f"version:{number}", None, {}, DAY)
    Entry.objects.filter(number__gte=4).delete()
    assert [words for _, words in found()] == [
        "The book ends with entry 3, but 5 was written last: its end was torn out or replaced."
    ]


@pytest.mark.django_db
def test_a_signed_day_holds_the_book_to_it() -> None:
    for day in range(3):
        write("shown", "version:1", None, {"day": day}, DAY + timedelta(days=day))
    today = date(2026, 11, 3)
    assert [head.number for head in sign_days(sign, "ours", today)] == [1, 2]
    assert sign_days(sign, "ours", today) == []
    assert found() == []
    # Somebody writes the whole book anew, with hashes that fit each other.
    Entry.objects.all().delete()
    Head.objects.all().delete()
    for day in range(3):
        write("shown", "version:2", None, {"day": day}, DAY + timedelta(days=day))
    assert [number for number, words in found() if "another book was signed" in words] == [1, 2]
    QuerySet.update(DailyHead.objects.filter(number=1), number=2)
    assert any("signature of 2026-11-01 does not hold" in words for _, words in found())


@pytest.mark.django_db
def test_a_line_is_not_kept_when_what_it_tells_of_failed() -> None:
    write("approved", "version:1", None, {}, DAY)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write("published", "version:1", None, {}, DAY)
        raise ZeroDivisionError
    write("withdrawn", "version:1", None, {}, DAY)
    assert list(Entry.objects.values_list("verb", flat=True)) == ["approved", "withdrawn"]
    assert found() == []


@pytest.mark.django_db
def test_what_is_shown_all_day_is_written_once() -> None:
    for hour in range(3):
        now = DAY + timedelta(hours=hour)
        write_once_a_day("shown", "version:1", {"kiosk": "1"}, now.date(), now)
        write_once_a_day("shown", "version:1", {"kiosk": "2"}, now.date(), now)
    assert Entry.objects.count() == 2
