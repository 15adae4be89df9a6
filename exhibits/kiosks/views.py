"""The pages of a screen: the kiosk itself, its pairing, and a mirror for staff."""

from __future__ import annotations

import json
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from exhibits.kiosks.actions import begin_pairing, finish_pairing, kiosk_for_token
from exhibits.kiosks.consumers import COOKIE
from exhibits.kiosks.models import Kiosk
from exhibits.kiosks.qr import qr_square
from exhibits.refusal import Refused

PAIRING_PAGE = "admin:exhibits_kiosk_pair_a_screen"
LONGEST_COOKIE = 400 * 24 * 3600  # what browsers allow; renewed at every opening


@never_cache
@ensure_csrf_cookie
@require_safe
def kiosk(request: HttpRequest) -> HttpResponse:
    """Show the screen: its picture when it is paired, its code when it is not."""
    token = request.COOKIES.get(COOKIE, "")
    known = kiosk_for_token(token)
    language = known.language if known else settings.LANGUAGE_CODE
    context = {"paired": known is not None, "language": language, "version": settings.VERSION}
    response = render(request, "kiosk/kiosk.html", context)
    return _with_key(response, token) if known else response


@never_cache
@require_POST
def pair(request: HttpRequest) -> JsonResponse:
    """Give an unknown screen a code to show and a secret to keep."""
    try:
        begun = begin_pairing(_text(request, "screen"), request.META.get("REMOTE_ADDR", ""))
    except Refused as refused:
        return _refusal(refused, 429)
    address = request.build_absolute_uri(f"{reverse(PAIRING_PAGE)}?code={begun.code}")
    return JsonResponse(
        {
            "code": begun.code,
            "secret": begun.secret,
            "seconds": int((begun.expires_at - timezone.now()).total_seconds()),
            "qr": qr_square(address),
        }
    )


@never_cache
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Give the screen its key once a curator has typed its code; until then, nothing."""
    try:
        token = finish_pairing(_text(request, "secret"))
    except Refused as refused:
        return _refusal(refused, 410)
    if token is None:
        return HttpResponse(status=204)
    return _with_key(JsonResponse({"paired": True}), token)


@login_required
@permission_required("exhibits.view_kiosk", raise_exception=True)
@never_cache
@require_safe
def mirror(request: HttpRequest, kiosk_id: UUID) -> HttpResponse:
    """Show staff what a screen shows, without steering it."""
    return render(request, "kiosk/mirror.html", {"kiosk": get_object_or_404(Kiosk, pk=kiosk_id)})


def _with_key(response: HttpResponse, token: str) -> HttpResponse:
    """Let the screen keep its token where no script can read it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=LONGEST_COOKIE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return response


def _text(request: HttpRequest, name: str) -> str:
    """Return a text from a small JSON body; empty when it is not there."""
    try:
        said = json.loads(request.body[:2000] or b"{}")
    except (ValueError, RecursionError):
        return ""
    value = said.get(name, "") if isinstance(said, dict) else ""
    return value if isinstance(value, str) else ""


def _refusal(refused: Refused, status: int) -> JsonResponse:
    return JsonResponse({"error": refused.for_people._asdict()}, status=status)
