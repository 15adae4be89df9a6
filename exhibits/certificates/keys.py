"""Whose signature this museum gives, opened once in a process: a change needs a restart."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from generation import (
    GenerationError,
    Signatory,
    SigningRefused,
    Words,
    device_signatory,
    expiry_words,
    museum_signatory,
    own_signatory,
    signer_name,
)

log = logging.getLogger(__name__)


def signatory() -> Signatory:
    """Return who signs for this museum: its own certificate with a key in a file or a device,
    where settings name one, else the chain made at first run. Raises SigningRefused.
    """
    chain, key, device = settings.SIGNING_CHAIN, settings.SIGNING_KEY, settings.SIGNING_DEVICE
    if chain:
        return _museums(Path(chain), key, device)
    return _own(settings.KEYS_DIR, settings.MUSEUM_NAME["en"])


def live_signatory() -> Signatory:
    """Return who vouches for live stages: a browser checks ES256 alone, so a museum's
    certificate of another kind signs files, and the chain made here live pictures.

    Raises SigningRefused.
    """
    signer = signatory()
    if signer.algorithm == "es256":
        return signer
    return _own(settings.KEYS_DIR, settings.MUSEUM_NAME["en"])


def expiry(now: datetime) -> Words | None:
    """Return what to tell the museum when its certificate ends soon, or has. None: all is well.

    Raises SigningRefused where nobody can sign.
    """
    return expiry_words(signatory().chain_pem, now)


def seal_anchor() -> str:
    """Return the name of the signing key, for a page to trust; "" where there is none."""
    try:
        return _name(live_signatory().chain_pem)
    except GenerationError:
        log.exception("pages cannot check seals")
        return ""


@lru_cache
def _own(folder: Path, name: str) -> Signatory:
    return own_signatory(folder, name, datetime.now(UTC))


@lru_cache
def _museums(chain: Path, key: str, device: str) -> Signatory:
    now = datetime.now(UTC)
    if device:
        return device_signatory(_read(chain), _function(device), now)
    return museum_signatory(_read(chain), _read(Path(key)), now)


def _function(path: str) -> Callable[[bytes], bytes]:
    try:
        found: Callable[[bytes], bytes] = import_string(path)
    except ImportError as error:
        raise SigningRefused(
            Words(
                f"SIGNING_DEVICE: функции «{path}» нет ({error}).",
                f"SIGNING_DEVICE: there is no function {path!r} ({error}).",
            )
        ) from error
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SigningRefused(
            Words(
                f"Файл подписи {path} не читается ({reason}). Проверьте SIGNING_CHAIN и "
                "SIGNING_KEY.",
                f"The signing file {path} cannot be read ({reason}). Check SIGNING_CHAIN and "
                "SIGNING_KEY.",
            )
        ) from error


@lru_cache
def _name(chain_pem: bytes) -> str:
    return signer_name(chain_pem)
