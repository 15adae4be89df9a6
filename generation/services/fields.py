"""What a service's request may carry: one row for each field, checked before anything is spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from generation.errors import RequestRefused
from generation.types import Words

Kind = Literal["text", "whole", "number", "flag", "choice", "picture", "address", "rows"]
_KINDS: Mapping[Kind, tuple[type, ...]] = {
    "text": (str,), "whole": (int,), "number": (int, float), "flag": (bool,), "choice": (str,),
    "picture": (str,), "address": (str,), "rows": (list, dict),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """low, high: of a number, or of a text's length. choices: of a choice. multiple: of a whole.

    picture: base64 without a ``data:`` prefix; rows: checked by whoever makes them.
    """

    kind: Kind
    low: float = 0
    high: float = float("inf")
    multiple: int = 1
    choices: tuple[str, ...] = ()
    required: bool = False

    def fits(self, value: Any) -> bool:
        """Say whether a value may be sent."""
        right = isinstance(value, _KINDS[self.kind])
        if not right or (isinstance(value, bool) and self.kind != "flag"):
            return False
        match self.kind:
            case "whole" | "number":
                return bool(self.low <= value <= self.high and value % self.multiple == 0) or (
                    self.kind == "number" and self.low <= value <= self.high
                )
            case "choice":
                return value in self.choices
            case "text" | "address":
                return len(value) <= self.high
            case "picture":
                return bool(value) and not value.startswith("data:")
            case _:
                return True

    @property
    def rule(self) -> Words:
        """Return what fits, in words."""
        if self.choices:
            return Words(f"одно из {', '.join(self.choices)}", f"one of {', '.join(self.choices)}")
        match self.kind:
            case "whole" | "number":
                step = self.multiple > 1
                return Words(
                    f"от {self.low:g} до {self.high:g}" + f", кратно {self.multiple}" * step,
                    f"{self.low:g} to {self.high:g}" + f", a multiple of {self.multiple}" * step,
                )
            case "text" | "address":
                return Words(f"до {self.high:g} знаков", f"up to {self.high:g} characters")
            case "flag":
                return Words("да или нет", "yes or no")
            case _:
                return Words("картина в base64 без «data:»", "a picture in base64 without “data:”")


def check_fields(where: str, fields: Mapping[str, Field], given: Mapping[str, Any]) -> None:
    """Raise RequestRefused for a field ``where`` does not take, misses, or takes otherwise."""
    for name, value in given.items():
        if name not in fields:
            known = ", ".join(sorted(fields))
            refuse(
                f"{where} не принимает «{name}». Принимает: {known}.",
                f"{where} does not take “{name}”. It takes: {known}.",
            )
        if not fields[name].fits(value):
            rule, shown = fields[name].rule, str(value)[:40]
            refuse(
                f"{where}: {name} = {shown} не подходит, нужно {rule.ru}.",
                f"{where}: {name} = {shown} does not fit; it takes {rule.en}.",
            )
    for name, field in fields.items():
        if field.required and name not in given:
            refuse(f"{where}: не хватает «{name}».", f"{where}: “{name}” is missing.")


def refuse(ru: str, en: str) -> NoReturn:
    """Raise RequestRefused with these sentences."""
    raise RequestRefused(Words(ru, en))
