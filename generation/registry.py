"""The engine table: name → (label, dotted path), imported on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from typing import Any

from generation.errors import OptionsRefused
from generation.protocols import LiveEngine
from generation.types import Words

ENGINES: dict[str, tuple[Words, str]] = {
    "rig": (
        Words("Геометрическая анимация", "Geometric animation"),
        "generation.engines.rig.RigEngine",
    ),
    "still": (
        Words("Неподвижная картина", "Still picture"),
        "generation.engines.still.StillEngine",
    ),
}


def engine_class(name: str) -> Any:
    """Return the class of an engine by its table name. Raises OptionsRefused."""
    if name not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise OptionsRefused(
            Words(
                f"Движка «{name}» нет. Есть: {known}.",
                f"There is no engine called {name!r}. Known: {known}.",
            )
        )
    module, _, attribute = ENGINES[name][1].rpartition(".")
    return getattr(import_module(module), attribute)


def open_engine(
    settings: Mapping[str, Mapping[str, Any]],
    alias: str = "default",
    options: Mapping[str, Any] | None = None,
) -> LiveEngine:
    """Return the engine behind an alias of ``settings.GENERATION``.

    ``options`` are laid over the alias's own OPTIONS. Raises OptionsRefused for an unknown
    alias, engine or option.
    """
    if alias not in settings:
        raise OptionsRefused(
            Words(
                f"В настройке GENERATION нет движка «{alias}».",
                f"GENERATION has no engine called {alias!r}.",
            )
        )
    found = engine_class(settings[alias]["ENGINE"])
    given = {**settings[alias].get("OPTIONS", {}), **(options or {})}
    allowed = {field.name for field in fields(found.Options)}
    if unknown := sorted(set(given) - allowed):
        names = ", ".join(unknown)
        raise OptionsRefused(
            Words(
                f"Движок «{alias}» не знает настроек: {names}. Есть: {', '.join(sorted(allowed))}.",
                f"Engine {alias!r} has no option {names}. Known: {', '.join(sorted(allowed))}.",
            )
        )
    engine: LiveEngine = found(found.Options(**given))
    return engine
