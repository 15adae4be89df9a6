"""Write into the book that something is shown: once a day for each version and place."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone

from exhibits.book.writing import write_once_a_day
from exhibits.portraits.models import Version
from exhibits.streaming.access import OnStage


def note_showing(shown: OnStage) -> None:
    """Note it before the first frame; nothing is shown that the book does not know. Runs in
    the stage's thread, which has a database connection of its own for this moment."""
    if not (isinstance(shown.version, Version) and shown.place):
        return
    now = timezone.now()
    try:
        subject, told = f"version:{shown.version.pk}", {"where": shown.place}
        write_once_a_day("shown", subject, told, timezone.localdate(now), now)
    finally:
        close_old_connections()
