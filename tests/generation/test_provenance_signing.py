"""Real files of every format are signed whole or not at all, and tell what they are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from generation.errors import EncoderFailed, SigningRefused
from generation.offline import SUFFIXES as WRITTEN
from generation.provenance.keys import device_signatory, museum_signatory, own_signatory
from generation.provenance.signing import MIMES, Parent, sign_file
from generation.provenance.verifying import verify_file
from tests.generation.certificates import C2PA, a_record, ec_key, museum
from tests.generation.clip_players import pictures_of, sound_of
from tests.generation.signed_files import NOW, PHOTOGRAPH, RECORD, SUFFIXES, signed, signer, written

__all__ = ["signed", "signer", "written"]  # fixtures


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_signed_file_tells_its_version_and_its_painting(suffix, signed, signer) -> None:
    data = signed(suffix).read_bytes()
    verdict = verify_file(data, signer.anchor)
    assert verdict.state == "trusted"
    assert verdict.parent_sha256 == hashlib.sha256(PHOTOGRAPH.data).hexdigest()
    assert verdict.record == RECORD
    assert verdict.signer == "Museum of the Test" and verdict.signer in verdict.words.ru
    assert verdict.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_without_the_anchor_it_is_unchanged_by_someone(suffix, signed) -> None:
    stranger = museum()[2]
    for anchors in (b"", stranger):
        verdict = verify_file(signed(suffix).read_bytes(), anchors)
        assert verdict.state == "valid" and "unknown" in verdict.words.en


def test_a_webm_is_signed_beside(written, signer, tmp_path) -> None:
    out = tmp_path / "lady.webm"
    told = sign_file(written(".webm"), out, RECORD, PHOTOGRAPH, signer)
    assert told.files == (out, tmp_path / "lady.c2pa")
    data, sidecar = out.read_bytes(), told.files[1].read_bytes()
    verdict = verify_file(data, signer.anchor, sidecar)
    assert (verdict.state, verdict.record) == ("trusted", RECORD)
    assert ".c2pa" in verify_file(data, signer.anchor).words.en
    changed = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
    assert verify_file(changed, signer.anchor, sidecar).state == "invalid"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_may_be_signed_in_place_and_again(suffix, written, signer, tmp_path) -> None:
    out = tmp_path / f"lady{suffix}"
    told = sign_file(written(suffix).read_bytes(), out, RECORD, PHOTOGRAPH, signer)
    assert told.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    later = a_record(source_sha256=RECORD.source_sha256, version="later")
    sign_file(out, out, later, PHOTOGRAPH, signer)
    verdict = verify_file(out.read_bytes(), signer.anchor)
    assert verdict.state == "trusted" and verdict.record == later
    assert out.read_bytes().count(b"</x:xmpmeta>") == 1
    assert left_in(tmp_path) == [f"lady{suffix}"]


@pytest.mark.parametrize("damaged", [False, True])
def test_a_photograph_with_a_certificate_of_its_own(
    damaged, written, signed, signer, tmp_path
) -> None:
    """A photographer's certificate goes along; the parent is named by its bytes either way."""
    photograph = signed(".jpg").read_bytes()
    if damaged:
        photograph = photograph[:-99] + bytes([photograph[-99] ^ 1]) + photograph[-98:]
    record = a_record(source_sha256=hashlib.sha256(photograph).hexdigest())
    out = tmp_path / "a.png"
    sign_file(written(".png"), out, record, Parent(photograph, "image/jpeg"), signer)
    verdict = verify_file(out.read_bytes(), signer.anchor)
    assert (verdict.state, verdict.parent_sha256) == ("trusted", record.source_sha256)
    assert verdict.record == record


def test_another_picture_is_not_the_parent(written, signer, tmp_path) -> None:
    other = Parent(PHOTOGRAPH.data + b" ", "image/jpeg")
    for parent in (other, None):
        with pytest.raises(SigningRefused, match="not the one"):
            sign_file(written(".png"), tmp_path / "a.png", RECORD, parent, signer)
    assert left_in(tmp_path) == []


