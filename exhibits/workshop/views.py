"""The studio's page, and what it reads and writes while somebody works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibits.asked import Unreadable, told
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.rules import may_be_tried
from exhibits.refusal import in_language
from exhibits.workshop import axes as life
from exhibits.workshop import editing, sending
from exhibits.workshop.doors import (
    EDIT,
    LOOK,
    NOT_YOURS,
    body_of,
    endpoint,
    page,
    person,
    window_of,
)
from exhibits.workshop.draft import change_draft, tell_draft
from exhibits.workshop.enginery import tell_engines
from exhibits.workshop.enginewords import SAY, engine_labels
from exhibits.workshop.faces import face_by_hand, faces_of
from exhibits.workshop.toolwords import choices, tool_labels
from exhibits.workshop.versions import tell_versions
from exhibits.workshop.wording import TOOLS, labels, point_names

LARGEST = 1920  # px across of the picture the page zooms into


@ensure_csrf_cookie
@page
@require_safe
def studio(request: HttpRequest, portrait: LivingPortrait) -> HttpResponse:
    """Show the studio of one living portrait."""
    stays = may_be_tried(portrait)
    context = {
        "portrait": portrait,
        "work": portrait.artwork,
        "tools": TOOLS,
        "engine_say": SAY,
        "sides": ("left", "right"),
        "stays": in_language(stays) if stays else "",
        "config": _config(request, portrait),
    }
    return render(request, "workshop/studio.html", context)


@page
@require_safe
def screen(request: HttpRequest, portrait: LivingPortrait) -> HttpResponse:
    """Show the draft alone, for another screen."""
    config = {"stream": _stream(portrait), "image": _picture(portrait), "words": labels()}
    context = {"portrait": portrait, "work": portrait.artwork, "config": config}
    return render(request, "workshop/screen.html", context)


@require_http_methods(["GET", "PATCH"])
@endpoint(LOOK)
def draft(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Tell the draft, or change it: {"revision", "window", "change": {field: value}}."""
    if request.method == "GET":
        return JsonResponse(tell_draft(portrait))
    if not request.user.has_perm(EDIT):
        return told(NOT_YOURS, 403)
    said = body_of(request)
    change, known = said.get("change"), said.get("revision")
    if not isinstance(change, Mapping) or type(known) is not int:
        raise Unreadable
    changed = change_draft(portrait, person(request), window_of(said), known, change)
    return JsonResponse(tell_draft(changed))


@require_POST
@endpoint(LOOK)
def here(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Tell who is at work and what may be sent: {"window", "take"?, "leave"?}."""
    said, user, now = body_of(request), person(request), timezone.now()
    window = window_of(said)
    if said.get("leave"):
        editing.leave(portrait, user, window)
    if user.has_perm(EDIT) and not said.get("leave"):
        at_work = editing.come(portrait, user, window, now, take=said.get("take") is True)
    else:
        at_work = editing.who(portrait, now)
    reason = sending.why_not(portrait, user)
    return JsonResponse(
        {
            "mine": at_work.mine,
            "by": at_work.name,
            "same": at_work.by == user,
            "revision": portrait.revision,
            "versions": portrait.versions.count(),
            "why_not": in_language(reason) if reason else "",
        }
    )


@require_http_methods(["GET", "POST"])
@endpoint(LOOK)
def faces(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Tell the faces found, or the one that twelve points describe: {"points"}."""
    if request.method == "GET":
        return JsonResponse(faces_of(portrait.image))
    points = body_of(request).get("points")
    return JsonResponse(face_by_hand(portrait.image, points if isinstance(points, dict) else {}))


@require_safe
@endpoint(LOOK)
def axes(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Tell how far this draft's scene may go."""
    return JsonResponse(life.axes_of(portrait))


def _config(request: HttpRequest, portrait: LivingPortrait) -> dict[str, Any]:
    addresses = (
        "draft", "here", "faces", "axes", "versions", "restore", "send", "screen", "parts",
        "masks", "motion", "camera", "script", "recording",
    )  # fmt: skip
    image = portrait.image
    return {
        "portrait": str(portrait.pk),
        "may_edit": request.user.has_perm(EDIT),
        "beat": editing.BEAT_EVERY,
        "stream": _stream(portrait),
        "image": _picture(portrait),
        "size": [image.width, image.height],
        "at": {name: reverse(f"studio-{name}", args=[portrait.pk]) for name in addresses},
        "clips": _clips(portrait),
        "stills": reverse("studio-still", args=[portrait.pk, "WHICH", "MOMENT"]),
        "picture": reverse("picture", args=[image.pk, 480]),
        "words": labels() | tool_labels() | engine_labels(),
        "points": point_names(),
        "choices": choices(),
        "engines": tell_engines(portrait),
        "draft": tell_draft(portrait),
        "versions": tell_versions(portrait),
        "version": settings.VERSION,
    }


def _clips(portrait: LivingPortrait) -> str:
    """Where clips are made, empty while that room is not open."""
    try:
        return reverse("clips-desk", args=[portrait.pk])
    except NoReverseMatch:
        return ""


def _stream(portrait: LivingPortrait) -> str:
    return f"/ws/stream/draft/{portrait.pk}/"


def _picture(portrait: LivingPortrait) -> str:
    return reverse("picture", args=[portrait.image_id, LARGEST])
