"""Who may work with chains: staff who may change living portraits; and how they are refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from exhibits.refusal import Refused
from generation import GenerationError, Words

EDIT = "exhibits.change_livingportrait"
LONGEST_BODY = 500_000  # bytes: prompts, options and masks of a dozen steps
NOT_ALLOWED = Words("У вашей учётной записи нет на это права.", "Your account may not do this.")
NO_JSON = Words("Запрос не прочитан.", "The request could not be read.")

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """Let staff who may change living portraits in; send others to the door."""

    @wraps(view)
    def entered(request: HttpRequest, **more: Any) -> HttpResponseBase:
        user = request.user
        if not (user.is_active and user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not user.has_perm(EDIT):
            raise PermissionDenied
        response = view(request, **more)
        add_never_cache_headers(response)
        return response

    return entered


def endpoint(view: View) -> View:
    """Let the same people call; whatever refuses is told as JSON: 400, 403, 422."""

    @wraps(view)
    def called(request: HttpRequest, **more: Any) -> HttpResponseBase:
        user = request.user
        if not (user.is_active and user.is_staff and user.has_perm(EDIT)):
            return told(NOT_ALLOWED, 403)
        try:
            response = view(request, **more)
        except (Refused, GenerationError) as refusal:
            return told(refusal.for_people, 422)
        except ValueError:
            return told(NO_JSON, 400)
        add_never_cache_headers(response)
        return response

    return called


def told(words: Words, status: int) -> JsonResponse:
    """Return a refusal with its words."""
    return JsonResponse({"error": words._asdict()}, status=status)


def body_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return the JSON object of a request. Raises ValueError."""
    if len(request.body) > LONGEST_BODY:
        raise ValueError("too long")
    found = json.loads(request.body or b"{}", parse_constant=_no_number)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def person(request: HttpRequest) -> User:
    """Return who does this. Raises PermissionDenied."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def _no_number(name: str) -> None:
    raise ValueError(name)
