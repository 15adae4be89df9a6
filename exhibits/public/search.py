"""Find works by words of their titles, makers and numbers. Pure."""

from __future__ import annotations

from exhibits.catalogue.models import Artwork

FIELDS = ("title_ru", "title_en", "maker_ru", "maker_en", "accession_number")


def plain(text: str) -> str:
    """Fold case and ё, which no database folds for us."""
    return text.casefold().replace("ё", "е")


def matches(artwork: Artwork, query: str) -> bool:
    """Return whether every word of the query occurs in the work's label."""
    told = plain(" ".join(getattr(artwork, name) for name in FIELDS))
    return all(word in told for word in plain(query).split())
