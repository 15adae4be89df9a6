"""Who may come into the studio, and how its endpoints refuse: in words, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from exhibits import asked
from exhibits.asked import NO_JSON, Unreadable, told
from exhibits.portraits.models import LivingPortrait
from exhibits.refusal import Refused
from exhibits.workshop.draft import Moved, NotTaken, tell_draft
from exhibits.workshop.editing import Taken, name_of
from generation import GenerationError, Words

LOOK, EDIT = "exhibits.view_livingportrait", "exhibits.change_livingportrait"
LONGEST_BODY = 2_000_000  # bytes: a drawing with every region full is far smaller
body_of = partial(asked.body_of, longest=LONGEST_BODY)
NOT_YOURS = Words("Менять черновик могут только хранители.", "Only curators may change the draft.")
MOVED = Words(
    "Черновик тем временем изменили в другом окне.",
    "The draft was changed in another window meanwhile.",
)
AT_WORK = Words("Сейчас черновик меняет {0}.", "{0} is changing the draft now.")
REFUSED = Words(
    "Часть изменений не принята, ничего не записано.",
    "Some changes were refused; nothing was written.",
)

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """Let staff who may see living portraits in; send others to the door."""

    @wraps(view)
    def entered(request: HttpRequest, portrait_id: UUID, **more: Any) -> HttpResponseBase:
        user = request.user
        if not (user.is_active and user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not user.has_perm(LOOK):
            raise PermissionDenied
        response = view(request, _portrait(portrait_id), **more)
        add_never_cache_headers(response)
        return response

    return entered


def endpoint(permission: str) -> Callable[[View], View]:
    """Let staff with this permission call; whatever refuses is told as JSON.

    400 unreadable, 403 not allowed, 409 the draft moved on (with the draft as it is now),
    422 refused (by field where a field is to blame), 423 another window has it.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def called(request: HttpRequest, portrait_id: UUID, **more: Any) -> HttpResponseBase:
            user = request.user
            if not (user.is_active and user.is_staff and user.has_perm(permission)):
                return told(NOT_YOURS, 403)
            portrait = _portrait(portrait_id)
            try:
                response = view(request, portrait, **more)
            except NotTaken as wrong:
                by_field = {field: why._asdict() for field, why in wrong.refusals.items()}
                return told(REFUSED, 422, refused=by_field)
            except Moved:
                return told(MOVED, 409, draft=tell_draft(_portrait(portrait_id)))
            except Taken as taken:
                name = name_of(taken.by)
                return told(Words(*(words.format(name) for words in AT_WORK)), 423, by=name)
            except (Refused, GenerationError) as refusal:
                return told(refusal.for_people, 422)
            except Unreadable:
                return told(NO_JSON, 400)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return called

    return guard


def window_of(said: Mapping[str, Any]) -> str:
    """Return which window of a browser speaks; empty when it does not say."""
    window = said.get("window")
    return window[:40] if isinstance(window, str) else ""


def person(request: HttpRequest) -> User:
    """Return who does this. Raises PermissionDenied."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def _portrait(portrait_id: UUID) -> LivingPortrait:
    portraits = LivingPortrait.objects.select_related("artwork", "image")
    return get_object_or_404(portraits, pk=portrait_id)
