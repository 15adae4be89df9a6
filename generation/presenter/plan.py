"""Where everything goes on a layout: the portrait as large as it can be, words beside it. Pure.

Sizes are those of the museum's screens (design tokens), for a short side of 1080 px.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from generation.errors import LayoutRefused
from generation.presenter.layout import Layout
from generation.presenter.lettering import Style, width_of
from generation.presenter.typography import broken
from generation.types import Box, Words

_MARGIN = 64
_PHONE = 0.07, 0.15  # of the height, at the top and the bottom, under phones' own controls
_GAP = 40  # between portrait and words below it
_GUTTER = 56  # between portrait and words beside it
_COLUMN, _WIDEST = 330, 760  # columns of words beside the portrait
_CAPTION_COLUMN = 560  # in a narrower one captions would be shreds: they go below everything
_MEASURE = 952  # the widest column below a portrait
_LEAST_PORTRAIT = 200
_TITLES = 58, 52, 46, 40, 34
_LABEL, _MAKER, _CREDIT, _CAPTION = 28, 32, 24, 40
_CAPTION_LINES = 2


class Line(NamedTuple):
    """One line of words; y is its baseline, ink 1 (strongest), 2 or 3."""

    text: str
    style: Style
    x: float
    y: float
    ink: int


class CaptionPlace(NamedTuple):
    """Where captions are written: left edge, first baseline, line height, width, all px.
    centred: about the middle of that width; outline: px, 0 on a ground."""

    left: float
    baseline: float
    step: float
    width: float
    style: Style
    centred: bool
    outline: int


@dataclass(frozen=True, slots=True)
class Plan:
    """portrait: its box in the frame, even sides; mark: (left, top, side) of the label's sign;
    words: the box that holds every line."""

    size: tuple[int, int]
    portrait: Box
    mark: tuple[float, float, float]
    lines: tuple[Line, ...]
    words: Box
    captions: CaptionPlace | None


class _Block(NamedTuple):
    """Words set in a column: lines relative to its top left; caption: its first baseline."""

    lines: tuple[Line, ...]
    height: float
    mark: float
    caption: float


def plan_layout(
    layout: Layout, own: tuple[int, int], aspect: float, captions: bool = False
) -> Plan:
    """Return the plan for a portrait of ``aspect`` (width ÷ height).

    ``own``: the picture's frame in px. Raises LayoutRefused when the words leave no room.
    """
    size = layout.size(own)
    if layout.format == "own":
        return _over_the_picture(layout, size, captions)
    safe = _safe(layout, size)
    plans = [
        plan
        for arrange in ((_below,) if layout.format == "upright" else (_below, _beside))
        if (plan := arrange(layout, size, safe, aspect, captions)) is not None
    ]
    least = _LEAST_PORTRAIT * _unit(size)
    if not plans or min(_sides(max(plans, key=_area).portrait)) < least * min(layout.scale, 1):
        raise LayoutRefused(
            Words(
                "Компоновка: подпись не помещается. Сократите её или возьмите другой формат.",
                "Layout: the words do not fit. Shorten them, or take another format.",
            )
        )
    return max(plans, key=_area)


def portrait_size(layout: Layout, own: tuple[int, int]) -> tuple[int, int]:
    """Return how large a picture of size ``own`` is shown, px: no scene need be larger."""
    box = plan_layout(layout, own, own[0] / own[1]).portrait
    return _sides(box)


def _over_the_picture(layout: Layout, size: tuple[int, int], captions: bool) -> Plan:
    """The frame is the picture itself: label and captions lie on its bottom edge, outlined."""
    width, height = size
    unit = min(size) / 1080
    style, margin = Style("sans", max(_LABEL * unit, 15), 500), max(32 * unit, 12)
    baseline, indent = height - margin, margin + 1.5 * style.size
    texts = broken(layout.says, lambda t: width_of(t, style), width - margin - indent)
    above = [1.3 * style.size * n for n in reversed(range(len(texts)))]
    lines = tuple(
        Line(text, style, indent, baseline - up, 1) for text, up in zip(texts, above, strict=True)
    )
    mark = margin, lines[0].y - 0.98 * style.size, 1.2 * style.size
    place = None
    if captions:
        said = Style("sans", max(44 * unit, 20), 500)
        first = lines[0].y - 1.7 * style.size - 1.25 * said.size
        outline = max(round(said.size / 12), 2)
        place = CaptionPlace(
            margin, first, 1.25 * said.size, width - 2 * margin, said, True, outline
        )
    top = (place.baseline - 1.2 * place.style.size) if place else lines[0].y - 1.5 * style.size
    return Plan(size, Box(0, 0, *size), mark, lines, Box(0, round(top), *size), place)


def _below(
    layout: Layout, size: tuple[int, int], safe: Box, aspect: float, captions: bool
) -> Plan | None:
    unit, (room_width, room_height) = _unit(size), _sides(safe)
    column = min(room_width, _MEASURE * unit)
    block = _block(layout, column, unit, captions)
    if block is None:
        return None
    left = room_height - block.height - _GAP * unit
    width = min(room_width, left * aspect) * layout.scale
    if width <= 0:
        return None
    height = width / aspect
    rest = room_height - block.height - _GAP * unit - height
    words = max(_used(block), min(column, _WIDEST * unit) if captions else 0)
    across = max(width, words)
    x = safe.left + layout.place[0] * (room_width - across)
    y = safe.top + layout.place[1] * rest
    return _plan(size, (x, y, width, height), block, (x, y + height + _GAP * unit), across)


def _beside(
    layout: Layout, size: tuple[int, int], safe: Box, aspect: float, captions: bool
) -> Plan | None:
    unit, (room_width, room_height) = _unit(size), _sides(safe)
    gutter, strip = _GUTTER * unit, 0.0
    width, column = _shares(room_width - gutter, room_height, aspect, layout.scale, unit)
    within = captions and column >= _CAPTION_COLUMN * unit
    if captions and not within:
        strip = _caption_height(unit)
        room_height -= round(strip)
        width, column = _shares(room_width - gutter, room_height, aspect, layout.scale, unit)
    block = _block(layout, column, unit, within)
    if width <= 0 or block is None or block.height > room_height:
        return None
    height = width / aspect
    used = column if within else _used(block)
    tall = max(height, block.height)
    x = safe.left + layout.place[0] * (room_width - gutter - width - used)
    y = safe.top + layout.place[1] * (room_height - tall)
    portrait = x, y + (tall - height) / 2, width, height
    words = x + width + gutter, y + (tall - block.height) / 2
    plan = _plan(size, portrait, block, words, column)
    if not strip:
        return plan
    style, left = _caption_style(unit), plan.portrait.left
    baseline = y + tall + 30 * unit + style.size
    place = CaptionPlace(left, baseline, 1.3 * style.size, safe.right - left, style, False, 0)
    return replace(plan, captions=place)


def _used(block: _Block) -> float:
    return max(line.x + width_of(line.text, line.style) for line in block.lines)


def _shares(
    room: float, height: float, aspect: float, scale: float, unit: float
) -> tuple[float, float]:
    """Return the widths of the portrait and of the column beside it."""
    width = min(height * aspect, room - _COLUMN * unit) * scale
    return width, min(room - width, _WIDEST * unit)


def _plan(
    size: tuple[int, int],
    portrait: tuple[float, float, float, float],
    block: _Block,
    at: tuple[float, float],
    column: float,
) -> Plan:
    unit, (x, y) = _unit(size), at
    lines = tuple(line._replace(x=line.x + x, y=line.y + y) for line in block.lines)
    place = None
    if block.caption:
        style = _caption_style(unit)
        place = CaptionPlace(x, y + block.caption, 1.3 * style.size, column, style, False, 0)
    words = Box(*(round(v) for v in (x, y, x + column, y + block.height)))
    return Plan(
        size, _even(*portrait), (x, y + block.mark, _LABEL * 1.2 * unit), lines, words, place
    )


def _block(layout: Layout, column: float, unit: float, captions: bool) -> _Block | None:
    """Set label, title, maker, captions' room and credit; None when a word is too wide."""
    lines, y = list[Line](), 0.0
    label = Style("sans", _LABEL * unit, 500)
    indent = 1.65 * label.size
    for text in broken(layout.says, lambda t: width_of(t, label), column - indent):
        y += 1.3 * label.size
        lines.append(Line(text, label, indent, y - 0.2 * label.size, 1))
    if layout.title:
        title = _title_style(layout.title, column, unit)
        y += 22 * unit
        for text in broken(layout.title, lambda t: width_of(t, title), column):
            y += 1.16 * title.size
            lines.append(Line(text, title, 0, y - 0.22 * title.size, 1))
    y = _paragraph(lines, layout.maker, Style("sans", _MAKER * unit), column, y, 10 * unit, 2)
    caption = 0.0
    if captions:
        style = _caption_style(unit)
        caption = y + 30 * unit + style.size
        y += _caption_height(unit)
    y = _paragraph(lines, layout.credit, Style("sans", _CREDIT * unit), column, y, 24 * unit, 3)
    if _used(_Block(tuple(lines), y, 0, 0)) > column + 1:
        return None
    return _Block(tuple(lines), y, 0.16 * label.size, caption)


