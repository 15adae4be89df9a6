"""The gate on real pictures, films and sounds: what is planted is found, the house passes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from PIL import Image

from exhibits.catalogue import house
from exhibits.catalogue.actions import add_picture, decide_movement
from exhibits.catalogue.models import Artwork
from exhibits.jobs.models import Job
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.review import actions, gate
from exhibits.review.citations import sentences
from exhibits.review.findings import DRIFT, LIVELY, LUFS
from exhibits.review.models import GateReport
from generation.types import Cue, Planes, Timeline

pytestmark = pytest.mark.django_db(transaction=True)
State = Version.State
FPS = 15
SHOUT = "[loudness 10] Слушайте меня все до одного!"
MUTE = '{"version": 1, "captions": false, "events": [{"say": "Тише, я молчу."}]}'
BLACK, WHITE, RED = (16, 128, 128), (235, 128, 128), (81, 90, 240)  # Y, U, V, limited range


class Flickering:
    """Two colours in turn, five times a second each, from the first second on."""

    size = (96, 128)

    def __init__(self, *colours: tuple[int, int, int]) -> None:
        self._colours = colours

    def ready(self, timeline: Timeline) -> None:
        """Need nothing."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        colour = self._colours[int(t * 10) % 2 if t >= 1 else 0]
        for plane, level in zip((out.y, out.u, out.v), colour, strict=True):
            plane[:] = level
        return True


