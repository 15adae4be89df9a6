"""Endpoints of the tools: brush, camera, words."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from exhibits.asked import Unreadable
from exhibits.portraits.models import LivingPortrait
from exhibits.workshop import moving, speaking
from exhibits.workshop.doors import EDIT, LOOK, body_of, endpoint
from exhibits.workshop.masks import tell_masks

LONGEST_TEXT = 100_000
T = TypeVar("T")


@require_safe
@endpoint(LOOK)
def parts(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Tell the outlines of the sitter, the face and what looks like hands."""
    return JsonResponse({"parts": moving.tell_parts(portrait)})


@require_safe
@endpoint(LOOK)
def masks(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Tell how strongly each pixel is of each part, corrections in."""
    return JsonResponse(tell_masks(portrait))


@require_POST
@endpoint(LOOK)
def motion(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Propose how a drawn region should move: {"flow"}."""
    return JsonResponse(moving.tell_motion(portrait, _said(request, "flow", dict)))


@require_POST
@endpoint(LOOK)
def camera(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Read a camera sentence back: {"sentence"}."""
    return JsonResponse(moving.tell_plan(portrait, _said(request, "sentence", str)))


@require_POST
@endpoint(LOOK)
def script(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Check a script as it is written: {"text", "language", "recorded"}."""
    text, language = _said(request, "text", str), _said(request, "language", str)
    if len(text) > LONGEST_TEXT or language not in ("ru", "en"):
        raise Unreadable
    recorded = body_of(request).get("recorded") is True
    return JsonResponse(speaking.tell_script(text, language, recorded))


@require_POST
@endpoint(EDIT)
def recording(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Keep a recording for an answer of the draft: a form with ``file``."""
    return JsonResponse(speaking.keep_recording(request.FILES.get("file")))


def _said(request: HttpRequest, name: str, kind: type[T]) -> T:
    """Return one value of what a page sent. Raises Unreadable."""
    value = body_of(request).get(name)
    if not isinstance(value, kind):
        raise Unreadable
    return value
