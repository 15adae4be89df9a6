"""Who may work with chains: staff who may change living portraits; and how they are refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from exhibits import asked
from exhibits.asked import NO_JSON, NOT_ALLOWED, told
from exhibits.refusal import Refused
from generation import GenerationError

EDIT = "exhibits.change_livingportrait"
LONGEST_BODY = 500_000  # bytes: prompts, options and masks of a dozen steps
body_of = partial(asked.body_of, longest=LONGEST_BODY)

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


def person(request: HttpRequest) -> User:
    """Return who does this. Raises PermissionDenied."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
