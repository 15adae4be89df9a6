"""Write into the book. Inside the transaction of what is written about: both hold, or neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from exhibits.book.chain import Line, hash_of
from exhibits.book.models import Entry, Head


def write(
    verb: str,
    subject: str,
    who: User | None,
    told: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> Entry:
    """Add the next line. ``subject`` is ``kind:id``, ``told`` JSON values; no ``who``: the house.

    Writers wait for each other at the head's row until their transactions end.
    """
    at = now or timezone.now()
    with transaction.atomic():
        Head.objects.get_or_create(pk=Head.ONLY)
        head = Head.objects.select_for_update().get(pk=Head.ONLY)
        name = (who.get_full_name() or who.username) if who else ""
        line = Line(
            head.number + 1,
            iso(at),
            who.pk if who else None,
            name,
            verb,
            subject,
            dict(told or {}),
            head.hash,
        )
        line = line._replace(hash=hash_of(line))
        head.number, head.hash = line.number, line.hash
        head.save()
        return Entry.objects.create(**line._asdict() | {"at": at, "who": who})


def write_once_a_day(
    verb: str, subject: str, told: Mapping[str, Any], today: date, now: datetime
) -> None:
    """Add a line unless today has one of this verb, subject and details."""
    with transaction.atomic():
        Head.objects.select_for_update().filter(pk=Head.ONLY).first()
        known = Entry.objects.filter(verb=verb, subject=subject, at__date=today, told=dict(told))
        if not known.exists():
            write(verb, subject, None, told, now)


def lines() -> Iterator[Line]:
    """Yield the whole book in its order, a few hundred lines in memory at a time."""
    for entry in Entry.objects.order_by("number").iterator(chunk_size=500):
        yield line_of(entry)


def line_of(entry: Entry) -> Line:
    """Return an entry as it is chained."""
    return Line(
        entry.number,
        iso(entry.at),
        entry.who_id,
        entry.name,
        entry.verb,
        entry.subject,
        entry.told,
        entry.previous,
        entry.hash,
    )


def iso(at: datetime) -> str:
    """Return a moment as it is chained, the same from every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
