"""A work told to machines in schema.org's words, honest about what moves it."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from exhibits.kiosks.state import OnShow
from exhibits.linked import script_safe


def artwork_json(shown: OnShow, address: str, image: str, addresses: dict[str, str]) -> SafeString:
    """Return JSON-LD that is safe inside a script element."""
    work = shown.artwork
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["VisualArtwork", "Painting"],
        "@id": address,
        "url": address,
        "name": work.said("title"),
        "alternateName": work.title_en if work.said("title") == work.title_ru else work.title_ru,
        "creator": {"name": work.said("maker")},
        "dateCreated": str(work.date_from or work.said("date_text")),
        "artform": "Painting",
        "artMedium": work.said("medium"),
        "width": _mm(work.width_mm),
        "height": _mm(work.height_mm),
        "identifier": work.accession_number,
        "description": work.said("description"),
        "creditText": work.said("credit"),
        "license": work.rights_work,
        "sameAs": list(addresses.values()),
        "image": {
            "@type": "ImageObject",
            "contentUrl": image,
            "caption": work.said("alt"),
            "license": work.rights_photo,
        },
    }
    if shown.said:
        video = shown.said.labels.schema_org
        told["encoding"] = {key: value for key, value in video.items() if key != "@context"} | {
            "url": address,
            "thumbnailUrl": image,
            "isBasedOn": address,
        }
    return script_safe(_without_blanks(told))


def _mm(length: int | None) -> dict[str, Any] | None:
    return {"@type": "QuantitativeValue", "value": length, "unitCode": "MMT"} if length else None


def _without_blanks(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value not in (None, "", [])}
