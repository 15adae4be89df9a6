"""Figures kept as JSON laid beside one another, as rows a page can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generation.quality.table import BETWEEN_ROWS, CLIP_ROWS, Row
from generation.types import Words


class Line(NamedTuple):
    """One figure of several clips: its name, what is good, and how each is written."""

    name: Words
    good: str
    cells: tuple[Words, ...]


def measures_beside(told: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return the rows of what ``measures_json`` wrote of several clips, without empty ones."""
    rows = [("clip", row) for row in CLIP_ROWS] + [("difference", row) for row in BETWEEN_ROWS]
    lines = [
        Line(row.name, row.good, tuple(_cell(one.get(part), row) for one in told))
        for part, row in rows
    ]
    return [line for line in lines if any(cell.en != "—" for cell in line.cells)]


def _cell(tree: Any, row: Row) -> Words:
    measure = tree.get(row.measure) if isinstance(tree, Mapping) else None
    value = measure.get(row.figure) if isinstance(measure, Mapping) else None
    if value is None:
        return Words("—", "—")
    if row.form == "yes":
        return Words("да", "yes") if value else Words("НЕТ", "NO")
    text = "∞" if isinstance(value, str) else format(value, row.form)
    return Words(text, text)
