"""Hand out what was added: the mask of a version and what is told of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from exhibits.portraits.models import Version
from exhibits.portraits.performing import hatch_name, make_hatch
from exhibits.portraits.rules import may_be_shown
from exhibits.portraits.views import for_ever, not_now
from exhibits.studio import Hatch
from generation import GenerationError


@require_safe
def hatch(request: HttpRequest, version_id: UUID, name: str) -> HttpResponseBase:
    """Send the mask: see generation.encode_mask."""
    return _sent(request, version_id, name, "mask", "image/png")


@require_safe
def hatch_told(request: HttpRequest, version_id: UUID, name: str) -> HttpResponseBase:
    """Send how much was invented and moved, in percent, and the names of what was invented."""
    return _sent(request, version_id, name, "told", "application/json")


def _sent(
    request: HttpRequest, version_id: UUID, name: str, part: str, kind: str
) -> HttpResponseBase:
    version = _seen_by(request, version_id, name)
    try:
        made: Hatch = make_hatch(version)
    except GenerationError as error:
        return not_now(version, error)
    response = HttpResponse(getattr(made, part).read_bytes(), content_type=kind)
    return for_ever(request, name, not may_be_shown(version), response)


def _seen_by(request: HttpRequest, version_id: UUID, name: str) -> Version:
    """Return the version of this name. What may not be seen does not exist."""
    versions = Version.objects.select_related("portrait__artwork", "image")
    version = versions.filter(pk=version_id).first()
    if version is None or hatch_name(version) != name:
        raise Http404
    user = request.user
    staff = user.is_active and user.is_staff and user.has_perm("exhibits.view_version")
    if may_be_shown(version) and not staff:
        raise Http404
    return version
