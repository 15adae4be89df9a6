"""What a page does with chains: ask the price, begin, go back, try another way, accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from exhibits.asked import NOT_ALLOWED
from exhibits.chains import accepting, actions, plan
from exhibits.chains.doors import body_of, endpoint, person
from exhibits.chains.models import ChainRun, ChainStep
from exhibits.refusal import Refused

Told = Mapping[str, Any]
Do = Callable[[ChainRun, Told, User], dict[str, Any]]


@require_POST
@endpoint
def price(request: HttpRequest) -> JsonResponse:
    """Tell what a chain would make and cost: {"image", "steps"}, or of a chain that is there
    {"run", "number", "steps"}. Nothing is begun."""
    told = body_of(request)
    if told.get("run"):
        run = _run(UUID(str(told["run"])))
        number = _number(told)
        steps = plan.read_steps(told.get("steps"))
        size = actions.size_before(run, run.line()[: number - 1])
        probes = plan.probe_all(steps, size, number)
    else:
        read = plan.read_plan(told)
        size = (read.image.width, read.image.height) if read.image else (0, 0)
        probes = plan.probe_all(read.steps, size)
    return JsonResponse(
        {
            "total": plan.total(probes),
            "steps": [
                {"size": list(one.size), "cost": one.cost and [one.cost.amount, one.cost.currency]}
                for one in probes
            ],
        }
    )


@require_POST
@endpoint
def begin(request: HttpRequest) -> JsonResponse:
    """Begin a chain: see actions.begin; tell where its page is."""
    run = actions.begin(body_of(request), person(request))
    return JsonResponse({"go": reverse("chain", args=[run.pk])}, status=201)


@require_POST
@endpoint
def do(request: HttpRequest, run_id: UUID, verb: str) -> JsonResponse:
    """Do one of VERBS; tell where to go then, nothing for staying."""
    if verb not in VERBS:
        raise Http404
    return JsonResponse(VERBS[verb](_run(run_id), body_of(request), person(request)))


def _again(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    actions.begin_again(run, _number(told), told, user)
    return {}


def _try(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    (step,) = told.get("steps") or [{}]
    asked = {name: step.get(name, usual) for name, usual in _ASKED.items()}
    actions.try_another(run, _number(told), asked, user, told.get("agreed"))
    return {}


def _go_on(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    actions.go_on(run, told, user)
    return {}


def _stop(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    actions.stop(run)
    return {}


def _choose(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    actions.choose(_step(run, told), user)
    return {}


def _accept_film(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    portrait = accepting.accept_film(_step(run, told), user)
    return {"go": reverse("studio", args=[portrait.pk])}


def _accept_work(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    if not user.has_perm("exhibits.add_artwork"):
        raise Refused(NOT_ALLOWED)
    accepting.accept_work(_step(run, told), user)
    return {}


def _remove(run: ChainRun, told: Told, user: User) -> dict[str, Any]:
    actions.remove(run, user)
    return {"go": reverse("chains")}


VERBS: dict[str, Do] = {
    "again": _again,
    "try": _try,
    "go-on": _go_on,
    "stop": _stop,
    "choose": _choose,
    "accept-film": _accept_film,
    "accept-work": _accept_work,
    "remove": _remove,
}
_ASKED: dict[str, Any] = {"engine": "", "options": {}, "request": {}}


def _run(pk: UUID) -> ChainRun:
    return get_object_or_404(ChainRun.objects.select_related("artwork", "image"), pk=pk)


def _step(run: ChainRun, told: Told) -> ChainStep:
    steps = run.steps.select_related("run__artwork", "run__image", "input")
    return get_object_or_404(steps, pk=UUID(str(told.get("step"))))


def _number(told: Told) -> int:
    number = told.get("number")
    if type(number) is not int or number < 1:
        raise ValueError(number)
    return number
