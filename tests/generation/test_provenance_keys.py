"""Keys: made once however many begin, renewed in time, and refused in words."""

from __future__ import annotations

import multiprocessing
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from generation.errors import SigningRefused
from generation.provenance.keys import (
    days_left,
    device_signatory,
    expiry_words,
    museum_signatory,
    own_signatory,
)
from tests.generation.certificates import C2PA, DAY, certificate, ec_key, key_pem, museum, pem

NOW = datetime.now(UTC)


def _first_run(folder: Path, gate, told) -> None:
    gate.wait()
    told.put(own_signatory(folder, "Museum", NOW).chain_pem)


def test_of_many_first_runs_one_makes_the_chain(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    gate, told = spawn.Barrier(4), spawn.Queue()
    runs = [spawn.Process(target=_first_run, args=(tmp_path, gate, told)) for _ in range(4)]
    for run in runs:
        run.start()
    chains = {told.get(timeout=60) for _ in runs}
    for run in runs:
        run.join()
    assert len(chains) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_only_its_owner_may_read_a_key(tmp_path: Path) -> None:
    own_signatory(tmp_path, "Museum", NOW)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "own").iterdir()}
    assert modes == {"root.key": 0o600, "root.pem": 0o600, "signer.pem": 0o600}
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o700


def test_the_next_run_has_the_same_chain(tmp_path: Path) -> None:
    first = own_signatory(tmp_path, "Музей «Картины», зал 1", NOW)
    assert own_signatory(tmp_path, "Another name", NOW + 100 * DAY) == first
    leaf, root = x509.load_pem_x509_certificates(first.chain_pem)
    leaf.verify_directly_issued_by(root)
    assert first.anchor == pem(root)
    assert 9 * 365 < days_left(first.chain_pem, NOW) <= 10 * 365


def test_a_museum_without_a_name_signs_too_and_no_key_is_shown(tmp_path: Path) -> None:
    signer = own_signatory(tmp_path, "", NOW)
    assert "PRIVATE" not in repr(signer) and b"PRIVATE" in signer.key


def test_the_live_seal_has_raw_signatures(tmp_path: Path) -> None:
    key = ec_key()
    chain, secret, _ = museum(key)
    hashed = ec.ECDSA(SHA256())
    device = device_signatory(chain, lambda data: key.sign(data, hashed), NOW)
    for signer in (own_signatory(tmp_path, "M", NOW), museum_signatory(chain, secret, NOW), device):
        raw = signer.sign_es256(b"packets")
        assert len(raw) == 64
        r, s = (int.from_bytes(half) for half in (raw[:32], raw[32:]))
        leaf = x509.load_pem_x509_certificates(signer.chain_pem)[0]
        leaf.public_key().verify(encode_dss_signature(r, s), b"packets", hashed)
    ready = device_signatory(chain, lambda data: bytes(64), NOW)
    assert ready.sign_es256(b"packets") == bytes(64)
    chain, secret, _ = museum(ed25519.Ed25519PrivateKey.generate())
    with pytest.raises(SigningRefused, match="P-256"):
        museum_signatory(chain, secret, NOW).sign_es256(b"packets")


def test_our_own_is_made_again_before_it_expires(tmp_path: Path) -> None:
    first = own_signatory(tmp_path, "Museum", NOW)
    later = NOW + timedelta(days=days_left(first.chain_pem, NOW) - 60)
    assert expiry_words(first.chain_pem, NOW) is None
    assert "60" in expiry_words(first.chain_pem, later).en
    second = own_signatory(tmp_path, "Museum", later)
    assert second.chain_pem != first.chain_pem and second.anchor == first.anchor
    assert days_left(second.chain_pem, later) > 365
    assert "expired" in expiry_words(first.chain_pem, later + 61 * DAY).en


def test_damaged_keys_are_told(tmp_path: Path) -> None:
    own_signatory(tmp_path, "Museum", NOW)
    (tmp_path / "own" / "signer.pem").write_bytes(b"nothing")
    with pytest.raises(SigningRefused, match="backup"):
        own_signatory(tmp_path, "Museum", NOW)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec_key(), "es256"),
        (ec.generate_private_key(ec.SECP384R1()), "es384"),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519"),
        (rsa.generate_private_key(65537, 2048), "ps256"),
    ],
)
def test_a_museum_brings_its_own(key, algorithm: str) -> None:
    chain, secret, anchor = museum(key)
    signer = museum_signatory(chain, secret, NOW)
    assert signer.algorithm == algorithm and signer.anchor == anchor
    assert device_signatory(chain, lambda data: b"", NOW).algorithm == algorithm


def test_a_certificate_of_the_c2pa_programme_is_taken() -> None:
    chain, secret, _ = museum(purpose=C2PA)
    assert museum_signatory(chain, secret, NOW).algorithm == "es256"


def refused(chain: bytes, secret: bytes, now: datetime = NOW) -> str:
    with pytest.raises(SigningRefused) as refusal:
        museum_signatory(chain, secret, now)
    assert refusal.value.for_people.ru != refusal.value.for_people.en
    return refusal.value.for_people.en


def test_keys_that_cannot_sign_are_refused() -> None:
    key = ec_key()
    chain = museum(key)[0]
    assert "openssl pkcs8 -topk8" in refused(chain, key_pem(key, PrivateFormat.TraditionalOpenSSL))
    assert "does not belong" in refused(chain, key_pem(ec_key()))
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    assert "without a password" in refused(chain, locked)
    assert "cannot be read" in refused(chain, b"no key")
    weak = ec.generate_private_key(ec.SECP192R1())
    assert "P-256" in refused(museum(weak)[0], key_pem(weak))


def test_certificates_that_cannot_sign_are_refused() -> None:
    key = ec_key()
    assert "expired" in refused(museum(key, days=2)[0], key_pem(key), NOW + 3 * DAY)
    assert "not valid yet" in refused(museum(key)[0], key_pem(key), NOW - 9 * DAY)
    assert "purpose" in refused(museum(key, purpose=None)[0], key_pem(key))
    server = ExtendedKeyUsageOID.SERVER_AUTH
    assert "purpose" in refused(museum(key, purpose=server)[0], key_pem(key))
    assert "purpose" in refused(pem(certificate("Authority", key)), key_pem(key))
    assert "chain of certificates in PEM" in refused(b"nothing", key_pem(key))
    stranger = certificate("Authority", ec_key(), days=3650)
    mixed = museum(key)[0].split(b"-----END CERTIFICATE-----\n")[0] + b"-----END CERTIFICATE-----\n"
    assert "signed by the next" in refused(mixed + pem(stranger), key_pem(key))
