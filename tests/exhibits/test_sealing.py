"""Who seals the stages of a museum, and what the seal says of a version."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exhibits.certificates import keys
from exhibits.models import LivingPortrait, Version
from exhibits.streaming.sealing import open_sealer
from generation import Signatory, Words, build_text, own_signatory
from generation.live.messages import Label
from tests.seals import claims_of, encoded, header_of, thumbprint

WORDS = Words("Цифровая анимация картины", "Digital animation of the painting")
LABEL = Label(WORDS, WORDS, WORDS, "", WORDS, "", "")


def told(sealer: Any) -> dict[str, Any]:
    return claims_of(sealer.credential, header_of(sealer.credential)["jwk"])


def test_a_version_is_named_by_its_certificate_and_digest() -> None:
    version = Version(pk=uuid.uuid4(), digest="f" * 64)
    sealer = open_sealer(version, LABEL)
    claims = told(sealer)
    assert claims["certificate"] == f"/certificates/{version.pk}/"
    assert (claims["version"], claims["digest"]) == (str(version.pk), "f" * 64)
    assert claims["label"] == encoded(hashlib.sha256(build_text(LABEL).encode()).digest())
    assert thumbprint(header_of(sealer.credential)["jwk"]) == keys.seal_anchor()


def test_a_draft_has_no_certificate() -> None:
    claims = told(open_sealer(LivingPortrait(), LABEL))
    assert claims["certificate"] == "" and "version" not in claims


def test_a_certificate_browsers_cannot_check_leaves_live_pictures_to_our_own_chain(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    rsa = Signatory(b"", "ps256", sign=lambda data: b"")
    monkeypatch.setattr(keys, "signatory", lambda: rsa)
    own = own_signatory(settings.KEYS_DIR, settings.MUSEUM_NAME["en"], datetime.now(UTC))
    assert keys.live_signatory().chain_pem == own.chain_pem
    assert (
        thumbprint(header_of(open_sealer(Version(), LABEL).credential)["jwk"]) == keys.seal_anchor()
    )


def test_where_no_key_can_be_read_pages_do_not_break(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.KEYS_DIR = tmp_path / "file"
    (tmp_path / "file").write_text("not a folder")
    assert keys.seal_anchor() == ""
    assert "cannot check seals" in caplog.text
