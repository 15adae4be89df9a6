"""What is true of one version: plain values, checked when made, and the same again from JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal, get_args

from generation.capabilities import Draws
from generation.errors import RecordRefused
from generation.provenance.steps import Steps, read_steps
from generation.types import Words

SCHEMA = "org.tableauvivant.record/1"
WITH_STEPS = "org.tableauvivant.record/2"  # what was signed before there were steps stays as it was

Voice = Literal["", "synthetic", "recorded"]
Strength = Literal["first", "repeated", "always"]
Models = tuple[tuple[str, str], ...]
Digest = str
Moment = str
Address = str

_NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Record:
    """One immutable version of a living portrait. Raises RecordRefused, naming the field.

    kind: "still", the photograph as it is, nothing moves; "animation", the painting bent by a
    program, no neural network draws; "modified", a neural network changed a real picture;
    "generated", a neural network made all of it. voice_neural: whether a neural network made
    the synthetic voice. options, measures: JSON values. models: (name, SHA-256) of every weight
    file that took part. source_sha256: the picture as uploaded; stored_sha256: the picture
    frames are drawn from. steps: how a film came to be, see read_steps; () where an engine
    plays live. A Digest is 64 hexadecimal digits, a Moment ISO-8601 with its offset, an Address
    http(s); "" is unknown.
    """

    title: Words
    version: str  # its id, the same for ever
    kind: Draws
    maker: Words = _NOTHING
    museum: Words = _NOTHING
    credit: Words = _NOTHING
    number: int = 0  # counted within the portrait
    name: str = ""
    voice: Voice = ""
    voice_neural: bool = False
    engine: str = ""  # alias
    engine_label: Words = _NOTHING
    software: str = ""  # its version
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    models: Models = ()
    source_sha256: Digest = ""
    stored_sha256: Digest = ""
    author: str = ""
    approved_by: tuple[str, ...] = ()
    made: Moment = ""
    approved: Moment = ""
    published: Moment = ""
    measures: Mapping[str, Any] = field(default_factory=dict)
    address: Address = ""  # of the public certificate
    steps: Steps = ()

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if _read(item.name, str(item.type), value) != value:
                raise _refused(item.name)
        if not self.version or not any(self.title):
            raise _refused("title" if self.version else "version")
        if self.voice_neural and self.voice != "synthetic":
            raise _refused("voice_neural")
        if not self.source_sha256 and self.kind != "generated":
            raise _refused("source_sha256")


def record_json(record: Record) -> str:
    """Return the record as one line of JSON, its keys in order: the same record, the same text."""
    return json.dumps(record_values(record), ensure_ascii=False, sort_keys=True)


def record_values(record: Record) -> dict[str, Any]:
    """Return the record as JSON values, with the name of their schema."""
    values = {item.name: _written(getattr(record, item.name)) for item in fields(record)}
    if not record.steps:
        del values["steps"]
    return {"schema": WITH_STEPS if record.steps else SCHEMA, **values}


def read_record(told: str | Mapping[str, Any]) -> Record:
    """Return the record that JSON, or its values, describes. Raises RecordRefused."""
    try:
        values = json.loads(told) if isinstance(told, str) else told
    except ValueError as error:
        raise _refused("JSON") from error
    if not isinstance(values, Mapping):
        raise _refused("schema")
    if values.get("schema") != (WITH_STEPS if values.get("steps") else SCHEMA):
        raise _refused("schema")
    kinds = {item.name: str(item.type) for item in fields(Record)}
    if unknown := sorted(set(values) - set(kinds) - {"schema"}):
        raise _refused(unknown[0])
    if missing := [name for name in ("title", "version", "kind") if name not in values]:
        raise _refused(missing[0])
    given = {name: value for name, value in values.items() if name != "schema"}
    return Record(**{name: _read(name, kinds[name], value) for name, value in given.items()})


def _written(value: Any) -> Any:
    if isinstance(value, Words):
        return value._asdict()
    return [_written(part) for part in value] if isinstance(value, tuple) else value


def _read(name: str, kind: str, value: Any) -> Any:
    try:
        return _READERS[kind](value)
    except (TypeError, ValueError, KeyError) as error:
        raise _refused(name) from error


def _words(value: Any) -> Words:
    """Take {"ru": …, "en": …}, or Words."""
    if isinstance(value, Mapping):
        if set(value) != {"ru", "en"}:
            raise ValueError(value)
        return Words(_text(value["ru"]), _text(value["en"]))
    if not isinstance(value, Words):
        raise TypeError(value)
    return Words(*map(_text, value))


def _text(value: Any) -> str:
    return str(_of(str, value))


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:  # True is no number here
        raise TypeError(value)
    return value


def _json(value: Any) -> Any:
    """Take what JSON gives back unchanged: no tuples, no NaN, no keys but text."""
    again = json.loads(json.dumps(value, allow_nan=False))
    if not isinstance(value, Mapping) or again != value:
        raise ValueError(value)
    return again


def _digest(value: Any) -> str:
    return _matching(r"|[0-9a-f]{64}", value)


def _matching(pattern: str, value: Any) -> str:
    if not re.fullmatch(pattern, _text(value)):
        raise ValueError(value)
    return str(value)


def _moment(value: Any) -> str:
    if _text(value) and datetime.fromisoformat(value).utcoffset() is None:
        raise ValueError(value)
    return str(value)


def _one_of(known: Any) -> Callable[[Any], str]:
    return lambda value: _matching("|".join(get_args(known)), value)


def _models(value: Any) -> Models:
    return tuple((_text(name), _digest(digest)) for name, digest in _listed(value))


def _listed(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return value


# By what the dataclass says of the field.
_READERS: dict[str, Callable[[Any], Any]] = {
    "Words": _words,
    "str": _text,
    "int": lambda value: _of(int, value),
    "bool": lambda value: _of(bool, value),
    "Draws": _one_of(Draws),
    "Voice": _one_of(Voice),
    "Digest": _digest,
    "Moment": _moment,
    "Address": lambda value: _matching(r"|https?://\S+", value),
    "Models": _models,
    "tuple[str, ...]": lambda value: tuple(map(_text, _listed(value))),
    "Mapping[str, Any]": _json,
    "Steps": lambda value: read_steps(_json({"steps": [*_listed(value)]})["steps"]),
}


def _refused(name: str) -> RecordRefused:
    return RecordRefused(
        Words(
            f"Запись версии: поле «{name}» пусто или записано неверно.",
            f"Record of a version: the field “{name}” is empty or wrongly written.",
        )
    )
