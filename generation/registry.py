"""The engine table: name → (label, dotted path), imported on first use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.protocols import LiveEngine
from generation.table import Settings, Table
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


_TABLE = Table(ENGINES, "движок", "движка", "engine")


def engine_class(name: str) -> Any:
    """Return the class of an engine by its table name. Raises OptionsRefused."""
    return _TABLE.found(name)


def open_engine(
    settings: Settings, alias: str = "default", options: Mapping[str, Any] | None = None
) -> LiveEngine:
    """Return the engine behind an alias of ``settings.GENERATION``. See Table.open."""
    engine: LiveEngine = _TABLE.open(settings, alias, options)
    return engine
