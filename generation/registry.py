"""The engine table: name → (label, dotted path), imported on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generation.capabilities import Capabilities
from generation.errors import GenerationError, WeightsMissing
from generation.findings import Finding
from generation.making import Models
from generation.options import Schema, schema_of
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
    "film": (
        Words("Готовый фильм из цепочки", "A finished film of a chain"),
        "generation.engines.film.FilmEngine",
    ),
    "liveportrait": (
        Words("LivePortrait: лицо рисует нейросеть", "LivePortrait: a network draws the face"),
        "generation.engines.liveportrait.LivePortraitEngine",
    ),
    "bfl": (
        Words(
            "Flux (Black Forest Labs), платная служба", "Flux (Black Forest Labs), a paid service"
        ),
        "generation.engines.bfl.BflEngine",
    ),
    "kling": (
        Words("Kling, платная служба", "Kling, a paid service"),
        "generation.engines.kling.KlingEngine",
    ),
    "diffusers": (
        Words("Открытые модели диффузии", "Open diffusion models"),
        "generation.engines.diffusers.DiffusersEngine",
    ),
}


_TABLE = Table(ENGINES, "движок", "движка", "engine")


def engine_class(name: str) -> Any:
    """Return the class of an engine by its table name. Raises OptionsRefused and ToolMissing."""
    return _TABLE.found(name)


def capabilities_of(name: str) -> Capabilities:
    """Return what an engine can do, by its table name. Raises OptionsRefused and ToolMissing."""
    told: Capabilities = engine_class(name).CAPABILITIES
    return told


def options_schema(name: str) -> Schema:
    """Return the JSON schema of an engine's options, by its table name: types, defaults, ranges.

    Raises OptionsRefused and ToolMissing.
    """
    return schema_of(engine_class(name).Options)


def check_engine(settings: Settings, alias: str = "default") -> Iterator[Finding]:
    """Yield what the engine behind an alias of ``settings.GENERATION`` needs, and has or lacks.

    Loads no weights. An engine that cannot be opened at all is one finding.
    """
    try:
        found, options = _TABLE.opened(settings, alias)
        yield from found.check(options)
    except GenerationError as error:
        yield Finding(alias, False, error.for_people)


def option_refusals(settings: Settings, alias: str, options: Mapping[str, Any]) -> dict[str, Words]:
    """Return which options of an engine cannot be, each with its reason. See Table.refusals."""
    return _TABLE.refusals(settings, alias, options)


def on_device(settings: Settings, alias: str, device: str) -> Settings:
    """Return the settings with a device for one alias, where its engine takes one and the
    settings name none. Raises OptionsRefused and ToolMissing."""
    if alias not in settings:
        return settings  # whoever opens it is told so
    told = settings[alias]
    options = told.get("OPTIONS", {})
    if "device" in options or "device" not in options_schema(told["ENGINE"])["properties"]:
        return settings
    return {**settings, alias: {**told, "OPTIONS": {**options, "device": device}}}


def open_engine(
    settings: Settings,
    alias: str = "default",
    options: Mapping[str, Any] | None = None,
    models: Models | None = None,
) -> LiveEngine:
    """Return the engine behind an alias of ``settings.GENERATION``. See Table.open.

    models: the weights it must have, None for any. Raises WeightsMissing for others.
    """
    engine: LiveEngine = _TABLE.open(settings, alias, options)
    if models is not None and (other := sorted({*engine.weights()} ^ {*models})):
        names = ", ".join(sorted({name for name, _ in other}))
        raise WeightsMissing(
            Words(
                f"Здесь не те веса, с которыми сохранена версия: {names}. Верните прежние "
                "или сохраните новую версию.",
                f"These are not the weights the version was saved with: {names}. Put those "
                "back, or save a new version.",
            )
        )
    return engine
