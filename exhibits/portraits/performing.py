"""From the looks of a version or draft to a performer, and from an answer to its timeline."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings

from exhibits import studio
from exhibits.portraits.films import films_folder, plays_film, weights_of
from exhibits.portraits.models import Answer, LivingPortrait, Looks, Version
from exhibits.portraits.rules import may_be_shown
from generation import GenerationError, Performer, Scene, SceneRecipe, Timeline, Words

NOT_NEWEST = Words("Этот черновик уже изменён.", "This draft has changed already.")
_newest: dict[UUID, int] = {}  # the revision of each draft that was asked for last
_one_draft = Lock()


def recipe_of(looks: Looks) -> studio.Recipe:
    """Return all that decides what a version, or a draft, looks like."""
    return studio.Recipe(
        picture=Path(looks.image.file.path),
        engine=looks.engine,
        options=options_of(looks),
        seed=looks.seed,
        models=None if plays_film(looks) else weights_of(looks),
        scene=SceneRecipe(
            size=settings.STREAM_SIZE,
            face=looks.face,
            points=looks.points,
            beard=looks.beard,
            masks=looks.masks,
        ),
        kept=not isinstance(looks, LivingPortrait),
    )


def options_of(looks: Looks) -> dict[str, Any]:
    """Return the engine's options, with what is brushed where it takes that, or with where
    films are kept."""
    own: dict[str, Any] = looks.options
    if plays_film(looks):
        return own | {"folder": str(films_folder())}
    brushed = looks.ground and studio.takes(looks.engine, "ground")
    return own | ({"ground": looks.ground} if brushed else {})


def make_scene(looks: Looks) -> Scene:
    """Return the scene of these looks, kept for the first visitor. Slow: seconds.

    Raises GenerationError when nothing can be made of the picture with these settings.
    """
    return studio.scene_for(recipe_of(looks))


def open_performer(looks: Looks) -> Performer:
    """Return a performer of these looks. Slow the first time: call off the event loop.

    Of a version somebody stands in where its engine fails; of a draft a curator is to hear
    that it does. Of a draft that is changed quickly only the newest is opened; raises
    GenerationError for the others.
    """
    if not isinstance(looks, LivingPortrait):
        return studio.cast_performer(recipe_of(looks))
    _newest[looks.pk] = looks.revision
    with _one_draft:
        if _newest[looks.pk] != looks.revision:
            raise GenerationError(NOT_NEWEST, permanent=False)
        return studio.open_performer(recipe_of(looks), live=True)


def open_trial(looks: Looks) -> Performer:
    """Return a performer for those who judge these looks: where its engine fails nobody stands
    in, and they are told. Slow as open_performer. Raises GenerationError."""
    if isinstance(looks, LivingPortrait):
        return open_performer(looks)
    return studio.open_performer(recipe_of(looks), live=True)


def offered(version: Version) -> list[Answer]:
    """Return the answers visitors may ask this version for, in their order."""
    return [] if may_be_shown(version) else answers_of(version)


def telling_of(answer: Answer) -> studio.Telling:
    """Return all that an answer says."""
    recording = Path(answer.recording.path) if answer.recording else None
    return studio.Telling(answer.text, answer.language, recording, answer.recording_sha256)


def name_of(answer: Answer) -> str:
    """Name an answer by everything it is made from: another name, another sound."""
    looks = answer.looks
    said = telling_of(answer)
    return studio.answer_key(looks.image.stored_sha256, recipe_of(looks), said)


def make_answer(answer: Answer) -> studio.Made:
    """Return an answer ready to be performed and heard. Slow the first time: seconds.

    Raises GenerationError when it cannot be spoken.
    """
    return studio.answer_for(name_of(answer), recipe_of(answer.looks), telling_of(answer))


def timeline_of(answer: Answer) -> Timeline:
    """Return what a stage needs of an answer. Slow the first time. Raises GenerationError."""
    return make_answer(answer).timeline


def hatch_name(version: Version) -> str:
    """Name what was added in a version by everything it is computed from."""
    said = [name_of(answer) for answer in answers_of(version)]
    return studio.hatch_key(version.image.stored_sha256, recipe_of(version), said)


def make_hatch(version: Version) -> studio.Hatch:
    """Return what was added in a version. Slow the first time: seconds.

    Raises GenerationError when its scene or an answer of it cannot be made.
    """

    def timelines() -> list[Timeline]:
        return [timeline_of(answer) for answer in answers_of(version)]

    return studio.hatch_for(hatch_name(version), recipe_of(version), timelines)


def answers_of(version: Version) -> list[Answer]:
    """Every answer of a version, with work and picture: no thread of a stage asks again."""
    answers = list(version.answers.all())
    for answer in answers:
        answer.version, answer.portrait = version, version.portrait
    return answers
