"""Begin a chain, go back to a step, try a step another way, stop, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from exhibits.book.writing import write
from exhibits.chains import plan as plans
from exhibits.chains import rules
from exhibits.chains.lines import FROM_WORDS
from exhibits.chains.models import FOLDER, ChainRun, ChainStep
from exhibits.chains.plan import StepPlan
from exhibits.chains.rules import KINDS
from exhibits.jobs import actions as jobs
from exhibits.refusal import Refused
from generation import Words

PREVIEW = ".preview.jpg"
AT_WORK = Words(
    "Цепочка сейчас в работе. Остановите её или дождитесь конца.",
    "The chain is at work now. Stop it, or wait until it ends.",
)
NOT_AT_WORK = Words("Цепочка сейчас не в работе.", "The chain is not at work now.")
NO_STEP = Words("Такого шага в цепочке нет.", "The chain has no such step.")
NOT_DONE = Words("Сначала закончите шаги до этого.", "Finish the steps before this one first.")
NOT_MADE = Words("Этот шаг ещё не сделан.", "This step is not made yet.")


def begin(told: Mapping[str, Any], user: User) -> ChainRun:
    """Write a chain down and ask for its first step. Raises Refused or GenerationError.

    told: {"name", "image", "steps": [{"kind", "engine", "options", "request"}], "agreed"}.
    """
    plan = plans.read_plan(told)
    size = (plan.image.width, plan.image.height) if plan.image else (0, 0)
    plans.check_agreed(plans.total(plans.probe_all(plan.steps, size)), told.get("agreed"))
    with transaction.atomic():
        artwork = plan.image.artwork if plan.image else None
        run = ChainRun.objects.create(
            name=plan.name, author=user, artwork=artwork, image=plan.image
        )
        _hang(run, plan.steps, 1, None)
        write("chain begun", subject(run), user, {"name": run.name, "steps": _said(plan.steps)})
        _ask(run.line()[0], user)
    return run


def begin_again(run: ChainRun, number: int, told: Mapping[str, Any], user: User) -> None:
    """Make a step anew, and all that follow it; what was before stays. Raises Refused.

    told: {"steps": the steps from ``number`` on, where they should be others, "agreed"}.
    """
    run, line = _free(run)
    _check_work(run)
    if not 1 <= number <= len(line):
        raise Refused(NO_STEP)
    before, after = line[: number - 1], line[number - 1 :]
    if not all(step.done for step in before):
        raise Refused(NOT_DONE)
    given = told.get("steps")
    steps = plans.read_steps(given) if given is not None else tuple(map(planned, after))
    kinds = [*(step.kind for step in before), *(step.kind for step in steps)]
    if reason := rules.plan_refused(kinds, KINDS[line[0].kind].needs):
        raise Refused(reason)
    probes = plans.probe_all(steps, size_before(run, before), number)
    plans.check_agreed(plans.total(probes), told.get("agreed"))
    with transaction.atomic():
        kept, line = _free(run)
        gone = list(kept.steps.filter(number__gte=number))
        files = [step.path for step in gone if step.file]
        _let_go(kept, number, gone)
        kept.steps.filter(number__gte=number).delete()
        _hang(kept, steps, number, line[number - 2] if number > 1 else None)
        write("chain begun again", subject(run), user, {"step": number, "steps": _said(steps)})
        transaction.on_commit(lambda: _forget(files))
        _ask(kept.line()[number - 1], user)


def try_another(
    run: ChainRun, number: int, told: Mapping[str, Any], user: User, agreed: Any = None
) -> ChainStep:
    """Do a step another way beside the first, to compare them. Raises Refused.

    told: {"engine", "options", "request"}; the kind stays.
    """
    run = ChainRun.objects.select_related("artwork", "image").get(pk=run.pk)
    _check_work(run)
    line = run.line()
    if not 1 <= number <= len(line):
        raise Refused(NO_STEP)
    first = line[number - 1]
    (step,) = plans.read_steps([{**told, "kind": first.kind}])
    if first.input and not first.input.done:
        raise Refused(NOT_DONE)
    probes = plans.probe_all([step], size_before(run, line[: number - 1]), number)
    plans.check_agreed(plans.total(probes), agreed)
    with transaction.atomic():
        last = run.steps.filter(number=number).aggregate(last=Max("variant"))["last"]
        made = _step(run, step, number, first.input, last + 1)
        write("chain step tried", subject(run), user, {"step": number, "steps": _said([step])})
        _ask(made, user)
    return made


def choose(step: ChainStep, user: User) -> None:
    """Let a try take the first place; what followed the other is planned anew. Raises Refused."""
    if not step.done:
        raise Refused(NOT_MADE)
    with transaction.atomic():
        kept, line = _free(step.run)
        first = line[step.number - 1]
        aside = kept.steps.aggregate(last=Max("variant"))["last"] + 1
        ChainStep.objects.filter(pk=first.pk).update(variant=aside)
        ChainStep.objects.filter(pk=step.pk).update(variant=0)
        ChainStep.objects.filter(pk=first.pk).update(variant=step.variant)
        later = line[step.number :]
        files = [one.path for one in kept.steps.filter(number__gt=step.number) if one.file]
        plan = [planned(one) for one in later]
        kept.steps.filter(number__gt=step.number).delete()
        _hang(kept, plan, step.number + 1, ChainStep.objects.get(pk=step.pk))
        write("chain step chosen", subject(kept), user, {"step": step.number})
        transaction.on_commit(lambda: _forget(files))


def go_on(run: ChainRun, told: Mapping[str, Any], user: User) -> None:
    """Ask for the first step that is not made. told: {"agreed"}. Raises Refused."""
    line = _free(run)[1]
    number = next((step.number for step in line if not step.done), len(line) + 1)
    begin_again(run, number, {"agreed": told.get("agreed")}, user)


def stop(run: ChainRun) -> None:
    """Let the step at work stop; what is made stays. Raises Refused."""
    working = [step for step in run.steps.select_related("job") if step.at_work]
    if not working:
        raise Refused(NOT_AT_WORK)
    for step in working:
        if step.job:
            jobs.cancel(step.job)


def remove(run: ChainRun, user: User) -> None:
    """Forget a chain and its files; films that versions play stay. Raises Refused."""
    with transaction.atomic():
        kept, _line = _free(run)
        files = [step.path for step in kept.steps.all() if step.file]
        write("chain removed", subject(run), user, {"name": run.name})
        kept.delete()
        transaction.on_commit(lambda: _forget(files))


def ask_next(step: ChainStep, user: User | None) -> None:
    """Ask for what follows a step that is made, where something does."""
    following = ChainStep.objects.filter(input=step, variant=0, job=None, sha256="").first()
    if following and step.variant == 0:
        _ask(following, user)


def planned(step: ChainStep) -> StepPlan:
    """Return what a step was asked."""
    return StepPlan(step.kind, step.engine, step.options, step.request)


def size_before(run: ChainRun, before: Sequence[ChainStep]) -> tuple[int, int]:
    """Return the size of what a step begins with; nothing for words. Raises Refused."""
    if before and not before[-1].done:
        raise Refused(NOT_DONE)
    if before:
        width, height = before[-1].made["size"]
        return width, height
    return (run.image.width, run.image.height) if run.image else (0, 0)


def subject(run: ChainRun) -> str:
    """Return how the book calls a chain."""
    return f"chain:{run.pk}"


def preview_of(step: ChainStep) -> Path:
    """Return where the picture of a step at work is."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{step.pk.hex}{PREVIEW}"


