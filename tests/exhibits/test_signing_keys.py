"""Whose signature: a chain of our own, the museum's files, a device; and a warning in time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from exhibits.certificates.keys import expiry, signatory
from generation import SigningRefused, verify_es256
from tests.generation.certificates import museum

DEVICE: list[ec.EllipticCurvePrivateKey] = []


def on_a_device(data: bytes) -> bytes:
    """Stand in for a museum's own module: a key that this process was never given as a file."""
    return DEVICE[-1].sign(data, ec.ECDSA(hashes.SHA256()))


def laid(settings: Any, folder: Path, *, days: int = 365) -> bytes:
    """Lay a museum's certificate and key on the disk; return the anchor."""
    chain, key, anchor = museum(days=days)
    (folder / "chain.pem").write_bytes(chain)
    (folder / "key.pem").write_bytes(key)
    settings.SIGNING_CHAIN, settings.SIGNING_KEY = f"{folder}/chain.pem", f"{folder}/key.pem"
    return anchor


def test_the_museums_own_certificate_signs(settings: Any, tmp_path: Path) -> None:
    ours = signatory().anchor
    anchor = laid(settings, tmp_path)
    signer = signatory()
    assert signer.anchor == anchor != ours
    assert verify_es256(b"what", signer.sign_es256(b"what"), signer.chain_pem.decode())


def test_a_device_signs(settings: Any, tmp_path: Path) -> None:
    laid(settings, tmp_path)
    key = serialization.load_pem_private_key(Path(settings.SIGNING_KEY).read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    DEVICE.append(key)
    settings.SIGNING_KEY, settings.SIGNING_DEVICE = "", f"{__name__}.on_a_device"
    signer = signatory()
    assert signer.key is None
    assert verify_es256(b"what", signer.sign_es256(b"what"), signer.chain_pem.decode())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"SIGNING_CHAIN": "/nowhere.pem"}, "cannot be read"),
        ({"SIGNING_KEY": ""}, "cannot be read"),
        ({"SIGNING_DEVICE": "nowhere.sign"}, "no function"),
    ],
)
def test_what_is_not_there_is_named(
    settings: Any, tmp_path: Path, wrong: dict[str, str], words: str
) -> None:
    laid(settings, tmp_path)
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(SigningRefused, match=words):
        signatory()


def test_it_warns_sixty_days_before(settings: Any, tmp_path: Path) -> None:
    laid(settings, tmp_path, days=365)
    begins = datetime.now(UTC) - timedelta(days=1)
    assert expiry(begins + timedelta(days=303)) is None
    soon = expiry(begins + timedelta(days=306))
    assert soon and "58" in soon.ru and "58" in soon.en
    past = expiry(begins + timedelta(days=366))
    assert past and "expired" in past.en


@pytest.mark.django_db
def test_the_office_and_the_doctor_warn(
    settings: Any, tmp_path: Path, client: Client, person: Callable[[str], User], capsys: Any
) -> None:
    client.force_login(person("curator"))
    assert "certificate ends" not in office(client)
    laid(settings, tmp_path, days=20)
    assert "Days until the signing certificate ends: 18" in office(client)
    settings.REDIS_URL = ""
    assert told(capsys)["required"] is False
    settings.SIGNING_CHAIN = "/nowhere.pem"
    assert "cannot be read" in office(client)
    with pytest.raises(SystemExit):
        told(capsys)


def office(client: Client) -> str:
    return client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()


def told(capsys: Any) -> dict[str, Any]:
    call_command("doctor", "--json")
    found = json.loads(capsys.readouterr().out)
    return next(one for one in found if one["name"] == "signing certificate")
