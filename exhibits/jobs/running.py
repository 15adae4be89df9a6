"""A job in one worker's hands: it holds a lease, tells how far it is, and hears a cancel."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone

from exhibits.jobs.models import Job
from generation import Words

log = logging.getLogger(__name__)

SPEAK_EVERY = 1.0  # seconds between two writes of progress

State = Job.State


class Cancelled(Exception):
    """A person does not want it any more."""


class LeaseLost(Exception):
    """Another worker has the job now; whatever this one made is thrown away."""


class Running:
    """What a kind of work is given. ``clock``: seconds, only differences matter."""

    def __init__(self, job: Job, holder: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.job, self._holder, self._clock = job, holder, clock
        self._spoken = -SPEAK_EVERY

    @property
    def folder(self) -> Path:
        """Return this attempt's own folder for unfinished files; it goes with the attempt."""
        folder = folder_of(self.job) / str(self.job.attempt)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def tell(self, done: int, total: int, stage: Words | None = None) -> None:
        """Say how far it is. Raises Cancelled or LeaseLost: then stop at once."""
        now = self._clock()
        if stage is None and now - self._spoken < SPEAK_EVERY and done < total:
            return
        self._spoken = now
        told: dict[str, Any] = {"done": done, "total": total}
        if stage:
            told |= {"stage_ru": stage.ru[:200], "stage_en": stage.en[:200]}
        if not self.held().update(held_until=timezone.now() + lease(), **told):
            raise LeaseLost
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Say that this worker lives while something long says nothing, as a model being loaded.

        A worker that dies is silent all the same; a cancel is heard at its next word.
        """
        over = threading.Event()

        def beat() -> None:
            while not over.wait(lease().total_seconds() / 3):
                try:
                    self.held().update(held_until=timezone.now() + lease())
                except OperationalError as busy:  # the next beat is soon enough
                    log.warning("job %s: no beat (%s)", self.job.pk, busy)
            connection.close()  # this thread's own

        thread = threading.Thread(target=beat, name=f"beat-{self.job.pk.hex[:8]}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def clear(self) -> None:
        """Remove this attempt's unfinished files."""
        shutil.rmtree(folder_of(self.job) / str(self.job.attempt), ignore_errors=True)
        with suppress(OSError):  # another attempt has files there
            folder_of(self.job).rmdir()

    def held(self) -> QuerySet[Job]:
        """Return the job's row while this worker has it."""
        return Job.objects.filter(pk=self.job.pk, holder=self._holder, state=State.RUNNING)


def lease() -> timedelta:
    """Return after how long without a word a worker is taken for dead."""
    return timedelta(seconds=settings.JOBS_LEASE)


def folder_of(job: Job) -> Path:
    """Return where a job's unfinished files are, of every attempt."""
    return Path(settings.JOBS_DIR) / str(job.pk)


def sweep(job: Job) -> None:
    """Remove a job's unfinished files."""
    shutil.rmtree(folder_of(job), ignore_errors=True)
