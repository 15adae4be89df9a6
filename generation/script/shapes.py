"""Rules of values that are more than one word or number: points, key frames, whole objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from itertools import pairwise
from typing import Any

from generation.script.reader import Node
from generation.script.rules import Number, Rule, Table, Wrong, near, shown
from generation.types import Words

MOST_KEYS = 200


def told(rule: Rule, default: Any = MISSING, name: str = "") -> Any:
    """Return a dataclass field that a script may give, under its own or another name."""
    return field(default=default, metadata={"rule": rule, "name": name})


def told_fields(kind: type) -> dict[str, Field[Any]]:
    """Return name in the script → field of the dataclass, in order."""
    own = [f for f in fields(kind) if "rule" in f.metadata]
    return {f.metadata["name"] or f.name: f for f in own}


def read_members(node: Node, kind: type, wrongs: list[Wrong]) -> dict[str, Any]:
    """Return attribute → value of an object's fields; what is wrong is added to ``wrongs``."""
    assert isinstance(node.value, dict)
    known, given = told_fields(kind), dict[str, Any]()
    for name, member in node.value.items():
        if name not in known:
            guess = near(name, known)
            ru, en = f"такого поля нет. {guess.ru}", f"there is no such field. {guess.en}"
            wrongs.append(Wrong(member.line, Words(ru.rstrip("."), en.rstrip(".")), f".{name}"))
            continue
        try:
            given[known[name].name] = known[name].metadata["rule"].read(member)
        except Wrong as wrong:
            wrongs.append(Wrong(wrong.line, wrong.words, f".{name}{wrong.path}"))
    for name, missing in known.items():
        if missing.default is MISSING and name not in node.value:
            ru, en = "этого поля не хватает", "this field is missing"
            wrongs.append(Wrong(node.line, Words(ru, en), f".{name}"))
    return given


