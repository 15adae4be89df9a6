"""The gate: a version is drawn, heard and measured before an expert sees it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings

import generation
from exhibits import studio
from exhibits.catalogue.derivatives import write_atomically
from exhibits.certificates.record import labels_for, record_of
from exhibits.jobs.running import Cancelled, Running
from exhibits.portraits.models import Answer, Version
from exhibits.portraits.performing import answers_of, make_answer, recipe_of, telling_of
from exhibits.portraits.rules import may_be_published
from exhibits.refusal import Refused
from exhibits.review import actions
from exhibits.review.citations import uncaptioned
from exhibits.review.findings import Finding, Place, broken, findings
from generation import EncoderFailed, GenerationError, Labels, Report, Wanted, Words

BY_ITSELF = 8.0  # seconds of its own life: two breaths and some blinks
SMALLER = 2  # than the stage, but never lower than a scene may be, px: a face has some 150
LOWEST = 480
DRAWING = Words("Рисую и измеряю", "Drawing and measuring")
LONGEST = 700.0  # seconds of a sound: a script lasts ten minutes at most
ITSELF = Words("сам по себе", "by itself")
Told = Callable[[int], object]


def measure_version(running: Running) -> Callable[[], dict[str, Any]]:
    """Measure the version that was submitted; the result lets it pass or returns it.

    Raises Refused when the work may not move any more, Cancelled when the version was taken
    back meanwhile, EncoderFailed when a file cannot be written.
    """
    version = _version(running.job.arguments["version"])
    watch = Watch(running, version)
    try:
        found, places = examined(version, running.folder, watch)
    except EncoderFailed:
        raise  # a full disk is no fault of the version
    except GenerationError as error:
        found, places = [broken(error.for_people)], []
    pictures = {one.check: data for one in found if (data := picture_of(one))}

    def keep() -> dict[str, Any]:
        told = [one.told(_hang(version, one.check, pictures)) for one in found]
        passed = all(one.passed for one in found)
        act = actions.pass_gate if passed else actions.fail_gate
        act(version, measures_of(places), told)
        return {"passed": passed}

    return keep


def examined(version: Version, folder: Path, drawn: Told) -> tuple[list[Finding], list[Place]]:
    """Draw and measure all a version does, into a folder. ``drawn`` is called with how many
    more frames were drawn or measured. Slow. Raises GenerationError."""
    places = list(_places(version, folder, drawn))
    return findings(places, _labels(version)), places


class Watch:
    """Tells how far it is, and stops where nobody wants to know any more."""

    def __init__(self, running: Running, version: Version) -> None:
        self._running, self._version = running, version
        self._done, self._total = 0, 2 * _frames(BY_ITSELF) * (1 + version.answers.count())
        self._looked = -1
        running.tell(0, self._total, DRAWING)
        wanted(version)

    def __call__(self, frames: int) -> None:
        """So many frames more. Raises Refused, Cancelled or LeaseLost."""
        self._done += frames
        self._total = max(self._total, self._done + 1)
        self._running.tell(self._done, self._total)
        second = self._done // settings.STREAM_FPS
        if second != self._looked:
            self._looked = second
            wanted(self._version)


def wanted(version: Version) -> None:
    """Raise Refused when the work may not move any more, Cancelled after a recall."""
    now = _version(version.pk)
    if reason := may_be_published(now):
        raise Refused(reason)
    if now.state != Version.State.SUBMITTED:
        raise Cancelled


def picture_of(finding: Finding) -> bytes | None:
    """Return a JPEG of the moment a finding speaks of."""
    if finding.place is None or finding.at is None:
        return None
    return generation.frame_at(finding.place.clip, finding.at)


def measures_of(places: list[Place]) -> dict[str, Any]:
    """Return every figure by place, as plain values."""
    return {
        place.name.en: json.loads(generation.measures_json(place.report))["clip"]
        | {"sound": _finite(asdict(place.sound)) if place.sound else None}
        for place in places
    }


def _places(version: Version, folder: Path, drawn: Told) -> Iterator[Place]:
    yield _by_itself(version, folder / "itself.mp4", drawn)
    for number, answer in enumerate(answers_of(version)):
        yield _answering(version, answer, folder / f"answer-{number}.mp4", drawn)


def _by_itself(version: Version, clip: Path, drawn: Told) -> Place:
    performer = studio.open_performer(_reduced(version))
    generation.write_clip(performer, clip, _frames(BY_ITSELF), settings.STREAM_FPS, drawn)
    return Place(ITSELF, clip, _measured(clip, drawn))


def _answering(version: Version, answer: Answer, clip: Path, drawn: Told) -> Place:
    drawn(0)  # a word that we live before what takes seconds
    made = make_answer(answer)
    drawn(0)
    performer = studio.open_performer(_reduced(version))
    fps = settings.STREAM_FPS
    generation.write_timeline(performer, made.timeline, clip, fps=fps, progress=drawn)
    sound = generation.read_sound(made.sound.read_bytes(), longest=LONGEST) if made.sound else None
    loud = generation.measure_sound(sound) if sound else None
    ru, en = answer.question_ru, answer.question_en
    script = studio.script_of(telling_of(answer))
    lacking = uncaptioned(script, made.timeline.captions)
    return Place(Words(ru or en, en or ru), clip, _measured(clip, drawn), loud, lacking)


def _measured(clip: Path, drawn: Told) -> Report:
    faces = Path(settings.MODELS_DIR) / "mediapipe"
    return generation.measure_clip(clip, Wanted(models_dir=faces), lambda: drawn(1))


def _reduced(version: Version) -> studio.Recipe:
    recipe = recipe_of(version)
    width, height = settings.STREAM_SIZE
    size = (width // SMALLER, max(height // SMALLER, LOWEST))
    return replace(recipe, scene=replace(recipe.scene, size=size))


def _labels(version: Version) -> Labels | None:
    try:
        return labels_for(record_of(version))
    except GenerationError:
        return None  # what has no record has no label


def _hang(version: Version, check: str, pictures: dict[str, bytes]) -> str | None:
    """Keep a frame under a name that a second measuring overwrites."""
    if check not in pictures:
        return None
    name = f"gate/{version.pk.hex}/{check}.jpg"
    write_atomically(Path(settings.MEDIA_ROOT) / name, pictures[check])
    return name


def _version(pk: Any) -> Version:
    return Version.objects.select_related("portrait__artwork", "image", "author").get(pk=pk)


def _frames(seconds: float) -> int:
    return round(seconds * settings.STREAM_FPS)


def _finite(told: dict[str, float]) -> dict[str, float | None]:
    return {name: value if abs(value) < 1e9 else None for name, value in told.items()}
