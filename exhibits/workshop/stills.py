"""One drawn moment of a version or of the draft, for laying two of them side by side."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from django.conf import settings

import generation
from exhibits import studio
from exhibits.catalogue.derivatives import write_atomically
from exhibits.portraits.models import Looks
from exhibits.portraits.performing import recipe_of
from exhibits.refusal import Refused
from generation import Words

# At rest a portrait is its painting: what differs shows when it moves.
MOMENTS: dict[str, dict[str, float]] = {
    "rest": {},
    "turned": {"yaw": 45.0},
    "smiling": {"smile": 1.0, "cheek": 0.6},
    "shut": {"blink_r": 1.0, "blink_l": 1.0},
    "speaking": {"jaw": 0.7, "lower_down": 0.5},
}
NO_MOMENT = Words("Такого момента нет.", "There is no such moment.")


def still_of(looks: Looks, moment: str) -> bytes:
    """Return a JPEG of these looks at a named moment; kept. Slow the first time: seconds.

    A pose held by the draft wins over the moment's; an engine without poses shows its first
    moment. Raises Refused or GenerationError.
    """
    if moment not in MOMENTS:
        raise Refused(NO_MOMENT)
    recipe = recipe_of(looks)
    scene = studio.scene_for(recipe)
    if studio.takes(recipe.engine, "pose"):
        asked = {axis: value for axis, value in MOMENTS[moment].items() if axis in scene.limits}
        pose = generation.keep_within(asked | recipe.options.get("pose", {}), scene)[0]
        recipe = replace(recipe, options=recipe.options | {"pose": pose})
    path = Path(settings.SCENES_DIR) / f"still-{_name(recipe, scene.source_sha256)}.jpg"
    if not path.exists():
        performer = studio.open_performer(recipe, scene)
        write_atomically(path, generation.first_frame(performer))
    return path.read_bytes()


def _name(recipe: studio.Recipe, sha256: str) -> str:
    scene = studio.scene_key(sha256, recipe.scene)
    told = [settings.VERSION, scene, recipe.engine, recipe.options, recipe.seed]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:40]
