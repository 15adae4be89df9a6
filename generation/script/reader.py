"""JSON that remembers on which line each value stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import NoReturn

from generation.types import Words

DEEPEST = 12  # lists and objects inside one another
_BLANK = re.compile(r"[ \t\r\n]*")
_scalars = json.JSONDecoder(parse_constant=float)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its line, from 1. Lists hold nodes, objects hold nodes by name."""

    value: str | int | float | bool | list[Node] | dict[str, Node] | None
    line: int

    def plain(self) -> object:
        """Return the value without lines, as ``json.loads`` would give it."""
        if isinstance(self.value, dict):
            return {name: node.plain() for name, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class NotJson(Exception):
    """The text is not JSON; says where."""

    def __init__(self, line: int, words: Words) -> None:
        super().__init__(words.en)
        self.line, self.words = line, words


def read_json(text: str) -> Node:
    """Return the tree of a JSON text (RFC 8259, names unique). Raises NotJson."""
    reader = _Reader(text)
    node = reader.value(reader.blank(0), 0)
    end = reader.blank(reader.end)
    if end < len(text):
        reader.fail(end, "после конца ещё что-то стоит", "something stands after the end")
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self.end = 0  # just behind the value read last

    def blank(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        assert found
        return found.end()

    def fail(self, at: int, ru: str, en: str) -> NoReturn:
        raise NotJson(self._line(at), Words(ru, en))

    def value(self, at: int, depth: int) -> Node:
        sign = self._text[at : at + 1]
        if depth > DEEPEST:
            self.fail(at, "слишком глубокая вложенность", "nested too deeply")
        if sign == "{":
            return Node(self._object(at, depth), self._line(at))
        if sign == "[":
            return Node(self._list(at, depth), self._line(at))
        return self._scalar(at)

    def _line(self, at: int) -> int:
        return bisect_left(self._breaks, at) + 1

    def _scalar(self, at: int) -> Node:
        try:
            value, self.end = _scalars.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            if self._text[at : at + 1] == '"':
                self.fail(
                    min(error.pos, len(self._text)),
                    "текст в кавычках не закрыт, или в нём недопустимый знак после \\",
                    "the text in quotes is not closed, or a wrong sign follows \\ in it",
                )
            self.fail(
                min(error.pos, len(self._text)),
                "здесь нужно значение: текст в кавычках, число, true, false, [ или {",
                "a value is needed here: text in quotes, a number, true, false, [ or {",
            )
        except ValueError:  # a whole number of thousands of digits
            self.fail(at, "число слишком длинное", "the number is too long")
        return Node(value, self._line(at))

    def _object(self, at: int, depth: int) -> dict[str, Node]:
        members: dict[str, Node] = {}
        at = self.blank(at + 1)
        while self._text[at : at + 1] != "}":
            at = self.blank(self._name(at, members, depth))
            if self._text[at : at + 1] == ",":
                at = self.blank(at + 1)
                if self._text[at : at + 1] == "}":
                    self.fail(at, "лишняя запятая перед }", "a comma too many before }")
            elif self._text[at : at + 1] != "}":
                self.fail(at, "здесь нужна запятая или }", "a comma or } is needed here")
        self.end = at + 1
        return members

    def _name(self, at: int, members: dict[str, Node], depth: int) -> int:
        if self._text[at : at + 1] != '"':
            self.fail(at, "здесь нужно имя поля в кавычках", "a field name in quotes is needed")
        name = str(self._scalar(at).value)
        if name in members:
            self.fail(at, f"поле «{name}» уже было", f"the field “{name}” was given before")
        colon = self.blank(self.end)
        if self._text[colon : colon + 1] != ":":
            self.fail(colon, f"после «{name}» нужно двоеточие", f"a colon is needed after “{name}”")
        members[name] = self.value(self.blank(colon + 1), depth + 1)
        return self.end

    def _list(self, at: int, depth: int) -> list[Node]:
        items: list[Node] = []
        at = self.blank(at + 1)
        while self._text[at : at + 1] != "]":
            items.append(self.value(at, depth + 1))
            at = self.blank(self.end)
            if self._text[at : at + 1] == ",":
                at = self.blank(at + 1)
                if self._text[at : at + 1] == "]":
                    self.fail(at, "лишняя запятая перед ]", "a comma too many before ]")
            elif self._text[at : at + 1] != "]":
                self.fail(at, "здесь нужна запятая или ]", "a comma or ] is needed here")
        self.end = at + 1
        return items
