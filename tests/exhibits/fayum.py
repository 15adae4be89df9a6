"""What tests of real pictures in the studio share: a small Fayum portrait, and who works on it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from exhibits.catalogue import house
from exhibits.catalogue.actions import add_picture
from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import LivingPortrait
from tests.exhibits.test_workshop_draft import client_of


@pytest.fixture
def curator(person: Callable[[str], User]) -> Client:
    return client_of(person("curator"))


@pytest.fixture
def portrait(work: Artwork, settings: Any, tmp_path: Path) -> LivingPortrait:
    settings.SCENES_DIR, settings.STREAM_SIZE = tmp_path / "scenes", (360, 480)
    small = io.BytesIO()
    with Image.open(house.FOLDER / "fayum.jpg") as painting:
        painting.resize((480, 640)).save(small, "PNG")
    small.seek(0)
    image = add_picture(work, small, None, "fayum.png")
    return LivingPortrait.objects.create(artwork=work, image=image, seed=1)
