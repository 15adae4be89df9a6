"""What a curator is told of a flow just drawn: the motion that suits it, why, what should stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from generation.ground.areas import area_mask
from generation.ground.build import SECONDS, sitter_mask
from generation.ground.plan import Disc, Points
from generation.ground.propose import propose_motion
from generation.ground.reading import read_ground
from generation.ground.still import propose_still
from generation.scene.model import Scene
from generation.types import Words


class Suggestion(NamedTuple):
    """motion: one of MOTIONS, and the reason. seconds: of its usual loop. still: what looks
    like a thing of its own, in pixels of the drawing."""

    motion: str
    why: Words
    seconds: float
    still: tuple[Disc | Points, ...]


def suggest_flow(scene: Scene, told: Mapping[str, Any], size: tuple[int, int]) -> Suggestion | None:
    """Return what suits a flow as drawn on a picture of ``size``; None where nothing of it is
    left beside the sitter. Raises BrushRefused for an area that cannot be.

    The motion need not be told: it is what is asked for.
    """
    drawn = {name: value for name, value in told.items() if name not in ("motion", "arrows")}
    plan = read_ground({"picture": list(size), "flow": [drawn]}, size)
    (flowing,) = plan.flow
    mask = area_mask(flowing.area, plan.size, scene.size)
    if scene.head is not None and not flowing.on_sitter:
        mask &= ~sitter_mask(scene)
    if not mask.any():
        return None
    found = propose_motion(scene.rgb, mask)
    scale = np.array(size) / np.array(scene.size)
    still = tuple(_scaled(thing, scale) for thing in propose_still(scene.rgb, mask))
    return Suggestion(found.motion, found.why, SECONDS[found.motion], still)


def _scaled(thing: Disc | Points, scale: np.ndarray[Any, Any]) -> Disc | Points:
    across, down = (float(value) for value in scale)
    if isinstance(thing, Disc):
        return Disc(thing.x * across, thing.y * down, thing.radius * across)
    return tuple((x * across, y * down) for x, y in thing)
