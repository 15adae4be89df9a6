"""A picture comes in clean, or not at all."""

from __future__ import annotations

import gc
import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory
from PIL import Image

from exhibits.catalogue.actions import (
    add_picture,
    forget_files_after_commit,
    prepare_picture,
)
from exhibits.catalogue.derivatives import WIDTHS, fitting
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.refusal import Refused
from generation import GenerationError
from tests.exhibits.conftest import picture_bytes

pytestmark = pytest.mark.django_db


def files(settings: Any) -> list[str]:
    gc.collect()
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_every_kind_is_kept_as_the_same_pixels(work: Artwork, kind: str) -> None:
    data = picture_bytes(kind)
    image = add_picture(work, io.BytesIO(data), None, f"C:/scans/my {kind}.bin")
    with Image.open(image.file.path) as kept:
        assert (kept.format, kept.mode, kept.size) == ("PNG", "RGB", (96, 64))
        assert np.array_equal(np.asarray(kept), np.asarray(Image.open(io.BytesIO(data))))
    stored = Path(image.file.path).read_bytes()
    assert image.sha256 == hashlib.sha256(data).hexdigest()
    assert image.stored_sha256 == hashlib.sha256(stored).hexdigest()
    assert image.original_name == f"my {kind}.bin"
    assert "my" not in str(image.file.name)


def test_metadata_stay_outside(work: Artwork) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "secret place", 6
    out = io.BytesIO()
    Image.open(io.BytesIO(picture_bytes())).save(out, "JPEG", exif=exif)
    image = add_picture(work, io.BytesIO(out.getvalue()), None, "a.jpg")
    assert (image.width, image.height) == (64, 96)
    assert b"secret" not in Path(image.file.path).read_bytes()


def bomb() -> bytes:
    """A PNG of a few bytes that claims 60,000 × 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    told = (
        struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"just words", "not a picture"),
        (b"GIF89a" + b"\0" * 40, "GIF"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "SVG"),
        (picture_bytes("JPEG")[:900], "damaged"),
        (picture_bytes("PNG")[:900], "damaged"),
        (bomb(), "megapixels"),
        (picture_bytes("PNG", (20, 20)), "too small"),
    ],
)
def test_refusals_leave_nothing(work: Artwork, settings: Any, data: bytes, words: str) -> None:
    with pytest.raises(GenerationError, match=words) as refusal:
        add_picture(work, io.BytesIO(data), None, "a.png")
    assert refusal.value.for_people.ru and refusal.value.for_people.ru != str(refusal.value)
    assert (files(settings), ArtworkImage.objects.count()) == ([], 0)


def test_the_museum_s_limits_hold(work: Artwork, settings: Any) -> None:
    data = picture_bytes()
    settings.UPLOAD_MAX_BYTES = len(data) - 1
    with pytest.raises(GenerationError, match="MB"):
        add_picture(work, io.BytesIO(data), None, "a.png")
    settings.UPLOAD_MAX_BYTES = len(data)
    settings.UPLOAD_MAX_PIXELS = 96 * 64 - 1
    with pytest.raises(GenerationError, match="megapixels"):
        add_picture(work, io.BytesIO(data), None, "a.png")
    settings.UPLOAD_MAX_PIXELS = 96 * 64
    add_picture(work, io.BytesIO(data), None, "a.png")


def test_the_same_picture_twice_is_refused(work: Artwork, settings: Any) -> None:
    add_picture(work, io.BytesIO(picture_bytes()), None, "a.png")
    before = files(settings)
    with pytest.raises(Refused, match="already has"):
        add_picture(work, io.BytesIO(picture_bytes()), None, "b.png")
    assert files(settings) == before


@pytest.mark.django_db(transaction=True)
def test_a_rollback_anywhere_leaves_nothing(work: Artwork, settings: Any) -> None:
    class Fire(Exception):
        pass

    def burn() -> None:
        with transaction.atomic():
            add_picture(work, io.BytesIO(picture_bytes()), None, "a.png")
            assert files(settings)
            raise Fire

    with pytest.raises(Fire):
        burn()
    assert (files(settings), ArtworkImage.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_stays_and_what_is_removed_goes(work: Artwork, settings: Any) -> None:
    image = add_picture(work, io.BytesIO(picture_bytes()), None, "a.png")
    image_id = image.pk
    assert len(files(settings)) == 2
    with transaction.atomic():
        forget_files_after_commit(image)
        image.delete()
        assert len(files(settings)) == 2
    assert files(settings) == []
    assert not ArtworkImage.objects.filter(pk=image_id).exists()


def test_a_picture_nobody_hangs_goes_with_its_form(settings: Any) -> None:
    ready = prepare_picture(io.BytesIO(picture_bytes()), "a.png")
    assert len(files(settings)) == 2
    del ready
    assert files(settings) == []


@pytest.mark.parametrize(
    ("asked", "natural", "sent"),
    [(320, 5000, 320), (1920, 5000, 1920), (1920, 96, 320), (320, 96, 320), (1440, 1000, 1280)],
)
def test_derivatives_are_never_enlarged(asked: int, natural: int, sent: int) -> None:
    assert asked in WIDTHS
    assert fitting(asked, natural) == sent


def test_derivatives_look_like_the_picture(work: Artwork, settings: Any) -> None:
    data = picture_bytes("PNG", (700, 500))
    image = add_picture(work, io.BytesIO(data), None, "a.png")
    folder = Path(settings.MEDIA_ROOT) / "derivatives" / image.pk.hex[:2] / image.pk.hex
    sizes = {p.stem: Image.open(p).size for p in folder.iterdir()}
    assert sizes == {"320": (320, 229), "480": (480, 343), "640": (640, 457), "960": (700, 500)}
    told = np.asarray(Image.open(folder / "320.jpg"), float)
    meant = np.asarray(Image.open(io.BytesIO(data)).resize((320, 229), Image.Resampling.BOX), float)
    assert 10 * np.log10(255**2 / np.mean((told - meant) ** 2)) > 34


def test_an_endless_upload_is_not_kept(work: Artwork, settings: Any, rf: RequestFactory) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    endless = SimpleUploadedFile("a.png", picture_bytes() * 100, "image/png")
    kept = rf.post("/", {"upload": endless}).FILES["upload"]
    assert 1000 < len(kept.read()) < 2 * 2**16 < endless.size
    kept.seek(0)
    with pytest.raises(GenerationError, match="larger than"):
        add_picture(work, kept, None, "a.png")


def test_somebody_is_named(work: Artwork) -> None:
    user = User.objects.create_user("anna")
    assert add_picture(work, io.BytesIO(picture_bytes()), user, "a.png").uploaded_by == user
