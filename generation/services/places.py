"""Where results may be fetched from: beyond our walls, and only where the service sends us."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urljoin, urlsplit

from generation.services.refusals import leads_away

_PLAIN = re.compile(r"[a-zA-Z0-9.-]+(:\d+)?")  # a name, perhaps a port, and nothing else


def check_place(name: str, url: str, base: str) -> None:
    """Raise ServiceRefused unless ``url`` is https at a public name, or at ``base`` itself."""
    parts = _split(url)
    if base and _origin(parts) == _origin(_split(base)):
        return
    host = parts.hostname or ""
    inside = "." not in host or host.endswith((".local", ".internal", ".localhost"))
    if parts.scheme != "https" or inside or _is_ip(host):
        raise leads_away(name)


def same_place(name: str, url: str, location: str) -> str:
    """Return where a redirect leads. Raises ServiceRefused for another host."""
    there = urljoin(url, location)
    if _origin(_split(url)) != _origin(_split(there)):
        raise leads_away(name)
    return there


def belongs(url: str, domain: str, base: str) -> bool:
    """Say whether a key may go to ``url``: https below ``domain``, or the base we were given."""
    parts = _split(url)
    if base:
        return _origin(parts) == _origin(_split(base))
    ours = (parts.hostname or "").endswith(f".{domain}")
    return parts.scheme == "https" and ours and parts.netloc == parts.hostname


def _split(url: str) -> SplitResult:
    """The parts of an address; nothing of one that two programs might read differently."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return urlsplit("")
    return parts if _PLAIN.fullmatch(parts.netloc) else urlsplit("")


def _origin(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
