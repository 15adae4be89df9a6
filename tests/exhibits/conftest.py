"""What tests of the museum share: a private disk, people of each role, a work to work with."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.utils import timezone, translation
from PIL import Image

from exhibits.accounts.roles import apply_roles
from exhibits.catalogue.actions import add_picture
from exhibits.catalogue.models import Artwork

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(autouse=True)
def private_museum(settings: Any, tmp_path: Path) -> None:
    """Keep files in a folder of the test's own, hash quickly, forget earlier tries and words."""
    settings.MEDIA_ROOT = tmp_path / "pictures"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": PLAIN_FILES}}
    cache.clear()
    translation.deactivate()  # whatever language a page before this was asked for in


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (96, 64), seed: int = 1) -> bytes:
    """Return a small file: a smooth gradient with a little seeded grain."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    grain = np.random.default_rng(seed).integers(0, 20, (height, width))
    planes = [x * 200 // width + grain, y * 200 // height + grain, (x + y) % 200 + grain]
    out = io.BytesIO()
    Image.fromarray(np.dstack(planes).astype(np.uint8)).save(out, kind, quality=90)
    return out.getvalue()


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Return a maker of staff accounts by role; "" has none."""

    def make(role: str) -> User:
        if not Group.objects.filter(permissions__codename="review_version").exists():
            apply_roles()  # a test with real transactions before this one empties every table
        known = User.objects.filter(username=f"the {role}").first()
        user = known or User.objects.create_user(f"the {role}", password="x", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        return user

    return make


@pytest.fixture
def work(db: None) -> Artwork:
    """Return a work whose label is complete; it has no picture and no decision."""
    words = ("title", "maker", "date_text", "medium", "alt")
    label = {f"{name}_{code}": f"{name} {code}" for name in words for code in ("ru", "en")}
    return Artwork.objects.create(
        slug="work", accession_number="A-1", rights_work=CC0, rights_photo=CC0, **label
    )


@pytest.fixture
def ready_work(work: Artwork, person: Callable[[str], User]) -> Artwork:
    """Return a work that may move and may go on show."""
    add_picture(work, io.BytesIO(picture_bytes()), None, "work.png")
    work.may_move = Artwork.May.YES
    work.may_move_reason = "Painted for this test."
    work.may_move_decided_by = person("registrar")
    work.may_move_decided_at = timezone.now()
    work.save()
    return work