def write_members(thing: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that differ from their defaults, as JSON."""
    return {
        name: f.metadata["rule"].write(getattr(thing, f.name))
        for name, f in told_fields(type(thing)).items()
        if f.default is MISSING or getattr(thing, f.name) != f.default
    }


def members_schema(kind: type) -> dict[str, Any]:
    """Return JSON Schema of an object with these fields."""
    known = told_fields(kind)
    needed = [name for name, f in known.items() if f.default is MISSING]
    each = {name: f.metadata["rule"].schema() for name, f in known.items()}
    schema = {"type": "object", "properties": each, "additionalProperties": False}
    return schema | ({"required": needed} if needed else {})


@dataclass(frozen=True, slots=True)
class Object:
    """An object that becomes a dataclass; a plain word may stand for one of its fields."""

    kind: type
    short: str = ""

    def read(self, node: Node) -> Any:
        """Return the dataclass. Raises Wrong."""
        if self.short and isinstance(node.value, str):
            node = Node({self.short: node}, node.line)
        if not isinstance(node.value, dict):
            ru, en = (
                f"нужен объект {{ }}, а не {shown(node)}",
                f"an object {{ }}, not {shown(node)}",
            )
            raise Wrong(node.line, Words(ru, en))
        wrongs: list[Wrong] = []
        given = read_members(node, self.kind, wrongs)
        if wrongs:
            raise wrongs[0]
        return self.kind(**given)

    def write(self, value: Any) -> Any:
        """Return the fields that are not as usual."""
        return write_members(value)

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        whole = members_schema(self.kind)
        return {"anyOf": [{"type": "string"}, whole]} if self.short else whole


@dataclass(frozen=True, slots=True)
class Either:
    """A value that keeps one of several rules; the sentence of the fitting JSON type is said."""

    word: Rule
    other: Rule

    def read(self, node: Node) -> Any:
        """Return what the fitting rule reads. Raises Wrong."""
        return (self.word if isinstance(node.value, str) else self.other).read(node)

    def write(self, value: Any) -> Any:
        """Return what the fitting rule writes."""
        return (self.word if isinstance(value, str) else self.other).write(value)

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"anyOf": [self.word.schema(), self.other.schema()]}


class Point:
    """A place in the picture, [x, y] from its upper left corner, 0 to 1."""

    def read(self, node: Node) -> tuple[float, float]:
        """Return (x, y). Raises Wrong."""
        if not isinstance(node.value, list) or len(node.value) != 2:
            ru = f"нужна точка [x, y] от 0 до 1, а не {shown(node)}"
            en = f"a point [x, y] from 0 to 1 is needed, not {shown(node)}"
            raise Wrong(node.line, Words(ru, en))
        x, y = (Number(0, 1).read(part) for part in node.value)
        return x, y

    def write(self, value: Iterable[float]) -> list[float]:
        """Return [x, y]."""
        return [Number(0, 1).write(part) for part in value]

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        each = Number(0, 1).schema()
        return {"type": "array", "items": each, "minItems": 2, "maxItems": 2}


@dataclass(frozen=True, slots=True)
class Points:
    """Named places of the picture."""

    name: Rule

    def read(self, node: Node) -> Mapping[str, tuple[float, float]]:
        """Return name → (x, y). Raises Wrong."""
        if not isinstance(node.value, dict):
            ru, en = "нужны имена и точки в { }", "names and points in { } are needed"
            raise Wrong(node.line, Words(f"{ru}, а не {shown(node)}", f"{en}, not {shown(node)}"))
        points = {}
        for name, place in node.value.items():
            try:
                points[self.name.read(Node(name, place.line))] = Point().read(place)
            except Wrong as wrong:
                raise Wrong(wrong.line, wrong.words, f".{name}") from None
        return points

    def write(self, value: Mapping[str, tuple[float, float]]) -> dict[str, list[float]]:
        """Return a plain object."""
        return {name: Point().write(place) for name, place in value.items()}

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "object", "additionalProperties": Point().schema()}


@dataclass(frozen=True, slots=True)
class Keys:
    """Key frames: [{"at": seconds, axis: number, …}, …], times rising."""

    ranges: Mapping[str, tuple[float, float]]
    longest: float

    def read(self, node: Node) -> tuple[dict[str, float], ...]:
        """Return the frames, each with "at" and at least one axis. Raises Wrong."""
        if not isinstance(node.value, list) or not 1 <= len(node.value) <= MOST_KEYS:
            ru = f"нужно предложение или от 1 до {MOST_KEYS} ключевых кадров в [ ]"
            en = f"a sentence or 1 to {MOST_KEYS} key frames in [ ] are needed"
            raise Wrong(node.line, Words(f"{ru}, а не {shown(node)}", f"{en}, not {shown(node)}"))
        frames = tuple(self._one(n, key) for n, key in enumerate(node.value))
        for n, (before, frame) in enumerate(pairwise(frames), 1):
            if frame["at"] <= before["at"]:
                ru, en = "время кадров должно расти", "the times of key frames must rise"
                raise Wrong(node.value[n].line, Words(ru, en), f"[{n}].at")
        return frames

    def _one(self, number: int, node: Node) -> dict[str, float]:
        try:
            frame = self._table().read(node)
        except Wrong as wrong:
            raise Wrong(wrong.line, wrong.words, f"[{number}]{wrong.path}") from None
        if "at" not in frame:
            ru, en = "не сказано, когда: нужно «at»", "it does not say when: “at” is needed"
            raise Wrong(node.line, Words(ru, en), f"[{number}]")
        return frame

    def _table(self) -> Table:
        return Table({"at": (0.0, self.longest)} | dict(self.ranges), least=2)

    def write(self, value: Iterable[Mapping[str, float]]) -> list[dict[str, float]]:
        """Return plain objects."""
        return [self._table().write(frame) for frame in value]

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "array", "items": self._table().schema() | {"required": ["at"]}}
