"""Clips of a version: asked for, drawn and signed by real jobs, offered, gone once withdrawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from exhibits.book.models import Entry
from exhibits.catalogue import house
from exhibits.catalogue.actions import add_picture, decide_movement
from exhibits.catalogue.actions import publish as hang
from exhibits.catalogue.models import Artwork
from exhibits.certificates.verifying import examine
from exhibits.clips import making
from exhibits.clips.actions import ask_clip, offer, remove
from exhibits.clips.making import Watch
from exhibits.clips.models import Clip
from exhibits.jobs.actions import try_again
from exhibits.jobs.models import Job
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.refusal import Refused
from exhibits.review import actions
from exhibits.review.actions import bring_before_visitors

pytestmark = pytest.mark.django_db(transaction=True)
State = Job.State
HEIGHT = 320  # px: scenes are 480 high at the least


@pytest.fixture
def version(work: Artwork, person: Callable[[str], User], settings: Any, tmp_path: Path) -> Version:
    """Return a published version of a house portrait, small, with one answer."""
    settings.JOBS_DIR, settings.SCENES_DIR = tmp_path / "jobs", tmp_path / "scenes"
    settings.STREAM_SIZE = (480, 480)
    curator = person("curator")
    told = next(one for one in house.told()["works"] if house.answers(one))
    picture = Image.open(house.FOLDER / told["file"])
    small = picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT))
    file = io.BytesIO()
    small.save(file, "PNG")
    add_picture(work, io.BytesIO(file.getvalue()), None, "work.png")
    decide_movement(work, Artwork.May.YES, "Painted for tests.", person("registrar"))
    hang(work)
    portrait = LivingPortrait.objects.create(artwork=work, image=work.images.get(), seed=5)
    Answer.objects.create(portrait=portrait, question_ru="Кто вы?", text="Да.", language="ru")
    version = save_version(portrait, curator)
    bring_before_visitors(version, curator, timezone.now())
    return Version.objects.get()


@pytest.fixture
def curator(person: Callable[[str], User]) -> User:
    return person("curator")


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


@pytest.fixture
def clip(version: Version, curator: User) -> Clip:
    """Return a clip of a few bytes: what visitors may do with it asks for no frames."""
    job = Job.objects.create(kind="clip", subject=f"version:{version.pk}", state=State.DONE)
    path = making.place_of(job, ".mp4")
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(range(100)))
    return Clip.objects.create(
        version=version,
        job=job,
        suffix=".mp4",
        file=f"clips/{path.name}",
        sha256="a" * 64,
        bytes=100,
    )


def test_visitors_take_home_what_is_offered(client: Client, clip: Clip, curator: User) -> None:
    page, file = f"/en/clips/{clip.pk}/", f"/clips/{clip.pk}/work.mp4"
    assert client.get(page).status_code == client.get(file).status_code == 404
    assert page not in client.get("/en/works/work/").content.decode()
    offer(clip, curator, True)
    told = client.get(page).content.decode()
    assert file in told and "no neural network drew any of it" in told
    assert "Digital animation of the painting" in told and "synthes" not in told
    assert page in client.get("/en/works/work/").content.decode()
    answer = client.get(file)
    assert b"".join(answer) == bytes(range(100))  # type: ignore[call-overload]
    assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert "attachment" in client.get(file + "?save")["Content-Disposition"]
    assert client.get(f"/clips/{clip.pk}/other.mp4").status_code == 404
    assert client.get(f"/clips/{clip.pk}/work.c2pa").status_code == 404
    offer(clip, curator, False)
    assert client.get(page).status_code == client.get(file).status_code == 404
    assert [e.verb for e in Entry.objects.filter(verb__startswith="clip")] == [
        "clip offered", "clip taken back",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("bytes=0-9", 206, bytes(range(10))),
        ("bytes=90-", 206, bytes(range(90, 100))),
        ("bytes=-3", 206, bytes(range(97, 100))),
        ("bytes=95-300", 206, bytes(range(95, 100))),
        ("bytes=100-", 416, b""),
        ("bytes=0-1,5-6", 200, bytes(range(100))),
        ("lines=1-2", 200, bytes(range(100))),
    ],
    ids=str,
)
def test_players_ask_for_parts(
    client: Client, clip: Clip, curator: User, asked: str, status: int, told: bytes
) -> None:
    offer(clip, curator, True)
    answer = client.get(f"/clips/{clip.pk}/work.mp4", headers={"Range": asked})
    assert answer.status_code == status
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert body == told
    again = client.get(f"/clips/{clip.pk}/work.mp4", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_was_withdrawn_is_gone(
    client: Client, clip: Clip, curator: User, language: str
) -> None:
    offer(clip, curator, True)
    actions.withdraw(clip.version, curator)
    page = client.get(f"/{language}/clips/{clip.pk}/")
    assert page.status_code == 410
    words = {"ru": "сняли с показа", "en": "was withdrawn"}[language]
    assert words in page.content.decode()
    file = client.get(f"/clips/{clip.pk}/work.mp4", headers={"Accept-Language": language})
    assert file.status_code == 410 and words in file.content.decode()
    with pytest.raises(Refused, match="withdrawn"):
        offer(clip, curator, True)


def test_what_may_not_move_is_gone(
    client: Client, clip: Clip, curator: User, person: Callable[[str], User]
) -> None:
    offer(clip, curator, True)
    decide_movement(clip.version.portrait.artwork, Artwork.May.NO, "No.", person("registrar"))
    assert client.get(f"/clips/{clip.pk}/work.mp4").status_code == 410


def test_a_clip_is_removed_with_its_file(clip: Clip, curator: User) -> None:
    path = Path(clip.file.path)
    remove(clip, curator)
    assert not Clip.objects.exists() and not path.exists()
    assert Entry.objects.filter(verb="clip removed").exists()


def test_staff_ask_watch_cancel_and_offer(
    client: Client, clip: Clip, curator: User, person: Callable[[str], User]
) -> None:
    version, portrait = clip.version, clip.version.portrait_id
    desk = f"/admin/studio/{portrait}/clips/"
    api = f"{desk}clips.json"
    wish = {"version": str(version.pk), "suffix": ".gif", "seconds": 1}

    def post(address: str, body: dict[str, Any]) -> Any:
        return client.post(address, body, content_type="application/json")

    assert client.get(desk).status_code == 302 and client.get(api).status_code == 403
    client.force_login(person("expert"))
    assert client.get(desk).status_code == 200
    assert client.get(api).json()["clips"][0]["sha256"] == "a" * 64
    assert post(api, wish).status_code == 422, "experts look only"
    client.force_login(curator)
    assert post(api, wish | {"fps": 1000}).status_code == 422
    assert post(api, {"version": "x"}).status_code == 400
    job = post(api, wish).json()
    assert client.get(api).json()["jobs"][0] == job and job["state"] == "waiting"
    assert post(job["cancel"], {}).json()["jobs"][0]["state"] == "cancelled"
    assert post(job["cancel"], {}).status_code == 422
    assert post(job["retry"], {}).json()["jobs"][0]["state"] == "waiting"
    told = client.get(api).json()["clips"][0]
    assert post(told["offer"], {"public": True}).json()["clips"][0]["public"] is True
    assert post(told["offer"], {"public": "yes"}).status_code == 400
    assert client.get(told["file"]).status_code == 200
    assert post(told["remove"], {}).json()["clips"] == []
    assert client.get(told["file"]).status_code == 404
