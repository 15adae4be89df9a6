"""Who performs on a clip, what, and as large as its layout shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import generation
from exhibits import studio
from exhibits.clips.wishes import Wish
from exhibits.portraits.models import Answer, Version
from exhibits.portraits.performing import recipe_of, telling_of
from generation import Cue, Layout, Performer, Planes, Repeating, Subject, Timeline, portrait_size

if TYPE_CHECKING:
    from pathlib import Path

SHOWN_PART = 0.5  # of a picture's width: what a circle may show at the least
STEPS = 25  # a second: how a performer is led to a moment


class Staged(NamedTuple):
    """Everything a clip is drawn from."""

    performer: Performer
    timeline: Timeline
    subject: Subject | None


class Later:
    """A performer seen from a moment of its own life on: it has a memory, so it lives up to it."""

    def __init__(self, performer: Performer, begin: float) -> None:
        self.size = performer.size
        self._performer, self._begin, self._begun = performer, begin, False

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready."""
        self._performer.ready(timeline)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame. Nobody leads it: it lives by itself."""
        if not self._begun:
            for step in range(round(self._begin * STEPS)):
                self._performer.frame(step / STEPS, Cue(), out)
        first, self._begun = not self._begun, True
        return self._performer.frame(self._begin + t, Cue(), out) or first


def stage(version: Version, wish: Wish, layout: Layout, answer: Answer | None) -> Staged:
    """Return who performs what. Slow: seconds. Raises GenerationError."""
    recipe = recipe_of(version)
    if layout.format != "own":
        width, height = version.image.width, version.image.height
        bounds = bounds_in(layout, width, height)
        recipe = replace(recipe, scene=replace(recipe.scene, size=bounds))
    scene = studio.scene_for(recipe)
    subject = None if layout.format == "own" else _subject(recipe.picture, recipe)
    performer = studio.open_performer(recipe, scene)
    if answer:
        timeline = studio.compile_telling(telling_of(answer), scene)
    elif wish.moves:
        timeline = generation.poster_timeline(wish.seconds)
        performer = Repeating(performer, wish.seconds)
    else:
        timeline, performer = generation.poster_timeline(1.0), Later(performer, wish.seconds)
    return Staged(performer, timeline, subject)


def bounds_in(layout: Layout, width: int, height: int) -> tuple[int, int]:
    """Return how large the whole picture is drawn for a layout that shows it, or a part."""
    shown = portrait_size(layout, (width, height))
    part = SHOWN_PART if layout.shape == "circle" else 1.0
    across, down = (round(side / part) for side in shown)
    return max(min(across, 4320), 64), max(min(down, 1440), 480)


def _subject(picture: Path, recipe: studio.Recipe) -> Subject:
    rgb = generation.open_picture(picture, studio.kept_limits()).rgb
    return generation.subject_of(studio.scene_for(recipe), studio.find(rgb).person_mask)
