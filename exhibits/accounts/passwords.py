"""Make a one-time password from a nonce and the site's secret. Pure."""

from __future__ import annotations

import hashlib
import hmac

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # 31 signs; 12 of them are 59 bits
LENGTH = 12


def derived(nonce: str, secret: str) -> str:
    """Return ``xxxx-xxxx-xxxx``: the same for the same nonce, so that nothing need be kept."""
    digest = hmac.new(secret.encode(), f"one-time:{nonce}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest)
    signs = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs += ALPHABET[place]
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))
