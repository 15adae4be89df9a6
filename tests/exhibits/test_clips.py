"""Clips of a version: asked for, drawn and signed by real jobs that stop when they must."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from exhibits.book.models import Entry
from exhibits.catalogue.actions import decide_movement
from exhibits.catalogue.models import Artwork
from exhibits.certificates.verifying import examine
from exhibits.clips import making
from exhibits.clips.actions import ask_clip
from exhibits.clips.making import Watch
from exhibits.clips.models import Clip
from exhibits.jobs.actions import try_again
from exhibits.jobs.models import Job
from exhibits.portraits.models import Version
from exhibits.portraits.snapshot import save_version
from exhibits.refusal import Refused
from exhibits.review import actions
from tests.exhibits.clips import curator, version

__all__ = ["curator", "version"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)
State = Job.State


def labour() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def made(version: Version, user: User, **wish: Any) -> Clip:
    job = ask_clip(version, user, {"fps": 10, "seconds": 1, **wish})
    labour()
    job.refresh_from_db()
    assert job.state == State.DONE, job.failure_en
    return Clip.objects.get(job=job)


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".webp", ".gif", ".png", ".jpg"])
def test_every_file_of_a_real_job_is_signed(
    version: Version, curator: User, suffix: str, settings: Any
) -> None:
    clip = made(version, curator, suffix=suffix)
    path = Path(clip.file.path)
    beside = path.with_suffix(".c2pa")
    found = examine(path.read_bytes(), beside.read_bytes() if suffix == ".webm" else None)
    assert (found.state, found.parent) == ("trusted", version.image.sha256)
    assert (found.sha256, found.same) == (clip.sha256, True)
    assert found.certificate and found.certificate.pk == version.pk
    assert clip.bytes == path.stat().st_size
    assert beside.exists() is (suffix == ".webm")
    entry = Entry.objects.get(verb="clip made")
    assert (entry.who, entry.told["sha256"]) == (curator, clip.sha256)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    changed = examine(bytes(data), beside.read_bytes() if suffix == ".webm" else None)
    assert changed.state == "invalid"
    assert not list(Path(settings.JOBS_DIR).glob("*"))


def test_an_answer_is_heard_and_said_to_be_synthetic(version: Version, curator: User) -> None:
    import av

    answer = str(version.answers.get().pk)
    clip = made(version, curator, answer=answer, format="square", side=240)
    with av.open(clip.file.path) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]
        assert (film.streams.video[0].width, film.streams.video[0].height) == (240, 240)
        assert "synthesised" in film.metadata["comment"]
    silent = made(version, curator)
    with av.open(silent.file.path) as film:
        assert [stream.type for stream in film.streams] == ["video"]
        assert "synthesised" not in film.metadata["comment"], "nobody speaks in it"


@pytest.mark.parametrize(
    "wish",
    [
        {"suffix": ".avi"}, {"answer": "nobody"}, {"seconds": 0}, {"seconds": 61}, {"fps": 1},
        {"format": "round"}, {"side": 100}, {"language": "de"}, {"captions": 1}, {"seed": 3},
        {"answer": "0e1f9c2e-0000-4000-8000-000000000000"}, {"fps": True}, {"ground": "x.jpg"},
    ],
)  # fmt: skip
def test_nonsense_is_refused_before_any_work(
    version: Version, curator: User, wish: dict[str, Any]
) -> None:
    with pytest.raises(Exception) as refusal:
        ask_clip(version, curator, wish)
    assert refusal.value.for_people.ru  # type: ignore[attr-defined]
    assert not Job.objects.exists()


def test_only_of_what_is_certified(version: Version, curator: User) -> None:
    draft = save_version(version.portrait, curator)
    with pytest.raises(Refused, match="certificate"):
        ask_clip(draft, curator, {})
    actions.withdraw(version, curator)
    with pytest.raises(Refused, match="withdrawn"):
        ask_clip(version, curator, {})


@pytest.mark.parametrize("how", ["withdrawn", "may not move"])
def test_a_job_stops_where_it_may_not_go_on(
    version: Version,
    curator: User,
    person: Callable[[str], User],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    """The decision falls while frames are drawn; here the watch looks at every one."""
    monkeypatch.setattr(making, "LOOK_EVERY", 0.0)
    drawn, count = Watch.drawn, [0]

    def decided(watch: Watch, frames: int) -> None:
        count[0] += 1
        if count[0] == 3 and how == "withdrawn":
            actions.withdraw(Version.objects.get(pk=version.pk), curator)
        elif count[0] == 3:
            artwork = version.portrait.artwork
            decide_movement(artwork, Artwork.May.NO, "The heirs asked.", person("registrar"))
        drawn(watch, frames)

    monkeypatch.setattr(Watch, "drawn", decided)
    job = ask_clip(version, curator, {"fps": 10, "seconds": 2})
    labour()
    job.refresh_from_db()
    assert (job.state, count[0]) == (State.FAILED, 3)
    assert how in job.failure_en
    assert not Clip.objects.exists() and not files_of(version)
    with_reason = job.failure_ru
    try_again(job)
    labour()
    job.refresh_from_db()
    assert (job.state, job.failure_ru) == (State.FAILED, with_reason), "nor does it begin again"


def test_nothing_is_kept_of_what_was_withdrawn_at_the_last_moment(
    version: Version, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = making.sign

    def then_withdrawn(*given: Any) -> Any:
        signed = sign(*given)
        actions.withdraw(version, curator)
        return signed

    monkeypatch.setattr(making, "sign", then_withdrawn)
    job = ask_clip(version, curator, {"suffix": ".gif", "fps": 10, "seconds": 1})
    labour()
    job.refresh_from_db()
    assert job.state == State.FAILED and "withdrawn" in job.failure_en
    assert not Clip.objects.exists() and not files_of(version)


def test_orphans_are_swept_and_others_left_alone(version: Version, curator: User) -> None:
    clip = made(version, curator, suffix=".gif")
    folder = Path(clip.file.path).parent
    at_work = Job.objects.create(kind="clip", subject="", state=State.RUNNING,
                                 held_until=timezone.now() + timedelta(minutes=1))  # fmt: skip
    for name in ("0" * 32 + ".mp4", f"{at_work.pk.hex}.mp4"):
        (folder / name).write_bytes(b"half")
    second = made(version, curator, suffix=".gif")
    left = {clip.job.pk.hex + ".gif", second.job.pk.hex + ".gif", at_work.pk.hex + ".mp4"}
    assert {path.name for path in folder.iterdir()} == left


def files_of(version: Version) -> list[str]:
    folder = Path(version.image.file.path).parents[2] / "clips"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []
