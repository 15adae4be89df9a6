"""Files of every format for the tests of signing: as written, with tags, and signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from generation.media.picture import encode_clean
from generation.offline import write_timeline
from generation.provenance.keys import own_signatory
from generation.provenance.labels import labels_of
from generation.provenance.signing import MIMES, Parent, sign_file
from generation.provenance.tagging import write_tagged
from generation.types import Timeline
from tests.generation.certificates import a_record
from tests.generation.clip_players import Walker, clicks
from tests.generation.conftest import HOUSE

NOW = datetime.now(UTC)
PHOTOGRAPH = Parent((HOUSE / "lady.jpg").read_bytes(), "image/jpeg")
RECORD = a_record(source_sha256=hashlib.sha256(PHOTOGRAPH.data).hexdigest())
SUFFIXES = [".mp4", ".jpg", ".png", ".webp", ".gif"]

Files = Callable[[str], Path]


@pytest.fixture(scope="session")
def written(house, tmp_path_factory) -> Files:
    """An unsigned file by its suffix, made once by our own writers; not to be written to."""
    folder = tmp_path_factory.mktemp("unsigned")
    rgb = np.ascontiguousarray(house("lady", 200)[:, :148])

    def file(suffix: str) -> Path:
        path = folder / f"lady{suffix}"
        if not path.exists() and suffix in (".png", ".jpg"):
            path.write_bytes(encode_clean(rgb, {".png": "PNG", ".jpg": "JPEG"}[suffix]))
        elif not path.exists():
            write_timeline(Walker(rgb), Timeline(0.4, {}, clicks((0.1,), 0.4)), path, fps=10)
        return path

    return file


@pytest.fixture(scope="session")
def tagged(written: Files, tmp_path_factory) -> Files:
    """A file with its label in its tags, as it is when it is signed."""
    folder = tmp_path_factory.mktemp("tagged")

    def file(suffix: str) -> Path:
        path = folder / f"lady{suffix}"
        if not path.exists():
            write_tagged(written(suffix), path, MIMES[suffix], labels_of(RECORD).metadata)
        return path

    return file


@pytest.fixture(scope="session")
def signer(tmp_path_factory):
    return own_signatory(tmp_path_factory.mktemp("keys"), "Museum of the Test", NOW)


@pytest.fixture(scope="session")
def signed(written: Files, signer, tmp_path_factory) -> Files:
    """A signed file by its suffix; not to be written to."""
    folder = tmp_path_factory.mktemp("signed")

    def file(suffix: str) -> Path:
        path = folder / f"lady{suffix}"
        if not path.exists():
            sign_file(written(suffix), path, RECORD, PHOTOGRAPH, signer)
        return path

    return file
