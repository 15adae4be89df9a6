"""A flowing region of a picture without a face, as a curator draws it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

from generation.errors import PointsRefused
from generation.types import Words


@dataclass(frozen=True, slots=True)
class FlowRegion:
    """polygon: corners in picture coordinates 0..1. direction: degrees, where the waves run,
    0 to the right, 90 down. wavelength, reach: of the picture's width; feather likewise."""

    polygon: tuple[tuple[float, float], ...]
    direction: float = 0.0
    wavelength: float = 0.12
    reach: float = 0.006
    feather: float = 0.03

    @classmethod
    def from_json(cls, told: Any) -> FlowRegion:
        """Read what the museum keeps: polygon [[x, y], …], direction as an arrow
        [x, y], and optionally wavelength, reach, feather.

        Raises PointsRefused naming what is wrong.
        """
        known = {field.name for field in fields(cls)}
        if not isinstance(told, dict) or not set(told) <= known or "polygon" not in told:
            raise _refused(f"expected polygon and any of {', '.join(sorted(known))}")
        try:
            corners = tuple((float(x), float(y)) for x, y in told["polygon"])
            x, y = told.get("direction", (1, 0))
            numbers = {name: float(told[name]) for name in set(told) - {"polygon", "direction"}}
            degrees = math.degrees(math.atan2(float(y), float(x)))
        except (TypeError, ValueError) as error:
            raise _refused(str(error)) from error
        if len(corners) < 3 or not all(0 <= c <= 1 for corner in corners for c in corner):
            raise _refused("the polygon needs three or more corners, each from 0 to 1")
        return cls(corners, degrees, **numbers)


def _refused(why: str) -> PointsRefused:
    return PointsRefused(
        Words(
            f"Область течения не прочитана: {why}. Проверьте запись.",
            f"The flowing region cannot be read: {why}. Check how it is written.",
        )
    )
