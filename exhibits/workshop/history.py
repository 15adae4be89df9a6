"""Endpoints of the versions: saved, told, restored, drawn, sent to the experts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibits.asked import told
from exhibits.certificates.labelling import labels_of_looks, tagged_jpeg
from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.snapshot import restore_version, save_version
from exhibits.refusal import Refused
from exhibits.workshop import sending
from exhibits.workshop.doors import (
    EDIT,
    LOOK,
    NOT_YOURS,
    body_of,
    endpoint,
    person,
    window_of,
)
from exhibits.workshop.draft import Moved, tell_draft, tell_preview_after_commit
from exhibits.workshop.editing import lock_for
from exhibits.workshop.stills import still_of
from exhibits.workshop.versions import tell_versions
from generation import Words

NO_VERSION = Words("Такой версии нет.", "There is no such version.")


@require_http_methods(["GET", "POST"])
@endpoint(LOOK)
def versions(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Tell every version, or save the draft as a new one: {"name", "revision"}."""
    if request.method == "POST":
        if not (request.user.has_perm(EDIT) and request.user.has_perm("exhibits.add_version")):
            return told(NOT_YOURS, 403)
        said = body_of(request)
        if said.get("revision") != portrait.revision:
            raise Moved
        save_version(portrait, person(request), str(said.get("name", "")))
    return JsonResponse({"versions": tell_versions(portrait)})


@require_POST
@endpoint(EDIT)
def restore(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Make the draft what a version was: {"version", "window", "revision"}."""
    said = body_of(request)
    lock_for(portrait, person(request), window_of(said), timezone.now())
    if said.get("revision") != portrait.revision:
        raise Moved
    draft = restore_version(_version(portrait, said))
    tell_preview_after_commit(draft)
    return JsonResponse(tell_draft(draft))


@require_POST
@endpoint(EDIT)
def send(request: HttpRequest, portrait: LivingPortrait) -> JsonResponse:
    """Send the last version to the experts, if nothing speaks against it."""
    if reason := sending.why_not(portrait, person(request)):
        raise Refused(reason)
    version = sending.last_version(portrait)
    assert version
    sending.send(version, person(request))
    return JsonResponse({"versions": tell_versions(portrait)})


@require_safe
@endpoint(LOOK)
def still(request: HttpRequest, portrait: LivingPortrait, which: str, moment: str) -> HttpResponse:
    """Send one moment of a version, or of the draft, as a JPEG; X-Label says what it is."""
    looks = portrait if which == "draft" else _version(portrait, {"version": which})
    response = HttpResponse(tagged_jpeg(still_of(looks, moment), looks), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    if labels := labels_of_looks(looks):
        said = {
            "eu": labels.eu,
            "eu_text": labels.eu_text._asdict(),
            "short": labels.short._asdict(),
        }
        response["X-Label"] = json.dumps(said)
    return response


def _version(portrait: LivingPortrait, said: Mapping[str, Any]) -> Version:
    try:
        key = UUID(str(said.get("version")))
    except ValueError as error:
        raise Refused(NO_VERSION) from error
    found = portrait.versions.select_related("image", "portrait__artwork").filter(pk=key).first()
    if found is None:
        raise Refused(NO_VERSION)
    return found
