"""The pages of chains: all of them, one of them, tries side by side; and the files they made."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from exhibits.chains import telling
from exhibits.chains.actions import preview_of
from exhibits.chains.doors import endpoint, page
from exhibits.chains.models import ChainRun, ChainStep
from exhibits.chains.rules import KINDS
from exhibits.chains.wording import SAY, said
from exhibits.clips.sending import MIMES, send_file

SHOWN = 60  # chains on one page
FROM_WORDS = [kind for kind, rule in KINDS.items() if rule.needs == "words"]


@ensure_csrf_cookie
@require_safe
@page
def chains(request: HttpRequest) -> HttpResponseBase:
    """Show every chain, and the editor of a new one; ``?image=`` begins with a picture."""
    runs = ChainRun.objects.select_related("artwork", "author")[:SHOWN]
    config = {
        "choices": telling.choices(),
        "pictures": telling.pictures(),
        "image": request.GET.get("image", ""),
        "words": said(),
        "at": {"price": reverse("chain-price"), "begin": reverse("chain-begin")},
    }
    rows = [(run, _newest(run)) for run in runs]
    return render(request, "chains/chains.html", {"say": SAY, "rows": rows, "config": config})


@ensure_csrf_cookie
@require_safe
@page
def run(request: HttpRequest, run_id: UUID) -> HttpResponseBase:
    """Show one chain; ``?part`` is only what changes when a step ends."""
    found = _run(run_id)
    told = telling.tell_run(found)
    context: dict[str, Any] = {
        "say": SAY,
        "run": found,
        "steps": told,
        "stamp": telling.tell_progress(found)["stamp"],
        "busy": any(one.step.at_work or any(t.step.at_work for t in one.tries) for one in told),
        "whole": all(one.step.done for one in told),
    }
    if "part" in request.GET:
        return render(request, "chains/_steps.html", context)
    config = {
        "run": str(found.pk),
        "choices": telling.choices(),
        "plan": telling.told_plan(found),
        "brush": telling.brush_of(found.image),
        "words": said(),
        "at": {
            "price": reverse("chain-price"),
            "progress": reverse("chain-progress", args=[found.pk]),
            "do": reverse("chain-do", args=[found.pk, "VERB"]),
        },
    }
    return render(request, "chains/run.html", context | {"config": config})


@require_safe
@endpoint
def progress(request: HttpRequest, run_id: UUID) -> JsonResponse:
    """Tell how far the steps at work are."""
    return JsonResponse(telling.tell_progress(_run(run_id)))


@require_safe
@page
def compare(request: HttpRequest, run_id: UUID, number: int) -> HttpResponseBase:
    """Show the tries of one step side by side, with what was measured of them."""
    found = _run(run_id)
    line = telling.tell_run(found)
    if not 1 <= number <= len(line):
        raise Http404
    first, before = line[number - 1], line[number - 2] if number > 1 else None
    made = [one for one in (first, *first.tries) if one.step.done]
    context = {
        "say": SAY,
        "run": found,
        "number": number,
        "name": first.name,
        "made": made,
        "source": before if before and before.step.done else None,
        "painting": found.image if number == 1 and first.step.kind not in FROM_WORDS else None,
    }
    return render(request, "chains/compare.html", context | {"rows": telling.side_by_side(made)})


@require_safe
@page
def file(request: HttpRequest, run_id: UUID, step_id: UUID) -> HttpResponseBase:
    """Send what a step made; its label is in its tags."""
    step = get_object_or_404(ChainStep, pk=step_id, run=run_id)
    if not step.done or not step.path.exists():
        raise Http404
    suffix = Path(step.file).suffix
    return send_file(request, step.path, MIMES[suffix], f"chain-{step.number}{suffix}", step.sha256)


@require_safe
@page
def preview(request: HttpRequest, run_id: UUID, step_id: UUID) -> HttpResponseBase:
    """Send the picture of a step at work."""
    step = get_object_or_404(ChainStep, pk=step_id, run=run_id)
    try:
        return FileResponse(preview_of(step).open("rb"), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error


def _run(pk: UUID) -> ChainRun:
    runs = ChainRun.objects.select_related("artwork", "image", "author")
    return get_object_or_404(runs, pk=pk)


def _newest(run: ChainRun) -> telling.Told | None:
    """Return the newest picture of a chain, or its first step while there is none."""
    line = telling.tell_run(run)
    done = [one for one in line if one.step.done]
    return done[-1] if done else next(iter(line), None)
