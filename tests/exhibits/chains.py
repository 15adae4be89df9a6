"""What tests of chains share: engines that draw gradients, a queue that works, a work to move."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from exhibits.catalogue.actions import add_picture
from exhibits.catalogue.models import Artwork, ArtworkImage
from generation.registry import ENGINES
from generation.types import Words
from tests.exhibits.conftest import picture_bytes
from tests.makers import GradientEngine

ROW = (Words("Градиенты", "Gradients"), "tests.makers.GradientEngine")


@pytest.fixture(autouse=True)
def engines(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the engine for tests into the table, free and paid; nothing is measured of faces."""
    monkeypatch.setitem(ENGINES, "gradient", ROW)
    monkeypatch.setattr(GradientEngine, "paid", [])
    settings.JOBS_DIR, settings.SCENES_DIR = tmp_path / "jobs", tmp_path / "scenes"
    settings.MODELS_DIR = tmp_path / "no-models"
    settings.STREAM_SIZE = (480, 480)
    settings.GENERATION = {
        "default": {"ENGINE": "rig", "OPTIONS": {}},
        "film": {"ENGINE": "film", "OPTIONS": {}},
        "gradient": {"ENGINE": "gradient", "OPTIONS": {}},
        "dear": {"ENGINE": "gradient", "OPTIONS": {"price": 0.5}},
    }


@pytest.fixture
def curator(person: Callable[[str], User]) -> User:
    return person("curator")


@pytest.fixture
def picture(work: Artwork) -> ArtworkImage:
    """Return a picture of a work nobody has decided about: curators may try."""
    return add_picture(work, io.BytesIO(picture_bytes(size=(320, 240))), None, "work.png")


def step(kind: str, engine: str = "gradient", /, options: Any = None, **request: Any) -> Any:
    return {"kind": kind, "engine": engine, "options": options or {}, "request": request}


def labour() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
