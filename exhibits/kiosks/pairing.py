"""Codes, secrets and tokens of pairing. Pure: keys are arguments."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: read across a hall, typed on a phone. 24^6 ≈ 1.9e8 codes.
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
CODE_LENGTH = 6
CODE_LIVES = timedelta(minutes=10)
_CYRILLIC_TWINS = str.maketrans("АСЕНКМРТХУВ", "ACEHKMPTXYB")


def new_code() -> str:
    """Return six characters nobody can confuse or guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """Return 32 random bytes, safe in a cookie: a screen's key, or its pairing secret."""
    return secrets.token_urlsafe(32)


def spaced(code: str) -> str:
    """Return the code as people read it, three and three: ``ABC DEF``."""
    return f"{code[:3]} {code[3:]}"


def typed(raw: str) -> str:
    """Return what a person typed as a code: spaces and case forgiven, Cyrillic twins too."""
    kept = "".join(sign for sign in raw.upper() if sign.isalnum())
    return kept.translate(_CYRILLIC_TWINS)


def code_hash(code: str, key: str) -> str:
    """Return the keyed hash of a code: short codes need a key, or a thief tries them all."""
    return hmac.new(key.encode(), f"pairing:{code}".encode(), hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """Return what we keep of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two hashes in constant time; an empty one equals nothing."""
    return bool(left) and hmac.compare_digest(left.encode(), right.encode())
