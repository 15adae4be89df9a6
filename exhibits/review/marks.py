"""Marks experts put on frames: read from what a page sends. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from exhibits.refusal import Refused
from generation import Words

MOST = 40
LONGEST = {"note": 500, "answer": 120}  # characters
HIGHEST = {"t": 3600.0, "x": 1.0, "y": 1.0}  # seconds, shares of the picture
UNREADABLE = Words("Отметки на кадрах не прочитаны.", "The marks on frames could not be read.")


def read_marks(text: str) -> list[dict[str, Any]]:
    """Return [{"t", "x", "y", "note", "answer"}] of JSON; "" is none.

    t: seconds into the answer asked for, or of the portrait's own life; x, y: 0..1 of the
    picture. Raises Refused.
    """
    try:
        told = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise Refused(UNREADABLE) from error
    if not isinstance(told, list) or len(told) > MOST:
        raise Refused(UNREADABLE)
    return [_mark(one) for one in told]


def _mark(told: Any) -> dict[str, Any]:
    if not isinstance(told, Mapping) or told.keys() - HIGHEST.keys() - LONGEST.keys():
        raise Refused(UNREADABLE)
    places = {name: _number(told.get(name), most) for name, most in HIGHEST.items()}
    return places | {name: _text(told.get(name, ""), most) for name, most in LONGEST.items()}


def _number(value: Any, most: float) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= most:
        raise Refused(UNREADABLE)
    return round(float(value), 4)


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise Refused(UNREADABLE)
    return value.strip()
