"""Who may read which verdict: nobody another's, until the version is decided."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from exhibits.book.models import Entry
from exhibits.portraits.models import Version
from exhibits.review.models import Verdict

UNDECIDED = Version.State.IN_REVIEW
MAY_READ = "exhibits.view_verdict"


def verdicts_for(version: Version, user: Any) -> list[Verdict]:
    """Return the verdicts on a version this person may read now, in the order they came."""
    return list(readable_verdicts(user).filter(version=version))


def readable_verdicts(user: Any) -> QuerySet[Verdict]:
    """Return the verdicts this person may read: their own at once, everybody's once the
    version is decided."""
    verdicts = Verdict.objects.select_related("expert")
    own = Q(expert=user)
    return verdicts.filter(own | ~Q(version__state=UNDECIDED) if user.has_perm(MAY_READ) else own)


def waiting_for(user: Any) -> QuerySet[Version]:
    """Return the versions that wait for this person's verdict, the longest waiting first."""
    if not user.has_perm("exhibits.review_version"):
        return Version.objects.none()
    undecided = Version.objects.filter(state=UNDECIDED).exclude(author=user)
    waiting = undecided.exclude(verdicts__expert=user).order_by("state_at")
    return waiting.select_related("portrait__artwork", "image", "author")


def readable(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """Leave out of the book what tells of others' verdicts before a decision."""
    return entries.exclude(_sealed() & ~Q(who=user))


def first_sealed() -> int | None:
    """Return the number of the first entry that tells of a verdict before its decision."""
    return (
        Entry.objects.filter(_sealed()).order_by("number").values_list("number", flat=True).first()
    )


def _sealed() -> Q:
    undecided = Version.objects.filter(state=UNDECIDED).values_list("pk", flat=True)
    return Q(verb="judged", subject__in=[f"version:{pk}" for pk in undecided])