def _free(run: ChainRun) -> tuple[ChainRun, list[ChainStep]]:
    """Return a chain nobody works at, and its line. Raises Refused."""
    with transaction.atomic():
        kept = ChainRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if any(step.at_work for step in kept.steps.select_related("job")):
            raise Refused(AT_WORK)
        return kept, kept.line()


def _let_go(run: ChainRun, number: int, gone: Sequence[ChainStep]) -> None:
    """Let a chain of words forget the work its picture became, when another picture comes."""
    words = gone[0].kind.startswith(FROM_WORDS) if number == 1 else False
    its_own = run.image and run.image.sha256 in {step.sha256 for step in gone}
    if run.image and (words or its_own):
        run.artwork = run.image = None
        run.save(update_fields=["artwork", "image"])


def _check_work(run: ChainRun) -> None:
    if reason := rules.may_begin(run.artwork):
        raise Refused(reason)


def _hang(run: ChainRun, steps: Sequence[StepPlan], first: int, before: ChainStep | None) -> None:
    for number, step in enumerate(steps, first):
        before = _step(run, step, number, before, 0)


def _step(
    run: ChainRun, step: StepPlan, number: int, before: ChainStep | None, variant: int
) -> ChainStep:
    return ChainStep.objects.create(
        run=run,
        number=number,
        variant=variant,
        input=before,
        kind=step.kind,
        engine=step.engine,
        options=step.options,
        request=step.request,
    )


def _ask(step: ChainStep, user: User | None) -> None:
    step.job = jobs.ask("step", f"chain:{step.run_id}", user, {"step": str(step.pk)})
    step.save(update_fields=["job"])


def _said(steps: Sequence[StepPlan]) -> list[str]:
    return [f"{KINDS[step.kind].name.en}: {step.engine}".rstrip(": ") for step in steps]


def _forget(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
