"""A museum's key for tests, and a check of seals that owes nothing to the code it checks."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from generation.live.wire import Kind, parse_frame

ABOUT = {"certificate": "/certificates/1/", "work": "lady", "iat": 1_790_000_000}


class MuseumKey:
    """A signing certificate under a root of its own, in memory."""

    def __init__(self) -> None:
        root, self._key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        chain = certificate("Leaf", self._key, "Root", root), certificate("Root", root)
        self.chain_pem = b"".join(one.public_bytes(Encoding.PEM) for one in chain)

    def sign_es256(self, data: bytes) -> bytes:
        r, s = utils.decode_dss_signature(self._key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def certificate(name: str, key: Any, by: str = "", signed: Any = None) -> x509.Certificate:
    told, issuer = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, by or name)
    )
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(told)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(1000)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=3650))
        .sign(signed or key, hashes.SHA256())
    )


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def header_of(jws: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(decoded(jws.split(".")[0]))
    return told


def thumbprint(jwk: dict[str, str]) -> str:
    """Return the name of a key: RFC 7638."""
    canonical = json.dumps(jwk, separators=(",", ":"), sort_keys=True)
    return encoded(hashlib.sha256(canonical.encode()).digest())


def claims_of(jws: str, jwk: dict[str, str]) -> dict[str, Any]:
    """Return what is signed. Raises InvalidSignature."""
    header, claims, signature = jws.split(".")
    assert header_of(jws)["alg"] == "ES256"
    x, y = (int.from_bytes(decoded(jwk[name])) for name in ("x", "y"))
    raw = decoded(signature)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    key.verify(der, f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    told: dict[str, Any] = json.loads(decoded(claims))
    return told


def digest(message: bytes) -> str:
    """Return what a seal must list for a frame: its flags but for *key* are the viewer's own."""
    own = bytes((message[0], message[1] & 1)) + message[2:]
    return encoded(hashlib.sha256(own).digest())


class Check:
    """What a page does with what it is sent: raises AssertionError where it would break."""

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.keys = self.seals = self.links = self.covered = 0
        self._key: dict[str, str] = {}
        self._head: str | None = None
        self._label: str | None = None  # heard, and not yet in a credential

    def take(self, sent: Iterable[str | bytes]) -> Check:
        for message in sent:
            if isinstance(message, bytes):
                if parse_frame(message)[0].kind is not Kind.BEAT:
                    self.waiting.append(digest(message))
            elif (told := json.loads(message))["type"] == "label":
                self._label = encoded(hashlib.sha256(message.encode()).digest())
            elif told["type"] == "seal_key":
                self._keyed(told["credential"])
            elif told["type"] == "seal":
                self._sealed(told["seal"])
        return self

    def _keyed(self, credential: str) -> None:
        assert self.waiting == [], "frames without a seal"
        told = claims_of(credential, header_of(credential)["jwk"])
        assert told.get("label") == self._label, "another label"
        self._key, self._head, self._label = told["key"], None, None
        self.keys += 1

    def _sealed(self, seal: str) -> None:
        told = claims_of(seal, self._key)
        assert self._label is None, "a label nobody vouches for"
        assert set(self.waiting) <= set(told["packets"]), "a frame is not in its seal"
        self.covered += len(self.waiting)
        self.waiting, self.seals = [], self.seals + 1
        if "previous" in told:
            assert self._head in (None, told["previous"]), "a seal was left out"
            self._head = encoded(hashlib.sha256(seal.encode()).digest())
            self.links += 1
