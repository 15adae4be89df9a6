"""Read what a page wants to change in a draft: every value checked, every refusal in words.

A change is ``{field: value}`` with fields of ``READERS`` or ``answers``; pure but for the
engine's own readers, and no scene is built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any
from uuid import UUID

from django.conf import settings

import generation
from exhibits.portraits.models import LivingPortrait
from exhibits.workshop.enginery import refuse_engine
from exhibits.workshop.enginewords import NO_ENGINE
from exhibits.workshop.saying import read_answers
from generation import GenerationError, Words

MOST_FACES = 50
LARGEST_SEED = 2**31 - 1
Refusals = dict[str, Words]

UNKNOWN = Words("Такого поля в черновике нет.", "The draft has no such field.")
OTHER_PICTURE = Words("Это снимок другой работы.", "This is a picture of another work.")
NO_MAPPING = Words("Здесь нужны имена и значения.", "Names and values are needed here.")
WHOLE = Words("Нужно целое число от {0} до {1}.", "A whole number from {0} to {1} is needed.")
NUMBER = Words("Нужно число от {0} до {1}.", "A number from {0} to {1} is needed.")


class Wrong(Exception):
    """A value that cannot be; ``words`` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def read_change(
    portrait: LivingPortrait, change: Mapping[str, Any]
) -> tuple[dict[str, Any], Refusals]:
    """Return the values to be written and the refusals by field; with one refusal none is."""
    values: dict[str, Any] = {}
    refused: Refusals = {}
    for field, value in change.items():
        try:
            if field == "answers":
                values[field], wrong = read_answers(value)
                refused |= wrong
            elif field in READERS:
                values[field] = READERS[field](value, portrait)
            else:
                refused[field] = UNKNOWN
        except Wrong as wrong_value:
            refused[field] = wrong_value.words
        except GenerationError as refusal:
            refused[field] = refusal.for_people
    if not refused and {"engine", "options", "ground"} & values.keys():
        refused |= refuse_engine(portrait, values)
    return values, refused


def _whole(low: int, high: int) -> Callable[[Any, LivingPortrait], int]:
    def read(value: Any, portrait: LivingPortrait) -> int:
        if type(value) is int and low <= value <= high:
            return value
        raise Wrong(Words(*(words.format(low, high) for words in WHOLE)))

    return read


def _number(low: float, high: float) -> Callable[[Any, LivingPortrait], float]:
    def read(value: Any, portrait: LivingPortrait) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and isfinite(value) and low <= value <= high:
            return float(value)
        raise Wrong(Words(*(words.format(low, high) for words in NUMBER)))

    return read


def _engine(value: Any, portrait: LivingPortrait) -> str:
    if isinstance(value, str) and value in settings.GENERATION:
        return value
    raise Wrong(NO_ENGINE)


def _picture(value: Any, portrait: LivingPortrait) -> UUID:
    own = portrait.artwork.images.values_list("pk", flat=True)
    found = next((pk for pk in own if str(pk) == value), None)
    if found is None:
        raise Wrong(OTHER_PICTURE)
    return found


def _points(value: Any, portrait: LivingPortrait) -> dict[str, list[float]] | None:
    """Return the twelve points; refused where they make no face. Raises PointsRefused."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Wrong(NO_MAPPING)
    generation.landmarks_from_points(value, (portrait.image.width, portrait.image.height))
    return {name: [float(x), float(y)] for name, (x, y) in value.get("points", value).items()}


def _masks(value: Any, portrait: LivingPortrait) -> dict[str, Any] | None:
    """Return the parts as corrected; None where nothing is. Raises BrushRefused."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Wrong(NO_MAPPING)
    generation.read_masks(value, (portrait.image.width, portrait.image.height))
    return value


def _ground(value: Any, portrait: LivingPortrait) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Wrong(NO_MAPPING)
    generation.read_ground(value, (portrait.image.width, portrait.image.height))
    return value


def _options(value: Any, portrait: LivingPortrait) -> dict[str, Any]:
    """Return engine options with the pose as numbers. Raises PoseRefused."""
    if not isinstance(value, dict):
        raise Wrong(NO_MAPPING)
    pose = value.get("pose")
    if pose is None:
        return value
    if not isinstance(pose, dict):
        raise Wrong(NO_MAPPING)
    return value | {"pose": generation.read_axes([f"{name}={told}" for name, told in pose.items()])}


READERS: dict[str, Callable[[Any, LivingPortrait], Any]] = {
    "image": _picture,
    "engine": _engine,
    "options": _options,
    "face": _whole(0, MOST_FACES),
    "points": _points,
    "beard": _number(0, 1),
    "masks": _masks,
    "ground": _ground,
    "touch_x": _number(0, 1),
    "touch_y": _number(0, 1),
    "seed": _whole(0, LARGEST_SEED),
}