def _paragraph(
    lines: list[Line], text: str, style: Style, column: float, y: float, gap: float, ink: int
) -> float:
    if not text:
        return y
    y += gap
    for line in broken(text, lambda t: width_of(t, style), column):
        y += 1.32 * style.size
        lines.append(Line(line, style, 0, y - 0.28 * style.size, ink))
    return y


def _title_style(title: str, column: float, unit: float) -> Style:
    """Return the largest style in which no word is too wide and there are three lines at most."""
    style = Style("serif", _TITLES[-1] * unit)
    for size in _TITLES:
        style = Style("serif", size * unit)
        lines = broken(title, lambda t, style=style: width_of(t, style), column)  # type: ignore[misc]
        if len(lines) <= 3 and all(width_of(line, style) <= column for line in lines):
            break
    return style


def _caption_height(unit: float) -> float:
    return (30 + 1.3 * _CAPTION * _CAPTION_LINES) * unit


def _caption_style(unit: float) -> Style:
    return Style("serif", _CAPTION * unit, 400, True)


def _safe(layout: Layout, size: tuple[int, int]) -> Box:
    width, height = size
    margin = round(_MARGIN * _unit(size))
    phone = layout.format == "upright" if layout.phone is None else layout.phone
    top, bottom = (round(share * height) for share in _PHONE) if phone else (margin, margin)
    return Box(margin, top, width - margin, height - bottom)


def _unit(size: tuple[int, int]) -> float:
    return min(size) / 1080


def _sides(box: Box) -> tuple[int, int]:
    return box.right - box.left, box.bottom - box.top


def _area(plan: Plan) -> int:
    width, height = _sides(plan.portrait)
    return width * height


def _even(x: float, y: float, width: float, height: float) -> Box:
    left, top = 2 * round(x / 2), 2 * round(y / 2)
    return Box(left, top, left + 2 * round(width / 2), top + 2 * round(height / 2))
