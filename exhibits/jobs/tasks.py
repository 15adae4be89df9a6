"""The work as django-tasks runs it. A watch stands ready before any work begins: when a worker
dies, its watch finds the lease run out and another worker does the job from the start."""

from __future__ import annotations

import logging
import os
import socket
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from exhibits.jobs.kinds import work_of
from exhibits.jobs.models import Job
from exhibits.jobs.running import Cancelled, LeaseLost, Running, lease, sweep
from exhibits.refusal import Refused
from generation import GenerationError, Words

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12  # a job that kills every worker is not tried for ever
State = Job.State
BROKEN = Words(
    "Работа не удалась из-за ошибки программы. Попробуйте ещё раз; если не поможет, покажите "
    "журнал сервера тому, кто за ним следит.",
    "The work failed because of a fault in the program. Try again; if that does not help, show "
    "the server’s log to whoever keeps it.",
)
WORN_OUT = Words(
    "Работа прерывалась слишком много раз: каждый раз исполнитель останавливался. "
    "Возможно, не хватает памяти.",
    "The work was interrupted too many times: its worker stopped each time. "
    "There may be too little memory.",
)


@task()
def run_job(job_id: str) -> str:
    """Do a job if nobody else does; return its state afterwards."""
    job, holder = _take(job_id)
    if job is None:
        return _watch_on(job_id)
    if job.attempt > MOST_ATTEMPTS:
        return _end(Running(job, holder), State.FAILED, WORN_OUT)
    return _do(Running(job, holder))


def _take(job_id: str) -> tuple[Job | None, str]:
    """Take the lease, and set the watch in the same moment."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    now = timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, held_until__lt=now)
    with transaction.atomic():
        taken = Job.objects.filter(free, pk=job_id).update(
            state=State.RUNNING, holder=holder, held_until=now + lease(), attempt=F("attempt") + 1
        )
        if not taken:
            return None, ""
        _set_watch(job_id)
    return Job.objects.get(pk=job_id), holder


def _set_watch(job_id: str) -> None:
    after = timezone.now() + lease() + timedelta(seconds=2)
    run_job.using(run_after=after).enqueue(job_id=job_id)


def _watch_on(job_id: str) -> str:
    """Somebody else has it: look again later while they do."""
    state = Job.objects.filter(pk=job_id).values_list("state", flat=True).first()
    if state == State.RUNNING:
        _set_watch(job_id)
    return state or "gone"


def _do(running: Running) -> str:
    job = running.job
    sweep(job)  # what an attempt before this one left
    try:
        keep = work_of(job.kind)(running)
        running.tell(1, 1)
        with transaction.atomic():
            if not running.held().select_for_update().exists():
                raise LeaseLost
            result = keep()
            running.held().update(
                state=State.DONE, result=result, done=1, total=1, finished_at=timezone.now()
            )
        return State.DONE
    except LeaseLost:
        log.warning("job %s: another worker has it", job.pk)
        return "lost"
    except Cancelled:
        return _end(running, State.CANCELLED, None)
    except (GenerationError, Refused) as refusal:
        return _end(running, State.FAILED, refusal.for_people)
    except Exception:  # the edge: a fault of ours must not leave a job running for ever
        log.exception("job %s failed", job.pk)
        return _end(running, State.FAILED, BROKEN)
    finally:
        running.clear()


def _end(running: Running, state: Job.State, why: Words | None) -> str:
    running.held().update(
        state=state,
        failure_ru=why.ru if why else "",
        failure_en=why.en if why else "",
        finished_at=timezone.now(),
    )
    return state
