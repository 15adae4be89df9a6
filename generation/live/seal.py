"""Seals: what a stage sends is signed, so that a page can tell that nobody changed it.

Each opening of a performer has a key of its own, which the museum's certificate vouches for
in a *credential*. A *seal* lists the digests of what was sent since the last one and the
hash of that last one, signed with the key. In the spirit of C2PA §19 (live video); the form
is told in docs/wire.md.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates

from generation.live.jose import COORDINATE, base64url, hashed, jwk_of, jws, thumbprint

SEAL_SECONDS = 1.0  # half a group of pictures: what is painted is checked within one
MOST = 240  # digests in one seal: after a stall of the loop they come in a burst


class Signer(Protocol):
    """The museum's signing certificate, wherever its key is kept."""

    @property
    def chain_pem(self) -> bytes:
        """Return the certificates, the signing one first."""
        ...

    def sign_es256(self, data: bytes) -> bytes:
        """Return r and s of an ECDSA P-256 SHA-256 signature, 32 bytes each."""
        ...


def signer_name(chain_pem: bytes) -> str:
    """Return the thumbprint of the signing certificate's key: what a page is told to trust."""
    return thumbprint(signer_key(chain_pem))


def signer_key(chain_pem: bytes) -> dict[str, str]:
    """Return the signing certificate's public key as JWK: what WebCrypto verifies with."""
    return jwk_of(_public_key(chain_pem))


class Sealer:
    """Seals one opening of one performer, with a key that lives as long as this object.

    ``about`` is what the museum says of what is shown, ASCII or not: "certificate" (an
    address), "work", "iat" (unix seconds); ``label`` the text of the label message that tells
    what the frames are. Asking the signer may be slow: a hardware module.
    """

    def __init__(self, signer: Signer, about: Mapping[str, str | int], label: str = "") -> None:
        self._key = generate_private_key(SECP256R1())
        certificates = load_pem_x509_certificates(signer.chain_pem)
        header = {
            "jwk": jwk_of(_public_key(signer.chain_pem)),
            "x5c": [
                base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in certificates
            ],
        }
        key = jwk_of(self._key.public_key())
        labelled = {"label": hashed(label)} if label else {}
        self.credential = jws(header, {"key": key, **about, **labelled}, signer.sign_es256)
        self._header = {"kid": thumbprint(key)}
        self._head = hashed(self.credential)

    def link(self, digests: Iterable[bytes]) -> str:
        """Return the next seal of the chain; it names the one before, the first the credential."""
        seal = self._sign({**_packets(digests), "previous": self._head})
        self._head = hashed(seal)
        return seal

    def cover(self, digests: Iterable[bytes]) -> str:
        """Return a seal outside the chain, for one viewer."""
        return self._sign(_packets(digests))

    def _sign(self, claims: Mapping[str, object]) -> str:
        return jws(self._header, claims, self._raw)

    def _raw(self, data: bytes) -> bytes:
        numbers = decode_dss_signature(self._key.sign(data, ECDSA(SHA256())))
        return b"".join(number.to_bytes(COORDINATE, "big") for number in numbers)


def _packets(digests: Iterable[bytes]) -> dict[str, list[str]]:
    return {"packets": [base64url(digest) for digest in digests]}


def _public_key(chain_pem: bytes) -> EllipticCurvePublicKey:
    key = load_pem_x509_certificates(chain_pem)[0].public_key()
    if not isinstance(key, EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise ValueError("the signing certificate has a P-256 key")
    return key
