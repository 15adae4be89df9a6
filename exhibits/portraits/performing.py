"""From a living portrait's record to a performer, and from an answer's to its timeline."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from exhibits import studio
from exhibits.portraits.models import Answer, LivingPortrait
from exhibits.portraits.rules import may_be_shown
from generation import Performer, Scene, SceneRecipe, Timeline


def recipe_of(portrait: LivingPortrait) -> studio.Recipe:
    """Return all that decides what this portrait looks like."""
    return studio.Recipe(
        picture=Path(portrait.image.file.path),
        engine=portrait.engine,
        options=portrait.options | ({"ground": portrait.ground} if portrait.ground else {}),
        seed=portrait.seed,
        scene=SceneRecipe(
            size=settings.STREAM_SIZE,
            face=portrait.face,
            points=portrait.points,
            beard=portrait.beard,
        ),
    )


def make_scene(portrait: LivingPortrait) -> Scene:
    """Return this portrait's scene, kept for the first visitor. Slow: seconds.

    Raises GenerationError when nothing can be made of the picture with these settings.
    """
    return studio.scene_for(recipe_of(portrait))


def open_performer(portrait: LivingPortrait) -> Performer:
    """Return a performer for this portrait. Slow the first time: call off the event loop."""
    return studio.open_performer(recipe_of(portrait))


def offered(portrait: LivingPortrait) -> list[Answer]:
    """Return the answers visitors may ask this portrait for, in their order."""
    if may_be_shown(portrait):
        return []
    approved = portrait.answers.filter(approved_at__isnull=False, approved_by__isnull=False)
    answers = list(approved)
    for answer in answers:
        answer.portrait = portrait  # with its work and picture: no thread of a stage asks again
    return answers


def telling_of(answer: Answer) -> studio.Telling:
    """Return all that an answer says."""
    recording = Path(answer.recording.path) if answer.recording else None
    return studio.Telling(answer.text, answer.language, recording, answer.recording_sha256)


def name_of(answer: Answer) -> str:
    """Name an answer by everything it is made from: another name, another sound."""
    image = answer.portrait.image
    return studio.answer_key(image.stored_sha256, recipe_of(answer.portrait), telling_of(answer))


def make_answer(answer: Answer) -> studio.Made:
    """Return an answer ready to be performed and heard. Slow the first time: seconds.

    Raises GenerationError when it cannot be spoken.
    """
    return studio.answer_for(name_of(answer), recipe_of(answer.portrait), telling_of(answer))


def timeline_of(answer: Answer) -> Timeline:
    """Return what a stage needs of an answer. Slow the first time. Raises GenerationError."""
    return make_answer(answer).timeline
