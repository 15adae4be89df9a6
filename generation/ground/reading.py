"""From the curator's JSON to a plan, or a refusal that says what to change."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np

from generation.ground.areas import area_mask, shape_mask
from generation.ground.fields import Reader
from generation.ground.plan import (
    EASES,
    LOOPS,
    MATTES,
    MOTIONS,
    Area,
    Brushed,
    Disc,
    Flowing,
    GroundPlan,
    Points,
)
from generation.ground.refusals import BRUSH, FLOW, STILL, WHOLE, numbered, refused
from generation.types import Words

VERSION = 1
MOST_BRUSHED, MOST_FLOWS, MOST_STILL, MOST_ARROWS = 6, 6, 64, 40
PATH_POINTS = 2, 77  # as Kling's motion brush takes them
MOST_CORNERS = 2000
OUTLINE = ("polygon", "stroke", "width", "mask")
LEAST_AREA = 0.0002  # of the picture: less is a slip of the hand
ASPECT = 0.02  # the frame may round the picture's sides
OVERLAP = 0.02  # of the smaller region
CHECKED = 400  # px of width at which regions are compared


def read_ground(told: Mapping[str, Any], size: tuple[int, int]) -> GroundPlan:
    """Return the plan of a drawing made on a picture of these proportions.

    ``told``: see docs/motion-brush.md. ``size``: (width, height) of the picture or of a frame
    of it. Raises BrushRefused naming the entry and what to change.
    """
    whole = Reader(told, ("version", "picture", "origin", "brush", "flow", "still"), WHOLE, size,
                   up=False)  # fmt: skip
    if told.get("version", VERSION) != VERSION:
        raise whole.refuse(
            f"версия {told['version']!r}, а мы читаем {VERSION}.",
            f"version {told['version']!r}; this program reads {VERSION}.",
        )
    own = own_size(whole, size)
    up = whole.choice("origin", ("top-left", "bottom-left")) == "bottom-left"
    plan = GroundPlan(
        own,
        tuple(
            _brushed(entry, numbered(BRUSH, n), own, up)
            for n, entry in enumerate(whole.entries("brush", MOST_BRUSHED), 1)
        ),
        tuple(
            _flowing(entry, numbered(FLOW, n), own, up)
            for n, entry in enumerate(whole.entries("flow", MOST_FLOWS), 1)
        ),
        tuple(
            _still_polygon(entry, numbered(STILL, n), own, up)
            for n, entry in enumerate(whole.entries("still", MOST_STILL), 1)
        ),
    )
    _check_together(plan)
    return plan


def own_size(whole: Reader, size: tuple[int, int]) -> tuple[int, int]:
    """Read the size of the picture a drawing was made on; it has this one's proportions."""
    width, height = whole.row(whole.told.get("picture", list(size)), 2, "picture")
    if min(width, height) < 16 or max(width, height) > 32768:
        raise whole.refuse(
            f"picture {width:g} × {height:g} — не размер картины.",
            f"picture {width:g} × {height:g} is no size of a picture.",
        )
    if abs(width * size[1] / (height * size[0]) - 1) > ASPECT:
        raise whole.refuse(
            f"нарисовано на картине {width:g} × {height:g}, а эта {size[0]} × {size[1]}: "
            "другие пропорции. Нарисуйте заново.",
            f"drawn on a picture {width:g} × {height:g}, this one is {size[0]} × {size[1]}: "
            "other proportions. Draw anew.",
        )
    return round(width), round(height)


def _area(reader: Reader) -> Area:
    given = [name for name in ("polygon", "stroke", "mask") if name in reader.told]
    if len(given) != 1:
        raise reader.refuse(
            "нужно одно из polygon, stroke, mask.", "one of polygon, stroke, mask is needed."
        )
    told = reader.told[given[0]]
    if given[0] == "polygon":
        area = Area(polygon=reader.points(told, "polygon", 3, MOST_CORNERS))
    elif given[0] == "stroke":
        stroke = reader.points(told, "stroke", 1, MOST_CORNERS)
        width = reader.number("width", reader.size[0] / 20, 1, max(reader.size))
        area = Area(stroke=stroke, width=width)
    else:
        area = Area(mask=reader.mask(told))
    if area_mask(area, reader.size, _small(reader.size)).mean() < LEAST_AREA:
        raise reader.refuse(
            "область пуста. Обведите то, что должно двигаться.",
            "the area is empty. Draw around what should move.",
        )
    return area


