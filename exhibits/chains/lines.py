"""A step and all it came from: what must be said of it, and how it measures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

import generation
from exhibits import makers
from exhibits.chains.models import ChainStep
from exhibits.chains.rules import KINDS, OURS
from generation import NEURAL_DRAWS, GenerationError, Labels, Record, Words

FROM_WORDS = "text-to-"


def lineage(step: ChainStep) -> list[ChainStep]:
    """Return the steps from the first to this one, as they follow one another."""
    line = [step]
    while line[0].input:
        line.insert(0, line[0].input)
    return line


def kind_of(step: ChainStep) -> Any:
    """Return what a record calls the step's pictures: wholly made, a painting changed by a
    network, or by none."""
    line = lineage(step)
    if line[0].kind.startswith(FROM_WORDS):
        return "generated"
    return "modified" if any(map(is_neural, line)) else "animation"


def is_neural(step: ChainStep) -> bool:
    """Say whether a network draws in a step; of an engine that is gone, the worse."""
    if step.kind in OURS:
        return False
    return makers.draws(step.engine) in NEURAL_DRAWS


def label_of(step: ChainStep) -> Words:
    """Return what people call who makes a step: the engine, or what our own room does."""
    return KINDS[step.kind].name if step.kind in OURS else makers.label_of(step.engine)


def labels_of_step(step: ChainStep) -> Labels:
    """Return what must be said of what a step makes: it is a draft nobody has reviewed."""
    run = step.run
    record = Record(
        title=Words(run.name, run.name),
        version=str(step.pk),
        kind=kind_of(step),
        engine=step.engine,
        source_sha256=run.image.sha256 if run.image else "",
    )
    return generation.labels_of(record, reviewed=False)


def told_of_line(step: ChainStep) -> list[dict[str, Any]]:
    """Return every step from the first to this one as a record tells them."""
    return [one.told for one in lineage(step)]


def measured(made: Path, against: Path | None, progress: Callable[[], object]) -> dict[str, Any]:
    """Return the figures of a film or picture, beside the picture it began with where there is
    one; what cannot be measured is made all the same, and "warnings" say why."""
    wanted = generation.Wanted(models_dir=Path(settings.MODELS_DIR) / "mediapipe", loop=True)
    told: list[dict[str, str]] = []
    for other in (against, None) if against else (None,):
        try:
            if other:
                found = generation.compare_clips(made, other, wanted, progress)
                return {"measures": json.loads(generation.measures_json(found)), "warnings": told}
            report = generation.measure_clip(made, wanted, progress)
            return {"measures": json.loads(generation.measures_json(report)), "warnings": told}
        except GenerationError as error:
            told.append(error.for_people._asdict())
    return {"warnings": told}
