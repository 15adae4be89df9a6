"""Find what visitors may see of a work."""

from __future__ import annotations

from typing import Any

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Version
from exhibits.portraits.rules import NOT_APPROVED, may_be_shown
from generation import Words


def published_version(**portrait: Any) -> Version | None:
    """Return the version on show of the living portrait with these fields, None without one.

    ``published_version(artwork__slug="mona-lisa")``.
    """
    version = _published(**portrait)
    return version if version and may_be_shown(version) is None else None


def why_still(artwork: Artwork) -> Words | None:
    """Return why visitors see no living portrait of a work, None when they do."""
    version = _published(artwork=artwork)
    return may_be_shown(version) if version else NOT_APPROVED


def _published(**portrait: Any) -> Version | None:
    wanted = {f"portrait__{name}": value for name, value in portrait.items()}
    found = Version.objects.select_related("portrait__artwork", "image", "certificate")
    return found.filter(state=Version.State.PUBLISHED, **wanted).first()
