"""Read the environment; fail loudly, naming the variable and what it should be."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def offer(name: str, value: Path) -> None:
    """Set a variable that a library reads, where nobody has set it."""
    os.environ.setdefault(name, str(value))


def flag(name: str, default: bool) -> bool:
    """Return a yes/no variable."""
    raw = text(name).lower()
    if raw and raw not in _TRUTH:
        raise ImproperlyConfigured(f"{name}={raw!r}: write 1 or 0.")
    return _TRUTH[raw] if raw else default


def number(name: str, default: int, lowest: int, highest: int) -> int:
    """Return a whole number within bounds."""
    raw = text(name, str(default))
    if not raw.isascii() or not raw.isdigit() or not lowest <= int(raw) <= highest:
        raise ImproperlyConfigured(
            f"{name}={raw!r}: write a whole number from {lowest} to {highest}."
        )
    return int(raw)


def one_of(name: str, default: str, *others: str) -> str:
    """Return one word of a few."""
    raw = text(name, default)
    if raw not in (default, *others):
        raise ImproperlyConfigured(f"{name}={raw!r}: write one of {', '.join((default, *others))}.")
    return raw


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def directory(name: str, default: Path) -> Path:
    """Return a directory that exists and can be written, creating it if need be."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: {path} cannot be created: {error}.") from error
    if not os.access(path, os.W_OK):
        raise ImproperlyConfigured(f"{name}: {path} cannot be written to.")
    return path


def secret(name: str, kept_in: Path) -> str:
    """Return the variable, or a secret made once and kept in a private file."""
    if given := text(name):
        return given
    if not kept_in.exists():
        descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept_in.read_text().strip()


def database(name: str, sqlite: Path) -> dict[str, Any]:
    """Return Django's description of ``postgresql://…``, or of SQLite in WAL mode."""
    url = text(name)
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(sqlite),
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: write postgresql://user:password@host:port/name.")
    options: dict[str, str] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
