"""What pages ask as JSON, read in one place, and how they are told no."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse

from generation import Words

NOT_ALLOWED = Words("У вашей учётной записи нет на это права.", "Your account may not do this.")
NO_JSON = Words("Запрос не прочитан.", "The request could not be read.")


class Unreadable(ValueError):
    """A body that is no JSON object, or not the one that is wanted."""


def body_of(request: HttpRequest, longest: int) -> Mapping[str, Any]:
    """Return the JSON object of a request of at most so many bytes. Raises Unreadable."""
    if len(request.body) > longest:
        raise Unreadable
    try:
        found = json.loads(request.body or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, dict):
        raise Unreadable
    return found


def told(words: Words, status: int, **more: Any) -> JsonResponse:
    """Return a refusal with its words."""
    response = JsonResponse({"error": words._asdict(), **more}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _no_number(name: str) -> None:
    raise ValueError(name)
