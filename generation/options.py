"""What an engine's options may be, told once by its dataclass: JSON schema for forms and checks.

A field is annotated ``Annotated[int, Within(1, 50), Words("шаги", "steps")]``: its range and
what it means to people; a plain ``int`` has neither. Understood are bool, int, float, str,
Path, Literal, None, Mapping, Sequence, tuple, Any and unions of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from math import isfinite
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from generation.errors import OptionsRefused
from generation.types import Words

Schema = dict[str, Any]

_PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    Path: {"type": "string"},
    NoneType: {"type": "null"},
    Any: {},
}
_EXPECTED = {
    "boolean": Words("да или нет (true, false)", "yes or no (true, false)"),
    "integer": Words("целое число", "a whole number"),
    "number": Words("число", "a number"),
    "string": Words("текст", "text"),
    "null": Words("ничего (null)", "nothing (null)"),
    "array": Words("список", "a list"),
    "object": Words("имена и значения", "names and values"),
}
_ANYTHING = Words("что угодно", "anything")


@dataclass(frozen=True, slots=True)
class Within:
    """From ``low`` to ``high``, both allowed: of a number, or of every number in a list."""

    low: float
    high: float


@cache
def schema_of(kind: type) -> Schema:
    """Return the JSON schema of a dataclass of options. Treat it as read-only.

    ``description`` is English, ``description_ru`` Russian. Raises TypeError for a field whose
    annotation says something no form can ask for.
    """
    hints = get_type_hints(kind, include_extras=True)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            item.name: _field(hints[item.name]) | _default(item) for item in fields(kind)
        },
    }


def check_values(kind: type, values: Mapping[str, Any], owner: Words | None = None) -> None:
    """Raise OptionsRefused, naming the option, for a value its annotation does not allow.

    values: of known options only. owner: whose options they are, to begin the sentence with.
    """
    properties = schema_of(kind)["properties"]
    for name, value in values.items():
        if not _fits(properties[name], value):
            wanted = schema_words(properties[name])
            ru, en = owner or Words("", "")
            raise OptionsRefused(
                Words(
                    f"{ru}{', н' if ru else 'Н'}астройка {name}: ждём {wanted.ru}, "
                    f"а не {_told(value)}.",
                    f"{en}{', o' if en else 'O'}ption {name}: expected {wanted.en}, "
                    f"not {_told(value)}.",
                )
            )


def check_fields(options: Any) -> None:
    """Do it for a dataclass that was made: to be called from its ``__post_init__``."""
    check_values(
        type(options), {item.name: getattr(options, item.name) for item in fields(options)}
    )


def schema_words(schema: Schema) -> Words:
    """Say in words what a schema allows."""
    if "anyOf" in schema:
        told = [schema_words(one) for one in schema["anyOf"]]
        return Words(" или ".join(one.ru for one in told), " or ".join(one.en for one in told))
    if "enum" in schema:
        names = ", ".join(map(str, schema["enum"]))
        return Words(f"одно из: {names}", f"one of: {names}")
    ru, en = _EXPECTED.get(schema.get("type", ""), _ANYTHING)
    if schema.get("additionalProperties") == _PLAIN[float]:
        return Words("имена и числа", "names and numbers")
    if "minimum" in schema:
        low, high = schema["minimum"], schema["maximum"]
        return Words(f"{ru} от {low:g} до {high:g}", f"{en} from {low:g} to {high:g}")
    return Words(ru, en)


def _field(hint: Any) -> Schema:
    said: Schema = {}
    bounds = None
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        for note in notes:
            if isinstance(note, Within):
                bounds = note
            elif isinstance(note, Words):
                said = {"description": note.en, "description_ru": note.ru}
    return {**_schema(hint, bounds), **said}


def _schema(hint: Any, bounds: Within | None) -> Schema:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _field(hint)
    if origin is Literal:
        return {"enum": list(inside)}
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(one, bounds) for one in inside]}
    if (origin or hint) is tuple and inside[-1:] != (...,):
        items = [_schema(one, bounds) for one in inside]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    if (origin or hint) in (list, tuple, Sequence):
        return {"type": "array", "items": _schema(inside[0] if inside else Any, bounds)}
    if (origin or hint) in (dict, Mapping):
        values = _schema(inside[1] if inside else Any, bounds)
        return {"type": "object", "additionalProperties": values}
    if hint not in _PLAIN:
        raise TypeError(f"no form can ask for {hint!r}")
    limits = {"minimum": bounds.low, "maximum": bounds.high} if bounds else {}
    return _PLAIN[hint] | (limits if hint in (int, float) else {})


def _default(item: Any) -> Schema:
    value = item.default_factory() if item.default is MISSING else item.default
    return {"default": _plain(value)}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _fits(schema: Schema, value: Any) -> bool:
    if "anyOf" in schema:
        return any(_fits(one, value) for one in schema["anyOf"])
    if "enum" in schema:
        return any(type(value) is type(one) and value == one for one in schema["enum"])
    match schema.get("type"):
        case "array":
            return isinstance(value, list | tuple) and _items_fit(schema, value)
        case "object":
            inside = schema["additionalProperties"]
            return isinstance(value, Mapping) and all(_fits(inside, n) for n in value.values())
        case "integer" | "number" as kind:
            return _is_number(value, whole=kind == "integer") and (
                "minimum" not in schema or schema["minimum"] <= value <= schema["maximum"]
            )
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str | Path)
        case "null":
            return value is None
    return True


def _items_fit(schema: Schema, value: Sequence[Any]) -> bool:
    if "prefixItems" not in schema:
        return all(_fits(schema["items"], one) for one in value)
    kinds = schema["prefixItems"]
    return len(kinds) == len(value) and all(map(_fits, kinds, value))


def _is_number(value: Any, *, whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return False
    return isfinite(value)


def _told(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
