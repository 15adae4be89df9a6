"""The door to the engines that make pictures and clips: who can do what, and opening them."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from django.conf import settings

import generation
from generation import ENGINES, Capabilities, GenerationError, Maker, Words

HOUSE = frozenset({"device", "folder", "weights", "template"})  # what lies where: no form asks


class Choice(NamedTuple):
    """One engine that can be chosen for a task."""

    alias: str
    label: Words
    capabilities: Capabilities


def makers_for(task: str) -> list[Choice]:
    """Return the engines of settings.GENERATION that can do a task, by their aliases."""
    found = (choice_of(alias) for alias in settings.GENERATION)
    return [one for one in found if one and task in one.capabilities.tasks]


def choice_of(alias: str) -> Choice | None:
    """Return what an engine is and can do; None for one that is not here, or lacks its weights."""
    try:
        return Choice(alias, label_of(alias), abilities(alias, {}))
    except GenerationError:
        return None


def abilities(alias: str, options: dict[str, Any]) -> Capabilities:
    """Return what an engine can do with these options: some ask the weights they are given.

    Raises OptionsRefused, ToolMissing, or what says that the weights cannot be used.
    """
    engine: Any = generation.open_engine(settings.GENERATION, alias, options)
    asked = getattr(engine, "capabilities", None)
    found: Capabilities = asked() if asked else engine.CAPABILITIES
    return found


def draws(alias: str) -> str:
    """Return what an engine's pictures are; of one that is gone, the most that can be said."""
    name = settings.GENERATION.get(alias, {}).get("ENGINE", "")
    try:
        return generation.capabilities_of(name).draws
    except GenerationError:
        return "generated"


def label_of(alias: str) -> Words:
    """Return what people call an engine; its alias too where it is not the table's name."""
    name = settings.GENERATION.get(alias, {}).get("ENGINE", alias)
    label = ENGINES[name][0] if name in ENGINES else Words(name, name)
    return label if alias == name else Words(f"{label.ru} ({alias})", f"{label.en} ({alias})")


def open_maker(alias: str, options: dict[str, Any]) -> Maker:
    """Return the engine behind an alias. Loads no weights. Raises OptionsRefused, ToolMissing."""
    known = generation.on_device(settings.GENERATION, alias, settings.JOBS_DEVICE)
    return cast(Maker, generation.open_engine(known, alias, options))


def form_of(alias: str) -> dict[str, Any]:
    """Return the JSON schema of an engine's options, its own settings as defaults."""
    row = settings.GENERATION[alias]
    schema = generation.options_schema(row["ENGINE"])
    usual = row.get("OPTIONS", {})
    properties = {
        name: told | ({"default": usual[name]} if name in usual else {})
        for name, told in schema["properties"].items()
    }
    return schema | {"properties": properties}
