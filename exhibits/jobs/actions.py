"""Ask for long work, cancel it, try again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from exhibits.jobs.kinds import KINDS
from exhibits.jobs.models import Job
from exhibits.jobs.tasks import run_job
from exhibits.refusal import Refused
from generation import Words

State = Job.State
OVER = Words("Эта работа уже закончена.", "This work is over already.")
NOT_OVER = Words(
    "Повторить можно только то, что не удалось или отменено.",
    "Only what failed or was cancelled can be tried again.",
)


def ask(kind: str, subject: str, owner: User | None, arguments: dict[str, Any]) -> Job:
    """Put work into the queue; it begins once the transaction around this holds."""
    if kind not in KINDS:
        raise ValueError(f"there is no work of the kind {kind!r}")
    with transaction.atomic():
        job = Job.objects.create(kind=kind, subject=subject, owner=owner, arguments=arguments)
        _enqueue(job)
    return job


def cancel(job: Job) -> None:
    """Let a job stop: at once while it waits, at its next word while it runs. Raises Refused."""
    with transaction.atomic():
        kept = Job.objects.select_for_update().get(pk=job.pk)
        if kept.state == State.WAITING:
            kept.state, kept.finished_at = State.CANCELLED, timezone.now()
        elif kept.state != State.RUNNING:
            raise Refused(OVER)
        kept.cancel_asked = True
        kept.save()


def try_again(job: Job) -> None:
    """Put a failed or cancelled job back into the queue. Raises Refused."""
    with transaction.atomic():
        kept = Job.objects.select_for_update().get(pk=job.pk)
        if kept.state not in (State.FAILED, State.CANCELLED):
            raise Refused(NOT_OVER)
        kept.state, kept.cancel_asked, kept.attempt = State.WAITING, False, 0
        kept.done = kept.total = 0
        kept.failure_ru = kept.failure_en = kept.stage_ru = kept.stage_en = kept.holder = ""
        kept.finished_at = kept.held_until = None
        kept.save()
        _enqueue(kept)


def _enqueue(job: Job) -> None:
    transaction.on_commit(partial(run_job.enqueue, job_id=str(job.pk)))
