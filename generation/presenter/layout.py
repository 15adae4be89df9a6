"""How a portrait is presented, as plain values; and reading them from JSON."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generation.errors import LayoutRefused
from generation.provenance.wording import ANIMATION, DETAIL, ORIGINAL
from generation.types import Words

Format = Literal["own", "upright", "square", "classic", "wide"]
Shape = Literal["full", "rounded", "circle", "cutout"]
ASPECTS: dict[str, tuple[int, int]] = {
    "upright": (9, 16), "square": (1, 1), "classic": (4, 3), "wide": (16, 9),
}  # fmt: skip
FORMATS = ("own", *ASPECTS)
SHAPES = ("full", "rounded", "circle", "cutout")
SIDES = (240, 1080)  # px, the short side
LETTERS = 300  # of a title or a credit, as in the catalogue
WALL = "#14171a"


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What lies around the portrait: a colour, the painting itself blurred, or a picture."""

    colour: str = WALL  # also mixed into the other two, so that words stay legible
    blurred: bool = False
    picture: bytes | None = None  # a JPEG, PNG, WebP or TIFF file


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of presenting. "own" is the picture's own frame, without a ground.

    side: the short side in px, 240..1080, so a wide frame is at most 1920×1080; no meaning
    for "own". place: where in the free room, (0, 0) top left to (1, 1). scale: 0.2..1 of
    the largest portrait that fits. The painting is shown whole, unless a shape says
    otherwise. phone: keep clear of what phones' own controls cover (default: upright only).
    label: what says that this is an animation; "" takes the house's words. It is always there.
    original: the frame shows the untouched painting, and the label says that instead (of a
    circle or a cut-out, that it is a detail).
    """

    format: Format = "own"
    side: int = 1080
    ground: Backdrop = Backdrop()
    shape: Shape = "full"
    place: tuple[float, float] = (0.5, 0.5)
    scale: float = 1.0
    title: str = ""
    maker: str = ""  # and the date
    credit: str = ""
    label: str = ""
    language: Literal["ru", "en"] = "ru"
    original: bool = False
    phone: bool | None = None

    def __post_init__(self) -> None:
        for refusal in _faults(self):
            raise refusal

    def size(self, own: tuple[int, int]) -> tuple[int, int]:
        """Return (width, height) of the frame, both even; ``own`` is the picture's."""
        if self.format == "own":
            return own
        across, down = ASPECTS[self.format]
        unit = self.side / min(across, down)
        return 2 * round(across * unit / 2), 2 * round(down * unit / 2)

    @property
    def says(self) -> str:
        """Return the label."""
        still = ORIGINAL if self.shape in ("full", "rounded") else DETAIL
        words = still if self.original else ANIMATION
        return self.label or (words.en if self.language == "en" else words.ru)


def read_layout(told: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> Layout:
    """Return the layout that JSON describes. ``pictures``: name → file, for a ground.

    ``{"format": "upright", "ground": {"picture": "hall.jpg"}, "shape": "circle", …}``; ground
    may also be a colour ("#1c2023") or "blurred". Raises LayoutRefused, naming the field.
    """
    known = set(Layout.__dataclass_fields__)
    if unknown := sorted(set(told) - known):
        raise _refused(
            f"поля «{unknown[0]}» нет. Есть: {', '.join(sorted(known))}.",
            f"there is no field “{unknown[0]}”. Known: {', '.join(sorted(known))}.",
        )
    fields = dict(told)
    if "ground" in fields:
        fields["ground"] = _ground(fields["ground"], pictures or {})
    if isinstance(fields.get("place"), list):
        fields["place"] = tuple(fields["place"])
    return Layout(**fields)


def _ground(told: object, pictures: Mapping[str, bytes]) -> Backdrop:
    if told == "blurred":
        return Backdrop(blurred=True)
    if isinstance(told, str):
        return Backdrop(colour=told)
    if not isinstance(told, Mapping) or set(told) - {"colour", "blurred", "picture"}:
        raise _refused(
            "ground: цвет («#14171a»), «blurred» или {picture: имя, colour: цвет}.",
            "ground: a colour (“#14171a”), “blurred”, or {picture: name, colour: colour}.",
        )
    name = told.get("picture")
    if name is not None and name not in pictures:
        raise _refused(
            f"ground.picture: картинки «{name}» здесь нет.",
            f"ground.picture: there is no picture “{name}” here.",
        )
    return Backdrop(
        colour=told.get("colour", WALL),
        blurred=told.get("blurred", False),
        picture=None if name is None else pictures[name],
    )


def _faults(layout: Layout) -> list[LayoutRefused]:
    """Return what is wrong with the values, one error each."""
    bounds = [
        *_choice("format", layout.format, FORMATS),
        *_choice("shape", layout.shape, SHAPES),
        *_choice("language", layout.language, ("ru", "en")),
        *_number("side", layout.side, *SIDES),
        *_number("scale", layout.scale, 0.2, 1),
        *_colour(layout.ground),
    ]
    if not isinstance(layout.place, tuple) or len(layout.place) != 2:
        bounds.append(_refused("place: нужны два числа.", "place: two numbers are needed."))
    else:
        bounds += [f for value in layout.place for f in _number("place", value, 0, 1)]
    for name in ("title", "maker", "credit", "label"):
        if not isinstance(getattr(layout, name), str):
            bounds.append(_refused(f"{name}: нужен текст.", f"{name}: text is needed."))
        elif len(getattr(layout, name)) > LETTERS:
            bounds.append(
                _refused(
                    f"{name}: длиннее {LETTERS} знаков, такая подпись не помещается.",
                    f"{name}: longer than {LETTERS} letters, such words do not fit.",
                )
            )
    if layout.format == "own" and (layout.shape != "full" or layout.title or layout.credit):
        bounds.append(
            _refused(
                "format «own» — сама картина: ни формы, ни подписи на ней нет.",
                "format “own” is the picture itself: no shape and no title on it.",
            )
        )
    return bounds


def _choice(name: str, value: object, known: tuple[str, ...]) -> list[LayoutRefused]:
    if value in known:
        return []
    told = ", ".join(known)
    return [_refused(f"{name}: «{value}» не бывает. Есть: {told}.",
                     f"{name}: “{value}” does not exist. Known: {told}.")]  # fmt: skip


def _number(name: str, value: object, least: float, most: float) -> list[LayoutRefused]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and math.isfinite(value) and least <= value <= most:  # type: ignore[arg-type,operator]
        return []
    bounds = f"{least:g}..{most:g}"
    return [_refused(f"{name}: нужно число {bounds}, а не {value}.",
                     f"{name}: a number {bounds} is needed, not {value}.")]  # fmt: skip


def _colour(ground: Backdrop) -> list[LayoutRefused]:
    colour = ground.colour
    if isinstance(colour, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return []
    return [_refused(f"ground: цвет пишется как «{WALL}», а не {colour!r}.",
                     f"ground: a colour is written as “{WALL}”, not {colour!r}.")]  # fmt: skip


def _refused(ru: str, en: str) -> LayoutRefused:
    return LayoutRefused(Words(f"Компоновка: {ru}", f"Layout: {en}"))
