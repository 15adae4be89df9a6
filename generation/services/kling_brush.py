"""Our Motion Brush drawing as Kling takes it: a static mask, dynamic ones, their paths."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generation.errors import BrushRefused
from generation.ground.kling import kling_masks
from generation.ground.plan import Brushed, GroundPlan
from generation.ground.reading import PATH_POINTS, read_ground
from generation.types import Words

SECONDS = 5  # Kling's brushes work in clips of this length only


def brush_fields(
    told: Mapping[str, Any], size: tuple[int, int]
) -> tuple[dict[str, Any], tuple[Words, ...]]:
    """Return Kling's mask fields for a picture sent as (width, height), and what is not as drawn.

    A thing that goes there and back is given the whole way; every path is played once, in the
    clip's five seconds. Raises BrushRefused for what Kling has no field for.
    """
    plan = read_ground(told, size)
    if plan.flow:
        _refuse(
            "Kling не умеет течь: у него есть только кисть с путём. Ближайшее возможное: "
            "обведите то, что течёт, кистью, и скажите о течении словами запроса.",
            "Kling cannot flow: it only has a brush with a path. The nearest possible: brush "
            "what flows, and tell of it in the prompt.",
        )
    if not plan.brush:
        _refuse("Кистью ничего не обведено.", "Nothing is brushed.")
    whole = replace(plan, brush=tuple(_whole_way(n, one) for n, one in enumerate(plan.brush, 1)))
    masks = kling_masks(whole, size)
    fields: dict[str, Any] = {
        "dynamic_masks": [
            {
                "mask": _base64(one.mask),
                "trajectories": [{"x": int(x), "y": int(y)} for x, y in one.trajectory],
            }
            for one in masks.dynamic_masks
        ]
    }
    if plan.still:
        fields["static_mask"] = _base64(masks.static_mask)
    return fields, _notes(plan)


def _whole_way(number: int, brushed: Brushed) -> Brushed:
    if brushed.loop == "travel":
        _refuse(
            f"Кисть {number}: Kling не умеет исчезать и начинать сначала. Ближайшее возможное: "
            "«once», один раз до конца пути.",
            f"Brush {number}: Kling cannot fade and begin anew. The nearest possible: “once”, "
            "one way to the end.",
        )
    if brushed.loop != "there-and-back":
        return brushed
    path = brushed.path + brushed.path[-2::-1]
    if len(path) > PATH_POINTS[1]:
        most = (PATH_POINTS[1] + 1) // 2
        _refuse(
            f"Кисть {number}: туда и обратно не помещается в {PATH_POINTS[1]} точек Kling. "
            f"Ближайшее возможное: путь из {most} точек или «once».",
            f"Brush {number}: there and back does not fit Kling’s {PATH_POINTS[1]} points. "
            f"The nearest possible: a path of {most} points, or “once”.",
        )
    return replace(brushed, path=path)


def _notes(plan: GroundPlan) -> tuple[Words, ...]:
    paced = any(one.seconds != SECONDS or one.ease != "smooth" for one in plan.brush)
    halo = any(one.halo for one in plan.brush)
    told = []
    if paced:
        told.append(
            Words(
                f"Kling проходит путь за {SECONDS} с, в своём темпе.",
                f"Kling takes {SECONDS} s for the path, at its own pace.",
            )
        )
    if halo:
        told.append(
            Words("Сияние вокруг Kling не отделяет.", "Kling knows no glow around a thing.")
        )
    return tuple(told)


def _base64(png: bytes) -> str:
    return base64.b64encode(png).decode("ascii")


def _refuse(ru: str, en: str) -> None:
    raise BrushRefused(Words(ru, en))
