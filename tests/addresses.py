"""Every address of the site, from Django's own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

STANDARD = re.compile(r"admin:(\w+?)_(changelist|add|history|delete|change)$")  # of any model


def addresses(
    found: URLResolver | None = None, above: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every address of the site, by name (else pattern), with the parts it wants."""
    for one in (found or get_resolver()).url_patterns:
        wants = (*names, *(one.pattern.converters or one.pattern.regex.groupindex))
        if isinstance(one, URLResolver):
            inside = f"{one.namespace}:" if one.namespace else ""
            yield from addresses(one, above + inside, wants)
        elif isinstance(one, URLPattern):
            yield f"{above}{one.name or one.pattern}", wants
