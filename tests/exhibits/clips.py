"""What tests of clips share: a small published portrait, a clip of a few bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image

from exhibits.catalogue import house
from exhibits.catalogue.actions import add_picture, decide_movement
from exhibits.catalogue.actions import publish as hang
from exhibits.catalogue.models import Artwork
from exhibits.clips import making
from exhibits.clips.models import Clip
from exhibits.jobs.models import Job
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.review.actions import bring_before_visitors

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


@pytest.fixture
def clip(version: Version, curator: User) -> Clip:
    """Return a clip of a few bytes: what visitors may do with it asks for no frames."""
    job = Job.objects.create(kind="clip", subject=f"version:{version.pk}", state=Job.State.DONE)
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
