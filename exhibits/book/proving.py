"""Prove the book end to end: every line, its head, and the signed heads of its days."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from exhibits.book.chain import START, Flaw, flaws
from exhibits.book.models import DailyHead, Entry, Head
from exhibits.book.writing import lines
from generation import Words

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, str], bool]  # data, signature, PEM chain


def find_flaws(verify: Verify) -> Iterator[Flaw]:
    """Yield everything wrong with the book."""
    yield from flaws(lines())
    head = Head.objects.filter(pk=Head.ONLY).first()
    last = Entry.objects.order_by("number").last()
    number, ended = (last.number, last.hash) if last else (0, START)
    if head and (head.number, head.hash) != (number, ended):
        yield Flaw(head.number, torn(number, head.number))
    for day in DailyHead.objects.all():
        yield from _flaws_of_day(day, verify)


def _flaws_of_day(day: DailyHead, verify: Verify) -> Iterator[Flaw]:
    if not verify(signed_text(day), base64.b64decode(day.signature), day.certificate):
        yield Flaw(day.number, forged(day.day))
    entry = Entry.objects.filter(number=day.number).first()
    if entry is None or entry.hash != day.hash:
        yield Flaw(day.number, rewritten(day.day, day.number))


def sign_days(sign: Sign, certificate: str, today: date) -> list[DailyHead]:
    """Sign the last line of each day before ``today`` that has lines and no head yet."""
    made = []
    days = Entry.objects.dates("at", "day")
    signed = set(DailyHead.objects.values_list("day", flat=True))
    for day in (day for day in days if day < today and day not in signed):
        midnight = datetime.combine(day + timedelta(days=1), time())
        before = Entry.objects.filter(at__lt=timezone.make_aware(midnight))
        last = before.order_by("number").last()
        if last is None:
            continue
        head = DailyHead(day=day, number=last.number, hash=last.hash, certificate=certificate)
        head.signature = base64.b64encode(sign(signed_text(head))).decode()
        head.save()
        made.append(head)
    return made


def signed_text(head: DailyHead) -> bytes:
    """Return what a day's signature covers."""
    told = {"day": head.day.isoformat(), "number": head.number, "hash": head.hash}
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def torn(found: int, told: int) -> Words:
    """Say that the end of the book is not the end that was written."""
    return Words(
        f"Книга кончается записью {found}, а последней внесли {told}: конец вырван или подменён.",
        f"The book ends with entry {found}, but {told} was written last: "
        "its end was torn out or replaced.",
    )


def forged(day: date) -> Words:
    """Say that a day's signature does not hold."""
    return Words(f"Подпись дня {day} не сходится.", f"The signature of {day} does not hold.")


def rewritten(day: date, number: int) -> Words:
    """Say that the book is another one than was signed."""
    return Words(
        f"В день {day} подписали другую книгу: запись {number} теперь иная.",
        f"On {day} another book was signed: entry {number} is different now.",
    )
