"""The clips of a living portrait, for staff: ask, watch, cancel, retry, offer, download."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibits import asked
from exhibits.asked import NO_JSON, NOT_ALLOWED, told
from exhibits.clips import actions, telling
from exhibits.clips.models import Clip
from exhibits.clips.sending import MIMES, send_file
from exhibits.clips.wishes import MOVING, STILL
from exhibits.jobs.actions import cancel, try_again
from exhibits.jobs.models import Job
from exhibits.portraits.models import LivingPortrait
from exhibits.refusal import Refused
from generation import GenerationError

LONGEST_BODY = 10_000
body_of = partial(asked.body_of, longest=LONGEST_BODY)
View = Callable[..., HttpResponseBase]


def door(permission: str) -> Callable[[View], View]:
    """Let staff with this permission of clips in; tell refusals as JSON: 400, 403, 422."""

    def guard(view: View) -> View:
        @wraps(view)
        def called(request: HttpRequest, portrait_id: UUID, **more: Any) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User) or not user.has_perm(f"exhibits.{permission}"):
                return told(NOT_ALLOWED, 403)
            if not user.is_staff:
                return told(NOT_ALLOWED, 403)
            portraits = LivingPortrait.objects.select_related("artwork", "image")
            portrait = get_object_or_404(portraits, pk=portrait_id)
            try:
                return view(request, portrait, **more)
            except (Refused, GenerationError) as refusal:
                return told(refusal.for_people, 422)
            except ValueError:
                return told(NO_JSON, 400)

        return never_cache(called)

    return guard


@ensure_csrf_cookie
@require_safe
def desk(request: HttpRequest, portrait_id: UUID) -> HttpResponseBase:
    """Show the page where clips are made."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not user.has_perm("exhibits.view_clip"):
        raise PermissionDenied
    portrait = get_object_or_404(LivingPortrait, pk=portrait_id)
    config = {"clips": reverse("clips", args=[portrait.pk]), "words": telling.words()}
    context = {"portrait": portrait, "work": portrait.artwork, "config": config}
    return render(request, "clips/desk.html", context | {"suffixes": MOVING + STILL})


@require_http_methods(["GET", "POST"])
@door("view_clip")
def clips(request: HttpRequest, portrait: LivingPortrait) -> HttpResponseBase:
    """Tell what is made and was made; or ask for one: {"version", … as wishes.Wish}."""
    if request.method == "GET":
        return JsonResponse(telling.tell_clips(portrait))
    user = person(request, "add_clip")
    wish = dict(body_of(request))
    version = get_object_or_404(
        portrait.versions.select_related("portrait__artwork", "image"),
        pk=UUID(str(wish.pop("version", ""))),
    )
    job = actions.ask_clip(version, user, wish)
    return JsonResponse(telling.tell_job(job, portrait), status=201)


@require_POST
@door("change_job")
def cancel_job(request: HttpRequest, portrait: LivingPortrait, job_id: UUID) -> HttpResponseBase:
    """Let a job stop."""
    cancel(job_of(portrait, job_id))
    return JsonResponse(telling.tell_clips(portrait))


@require_POST
@door("change_job")
def retry_job(request: HttpRequest, portrait: LivingPortrait, job_id: UUID) -> HttpResponseBase:
    """Put a failed or cancelled job back into the queue."""
    try_again(job_of(portrait, job_id))
    return JsonResponse(telling.tell_clips(portrait))


@require_POST
@door("change_clip")
def offer(request: HttpRequest, portrait: LivingPortrait, clip_id: UUID) -> HttpResponseBase:
    """Let visitors take a clip home, or no longer: {"public": true}."""
    public = body_of(request).get("public")
    if not isinstance(public, bool):
        raise ValueError(public)
    actions.offer(clip_of(portrait, clip_id), person(request, "change_clip"), public)
    return JsonResponse(telling.tell_clips(portrait))


@require_POST
@door("delete_clip")
def remove(request: HttpRequest, portrait: LivingPortrait, clip_id: UUID) -> HttpResponseBase:
    """Forget a clip and its file."""
    actions.remove(clip_of(portrait, clip_id), person(request, "delete_clip"))
    return JsonResponse(telling.tell_clips(portrait))


@require_safe
@door("view_clip")
def download(request: HttpRequest, portrait: LivingPortrait, clip_id: UUID) -> HttpResponseBase:
    """Send the file, or with ``?signature`` the one that signs a WebM."""
    clip = clip_of(portrait, clip_id)
    path, mime = Path(clip.file.path), MIMES[clip.suffix]
    if "signature" in request.GET:
        path, mime = path.with_suffix(actions.SIDECAR), MIMES[actions.SIDECAR]
    return send_file(request, path, mime, f"{portrait.artwork.slug}{path.suffix}", clip.sha256)


def person(request: HttpRequest, permission: str) -> User:
    """Return who does this. Raises Refused."""
    if isinstance(request.user, User) and request.user.has_perm(f"exhibits.{permission}"):
        return request.user
    raise Refused(NOT_ALLOWED)


def job_of(portrait: LivingPortrait, job_id: UUID) -> Job:
    """Return a clip job of this portrait. Raises Http404."""
    subjects = [f"version:{pk}" for pk in portrait.versions.values_list("pk", flat=True)]
    return get_object_or_404(Job, pk=job_id, kind="clip", subject__in=subjects)


def clip_of(portrait: LivingPortrait, clip_id: UUID) -> Clip:
    """Return a clip of this portrait. Raises Http404."""
    found = Clip.objects.select_related("version__portrait__artwork", "version__image")
    return get_object_or_404(found, pk=clip_id, version__portrait=portrait)
