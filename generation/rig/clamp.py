"""Keep a pose inside what its scene allows, softly, and the camera inside the picture."""

from __future__ import annotations

import math

from generation.scene.framing import in_frame
from generation.scene.model import Scene
from generation.types import AXES, REST, Pose

SOFT_FROM = 0.8  # share of a limit above which an axis slows down


def clamp_pose(pose: Pose, scene: Scene) -> Pose:
    """Return the pose with every axis inside the scene's limits; unknown axes go to rest.

    Below 80 % of a limit nothing changes; above, the axis nears the limit and never passes.
    """
    axes = {axis: _soft(getattr(pose, axis), axis, scene) for axis in AXES}
    return in_frame(Pose(**axes), scene)


def _soft(value: float, axis: str, scene: Scene) -> float:
    rest = getattr(REST, axis)
    if value == rest or axis not in scene.limits:
        return float(rest)
    low, high = scene.limits[axis]
    reach = (high if value > rest else low) - rest
    if reach == 0:
        return float(rest)
    share = (value - rest) / reach
    if share > SOFT_FROM:
        spare = 1 - SOFT_FROM
        share = SOFT_FROM + spare * math.tanh((share - SOFT_FROM) / spare)
    return float(rest + share * reach)
