"""Certificates a real authority might hand out, good and bad; and a record to sign with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from generation.provenance.record import Record
from generation.types import Words

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
EMAIL = ExtendedKeyUsageOID.EMAIL_PROTECTION
C2PA = x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
DAY = timedelta(days=1)


def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    name: str,
    key: Key,
    issuer: tuple[x509.Certificate, Key] | None = None,
    *,
    purpose: x509.ObjectIdentifier | None = EMAIL,
    begins: datetime | None = None,
    days: int = 365,
) -> x509.Certificate:
    """An authority when it has no issuer."""
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
    signing, root = (issuer[1], False) if issuer else (key, True)
    begins = begins or datetime.now(UTC) - DAY
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "encipher_only", "decipher_only"), False,
    ) | {"digital_signature": not root, "key_cert_sign": root, "crl_sign": root}  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + days * DAY)
        .add_extension(x509.BasicConstraints(root, None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), False
        )
    )
    if not root and purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    return builder.sign(signing, hashes.SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


def key_pem(
    key: Key, form: serialization.PrivateFormat = serialization.PrivateFormat.PKCS8
) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def museum(key: Key | None = None, **told: Any) -> tuple[bytes, bytes, bytes]:
    """Return (chain, key, anchor), PEM, of a museum's certificate."""
    key, root_key = key or ec_key(), ec_key()
    root = certificate("Authority", root_key, days=3650, begins=told.get("begins"))
    leaf = certificate("Museum", key, (root, root_key), **told)
    return pem(leaf, root), key_pem(key), pem(root)


def a_record(**told: Any) -> Record:
    """A version of which everything is known."""
    known = {
        "title": Words("Дама с\u00a0веером", "Lady with a Fan"),
        "maker": Words("Мастер дома", "The Master of the House"),
        "museum": Words("Музей", "Museum"),
        "credit": Words("Дар N", "Gift of N"),
        "version": "7b1c",
        "number": 3,
        "name": "second look",
        "kind": "animation",
        "voice": "synthetic",
        "voice_neural": True,
        "engine": "default",
        "engine_label": Words("Риг", "Rig"),
        "software": "0.4.0",
        "options": {"life": 0.5, "axes": ["yaw", "pitch"]},
        "seed": 20_261_121,
        "models": (("face_mesh", "1" * 64), ("iris", "2" * 64)),
        "source_sha256": "a" * 64,
        "stored_sha256": "b" * 64,
        "author": "Anna",
        "approved_by": ("Boris", "Vera"),
        "made": "2026-11-20T12:00:00+03:00",
        "approved": "2026-11-21T09:30:00+03:00",
        "published": "2026-11-21T10:00:00+03:00",
        "measures": {"flashes": {"safe": True, "general": 0.0}},
        "address": "https://museum.example/certificates/7b1c",
    }
    return Record(**{**known, **told})
