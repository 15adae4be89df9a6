"""What the brush and the camera ask the engines: parts of the picture, motions, plans told back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import generation
from exhibits import studio
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import recipe_of
from exhibits.refusal import in_language
from generation import CameraRefused, Scene, Words

ON_SITTER = Words(
    "Область лежит на модели: течение обходит её, пока вы не разрешите.",
    "The region lies on the sitter: flows go round until you allow it.",
)


def tell_parts(portrait: LivingPortrait) -> dict[str, list[list[list[float]]]]:
    """Return outlines by part in pixels of the picture; "face" and "hands" are protected.

    Raises GenerationError when no scene can be made.
    """
    wide, high = portrait.image.width, portrait.image.height
    return {
        part: [[[round(x * wide, 1), round(y * high, 1)] for x, y in line] for line in lines]
        for part, lines in generation.parts_of(_scene(portrait)).items()
    }


def tell_motion(portrait: LivingPortrait, flow: Mapping[str, Any]) -> dict[str, Any]:
    """Return the motion that suits a flow as drawn, why, and what should stay in it.

    {"motion": null, "why"} where nothing is left beside the sitter. Raises BrushRefused.
    """
    size = portrait.image.width, portrait.image.height
    found = generation.suggest_flow(_scene(portrait), flow, size)
    if found is None:
        return {"motion": None, "why": in_language(ON_SITTER)}
    return {
        "motion": found.motion,
        "why": in_language(found.why),
        "seconds": found.seconds,
        "still": [_plain(thing) for thing in found.still],
    }


def tell_plan(portrait: LivingPortrait, sentence: str) -> dict[str, Any]:
    """Return what a camera sentence means here: steps with times, frames, the way itself.

    A refusal is {"wrong", "nearest"}: why, and the sentence that could be instead.
    """
    try:
        plan = generation.read_camera(sentence)
        scene = _scene(portrait)
        tracks, seconds = generation.camera_tracks(plan, scene, seed=portrait.seed)
    except CameraRefused as refusal:
        return {
            "wrong": in_language(refusal.for_people),
            "nearest": _nearest(refusal, sentence),
        }
    wide, high = portrait.image.width, portrait.image.height
    return {
        "words": in_language(generation.plan_words(plan)),
        "language": plan.language,
        "seconds": seconds,
        "steps": [
            {"begin": begin, "end": end, "words": in_language(words)}
            for begin, end, words in generation.plan_steps(plan)
        ],
        "frames": [
            {"at": at, "corners": [[round(x * wide, 1), round(y * high, 1)] for x, y in corners]}
            for at, corners in generation.seen_frames(plan, scene, tracks)
        ],
        "focus": [scene.focus[0] / scene.size[0], scene.focus[1] / scene.size[1]],
        "path": generation.camera_path(scene, tracks),
    }


def _nearest(refusal: CameraRefused, sentence: str) -> str:
    if refusal.instead:
        unknown, known = refusal.instead
        changed = re.sub(re.escape(unknown), known, sentence, count=1, flags=re.IGNORECASE)
        return changed if changed != sentence else ""
    if refusal.nearest is None:
        return ""
    russian = len(re.findall("[а-яё]", sentence, re.IGNORECASE))
    return refusal.nearest.ru if russian > len(sentence) / 3 else refusal.nearest.en


def _scene(portrait: LivingPortrait) -> Scene:
    return studio.scene_for(recipe_of(portrait))


def _plain(thing: Any) -> list[Any]:
    """A disc as [x, y, radius], a polygon as its corners."""
    if isinstance(thing[0], tuple):
        return [[round(x, 1), round(y, 1)] for x, y in thing]
    return [round(value, 1) for value in thing]
