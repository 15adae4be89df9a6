"""A table of things that can be opened by name: label and dotted path, imported on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any

from generation.errors import OptionsRefused, ToolMissing
from generation.options import check_values
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
        """Return the class of a row.

        Raises OptionsRefused for an unknown name, ToolMissing where its code cannot be loaded.
        """
        if name not in self.rows:
            known = ", ".join(sorted(self.rows))
            raise OptionsRefused(
                Words(
                    f"{self.ru_of.capitalize()} «{name}» в таблице нет. Есть: {known}.",
                    f"The table has no {self.en} called {name!r}. Known: {known}.",
                )
            )
        module, _, attribute = self.rows[name][1].rpartition(".")
        try:
            return getattr(import_module(module), attribute)
        except (ImportError, AttributeError) as error:
            raise self._unloadable(name, error) from error

    def opened(
        self, settings: Settings, alias: str, options: Mapping[str, Any] | None = None
    ) -> tuple[Any, Any]:
        """Return the class behind an alias of the settings and its options, checked.

        Raises OptionsRefused for an unknown alias, row or option, or a value an option does
        not take, ToolMissing as ``found``, and whatever the class's Options raise.
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
        owner = Words(f"{self.ru.capitalize()} «{alias}»", f"{self.en.capitalize()} {alias!r}")
        check_values(found.Options, given, owner)
        return found, found.Options(**given)

    def refusals(
        self, settings: Settings, alias: str, options: Mapping[str, Any]
    ) -> dict[str, Words]:
        """Return why single options cannot be: option → words, empty where each by itself can.

        What several cannot be together only ``opened`` says. Raises OptionsRefused for an
        unknown alias or row, ToolMissing as ``found``.
        """
        kind = self.opened(settings, alias)[0].Options
        known = {field.name for field in fields(kind)}
        refused = {}
        for name, value in options.items():
            try:
                if name not in known:
                    raise OptionsRefused(
                        Words(f"Настройки {name} здесь нет.", f"There is no option {name} here.")
                    )
                check_values(kind, {name: value})
            except OptionsRefused as refusal:
                refused[name] = refusal.for_people
        return refused

    def open(self, settings: Settings, alias: str, options: Mapping[str, Any] | None) -> Any:
        """Return what stands behind an alias of the settings, ``options`` laid over its own.

        Raises what ``opened`` raises, and whatever the class's constructor does.
        """
        found, chosen = self.opened(settings, alias, options)
        return found(chosen)

    def _unloadable(self, name: str, error: Exception) -> ToolMissing:
        ru, en = self.ru.capitalize(), self.en
        return ToolMissing(
            Words(
                f"{ru} «{name}» не загружается ({error}). Выполните «make setup».",
                f"The {en} {name!r} cannot be loaded ({error}). Run “make setup”.",
            )
        )
