"""A table of things that can be opened by name: label and dotted path, imported on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any

from generation.errors import OptionsRefused
from generation.types import Words

Rows = Mapping[str, tuple[Words, str]]
Settings = Mapping[str, Mapping[str, Any]]  # alias → {"ENGINE": a row's name, "OPTIONS": {…}}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, and what people call such a thing: «движок», «движка», "engine"."""

    rows: Rows
    ru: str
    ru_of: str
    en: str

    def found(self, name: str) -> Any:
        """Return the class of a row. Raises OptionsRefused for an unknown name."""
        if name not in self.rows:
            known = ", ".join(sorted(self.rows))
            raise OptionsRefused(
                Words(
                    f"{self.ru_of.capitalize()} «{name}» в таблице нет. Есть: {known}.",
                    f"The table has no {self.en} called {name!r}. Known: {known}.",
                )
            )
        module, _, attribute = self.rows[name][1].rpartition(".")
        return getattr(import_module(module), attribute)

    def open(self, settings: Settings, alias: str, options: Mapping[str, Any] | None) -> Any:
        """Return what stands behind an alias of the settings, ``options`` laid over its own.

        Raises OptionsRefused for an unknown alias, row or option, and whatever the class's
        Options and constructor raise.
        """
        if alias not in settings:
            known = ", ".join(sorted(settings))
            raise OptionsRefused(
                Words(
                    f"{self.ru_of.capitalize()} «{alias}» нет. Есть: {known}.",
                    f"There is no {self.en} {alias!r}. Known: {known}.",
                )
            )
        found = self.found(settings[alias]["ENGINE"])
        given = {**settings[alias].get("OPTIONS", {}), **(options or {})}
        allowed = {field.name for field in fields(found.Options)}
        if unknown := sorted(set(given) - allowed):
            names, known = ", ".join(unknown), ", ".join(sorted(allowed))
            raise OptionsRefused(
                Words(
                    f"{self.ru.capitalize()} «{alias}» не знает настроек: {names}. Есть: {known}.",
                    f"The {self.en} {alias!r} has no option {names}. Known: {known}.",
                )
            )
        return found(found.Options(**given))
