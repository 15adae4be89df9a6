"""The desk where experts look at a version and decide, and everybody sees what was decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from exhibits.certificates.labelling import tagged_jpeg
from exhibits.desk.telling import described, shown
from exhibits.portraits.models import Version
from exhibits.refusal import Refused, in_language
from exhibits.review import actions
from exhibits.review.actions import Opinion, judge
from exhibits.review.again import measure_again
from exhibits.review.blind import waiting_for
from exhibits.review.marks import read_marks
from exhibits.review.models import GateReport, Verdict
from generation import Words

LOOK = ("exhibits.review_version", "exhibits.view_version")
QUESTIONS = ("faithful", "tasteful", "supported", "invented")
ACTIONS = {
    "submit": (actions.submit, gettext_lazy("Sent for review: the gate measures it first.")),
    "recall": (actions.recall, gettext_lazy("Taken back: it is a draft again.")),
    "publish": (actions.publish, gettext_lazy("Published: visitors see it now.")),
    "measure": (measure_again, gettext_lazy("The gate measures it again.")),
}

NO_DECISION = Words(
    "Выберите решение: утвердить, вернуть или отклонить.",
    "Choose a decision: approve, return or reject.",
)

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """Let staff who may look at versions in; send others to the door."""

    @wraps(view)
    def entered(request: HttpRequest, **more: Any) -> HttpResponseBase:
        user = request.user
        if not (user.is_active and user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not any(map(user.has_perm, LOOK)):
            raise PermissionDenied
        response = view(request, **more)
        add_never_cache_headers(response)
        return response

    return entered


@require_safe
@page
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person."""
    return render(request, "desk/queue.html", {"waiting": waiting_for(request.user)})


@require_safe
@page
def desk(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show one version: beside the original, with its words, its report, and the decision."""
    return _desk(request, _version(version_id))


@require_POST
@page
def verdict(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Write down a verdict: decision, four answers, note, marks."""
    version = _version(version_id)
    try:
        judge(version, _person(request), _opinion(request))
    except Refused as refusal:
        messages.error(request, in_language(refusal.for_people))
        return _desk(request, _version(version_id), status=422)
    messages.success(request, _("Your verdict is signed."))
    return HttpResponseRedirect(reverse("desk", args=[version_id]))


@require_POST
@page
def do(request: HttpRequest, version_id: UUID, action: str) -> HttpResponse:
    """Send for review, take back, publish, or measure again."""
    if action not in ACTIONS:
        raise Http404
    act, done = ACTIONS[action]
    try:
        act(_version(version_id), _person(request))
    except Refused as refusal:
        messages.error(request, in_language(refusal.for_people))
    else:
        messages.success(request, str(done))
    return HttpResponseRedirect(reverse("desk", args=[version_id]))


@require_safe
@page
def frame(request: HttpRequest, version_id: UUID, check: str) -> HttpResponse:
    """Send the frame a finding of the gate speaks of."""
    reports = GateReport.objects.select_related("version__portrait__artwork", "version__image")
    report = get_object_or_404(reports, version=version_id)
    names = {one["check"]: one["frame"] for one in report.findings if one.get("frame")}
    if check not in names or not default_storage.exists(names[check]):
        raise Http404
    with default_storage.open(names[check]) as file:
        drawn = tagged_jpeg(file.read(), report.version)
    response = HttpResponse(drawn, content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _desk(request: HttpRequest, version: Version, status: int = 200) -> HttpResponse:
    user = _person(request)
    said = request.POST
    context = shown(version, user) | {
        "waiting": waiting_for(user),
        "questions": [(name, *described(name), said.get(name) == "yes") for name in QUESTIONS],
        "note": said.get("note", ""),
        "marks": said.get("marks", ""),
    }
    return render(request, "desk/desk.html", context, status=status)


def _opinion(request: HttpRequest) -> Opinion:
    said = request.POST
    answers = {name: said.get(name) == "yes" for name in QUESTIONS}
    decision = said.get("decision", "")
    if decision not in Verdict.Decision.values:
        raise Refused(NO_DECISION)
    return Opinion(
        decision,
        **answers,
        note=said.get("note", "")[:5000],
        marks=read_marks(said.get("marks", "")),
    )


def _version(version_id: UUID) -> Version:
    versions = Version.objects.select_related("portrait__artwork", "image", "author")
    return get_object_or_404(versions, pk=version_id)


def _person(request: HttpRequest) -> User:
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