def _brushed(told: Any, where: Words, size: tuple[int, int], up: bool) -> Brushed:
    known = (*OUTLINE, "path", "seconds", "ease", "loop", "matte", "halo")
    reader = Reader(told, known, where, size, up)
    path = reader.points(reader.told.get("path", []), "path", *PATH_POINTS)
    if max(np.ptp([p[0] for p in path]), np.ptp([p[1] for p in path])) < 1:
        raise reader.refuse(
            "путь никуда не ведёт. Уберите область или проведите путь.",
            "the path leads nowhere. Remove the region or draw a path.",
        )
    return Brushed(
        area=_area(reader),
        path=path,
        seconds=reader.number("seconds", 5.0, 0.2, 120.0),
        ease=reader.choice("ease", EASES),
        loop=reader.choice("loop", LOOPS),
        matte=reader.choice("matte", MATTES),
        halo=None if reader.told.get("halo") is None
        else reader.number("halo", 0.0, 0.0, max(size) / 4),
    )  # fmt: skip


def _flowing(told: Any, where: Words, size: tuple[int, int], up: bool) -> Flowing:
    known = (*OUTLINE, "arrows", "motion", "amount", "seconds", "found_still", "still", "moving",
             "on_sitter")  # fmt: skip
    reader = Reader(told, known, where, size, up)
    area = _area(reader)
    arrows = tuple(_arrow(reader, entry) for entry in reader.entries("arrows", MOST_ARROWS))
    motion = reader.choice("motion", MOTIONS)
    if motion in ("cut", "wave") and not arrows:
        raise reader.refuse(
            f"движению {motion} нужна хотя бы одна стрелка: куда течёт.",
            f"the motion {motion} needs one arrow at least: which way it flows.",
        )
    _check_arrows(reader, area, arrows)
    return Flowing(
        area=area,
        arrows=arrows,
        motion=motion,
        amount=reader.number("amount", 1.0, 0.0, 2.0),
        seconds=None if reader.told.get("seconds") is None
        else reader.number("seconds", 3.0, 0.5, 60.0),
        found_still=reader.flag("found_still", True),
        still=tuple(_still_thing(reader, v) for v in reader.entries("still", MOST_STILL)),
        moving=tuple(reader.disc(v, "moving") for v in reader.entries("moving", MOST_STILL)),
        on_sitter=reader.flag("on_sitter", False),
    )  # fmt: skip


def _arrow(reader: Reader, told: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = reader.row(told, 4, "arrows")
    start, end = reader.point([x0, y0], "arrows"), reader.point([x1, y1], "arrows")
    if abs(start[0] - end[0]) + abs(start[1] - end[1]) < 1:
        raise reader.refuse(
            f"стрелка {told} никуда не указывает.", f"the arrow {told} points nowhere."
        )
    return *start, *end


def _check_arrows(
    reader: Reader, area: Area, arrows: tuple[tuple[float, float, float, float], ...]
) -> None:
    small = _small(reader.size)
    inside = area_mask(area, reader.size, small)
    for arrow in arrows:
        points = np.linspace(arrow[:2], arrow[2:], 40) * (np.array(small) / reader.size)
        x, y = np.minimum(points.astype(int), np.array(small) - 1).T
        if not inside[y, x].any():
            raise reader.refuse(
                f"стрелка {list(arrow)} лежит вне своей области. Проведите её внутри.",
                f"the arrow {list(arrow)} lies outside its region. Draw it inside.",
            )


def _still_thing(reader: Reader, told: Any) -> Disc | Points:
    if isinstance(told, list) and len(told) == 3 and not isinstance(told[0], list):
        return reader.disc(told, "still")
    return reader.points(told, "still", 3, MOST_CORNERS)


def _still_polygon(told: Any, where: Words, size: tuple[int, int], up: bool) -> Points:
    return Reader({}, (), where, size, up).points(told, "polygon", 3, MOST_CORNERS)


def _small(size: tuple[int, int]) -> tuple[int, int]:
    return CHECKED, max(round(CHECKED * size[1] / size[0]), 8)


def _check_together(plan: GroundPlan) -> None:
    """Refuse regions that contradict one another."""
    small = _small(plan.size)
    still = np.zeros(small[::-1], bool)
    for polygon in plan.still:
        still |= shape_mask(polygon, plan.size, small)
    brushed = [area_mask(b.area, plan.size, small) for b in plan.brush]
    for (n, a), (m, b) in combinations(enumerate(brushed, 1), 2):
        if (a & b).sum() > OVERLAP * min(a.sum(), b.sum()):
            raise refused(
                numbered(BRUSH, n),
                f"накладывается на кисть {m}. Разведите области.",
                f"overlaps brush {m}. Draw them apart.",
            )
    flows = [area_mask(f.area, plan.size, small) for f in plan.flow]
    for kind, masks in ((BRUSH, brushed), (FLOW, flows)):
        for n, mask in enumerate(masks, 1):
            if not (mask & ~still).any():
                raise refused(
                    numbered(kind, n),
                    "целиком закрыто неподвижной маской: двигаться нечему.",
                    "wholly covered by the still mask: nothing can move.",
                )
