"""Real files of every format, signed and verified; what is changed is never taken for true."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from generation.errors import EncoderFailed, SigningRefused
from generation.media.picture import encode_clean
from generation.offline import write_timeline
from generation.provenance.keys import device_signatory, museum_signatory, own_signatory
from generation.provenance.labels import labels_of
from generation.provenance.signing import MIMES, Parent, sign_file
from generation.provenance.tagging import write_tagged
from generation.provenance.verifying import verify_file
from generation.types import Timeline
from tests.generation.certificates import C2PA, a_record, ec_key, museum
from tests.generation.clip_players import Walker, clicks

NOW = datetime.now(UTC)
HOUSE = Path("exhibits/catalogue/house_collection")
PHOTOGRAPH = Parent((Path(__file__).parents[2] / HOUSE / "lady.jpg").read_bytes(), "image/jpeg")
RECORD = a_record(source_sha256=hashlib.sha256(PHOTOGRAPH.data).hexdigest())
SIGNER_KEY = ec_key()
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


def common(one: bytes, other: bytes) -> int:
    """How many first bytes are the same."""
    return next(i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_one_changed_byte_is_seen(suffix, tagged, signed, signer) -> None:
    """Forty places of the picture itself, before and after its certificate."""
    data, bare = signed(suffix).read_bytes(), tagged(suffix).read_bytes()
    # C2PA leaves out what an MP4 says of its own kind; WebP's header is made anew.
    first = {".mp4": len(data), ".webp": 30}.get(suffix, 0)
    own = [
        *range(first, max(common(data, bare), 30 + len(bare) // 2 if suffix == ".webp" else 0)),
        *range(len(data) - common(data[::-1], bare[::-1]), len(data)),
    ]
    assert len(own) > len(bare) * 0.4
    rng = np.random.default_rng(7)
    for place in [own[0], own[-1], *rng.choice(own, 38)]:
        changed = bytearray(data)
        changed[place] ^= 1 << int(rng.integers(8))
        verdict = verify_file(bytes(changed), signer.anchor)
        assert verdict.state == "invalid", place
        assert verdict.record is None and verdict.parent_sha256 == ""


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hardly_a_byte_of_the_certificate_is_loose(suffix, tagged, signed, signer) -> None:
    """Of all that signing added, one byte in a hundred may change unseen: container framing."""
    data = signed(suffix).read_bytes()
    begin = common(data, tagged(suffix).read_bytes())
    added = len(data) - len(tagged(suffix).read_bytes())
    seen = []
    for place in range(begin, min(begin + added, len(data)), 67):
        changed = bytearray(data)
        changed[place] ^= 0x55
        seen.append(verify_file(bytes(changed), signer.anchor).state in ("invalid", "none"))
    assert np.mean(seen) >= 0.97


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_lie_in_the_certificate_is_seen(suffix, signed, signer) -> None:
    data = signed(suffix).read_bytes()
    for said in (b"Enhanced", b"7b1c", b"Boris", RECORD.source_sha256[:8].encode()):
        assert said in data
        lie = data.replace(said, said[:-1] + bytes([said[-1] ^ 1]))
        assert verify_file(lie, signer.anchor).state == "invalid"


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".webm"])
def test_an_unsigned_file_is_only_that(suffix, written, signer) -> None:
    verdict = verify_file(written(suffix).read_bytes(), signer.anchor)
    assert verdict.state == "none" and verdict.record is None


@pytest.mark.parametrize("data", [b"", b"GIF8", b"\xff\xd8\xff\xd9", b"x" * 99, b"\x1aE\xdf\xa3"])
def test_other_files_are_not_signed(data, signer) -> None:
    assert verify_file(data, signer.anchor).state in ("none", "invalid")
    assert verify_file(data, signer.anchor, b"no manifest").state in ("none", "invalid")


def test_a_cut_file_is_not_trusted(signed, signer) -> None:
    data = signed(".mp4").read_bytes()
    for end in range(1, len(data), len(data) // 23):
        assert verify_file(data[:end], signer.anchor).state in ("none", "invalid")


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


def test_it_may_be_signed_in_place_and_again(written, signer, tmp_path) -> None:
    out = tmp_path / "lady.png"
    told = sign_file(written(".png").read_bytes(), out, RECORD, PHOTOGRAPH, signer)
    assert told.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    later = a_record(source_sha256=RECORD.source_sha256, version="later")
    sign_file(out, out, later, PHOTOGRAPH, signer)
    verdict = verify_file(out.read_bytes(), signer.anchor)
    assert verdict.state == "trusted" and verdict.record == later
    assert left_in(tmp_path) == ["lady.png"]


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
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

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


@pytest.mark.parametrize("kind", ["modified", "generated"])
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
    from tests.generation.clip_players import pictures_of, sound_of

    for before, after in zip(
        (*pictures_of(written(".mp4")), sound_of(written(".mp4"))[1]),
        (*pictures_of(signed(".mp4")), sound_of(signed(".mp4"))[1]),
        strict=True,
    ):
        assert np.array_equal(before, after)


def test_everything_we_write_can_be_signed() -> None:
    from generation.offline import SUFFIXES as WRITTEN

    assert set(WRITTEN) == set(MIMES)


def test_a_signed_file_may_be_read_by_others(signed) -> None:
    assert os.stat(signed(".gif")).st_mode & 0o777 == 0o644


def test_looking_at_labels_loads_no_c2pa() -> None:
    import subprocess
    import sys

    code = "import generation; generation.sign_file, generation.verify_file, generation.labels_of;"
    code += "import sys; print('c2pa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
