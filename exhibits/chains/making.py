"""Make one step: ask the engine, tell how far it is, label and keep what it made.

What a paid service was asked lies in a folder that outlives attempts and restarts of the same
request, so that nothing is paid twice; see generation.Maker.make.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import generation
from exhibits import makers, studio
from exhibits.book.writing import write
from exhibits.chains import drawing, rules
from exhibits.chains.actions import ask_next, planned, preview_of, subject
from exhibits.chains.lines import is_neural, kind_of, label_of, labels_of_step, lineage, measured
from exhibits.chains.models import FOLDER, ChainStep
from exhibits.chains.plan import needs_picture, request_of
from exhibits.chains.rules import KINDS, OURS
from exhibits.jobs.models import Job
from exhibits.jobs.running import Cancelled, Running
from exhibits.refusal import Refused
from exhibits.spending.purse import pay_for
from generation import Made, Words

LOOK_EVERY = 1.0  # seconds between two looks whether it may still be made
PREVIEW_EVERY = 2.0
PREVIEW_SIDE = 640  # px
SUFFIXES = {"picture": ".png", "film": ".mp4", "file": ".mp4"}
MIMES = {".png": "image/png", ".mp4": "video/mp4"}
LARGEST = 4096  # px of the long side of a painting an engine is given

PREPARING = Words("Готовлю", "Preparing")
MAKING = Words("Движок работает", "The engine works")
MEASURING = Words("Измеряю", "Measuring")
WRONG_FILE = Words(
    "Движок отдал файл не того вида: нужен {0}.",
    "The engine gave a file of another kind: {0} is needed.",
)


class Watch:
    """Hears an engine's progress; ends the work when nobody wants it or it may not be made."""

    def __init__(
        self, running: Running, step: ChainStep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._running, self._step, self._clock = running, step, clock
        self._looked = clock()
        self._shown = clock() - PREVIEW_EVERY

    def __call__(self, done: int, total: int, preview: Any = None) -> None:
        """See generation's Progress. Raises Refused, Cancelled or LeaseLost."""
        now = self._clock()
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            allowed(self._step)
        self._running.tell(min(done, max(total - 1, 0)) if total else 0, total)
        if preview is not None and now - self._shown >= PREVIEW_EVERY:
            self._shown = now
            show_preview(self._step, preview)


@dataclass(frozen=True, slots=True)
class Finished:
    """A labelled file, not yet the chain's."""

    file: Path
    sha256: str
    input_sha256: str
    told: dict[str, Any]
    made: dict[str, Any]


def make_step(running: Running) -> Callable[[], dict[str, Any]]:
    """Make the step a job asks for; what is returned keeps it.

    Raises Refused where it may not be made (any more), GenerationError where it cannot be.
    """
    step = _step(running.job)
    allowed(step)
    sweep_orphans(step)
    running.tell(0, 0, PREPARING)
    source, digest = source_of(step)
    try:
        with running.beating():
            made = _made(running, step, source, digest)
            finished = _finished(running, step, made, digest)
    finally:
        preview_of(step).unlink(missing_ok=True)
    return partial(keep, running.job, step, finished)


def allowed(step: ChainStep) -> None:
    """Raise Refused when the picture may not be used so any more, Cancelled for a step that was
    begun anew or removed meanwhile."""
    known = ChainStep.objects.select_related("run__artwork").filter(pk=step.pk).first()
    if known is None or known.job_id != step.job_id:
        raise Cancelled
    run = known.run
    if reason := rules.may_begin(run.artwork if run.image_id else None):
        raise Refused(reason)


def source_of(step: ChainStep) -> tuple[Path | None, str]:
    """Return the file a step begins with and its SHA-256; nothing for words."""
    if step.input:
        return step.input.path, step.input.sha256
    image = step.run.image
    if image and KINDS[step.kind].needs == "picture":
        return Path(image.file.path), image.stored_sha256
    return None, ""


def kept_folder(step: ChainStep, input_sha256: str) -> Path:
    """Return where a paid engine works at this very request, whichever attempt it is."""
    asked = [str(step.run_id), step.number, step.variant, step.kind, step.engine, step.options]
    told = json.dumps([*asked, step.request, input_sha256], sort_keys=True)
    name = hashlib.sha256(told.encode()).hexdigest()[:40]
    return Path(settings.JOBS_DIR) / f"step-{name}"


def show_preview(step: ChainStep, rgb: Any) -> None:
    """Keep a small labelled picture of work that is not finished."""
    place = preview_of(step)
    place.parent.mkdir(parents=True, exist_ok=True)
    data = generation.encode_clean(generation.derivative(rgb, PREVIEW_SIDE), "JPEG")
    part = place.with_suffix(f".{os.getpid()}.jpg")
    generation.write_tagged(data, part, "image/jpeg", labels_of_step(step).metadata)
    os.replace(part, place)


def keep(job: Job, step: ChainStep, finished: Finished) -> dict[str, Any]:
    """Give the file its name for good, write it down, ask for what follows; inside the job's
    last transaction. Raises Refused or Cancelled when it may not be kept any more."""
    allowed(step)
    place = Path(settings.MEDIA_ROOT) / FOLDER / f"{job.pk.hex}{finished.file.suffix}"
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(finished.file, place)
    step.file, step.sha256, step.input_sha256 = place.name, finished.sha256, finished.input_sha256
    step.told, step.made, step.made_at = finished.told, finished.made, timezone.now()
    step.save()
    told = {"step": step.number, "sha256": step.sha256, "cost": finished.told["cost"]}
    write("chain step made", subject(step.run), job.owner, told)
    ask_next(step, job.owner)
    paid = kept_folder(step, step.input_sha256)  # until the transaction holds it may be needed
    transaction.on_commit(partial(shutil.rmtree, paid, ignore_errors=True))
    return {"sha256": step.sha256}


def sweep_orphans(step: ChainStep) -> None:
    """Remove files no step knows, and previews of work nobody does: a worker may die between
    giving a name and writing it down. Those of other jobs that run now are left alone."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    files = list(folder.iterdir()) if folder.is_dir() else []
    running = Job.objects.filter(kind="step", state=Job.State.RUNNING)
    others = [job for job in running if job.pk != step.job_id]
    busy = {name for job in others for name in (job.pk.hex, UUID(job.arguments["step"]).hex)}
    known = set(ChainStep.objects.exclude(file="").values_list("file", flat=True))
    for file in files:
        if file.name not in known and file.name.partition(".")[0] not in busy:
            file.unlink(missing_ok=True)


def _made(running: Running, step: ChainStep, source: Path | None, digest: str) -> Made:
    watch = Watch(running, step)
    if step.kind in OURS:
        assert source is not None
        return drawing.DRAWN[step.kind](step, source, running.folder, watch)
    plan = planned(step)
    picture = None
    if needs_picture(plan) and source is not None:
        rgb = generation.open_picture(source, studio.kept_limits()).rgb
        brushed = plan.request.get("brush")  # a drawing is in the picture's own pixels
        picture = rgb if brushed else generation.derivative(rgb, LARGEST)
    request = request_of(plan, picture)
    maker = makers.open_maker(step.engine, step.options)
    pay_for(maker, f"chain:{step.run_id}")
    maker.refuse(request)
    folder = running.folder
    if maker.cost(request):  # what is paid for is found again; see the module
        folder = kept_folder(step, digest)
        folder.mkdir(parents=True, exist_ok=True)
        generation.forget_doubt(folder, running.job.created_at.timestamp())
    running.tell(0, 0, MAKING)
    made = maker.make(request, folder, watch)
    asked = generation.request_values(request)
    return replace(made, parameters={**asked, **made.parameters})


def _finished(running: Running, step: ChainStep, made: Made, digest: str) -> Finished:
    suffix = SUFFIXES[KINDS[step.kind].makes]
    if made.path.suffix.lower() != suffix:
        raise Refused(Words(*(words.format(suffix) for words in WRONG_FILE)))
    running.tell(0, 0, MEASURING)
    file = running.folder / f"{running.job.pk.hex}{suffix}"
    generation.write_tagged(made.path, file, MIMES[suffix], labels_of_step(step).metadata)
    sha256 = generation.picture_digest(file)
    told = _told(step, made, digest, sha256)
    kept: dict[str, Any] = {"size": list(made.size)}
    if suffix == ".mp4":
        own = generation.film_measures(file)
        kept = {"size": list(own.size), "seconds": own.seconds, "fps": own.fps}
    kept |= measured(file, _compared(step), lambda: running.tell(0, 0))
    kept["warnings"] = [*(words._asdict() for words in made.warnings), *kept["warnings"]]
    return Finished(file, sha256, digest, told, kept)


def _compared(step: ChainStep) -> Path | None:
    """Return the picture a step is compared with: the painting its line began with, else the
    first picture before it that was made."""
    first, *_later = line = lineage(step)
    if KINDS[first.kind].needs == "picture" and step.run.image:
        return Path(step.run.image.file.path)
    pictures = [one for one in line if one.pk != step.pk and KINDS[one.kind].makes == "picture"]
    return pictures[0].path if pictures else None


def _told(step: ChainStep, made: Made, input_sha256: str, output_sha256: str) -> dict[str, Any]:
    """Return what a record says of the step: see generation.Record."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(made.parameters), default=str))
    cost = {"amount": made.cost.amount, "currency": made.cost.currency} if made.cost else None
    return {
        "task": step.kind,
        "engine": step.engine,
        "label": label_of(step)._asdict(),
        "draws": kind_of(step) if is_neural(step) else "animation",
        "parameters": plain,
        "models": [list(pair) for pair in made.models],
        "input": input_sha256,
        "output": output_sha256,
        "cost": cost,
        "made": timezone.now().isoformat(timespec="seconds"),
    }


def _step(job: Job) -> ChainStep:
    """Return the step a job is for. Raises Cancelled for one that is gone or begun anew."""
    known = ChainStep.objects.select_related("run__artwork", "run__image", "input", "job")
    step = known.filter(pk=job.arguments["step"]).first()
    if step is None or step.job_id != job.pk:
        raise Cancelled
    return step
