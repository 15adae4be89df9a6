"""The same drawing as Kling's Motion Brush takes it: a static mask and dynamic ones with paths.

Kling API, image to video: up to six dynamic masks, each with a trajectory of 2 to 77 points in
pixels, origin bottom left; every mask a picture of the same size. Nothing here calls it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.ground.areas import Mask, area_mask, shape_mask
from generation.ground.plan import GroundPlan


@dataclass(frozen=True, slots=True)
class DynamicMask:
    """mask: PNG bytes, white where the thing is. trajectory: (x, y) px, y counted from below."""

    mask: bytes
    trajectory: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class KlingMasks:
    """static_mask: PNG bytes, white where nothing may move. dynamic_masks: one for each brush."""

    static_mask: bytes
    dynamic_masks: tuple[DynamicMask, ...]


def kling_masks(plan: GroundPlan, size: tuple[int, int]) -> KlingMasks:
    """Return the masks and paths of a plan for a picture of ``size`` (width, height) px."""
    still = np.zeros(size[::-1], bool)
    for polygon in plan.still:
        still |= shape_mask(polygon, plan.size, size)
    scale = size[0] / plan.size[0], size[1] / plan.size[1]
    dynamic = []
    for brushed in plan.brush:
        points = tuple(
            (
                min(round(x * scale[0]), size[0] - 1),
                min(max(size[1] - round(y * scale[1]), 0), size[1] - 1),
            )
            for x, y in brushed.path
        )
        mask = area_mask(brushed.area, plan.size, size) & ~still
        dynamic.append(DynamicMask(_png(mask), points))
    return KlingMasks(_png(still), tuple(dynamic))


def _png(mask: Mask) -> bytes:
    _, data = cv2.imencode(".png", mask.astype(np.uint8) * 255)
    return data.tobytes()
