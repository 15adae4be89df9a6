"""Read single values of the drawing, with a refusal that names where and what."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import cv2
import numpy as np

from generation.ground.plan import Disc, Point, Points
from generation.ground.refusals import refused
from generation.types import Bytes2D, Words

Choice = TypeVar("Choice", bound=str)
LONGEST_MASK = 4_000_000  # characters of base64


class Reader:
    """Reads the entries of one JSON object; remembers where it stands and the picture's size."""

    def __init__(
        self, told: Any, known: Sequence[str], where: Words, size: tuple[int, int], up: bool
    ) -> None:
        """``up``: y is counted from the bottom. Raises BrushRefused for unknown names."""
        if not isinstance(told, Mapping):
            raise refused(where, "ожидался объект JSON.", "a JSON object was expected.")
        self.told, self.where, self.size, self.up = told, where, size, up
        if strange := sorted(str(name) for name in told if name not in known):
            names, all_ = ", ".join(strange), ", ".join(known)
            raise self.refuse(
                f"незнакомо: {names}. Есть: {all_}.", f"unknown: {names}. Known: {all_}."
            )

    def refuse(self, ru: str, en: str) -> Exception:
        """Build a refusal that says where we are."""
        return refused(self.where, ru, en)

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """Read a number within low..high."""
        value = self.told.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(f"{name} — не число.", f"{name} is not a number.")
        if not low <= value <= high:
            raise self.refuse(
                f"{name} = {value:g}; нужно от {low:g} до {high:g}.",
                f"{name} is {value:g}; it must be {low:g} to {high:g}.",
            )
        return float(value)

    def flag(self, name: str, default: bool) -> bool:
        """Read true or false."""
        value = self.told.get(name, default)
        if not isinstance(value, bool):
            raise self.refuse(f"{name}: нужно true или false.", f"{name} must be true or false.")
        return value

    def choice(self, name: str, choices: Sequence[Choice]) -> Choice:
        """Read one of the choices; the first is the default."""
        value = self.told.get(name, choices[0])
        if value not in choices:
            all_ = ", ".join(choices)
            raise self.refuse(
                f"{name}: «{value}» не бывает. Есть: {all_}.",
                f"{name}: {value!r} does not exist. Known: {all_}.",
            )
        return next(choice for choice in choices if choice == value)

    def entries(self, name: str, most: int) -> list[Any]:
        """Read a list of at most ``most`` entries."""
        value = self.told.get(name, [])
        if not isinstance(value, list):
            raise self.refuse(f"{name} — не список.", f"{name} is not a list.")
        if len(value) > most:
            raise self.refuse(
                f"{name}: {len(value)}, а можно не больше {most}.",
                f"{name}: {len(value)} given, at most {most} are allowed.",
            )
        return value

    def row(self, value: Any, length: int, name: str) -> tuple[float, ...]:
        """Read ``length`` finite numbers."""
        good = (
            isinstance(value, list | tuple)
            and len(value) == length
            and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
            and all(math.isfinite(v) for v in value)
        )
        if not good:
            raise self.refuse(
                f"{name}: ожидались числа, {length} подряд, а не {value!r}.",
                f"{name}: {length} numbers in a row were expected, not {value!r}.",
            )
        return tuple(float(v) for v in value)

    def point(self, value: Any, name: str) -> Point:
        """Read a point inside the picture, as px from the top left."""
        x, y = self.row(value, 2, name)
        y = self.size[1] - y if self.up else y
        if not (0 <= x <= self.size[0] and 0 <= y <= self.size[1]):
            raise self.refuse(
                f"{name}: точка {value} вне картины {self.size[0]} × {self.size[1]}. "
                "Нарисуйте внутри.",
                f"{name}: the point {value} is outside the picture "
                f"{self.size[0]} × {self.size[1]}. Draw inside it.",
            )
        return x, y

    def points(self, value: Any, name: str, least: int, most: int) -> Points:
        """Read a line of points inside the picture."""
        if not isinstance(value, list | tuple):
            raise self.refuse(f"{name} — не список точек.", f"{name} is not a list of points.")
        if not least <= len(value) <= most:
            raise self.refuse(
                f"{name}: точек {len(value)}; нужно от {least} до {most}.",
                f"{name}: {len(value)} points; it takes {least} to {most}.",
            )
        return tuple(self.point(v, name) for v in value)

    def disc(self, value: Any, name: str) -> Disc:
        """Read [x, y, radius]."""
        x, y, radius = self.row(value, 3, name)
        if radius <= 0:
            raise self.refuse(f"{name}: радиус не больше нуля.", f"{name}: radius is not above 0.")
        return Disc(*self.point([x, y], name), radius)

    def mask(self, value: Any) -> Bytes2D:
        """Read a base64 PNG of the picture's own size; light is inside."""
        found = _decoded(value) if isinstance(value, str) and len(value) < LONGEST_MASK else None
        if found is None:
            raise self.refuse("mask: не PNG в base64.", "mask: not a PNG in base64.")
        height, width = found.shape
        if (width, height) != self.size:
            raise self.refuse(
                f"mask {width} × {height}, а картина {self.size[0]} × {self.size[1]}.",
                f"mask is {width} × {height}, the picture {self.size[0]} × {self.size[1]}.",
            )
        return np.asarray(np.where(found > 127, 255, 0), np.uint8)


def _decoded(text: str) -> Bytes2D | None:
    try:
        data = base64.b64decode(text.removeprefix("data:image/png;base64,"), validate=True)
    except (binascii.Error, ValueError):
        return None
    # The header tells the size before anything is decompressed.
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    width, height = (int.from_bytes(data[i : i + 4], "big") for i in (16, 20))
    if not 0 < width * height <= 100_000_000:
        return None
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    return None if found is None else np.asarray(found, np.uint8)