def test_a_file_that_is_not_what_it_says_is_refused_whole(written, signer, tmp_path) -> None:
    (tmp_path / "a.png").write_bytes(b"before")
    for source in (written(".jpg"), b"", b"no picture"):
        with pytest.raises(SigningRefused, match="not signed"):
            sign_file(source, tmp_path / "a.png", RECORD, PHOTOGRAPH, signer)
    with pytest.raises(SigningRefused, match="cannot be signed"):
        sign_file(b"", tmp_path / "a.avi", RECORD, PHOTOGRAPH, signer)
    with pytest.raises(EncoderFailed):
        sign_file(written(".png"), tmp_path / "no" / "a.png", RECORD, PHOTOGRAPH, signer)
    assert left_in(tmp_path) == ["a.png"] and (tmp_path / "a.png").read_bytes() == b"before"


def test_an_expired_certificate_does_not_sign(written, tmp_path) -> None:
    past = datetime(2010, 1, 1, tzinfo=UTC)
    expired = own_signatory(tmp_path / "keys", "Museum", past)
    with pytest.raises(SigningRefused):
        sign_file(written(".png"), tmp_path / "a.png", RECORD, PHOTOGRAPH, expired)
    assert left_in(tmp_path) == ["keys"]


@pytest.mark.parametrize("purpose", [None, C2PA])
def test_a_museum_signs_with_its_own(purpose, written, tmp_path) -> None:
    chain, key, anchor = museum(**({"purpose": purpose} if purpose else {}))
    out = tmp_path / "a.jpg"
    sign_file(written(".jpg"), out, RECORD, PHOTOGRAPH, museum_signatory(chain, key, NOW))
    verdict = verify_file(out.read_bytes(), anchor)
    assert (verdict.state, verdict.signer) == ("trusted", "Museum")


def test_a_device_signs(written, tmp_path) -> None:
    key = ec_key()
    chain, _, anchor = museum(key)
    device = device_signatory(chain, lambda data: key.sign(data, ec.ECDSA(hashes.SHA256())), NOW)
    out = tmp_path / "a.jpg"
    sign_file(written(".jpg"), out, RECORD, PHOTOGRAPH, device)
    assert verify_file(out.read_bytes(), anchor).state == "trusted"

    def unplugged(data: bytes) -> bytes:
        raise RuntimeError("no device")

    with pytest.raises(SigningRefused):
        sign_file(
            written(".jpg"), tmp_path / "b.jpg", RECORD, PHOTOGRAPH,
            device_signatory(chain, unplugged, NOW),
        )  # fmt: skip
    assert left_in(tmp_path) == ["a.jpg"]


@pytest.mark.parametrize("kind", ["still", "modified", "generated"])
def test_other_kinds_are_signed_too(kind, written, signer, tmp_path) -> None:
    record = a_record(kind=kind, source_sha256=RECORD.source_sha256)
    out = tmp_path / "a.png"
    sign_file(written(".png"), out, record, PHOTOGRAPH, signer)
    verdict = verify_file(out.read_bytes(), signer.anchor)
    assert (verdict.state, verdict.record) == ("trusted", record)
    assert verdict.parent_sha256 == RECORD.source_sha256


def test_what_was_made_from_nothing_has_no_parent(written, signer, tmp_path) -> None:
    record = a_record(kind="generated", source_sha256="")
    out = tmp_path / "a.png"
    sign_file(written(".png"), out, record, None, signer)
    verdict = verify_file(out.read_bytes(), signer.anchor)
    assert (verdict.state, verdict.parent_sha256) == ("trusted", "")


def test_a_signed_clip_plays_as_before(written, signed) -> None:
    for before, after in zip(
        (*pictures_of(written(".mp4")), sound_of(written(".mp4"))[1]),
        (*pictures_of(signed(".mp4")), sound_of(signed(".mp4"))[1]),
        strict=True,
    ):
        assert np.array_equal(before, after)


def test_everything_we_write_can_be_signed() -> None:
    assert set(WRITTEN) == set(MIMES)


def test_a_signed_file_may_be_read_by_others(signed) -> None:
    assert os.stat(signed(".gif")).st_mode & 0o777 == 0o644


def test_looking_at_labels_loads_no_c2pa() -> None:
    code = "import generation; generation.sign_file, generation.verify_file, generation.labels_of;"
    code += "import sys; print('c2pa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
