"""Read a finish as people write it: a preset's name, or a mapping of what to change in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from difflib import get_close_matches
from math import isfinite
from typing import Any

from generation.errors import FinishRefused
from generation.finish.model import PRESETS, RANGES, Finish
from generation.types import Words

NAMES = tuple(f.name for f in fields(Finish))


def read_finish(told: object) -> Finish:
    """Return the finish that a name or {"preset": name, parameter: number, …} describes.

    Without a preset the parameters change the bare painting. Raises FinishRefused for a name,
    parameter or number that does not exist or is out of range; says what was nearest.
    """
    if isinstance(told, Finish):
        return told
    if isinstance(told, str):
        return _preset(told)
    if not isinstance(told, Mapping):
        raise _refused(
            f"отделка: ждём имя или параметры, а не {told!r}",
            f"finish: expected a name or parameters, not {told!r}",
        )
    rest = {str(name): value for name, value in told.items() if name != "preset"}
    base = _preset(told.get("preset", "painting"))
    return replace(base, **{name: _value(name, value) for name, value in rest.items()})


def _preset(name: object) -> Finish:
    if not isinstance(name, str) or name not in PRESETS:
        raise _unknown("отделка", "finish", str(name), tuple(PRESETS))
    return PRESETS[name]


def _value(name: str, value: Any) -> Any:
    if name not in NAMES:
        raise _unknown("параметр отделки", "finish parameter", name, (*NAMES, "preset"))
    if name == "focus":
        return _focus(value)
    if name == "focus_depth" and value is None:
        return None
    low, high = RANGES[name]
    number = not isinstance(value, bool) and isinstance(value, int | float) and isfinite(value)
    if not number or not low <= value <= high:
        raise _refused(
            f"отделка, {name}: нужно число от {low:g} до {high:g}, а не {value!r}",
            f"finish, {name}: expected a number from {low:g} to {high:g}, not {value!r}",
        )
    return float(value)


def _focus(value: Any) -> str | tuple[float, float]:
    if value == "face":
        return "face"
    pair = list(value) if isinstance(value, list | tuple) else []
    if len(pair) != 2 or not all(
        isinstance(n, int | float) and not isinstance(n, bool) and 0 <= n <= 1 for n in pair
    ):
        raise _refused(
            f"отделка, focus: нужно «face» или точка [x, y] от 0 до 1, а не {value!r}",
            f'finish, focus: expected "face" or a point [x, y] from 0 to 1, not {value!r}',
        )
    return float(pair[0]), float(pair[1])


def _unknown(what_ru: str, what_en: str, name: str, known: tuple[str, ...]) -> FinishRefused:
    near = get_close_matches(name, known, 1, 0.5)
    meant_ru = f"; может быть, {near[0]}?" if near else ""
    meant_en = f"; did you mean {near[0]}?" if near else ""
    return _refused(
        f"{what_ru}: «{name[:60]}» не бывает{meant_ru} Есть: {', '.join(known)}",
        f"{what_en}: {name[:60]!r} does not exist{meant_en} Known: {', '.join(known)}",
    )


def _refused(ru: str, en: str) -> FinishRefused:
    return FinishRefused(Words(f"{ru[0].upper()}{ru[1:]}.", f"{en[0].upper()}{en[1:]}."))


def finish_choices() -> dict[str, Any]:
    """Return {"presets": name → {parameter: value}, "ranges": parameter → [low, high]}."""
    presets = {
        name: {n: v for n, v in asdict(preset).items() if n in RANGES}
        for name, preset in PRESETS.items()
    }
    return {"presets": presets, "ranges": {name: list(both) for name, both in RANGES.items()}}
