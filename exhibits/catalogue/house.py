"""Read the house collection that ships with the project. Pure but for opening files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from exhibits.catalogue.models import Artwork

FOLDER = Path(__file__).parent / "house_collection"
BILINGUAL = {
    "title": "title",
    "maker": "maker",
    "medium": "medium",
    "credit": "credit_line",
    "description": "description",
    "alt": "alt",
    "attract": "attract",
}


def told() -> dict[str, Any]:
    """Return works.json."""
    found: dict[str, Any] = json.loads((FOLDER / "works.json").read_text("utf-8"))
    return found


def sha256_of(path: Path) -> str:
    """Return the fingerprint of a picture of this release."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bilingual(entry: dict[str, Any], *names: str) -> dict[str, str]:
    """Return ``{"title": {"ru": …, "en": …}}`` as fields ``title_ru``, ``title_en``."""
    return {f"{name}_{code}": entry[name][code] for name in names for code in ("ru", "en")}


def label(work: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of works.json as fields of an Artwork."""
    fields = {
        f"{name}_{code}": work[source][code]
        for name, source in BILINGUAL.items()
        for code in ("ru", "en")
    }
    height, width = work["dimensions_mm"] or (None, None)
    return fields | {
        "slug": work["slug"],
        "accession_number": work["accession_number"],
        "date_text_ru": work["date"]["text"]["ru"],
        "date_text_en": work["date"]["text"]["en"],
        "date_from": work["date"]["from"],
        "date_to": work["date"]["to"],
        "height_mm": height,
        "width_mm": width,
        "rights_work": work["rights"]["work"],
        "rights_photo": work["rights"]["photograph"],
    }


def decision(work: dict[str, Any]) -> tuple[Artwork.May, str]:
    """Return the answer to "may it move?", and the reason in both languages."""
    reason = work["may_move"]["reason"]
    return Artwork.May(work["may_move"]["answer"]), f"{reason['ru']}\n\n{reason['en']}"


def answers(work: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an entry's answers as fields of Answers: one for each language it is spoken in."""
    return [
        {
            f"question_{code}": told["question"][code],
            "text": told["text"][code],
            "language": code,
            "position": position,
        }
        for position, told in enumerate(work["answers"])
        for code in ("ru", "en")
    ]


def sources(work: dict[str, Any]) -> list[str]:
    """Return where each of these answers has its statements from, in the same order."""
    return [told["source"][code] for told in work["answers"] for code in ("ru", "en")]
