"""Whether a knock at the door is from the service it says it is from."""

from __future__ import annotations

import hashlib
import hmac


def genuine_webhook(body: bytes, signature: str, secret: str) -> bool:
    """Say whether Black Forest Labs sent this: ``X-BFL-Signature: sha256=<hex>``.

    HMAC-SHA256 of the raw body with the webhook's secret, compared in constant time.
    """
    due = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(due.encode(), signature.strip().encode())
