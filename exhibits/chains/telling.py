"""Tell a chain to a page: what may be chosen, how each step stands, what was made and measured."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format

import generation
from exhibits import makers
from exhibits.catalogue.models import ArtworkImage
from exhibits.chains import rules
from exhibits.chains.accepting import may_be_film, may_be_work
from exhibits.chains.actions import preview_of
from exhibits.chains.lines import label_of, labels_of_step
from exhibits.chains.models import PLANNED, ChainRun, ChainStep
from exhibits.chains.rules import KINDS, OURS
from exhibits.jobs.models import Job
from exhibits.refusal import in_language
from generation import Labels, Words

THUMB = 320  # px
STATES = {
    PLANNED: Words("ещё не начат", "not begun"),
    Job.State.WAITING: Words("ждёт исполнителя", "waits for a worker"),
    Job.State.RUNNING: Words("в работе", "at work"),
    Job.State.DONE: Words("готов", "made"),
    Job.State.FAILED: Words("не удался", "failed"),
    Job.State.CANCELLED: Words("остановлен", "stopped"),
}


class Told(NamedTuple):
    """One step as the page shows it."""

    step: ChainStep
    name: str
    engine: str
    state: str
    stage: str
    failure: str
    percent: int | None
    makes: str
    file: str
    preview: str
    labels: Labels
    facts: list[str]
    cost: str
    warnings: list[str]
    tries: list[Told]
    may_film: bool
    may_work: bool


def tell_run(run: ChainRun) -> list[Told]:
    """Return the steps in their order, each with its other tries."""
    steps = list(run.steps.select_related("run__artwork", "run__image", "input", "job"))
    tries: dict[int, list[Told]] = {}
    for step in steps:
        if step.variant:
            tries.setdefault(step.number, []).append(tell_step(step, []))
    return [tell_step(step, tries.get(step.number, [])) for step in steps if not step.variant]


def tell_step(step: ChainStep, tries: list[Told]) -> Told:
    """Return how one step stands and what it made."""
    job, state = step.job, step.state
    ended = state in (Job.State.FAILED, Job.State.CANCELLED)
    args = [step.run_id, step.pk]
    cost = step.told.get("cost")
    return Told(
        step=step,
        name=in_language(KINDS[step.kind].name),
        engine="" if step.kind in OURS else in_language(label_of(step)),
        state=in_language(STATES[state]),
        stage=in_language(Words(job.stage_ru, job.stage_en)) if job and step.at_work else "",
        failure=in_language(Words(job.failure_ru, job.failure_en)) if job and ended else "",
        percent=percent(step),
        makes=KINDS[step.kind].makes,
        file=reverse("chain-file", args=args) if step.done else "",
        preview=reverse("chain-preview", args=args) if has_preview(step) else "",
        labels=labels_of_step(step),
        facts=_facts(step),
        cost=f"{number_format(cost['amount'], 2)} {cost['currency']}" if cost else "",
        warnings=[in_language(Words(**words)) for words in step.made.get("warnings", [])],
        tries=tries,
        may_film=may_be_film(step) is None,
        may_work=may_be_work(step) is None,
    )


def percent(step: ChainStep) -> int | None:
    """Return how far a step at work is, None where that is not known."""
    job = step.job
    return round(100 * job.done / job.total) if job and step.at_work and job.total else None


def has_preview(step: ChainStep) -> bool:
    """Say whether there is a picture of unfinished work."""
    return step.state == Job.State.RUNNING and preview_of(step).exists()


def tell_progress(run: ChainRun) -> dict[str, Any]:
    """Return what changes while the chain works. ``stamp`` changes when the page must be drawn
    anew; progress alone does not."""
    steps = list(run.steps.select_related("job"))
    stands = [[str(one.pk), one.variant, one.state, one.sha256] for one in steps]
    told = json.dumps([stands, str(run.artwork_id)])
    return {
        "stamp": hashlib.sha256(told.encode()).hexdigest()[:16],
        "busy": any(one.at_work for one in steps),
        "steps": {
            str(one.pk): {
                "percent": percent(one),
                "stage": in_language(Words(one.job.stage_ru, one.job.stage_en)),
                "preview": reverse("chain-preview", args=[run.pk, one.pk])
                if has_preview(one)
                else "",
            }
            for one in steps
            if one.at_work and one.job
        },
    }


def told_plan(run: ChainRun) -> list[dict[str, Any]]:
    """Return what each step of the line was asked, as the editor takes it."""
    return [
        {"kind": s.kind, "engine": s.engine, "options": s.options, "request": s.request}
        for s in run.line()
    ]


def choices() -> dict[str, Any]:
    """Return what an editor of steps can choose from."""
    return {
        "kinds": {
            kind: {"name": in_language(rule.name), "needs": rule.needs, "makes": rule.makes}
            for kind, rule in KINDS.items()
        },
        "engines": {kind: [_engine(one) for one in makers.makers_for(kind)] for kind in KINDS},
        "finishes": list(generation.finish_choices()["presets"]),
    }


def pictures() -> list[dict[str, Any]]:
    """Return the pictures a chain may begin with."""
    known = ArtworkImage.objects.select_related("artwork__living")
    images = known.order_by("artwork__accession_number")
    return [
        {
            "image": str(image.pk),
            "title": f"{image.artwork.said('title')} ({image.width} × {image.height})",
            "thumb": reverse("picture", args=[image.pk, THUMB]),
            "brush": brush_of(image),
        }
        for image in images
        if rules.may_begin(image.artwork) is None
    ]


def brush_of(image: ArtworkImage | None) -> Any:
    """Return what is brushed on a picture in the studio, None for nothing."""
    draft = getattr(image.artwork, "living", None) if image else None
    return draft.ground if draft and image and draft.image_id == image.pk else None


def side_by_side(steps: list[Told]) -> list[Any]:
    """Return the figures of several films in rows: name, what is good, cells."""
    return generation.measures_beside([one.step.made.get("measures", {}) for one in steps])


def _engine(choice: makers.Choice) -> dict[str, Any]:
    able = choice.capabilities
    trap = able.licence.trap
    form = makers.form_of(choice.alias)
    usual = settings.GENERATION[choice.alias].get("OPTIONS", {})
    return {
        "alias": choice.alias,
        "label": in_language(choice.label),
        "takes": sorted(able.takes),
        "seconds": able.seconds,
        "licence": able.licence.name,
        "commercial": able.licence.commercial,
        "trap": in_language(trap) if trap else "",
        "form": form | {"properties": _for_people(form["properties"])},
        "usual": _for_people(usual),
    }


def _for_people(options: dict[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in options.items() if name not in makers.HOUSE}


def _facts(step: ChainStep) -> list[str]:
    told = step.told.get("parameters") or {**step.request, **step.options}
    made = step.made
    size = made.get("size")
    found = [f"{size[0]} × {size[1]}"] if size else []
    if made.get("seconds"):
        length = number_format(made["seconds"], 1)
        found.append(in_language(Words(f"{length}\u00a0с", f"{length}\u00a0s")))
    if told.get("seed") and step.kind not in OURS:
        seed = told["seed"]
        found.append(in_language(Words(f"начальное\u00a0число\u00a0{seed}", f"seed\u00a0{seed}")))
    return found
