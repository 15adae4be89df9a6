"""Long work: queued, told, cancelled, tried again, taken over from a dead worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exhibits.jobs import kinds
from exhibits.jobs.actions import ask, cancel, try_again
from exhibits.jobs.models import Job
from exhibits.jobs.running import Running, folder_of
from exhibits.jobs.tasks import MOST_ATTEMPTS
from exhibits.refusal import Refused
from generation import GenerationError, Words

pytestmark = pytest.mark.django_db(transaction=True)
State = Job.State
Do = Callable[[Running], kinds.Keep]


@pytest.fixture
def trade(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[list[Do]]:
    """Let a job of the kind "trial" do what the test puts into the list."""
    doing: list[Do] = []
    settings.JOBS_DIR = tmp_path / "jobs"
    monkeypatch.setitem(kinds.KINDS, "trial", "somewhere.trial")
    known = kinds.work_of
    monkeypatch.setattr(
        "exhibits.jobs.tasks.work_of", lambda kind: doing[-1] if kind == "trial" else known(kind)
    )
    yield doing
    assert not list(tmp_path.glob("jobs/*/*")), "unfinished files are gone"


def work() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def now_due() -> None:
    """Let the watches that wait be looked at by the next worker."""
    DBTaskResult.objects.ready().update(run_after=timezone.now() - timedelta(seconds=1))
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def write(running: Running) -> kinds.Keep:
    (running.folder / "half.mp4").write_bytes(b"half")
    running.tell(1, 4, Words("Рисую", "Drawing"))
    return lambda: {"answer": 42}


def begun() -> Job:
    return ask("trial", "version:1", None, {"n": 1})


def test_a_job_is_done_once_and_tells_its_result(trade: list[Do]) -> None:
    trade.append(write)
    job = begun()
    assert Job.objects.get().state == State.WAITING
    work()
    job.refresh_from_db()
    assert (job.state, job.result, job.attempt) == (State.DONE, {"answer": 42}, 1)
    assert (job.stage_ru, job.finished_at is None) == ("Рисую", False)
    trade.append(lambda running: pytest.fail("it was done already"))
    now_due()
    work()


@pytest.mark.parametrize(
    ("error", "ru"),
    [
        (GenerationError(Words("Нет лица.", "No face.")), "Нет лица."),
        (Refused(Words("Нельзя.", "Not allowed.")), "Нельзя."),
        (ZeroDivisionError(), "Работа не удалась из-за ошибки программы."),
    ],
)
def test_a_failure_can_be_read_and_tried_again(trade: list[Do], error: Exception, ru: str) -> None:
    def fail(running: Running) -> kinds.Keep:
        (running.folder / "half.mp4").write_bytes(b"half")
        raise error

    trade.append(fail)
    job = begun()
    work()
    job.refresh_from_db()
    assert job.state == State.FAILED and job.failure_ru.startswith(ru) and job.failure_en
    trade.append(write)
    try_again(job)
    work()
    job.refresh_from_db()
    assert (job.state, job.failure_ru) == (State.DONE, "")
    with pytest.raises(Refused, match="failed or was cancelled"):
        try_again(job)


def test_nothing_is_kept_of_what_cannot_be_kept_whole(trade: list[Do]) -> None:
    def unkept(running: Running) -> kinds.Keep:
        def keep() -> dict[str, Any]:
            Job.objects.create(kind="half", subject="")
            raise GenerationError(Words("Диск полон.", "The disk is full."))

        return keep

    trade.append(unkept)
    begun()
    work()
    assert Job.objects.get().state == State.FAILED, "no half written record"


def test_a_job_is_cancelled_while_it_waits_and_while_it_runs(trade: list[Do]) -> None:
    trade.append(lambda running: pytest.fail("it was cancelled before"))
    waiting = begun()
    cancel(waiting)
    work()
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED

    def cancelled_half_way(running: Running) -> kinds.Keep:
        (running.folder / "half.mp4").write_bytes(b"half")
        running.tell(1, 4, Words("Рисую", "Drawing"))
        cancel(running.job)
        running.tell(2, 4, Words("Рисую", "Drawing"))
        pytest.fail("it heard nothing")

    trade.append(cancelled_half_way)
    job = begun()
    work()
    job.refresh_from_db()
    assert (job.state, job.done) == (State.CANCELLED, 2)
    with pytest.raises(Refused, match="over already"):
        cancel(job)


def test_a_dead_workers_job_is_done_by_the_next(trade: list[Do]) -> None:
    """The first dies without a word: neither the job nor its task hear of it."""

    class Killed(BaseException):
        pass

    def die(running: Running) -> kinds.Keep:
        (running.folder / "half.mp4").write_bytes(b"half")
        raise Killed

    trade.append(die)
    job = begun()
    work()
    job.refresh_from_db()
    folder = folder_of(job)
    (folder / "1").mkdir(parents=True, exist_ok=True)  # a kill leaves this behind, Killed did not
    (folder / "1" / "half.mp4").write_bytes(b"half")
    trade.append(write)
    now_due()
    work()
    job.refresh_from_db()
    assert job.state == State.RUNNING, "the lease holds: it might live"
    Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    now_due()
    work()
    job.refresh_from_db()
    assert (job.state, job.attempt) == (State.DONE, 2)
    assert not folder.exists() or not any(folder.iterdir())


def test_a_worker_that_was_taken_for_dead_keeps_nothing(trade: list[Do]) -> None:
    kept = []

    def slow(running: Running) -> kinds.Keep:
        Job.objects.update(holder="another")
        return lambda: kept.append("twice") or {}

    trade.append(slow)
    job = begun()
    work()
    job.refresh_from_db()
    assert (kept, job.state, job.holder) == ([], State.RUNNING, "another")


def test_a_job_that_kills_its_workers_ends(trade: list[Do]) -> None:
    trade.append(lambda running: pytest.fail("not again"))
    job = begun()
    Job.objects.update(attempt=MOST_ATTEMPTS)
    work()
    job.refresh_from_db()
    assert job.state == State.FAILED and "too many times" in job.failure_en


def test_a_long_silence_is_no_death_while_the_heart_beats(trade: list[Do], settings: Any) -> None:
    settings.JOBS_LEASE = 0.2
    beaten = []

    def silent(running: Running) -> kinds.Keep:
        begun = Job.objects.get().held_until
        with running.beating():
            for _ in range(100_000):  # of looks: some milliseconds until the first beat
                if (now := Job.objects.get().held_until) != begun:
                    break
            beaten.append(begun and now and now > begun)
        with pytest.raises(ZeroDivisionError), running.beating():
            raise ZeroDivisionError
        return lambda: {}

    trade.append(silent)
    job = begun()
    work()
    job.refresh_from_db()
    assert (beaten, job.state) == ([True], State.DONE)
