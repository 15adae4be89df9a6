"""Where the gate broke off, a version waits with nobody: let it be measured again."""

from __future__ import annotations

import logging

from django.contrib.auth.models import User

from exhibits.jobs.actions import try_again
from exhibits.jobs.models import Job
from exhibits.portraits.models import Version
from exhibits.refusal import Refused
from exhibits.review.rules import NOT_ALLOWED
from generation import Words

log = logging.getLogger(__name__)
NOTHING_BROKE = Words(
    "Измерять заново нечего: контроль не прерывался.",
    "There is nothing to measure again: the gate did not break off.",
)


def gate_job(version: Version) -> Job | None:
    """Return the newest measuring of a version."""
    return Job.objects.filter(kind="gate", subject=f"version:{version.pk}").first()


def may_measure_again(version: Version, user: User) -> Words | None:
    """Return why this person may not have a version measured again now, or None."""
    if not user.has_perm("exhibits.submit_version"):
        return NOT_ALLOWED
    job = gate_job(version) if version.state == Version.State.SUBMITTED else None
    broke = job is not None and job.state in (Job.State.FAILED, Job.State.CANCELLED)
    return None if broke else NOTHING_BROKE


def measure_again(version: Version, user: User) -> None:
    """Put the measuring that broke off back into the queue. Raises Refused."""
    if reason := may_measure_again(version, user):
        log.warning("%s: measuring version %s again refused: %s", user, version.pk, reason.en)
        raise Refused(reason)
    job = gate_job(version)
    assert job
    try_again(job)
