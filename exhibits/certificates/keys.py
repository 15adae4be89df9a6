"""Whose signature this museum gives, opened once in a process: a change needs a restart."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from generation import GenerationError, Signatory, own_signatory, signer_name

log = logging.getLogger(__name__)


def signatory() -> Signatory:
    """Return who signs for this museum. Raises SigningRefused."""
    return _own(settings.KEYS_DIR, settings.MUSEUM_NAME["en"])


def seal_anchor() -> str:
    """Return the name of the signing key, for a page to trust; "" where there is none."""
    try:
        return _name(signatory().chain_pem)
    except GenerationError:
        log.exception("pages cannot check seals")
        return ""


@lru_cache
def _own(folder: Path, name: str) -> Signatory:
    return own_signatory(folder, name, datetime.now(UTC))


@lru_cache
def _name(chain_pem: bytes) -> str:
    return signer_name(chain_pem)
