"""From a living portrait's record to a performer."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from exhibits import studio
from exhibits.portraits.models import LivingPortrait
from generation import FlowRegion, Performer, Scene, SceneRecipe


def recipe_of(portrait: LivingPortrait) -> studio.Recipe:
    """Return all that decides what this portrait looks like."""
    return studio.Recipe(
        picture=Path(portrait.image.file.path),
        engine=portrait.engine,
        options=portrait.options,
        seed=portrait.seed,
        scene=SceneRecipe(
            size=settings.STREAM_SIZE,
            face=portrait.face,
            points=portrait.points,
            flow=FlowRegion.from_json(portrait.flow) if portrait.flow else None,
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
