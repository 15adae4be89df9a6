"""Signed JSON as the standards have it: base64url, JWK, its thumbprint, JWS with ES256.

RFC 7515 (JWS compact form), 7517 (JWK), 7638 (thumbprint), 7518 §3.4 (ES256: r and s, 32
bytes each, which is also what a browser's WebCrypto wants).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

SignES256 = Callable[[bytes], bytes]  # any bytes in, r and s out
COORDINATE = 32  # bytes of a number on P-256


def base64url(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def hashed(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in base64url."""
    return base64url(hashlib.sha256(text.encode()).digest())


def jwk_of(key: EllipticCurvePublicKey) -> dict[str, str]:
    """Return a P-256 public key as JWK, its members in the order a thumbprint wants."""
    numbers = key.public_numbers()
    x, y = (base64url(n.to_bytes(COORDINATE, "big")) for n in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def thumbprint(jwk: Mapping[str, str]) -> str:
    """Return the name of a key, RFC 7638."""
    return hashed(_json({name: jwk[name] for name in ("crv", "kty", "x", "y")}))


def jws(header: Mapping[str, Any], claims: Mapping[str, Any], sign: SignES256) -> str:
    """Return claims signed with ES256, in the compact form."""
    told = ({"alg": "ES256", **header}, claims)
    text = ".".join(base64url(_json(part).encode()) for part in told)
    return f"{text}.{base64url(sign(text.encode('ascii')))}"


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)
