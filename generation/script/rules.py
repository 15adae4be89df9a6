"""What a field of a script may hold: each rule reads it, writes it back, and tells its schema."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeGuard

from generation.script.reader import Node
from generation.types import Words


class Wrong(Exception):
    """A value that breaks its rule; ``path`` leads into it, such as “.rate” or “[2].zoom”."""

    def __init__(self, line: int, words: Words, path: str = "") -> None:
        super().__init__(words.en)
        self.line, self.words, self.path = line, words, path


class Rule(Protocol):
    """One kind of value."""

    def read(self, node: Node) -> Any:
        """Return the value. Raises Wrong."""
        ...

    def write(self, value: Any) -> Any:
        """Return what JSON should hold for the value."""
        ...

    def schema(self) -> dict[str, Any]:
        """Return JSON Schema (2020-12) that accepts what ``read`` accepts, or a little more."""
        ...


def near(name: str, known: Collection[str]) -> Words:
    """Return a guess at what was meant, or the list of what there is."""
    close = difflib.get_close_matches(name, known, 1)
    if close:
        return Words(f"Может быть, {close[0]}?", f"Did you mean {close[0]}?")
    told = ", ".join(known)
    return Words(f"Есть: {told}.", f"Known: {told}.")


def shown(node: Node) -> str:
    """Return a short picture of a value for a message."""
    if isinstance(node.value, dict):
        return "{…}"
    if isinstance(node.value, list):
        return "[…]"
    if isinstance(node.value, str):
        return f"“{node.value}”" if len(node.value) <= 40 else f"“{node.value[:39]}…”"
    told = {None: "null", True: "true", False: "false"}
    if node.value is None or isinstance(node.value, bool):
        return told[node.value]
    return f"{node.value:g}" if abs(node.value) < 1e300 else str(node.value)[:12]


def is_number(value: object) -> TypeGuard[int | float]:
    """Say whether JSON would call it a number: Python counts true and false in."""
    return isinstance(value, int | float) and not isinstance(value, bool)


class Plain:
    """What rules share that keep values as JSON has them."""

    def write(self, value: Any) -> Any:
        """Return the value as it is."""
        return value


@dataclass(frozen=True, slots=True)
class Number(Plain):
    """A finite number within bounds."""

    least: float
    most: float

    def read(self, node: Node) -> float:
        """Return the number. Raises Wrong."""
        value = node.value
        if is_number(value) and self.least <= value <= self.most:  # NaN is not
            return float(value)
        ru = f"нужно число от {self.least:g} до {self.most:g}, а не {shown(node)}"
        en = f"a number from {self.least:g} to {self.most:g} is needed, not {shown(node)}"
        raise Wrong(node.line, Words(ru, en))

    def write(self, value: float) -> float | int:
        """Return a whole number without its point."""
        return int(value) if math.isfinite(value) and value == int(value) else value

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "number", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Whole(Plain):
    """A whole number within bounds."""

    least: int
    most: int

    def read(self, node: Node) -> int:
        """Return the number. Raises Wrong."""
        value = node.value
        if is_number(value) and isinstance(value, int) and self.least <= value <= self.most:
            return value
        ru = f"нужно целое число от {self.least} до {self.most}, а не {shown(node)}"
        en = f"a whole number from {self.least} to {self.most} is needed, not {shown(node)}"
        raise Wrong(node.line, Words(ru, en))

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Flag(Plain):
    """true or false."""

    def read(self, node: Node) -> bool:
        """Return it. Raises Wrong."""
        if isinstance(node.value, bool):
            return node.value
        ru, en = f"нужно true или false, а не {shown(node)}", f"true or false, not {shown(node)}"
        raise Wrong(node.line, Words(ru, en))

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Text(Plain):
    """Words of a person."""

    most: int
    least: int = 1

    def read(self, node: Node) -> str:
        """Return the text without blanks around it. Raises Wrong."""
        if not isinstance(node.value, str):
            ru = f"нужен текст в кавычках, а не {shown(node)}"
            raise Wrong(node.line, Words(ru, f"text in quotes is needed, not {shown(node)}"))
        text = node.value.strip()
        if len(text) < self.least:
            raise Wrong(node.line, Words("текст пуст", "the text is empty"))
        if len(text) > self.most:
            ru = f"текст длиннее {self.most} знаков: {len(text)}; разделите его"
            en = f"the text is longer than {self.most} characters: {len(text)}; divide it"
            raise Wrong(node.line, Words(ru, en))
        if bad := re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", text):
            code = f"U+{ord(bad[0]):04X}"
            ru, en = f"в тексте непечатный знак {code}", f"the text holds a control sign, {code}"
            raise Wrong(node.line, Words(ru, en))
        return text

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "string", "minLength": self.least, "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Choice(Plain):
    """One of a few names."""

    names: tuple[str, ...]

    def read(self, node: Node) -> str:
        """Return the name. Raises Wrong."""
        if isinstance(node.value, str) and node.value in self.names:
            return node.value
        guess = near(str(node.value), self.names) if isinstance(node.value, str) else None
        told = guess or near("", self.names)
        ru, en = f"{shown(node)} не бывает. {told.ru}", f"there is no {shown(node)}. {told.en}"
        raise Wrong(node.line, Words(ru.rstrip("."), en.rstrip(".")))

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"enum": list(self.names)}


class Name(Plain):
    """A short name other events can refer to."""

    pattern = r"[^\W_][\w-]{0,39}"

    def read(self, node: Node) -> str:
        """Return the name. Raises Wrong."""
        if isinstance(node.value, str) and re.fullmatch(self.pattern, node.value):
            return node.value
        ru = f"нужно имя из букв, цифр и дефисов, до 40 знаков, а не {shown(node)}"
        en = f"a name of letters, digits and hyphens is needed, up to 40, not {shown(node)}"
        raise Wrong(node.line, Words(ru, en))

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "string", "minLength": 1, "maxLength": 40}


class FileName(Plain):
    """A file beside the script or in a folder below it; never outside."""

    def read(self, node: Node) -> str:
        """Return the name. Raises Wrong."""
        name = Text(200).read(node)
        parts = name.split("/")
        if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
            ru = f"{shown(node)}: файл должен лежать рядом со сценарием или в папке под ним"
            en = f"{shown(node)}: the file must lie beside the script or in a folder below it"
            raise Wrong(node.line, Words(ru, en))
        return name

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": "string", "minLength": 1, "maxLength": 200}


@dataclass(frozen=True, slots=True)
class Table:
    """Named numbers, each with its own bounds."""

    ranges: Mapping[str, tuple[float, float]]
    least: int = 1

    def read(self, node: Node) -> dict[str, float]:
        """Return name → number. Raises Wrong."""
        if not isinstance(node.value, dict) or len(node.value) < self.least:
            ru, en = "нужны имена и числа в { }", "names and numbers in { } are needed"
            raise Wrong(node.line, Words(f"{ru}, а не {shown(node)}", f"{en}, not {shown(node)}"))
        return {name: self._one(name, item) for name, item in node.value.items()}

    def _one(self, name: str, node: Node) -> float:
        if name not in self.ranges:
            told = near(name, self.ranges)
            ru, en = f"«{name}» не бывает. {told.ru}", f"there is no “{name}”. {told.en}"
            raise Wrong(node.line, Words(ru.rstrip("."), en.rstrip(".")), f".{name}")
        try:
            return Number(*self.ranges[name]).read(node)
        except Wrong as wrong:
            raise Wrong(wrong.line, wrong.words, f".{name}") from None

    def write(self, value: Mapping[str, float]) -> dict[str, float]:
        """Return a plain object."""
        return {name: Number(0, 0).write(number) for name, number in value.items()}

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        each = {name: Number(*ends).schema() for name, ends in self.ranges.items()}
        return {"type": "object", "properties": each, "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Foreign(Plain):
    """An object, or a name for one, that another room reads: its own rules hold, not ours."""

    named: bool = True

    def read(self, node: Node) -> Any:
        """Return it as plain JSON. Raises Wrong."""
        if node.value and isinstance(node.value, str | dict if self.named else dict):
            plain = node.plain()
            if all(map(math.isfinite, _numbers(plain))):
                return plain
        ru, en = ("нужно имя или { }", "a name or { } is needed") if self.named else (
            "нужно { }", "{ } is needed")  # fmt: skip
        raise Wrong(node.line, Words(f"{ru}, а не {shown(node)}", f"{en}, not {shown(node)}"))

    def schema(self) -> dict[str, Any]:
        """See Rule.schema."""
        return {"type": ["string", "object"] if self.named else "object"}


def _numbers(plain: object) -> list[float]:
    if isinstance(plain, Mapping):
        return [n for item in plain.values() for n in _numbers(item)]
    if isinstance(plain, list):
        return [n for item in plain for n in _numbers(item)]
    return [plain] if isinstance(plain, float) else []
