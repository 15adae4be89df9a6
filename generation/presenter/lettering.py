"""Text as coverage: the project's own fonts drawn by FreeType, one run for each subset file."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from generation.types import Bytes2D

# One copy of the fonts serves the pages and the pictures.
FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
_FILES = {"serif": "literata-{subset}-opsz-{slope}", "sans": "golos-text-{subset}-wght-{slope}"}
# The style sheet's unicode-range, but for Latin, which has the rest.
_RANGES = {
    "cyrillic": ((0x301, 0x301), (0x400, 0x45F), (0x490, 0x491), (0x4B0, 0x4B1), (0x2116, 0x2116)),
    "cyrillic-ext": (
        (0x460, 0x52F), (0x1C80, 0x1C8A), (0x20B4, 0x20B4), (0x2DE0, 0x2DFF), (0xA640, 0xA69F),
        (0xFE2E, 0xFE2F),
    ),
    "latin-ext": (
        (0x100, 0x130), (0x132, 0x151), (0x154, 0x2BA), (0x2BD, 0x2C5), (0x2C7, 0x2CC),
        (0x2CE, 0x2D7), (0x2DD, 0x2FF), (0x1D00, 0x1DBF), (0x1E00, 0x1E9F), (0x1EF2, 0x1EFF),
        (0x2020, 0x2020), (0x20A0, 0x20AB), (0x20AD, 0x20C0),
    ),
}  # fmt: skip


class Style(NamedTuple):
    """One way of writing: size in pixels of the em, weight 400..900."""

    family: Literal["serif", "sans"]
    size: float
    weight: int = 400
    italic: bool = False


class Lettering(NamedTuple):
    """alpha: (h, w) uint8 coverage; left, top: where it goes relative to the line's origin on
    the baseline, px."""

    alpha: Bytes2D
    left: int
    top: int


def width_of(text: str, style: Style) -> float:
    """Return how wide a line is, px."""
    return sum(_font(subset, style).getlength(run) for subset, run in _runs(text))


def lettered(text: str, style: Style, outline: int = 0) -> Lettering:
    """Return one line, its strokes widened by ``outline`` px."""
    margin = outline + 2
    left, up, down = margin + int(style.size // 4), int(style.size * 1.2), int(style.size * 0.5)
    size = int(width_of(text, style)) + 2 * left, up + down + 2 * margin
    image, x = Image.new("L", size), float(left)
    draw = ImageDraw.Draw(image)
    for subset, run in _runs(text):
        font = _font(subset, style)
        draw.text((x, up + margin), run, 255, font, anchor="ls", stroke_width=outline)
        x += font.getlength(run)
    return Lettering(np.asarray(image), -left, -up - margin)


def _runs(text: str) -> list[tuple[str, str]]:
    return [(subset, "".join(run)) for subset, run in groupby(text, _subset)]


@lru_cache(maxsize=1024)
def _subset(letter: str) -> str:
    code = ord(letter)
    for subset, ranges in _RANGES.items():
        if any(first <= code <= last for first, last in ranges):
            return subset
    return "latin"


@lru_cache(maxsize=128)
def _font(subset: str, style: Style) -> ImageFont.FreeTypeFont:
    slope = "italic" if style.italic else "normal"
    name = _FILES[style.family].format(subset=subset, slope=slope)
    font = ImageFont.truetype(FONTS / f"{name}.woff2", style.size)
    optical = [min(max(style.size * 0.6, 7), 72)] if style.family == "serif" else []
    font.set_variation_by_axes([*optical, style.weight])
    return font
