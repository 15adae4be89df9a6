"""The parts of a sitter corrected by hand: read from the curator's JSON, drawn on the nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from generation.ground.areas import Mask, area_mask, depth_inside
from generation.ground.fields import Reader
from generation.ground.lattice import Lattice
from generation.ground.plan import Area
from generation.ground.reading import own_size
from generation.scene.corrections import Correction, Corrections
from generation.scene.shapes import floats, soft_step
from generation.types import Floats, Words

VERSION = 1
MOST_STROKES, MOST_POINTS, LONGEST = 200, 20_000, 2000  # in all, in all, of one stroke
Says = Literal["add", "away", "found"]
SAYS: tuple[Says, ...] = ("add", "away", "found")
MARKS = {"add": 1, "away": -1, "found": 0}
WHOLE = Words("маски", "masks")
PARTS = {
    "sitter": Words("маска модели, мазок {}", "mask of the sitter, stroke {}"),
    "head": Words("маска головы, мазок {}", "mask of the head, stroke {}"),
    "hair": Words("маска волос, мазок {}", "mask of the hair, stroke {}"),
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """Where, and what is said of it: it belongs to the part, does not, or as it was found."""

    says: Says
    area: Area


@dataclass(frozen=True, slots=True)
class MaskPlan:
    """Strokes by part, in pixels of ``size`` (width, height); a later one covers an earlier."""

    size: tuple[int, int]
    parts: Mapping[str, Sequence[Stroke]]


def read_masks(told: Mapping[str, Any], size: tuple[int, int]) -> MaskPlan:
    """Return the plan of corrections made on a picture of these proportions.

    ``told``: {"version": 1, "picture": [width, height], part: [{"as", "stroke" and "width", or
    "polygon"}]} with the parts of ``PARTS``. Raises BrushRefused naming the stroke.
    """
    whole = Reader(told, ("version", "picture", *PARTS), WHOLE, size, up=False)
    if told.get("version", VERSION) != VERSION:
        raise whole.refuse(
            f"версия {told['version']!r}, а мы читаем {VERSION}.",
            f"version {told['version']!r}; this program reads {VERSION}.",
        )
    own = own_size(whole, size)
    entries = {part: whole.entries(part, MOST_STROKES) for part in PARTS}
    plan = MaskPlan(own, {part: _strokes(part, entries[part], own) for part in PARTS})
    strokes = [stroke for part in plan.parts.values() for stroke in part]
    points = sum(len(stroke.area.stroke or stroke.area.polygon) for stroke in strokes)
    if len(strokes) > MOST_STROKES or points > MOST_POINTS:
        raise whole.refuse(
            f"мазков {len(strokes)}, точек {points}; не больше {MOST_STROKES} и {MOST_POINTS}. "
            "Верните часть «как найдено» и закрасьте крупнее.",
            f"{len(strokes)} strokes, {points} points; at most {MOST_STROKES} and {MOST_POINTS}. "
            "Take a part back as found and paint with a larger brush.",
        )
    return plan


def draw_masks(
    plan: MaskPlan, size: tuple[int, int], step: int, reach: float, head_reach: ArrayLike
) -> Corrections:
    """Draw a plan on the nodes of a scene.

    reach: px over which a correction fades out; head_reach: the same on every node for what
    turns, which moves the farther the farther out it lies. Who is not the sitter's is not the
    head's either.
    """
    lattice = Lattice(size, step)
    marks = {part: _marks(strokes, plan.size, size) for part, strokes in plan.parts.items()}
    sitter, head, hair = (marks[part] for part in PARTS)
    foreign = (sitter < 0) | (head < 0)
    return Corrections(
        sitter=_correction(lattice, sitter > 0, sitter < 0, reach),
        head=_correction(lattice, head > 0, foreign, head_reach),
        hair=_correction(lattice, hair > 0, hair < 0, reach),
        foreign=foreign,
    )


def _correction(lattice: Lattice, added: Mask, away: Mask, reach: ArrayLike) -> Correction:
    return Correction(1 - _beside(lattice, added, reach), _beside(lattice, away, reach))


def _beside(lattice: Lattice, mask: Mask, reach: ArrayLike) -> Floats:
    """Return (h, w): 0 on every node of a cell the mask touches, 1 ``reach`` px off it."""
    if not mask.any():
        return np.ones(lattice.shape, np.float32)
    margin = lattice.step * np.sqrt(2) + 1
    return floats(soft_step(lattice.sampled(depth_inside(~mask)) - margin, 0.0, reach))


def _strokes(part: str, entries: Sequence[Any], size: tuple[int, int]) -> list[Stroke]:
    ru, en = PARTS[part]
    return [
        _stroke(entry, Words(ru.format(n), en.format(n)), size)
        for n, entry in enumerate(entries, 1)
    ]


def _stroke(told: Any, where: Words, size: tuple[int, int]) -> Stroke:
    reader = Reader(told, ("as", "stroke", "width", "polygon"), where, size, up=False)
    if ("stroke" in told) == ("polygon" in told):
        raise reader.refuse("нужно одно из stroke, polygon.", "one of stroke, polygon is needed.")
    if "polygon" in told:
        area = Area(polygon=reader.points(told["polygon"], "polygon", 3, LONGEST))
    else:
        line = reader.points(told["stroke"], "stroke", 1, LONGEST)
        area = Area(stroke=line, width=reader.number("width", size[0] / 20, 1, max(size)))
    return Stroke(reader.choice("as", SAYS), area)


def _marks(
    strokes: Sequence[Stroke], own: tuple[int, int], size: tuple[int, int]
) -> NDArray[np.int8]:
    """Return (H, W): 1 added, -1 taken away, 0 as found."""
    marks = np.zeros(size[::-1], np.int8)
    for stroke in strokes:
        marks[area_mask(stroke.area, own, size)] = MARKS[stroke.says]
    return marks