@pytest.fixture(autouse=True)
def quick(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JOBS_DIR", "SCENES_DIR", "ANSWERS_DIR"):
        setattr(settings, name, tmp_path / name.lower())
    settings.STREAM_FPS = FPS
    settings.JOBS_LEASE = 600  # on a busy machine nothing is dead so soon
    monkeypatch.setattr(gate, "BY_ITSELF", 2.4)


@pytest.fixture
def curator(person: Callable[[str], User]) -> User:
    return person("curator")


@pytest.fixture
def version(work: Artwork, curator: User, person: Callable[[str], User]) -> Callable[..., Version]:
    """Return a maker of versions of a house picture: what it says, and other looks."""

    def make(slug: str = "lady", says: str = "", **looks: Any) -> Version:
        with (house.FOLDER / f"{slug}.jpg").open("rb") as file:
            image = add_picture(work, file, None, f"{slug}.jpg")
        decide_movement(work, Artwork.May.YES, "Painted for this house.", person("registrar"))
        portrait = LivingPortrait.objects.create(artwork=work, image=image, seed=1, **looks)
        if says:
            sources = [{"statement": one, "source": "A book"} for one in sentences(says)]
            Answer.objects.create(
                portrait=portrait, question_ru="Что скажете?", text=says, sources=sources
            )
        return save_version(portrait, curator)

    return make


def work_off() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def sent(version: Version, curator: User) -> dict[str, dict[str, Any]]:
    """Send a version through the gate; return its findings by check."""
    actions.submit(version, curator)
    work_off()
    version.refresh_from_db()
    return {one["check"]: one for one in GateReport.objects.get().findings}


def blocked(found: dict[str, dict[str, Any]], version: Version) -> set[str]:
    assert version.state == State.RETURNED and not GateReport.objects.get().passed
    return {check for check, one in found.items() if not one["passed"]}


def test_a_house_work_passes_and_reaches_the_experts(
    version: Callable[..., Version], curator: User, person: Callable[[str], User]
) -> None:
    told = next(one for one in house.told()["works"] if one["slug"] == "lady")
    lady = version(says="Меня зовут просто дамой.", ground=told["ground"], beard=told["beard"])
    found = sent(lady, curator)
    assert lady.state == State.IN_REVIEW, found
    assert [*found] == [
        "flashes", "red_flashes", "motion", "identity", "loudness", "peak", "captions", "label",
    ]  # fmt: skip
    assert 0 < found["motion"]["value"] < LIVELY and 0 < found["identity"]["value"] < DRIFT
    assert -24 < found["loudness"]["value"] < -22, "speech is made at -23 LUFS"
    assert set(GateReport.objects.get().measures) == {"by itself", "Что скажете?"}

    client, frame = Client(), reverse("desk-frame", args=[lady.pk, "motion"])
    assert client.get(frame).status_code == 302
    client.force_login(person("expert"))
    shown = Image.open(io.BytesIO(client.get(frame).content))
    assert shown.format == "JPEG" and max(shown.size) == 480
    assert client.get(reverse("desk-frame", args=[lady.pk, "flashes"])).status_code == 404


@pytest.mark.parametrize(
    ("colours", "check"), [((BLACK, WHITE), "flashes"), ((BLACK, RED), "red_flashes")]
)
def test_flashing_is_blocked_with_its_second_and_frame(
    version: Callable[..., Version],
    curator: User,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    colours: tuple[tuple[int, int, int], ...],
    check: str,
) -> None:
    monkeypatch.setattr(gate.studio, "open_performer", lambda recipe: Flickering(*colours))
    lady = version()
    found = sent(lady, curator)
    assert check in blocked(found, lady)
    one = found[check]
    assert one["value"] > 3 == one["limit"] and 1.2 < one["at"] < 2.2
    assert "WCAG 2.3.1" in one["words"]["ru"] and one["place"]["ru"] == "сам по себе"
    frame = Image.open(Path(settings.MEDIA_ROOT) / one["frame"]).convert("RGB")
    assert frame.size == (96, 128)


def test_shouting_is_blocked(version: Callable[..., Version], curator: User) -> None:
    lady = version(says=SHOUT)
    found = sent(lady, curator)
    assert blocked(found, lady) == {"loudness"}
    assert found["loudness"]["value"] > LUFS
    assert "кричит" in found["loudness"]["words"]["ru"]
    assert found["loudness"]["place"]["ru"] == "Что скажете?"


def test_speech_without_captions_is_blocked(version: Callable[..., Version], curator: User) -> None:
    lady = version(says=MUTE)
    found = sent(lady, curator)
    assert blocked(found, lady) == {"captions"}
    assert "«Тише,»" in found["captions"]["words"]["ru"]


def test_a_melting_face_is_blocked(
    version: Callable[..., Version], curator: User, settings: Any
) -> None:
    """The lower half of the face goes down, as one that brushes carelessly can make it."""
    half = {
        "polygon": [[371, 690], [808, 690], [808, 951], [371, 951]],
        "path": [[590, 690], [590, 950]],
        "seconds": 1, "ease": "linear", "loop": "there-and-back", "matte": "drawn",
    }  # fmt: skip
    drawing = {"version": 1, "picture": [1200, 1600], "origin": "top-left", "brush": [half]}
    lady = version(ground=drawing)
    found = sent(lady, curator)
    assert blocked(found, lady) == {"identity"}
    one = found["identity"]
    assert one["value"] > DRIFT and "плывёт" in one["words"]["ru"] and one["at"] > 0.3
    assert (Path(settings.MEDIA_ROOT) / one["frame"]).stat().st_size > 5000


def test_what_cannot_be_drawn_is_returned_in_words(
    version: Callable[..., Version], curator: User
) -> None:
    lady = version(face=7)
    found = sent(lady, curator)
    assert blocked(found, lady) == {"drawn"} and found["drawn"]["words"]["ru"]


def test_the_gate_stops_where_the_work_may_not_move_any_more(
    version: Callable[..., Version], curator: User, person: Callable[[str], User]
) -> None:
    lady = version()
    actions.submit(lady, curator)
    decide_movement(lady.portrait.artwork, Artwork.May.NO, "The heirs.", person("registrar"))
    work_off()
    job = Job.objects.get()
    assert job.state == Job.State.FAILED and "двигаться не должна" in job.failure_ru
    lady.refresh_from_db()
    assert lady.state == State.SUBMITTED and not GateReport.objects.exists()
    page = Client(headers={"accept-language": "ru"})
    page.force_login(curator)
    assert "двигаться не должна" in page.get(reverse("desk", args=[lady.pk])).content.decode()


def test_a_version_taken_back_is_not_measured_to_the_end(
    version: Callable[..., Version], curator: User
) -> None:
    lady = version()
    actions.submit(lady, curator)
    QuerySet.update(Version.objects.all(), state=State.DRAFT)
    work_off()
    assert Job.objects.get().state == Job.State.CANCELLED
    assert not GateReport.objects.exists()
