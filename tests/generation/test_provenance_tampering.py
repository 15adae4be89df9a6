"""What is changed is never taken for true: bytes of the picture, of the certificate, cut files."""

from __future__ import annotations

import numpy as np
import pytest

from generation.errors import SigningRefused
from generation.provenance.verifying import verify_file
from tests.generation.signed_files import RECORD, SUFFIXES, signed, signer, tagged, written

__all__ = ["signed", "signer", "tagged", "written"]  # fixtures


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


def test_wrong_anchors_are_no_fault_of_the_file(signed) -> None:
    for anchors in (b"garbage", b"\xff\xfe", b"-----BEGIN CERTIFICATE-----"):
        with pytest.raises(SigningRefused, match="PEM"):
            verify_file(signed(".png").read_bytes(), anchors)
