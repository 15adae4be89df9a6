"""What every public template may need: whose museum it is, and this page in other languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the museum's name and the addresses of this page in each language."""
    here = get_language() or settings.LANGUAGE_CODE
    pages = [
        {"code": code, "url": translate_url(request.build_absolute_uri(), code)}
        for code, _ in settings.LANGUAGES
    ]
    return {
        "museum_name": settings.MUSEUM_NAME.get(here[:2], settings.MUSEUM_NAME["en"]),
        "alternates": pages,
        "other_language": next(page for page in pages if page["code"] != here[:2]),
    }
