"""Why a drawing cannot be: one place for the sentences."""

from __future__ import annotations

from generation.errors import BrushRefused
from generation.types import Words

BRUSH = Words("кисть {}", "brush {}")
FLOW = Words("течение {}", "flow {}")
STILL = Words("неподвижное {}", "still {}")
WHOLE = Words("рисунок", "the drawing")


def numbered(kind: Words, number: int) -> Words:
    """Name one entry of the drawing, counted from one."""
    return Words(kind.ru.format(number), kind.en.format(number))


def refused(where: Words, ru: str, en: str) -> BrushRefused:
    """Build the error: where, what is wrong and what to do."""
    return BrushRefused(Words(f"Кисть и течение, {where.ru}: {ru}", f"Motion, {where.en}: {en}"))
