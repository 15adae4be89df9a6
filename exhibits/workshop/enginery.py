"""What may animate this portrait: every live engine, what it is, what it lacks, and its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

import generation
from exhibits import makers, studio
from exhibits.portraits.films import ENGINE as FILM
from exhibits.portraits.models import LivingPortrait
from exhibits.refusal import in_language
from exhibits.workshop import enginewords as said
from generation import ENGINES, Capabilities, GenerationError, Words

TOOL_OF = {"pose": "pose", "finish": "finish", "ground": "brush"}  # option → the tool it has


def live_aliases() -> list[str]:
    """Return the names of the settings whose engines answer in real time."""
    return [one.alias for one in makers.makers_for("live")]


def tell_engines(portrait: LivingPortrait) -> list[dict[str, Any]]:
    """Return every live engine for a page, in its language; ``missing`` says why one cannot be.

    Those of the settings come first, then what the table has besides, then lost ones that the
    draft or a version still names. Loads no weights.
    """
    told = [_tell(one, portrait) for one in makers.makers_for("live")]
    told += [_tell_unnamed(*row) for row in _unnamed()]
    known = {one["alias"] for one in told}
    named = dict.fromkeys([portrait.engine, *portrait.versions.values_list("engine", flat=True)])
    lost = in_language(said.NO_ENGINE)
    told += [_row(alias=one, label=one, missing=lost) for one in named if one not in known]
    return told


def refuse_engine(portrait: LivingPortrait, values: Mapping[str, Any]) -> dict[str, Words]:
    """Return what an engine says to its name, options and ground together, by place:
    "engine", "options", or "options.NAME" for an option that its form asks for."""
    told = {n: values.get(n, getattr(portrait, n)) for n in ("engine", "options", "ground")}
    alias, options = told["engine"], told["options"]
    place = "options" if "options" in values else "engine"
    ground = {"ground": told["ground"]} if told["ground"] and studio.takes(alias, "ground") else {}
    try:
        if alias != portrait.engine and (reason := _shut(alias, options)):
            return {"engine": reason}
        if wrong := generation.option_refusals(settings.GENERATION, alias, options):
            asked = makers.form_of(alias)["properties"].keys() - makers.HOUSE - TOOL_OF.keys()
            return {f"options.{n}" if n in asked else place: why for n, why in wrong.items()}
        generation.open_engine(settings.GENERATION, alias, options | ground)
        if alias != portrait.engine and (reason := _missing(_laid(alias, options), alias)):
            return {"engine": reason}
    except GenerationError as refusal:
        return {place: refusal.for_people}
    return {}


def _shut(alias: str, options: Mapping[str, Any]) -> Words | None:
    """Return why an alias stands for nothing that could animate this portrait."""
    if alias not in live_aliases():
        return said.NOT_LIVE if makers.choice_of(alias) else said.NO_ENGINE
    row = _laid(alias, options)[alias]
    return said.NO_FILM if row["ENGINE"] == FILM and not row["OPTIONS"].get("film") else None


def _laid(alias: str, options: Mapping[str, Any]) -> dict[str, Any]:
    row = settings.GENERATION[alias]
    return {alias: {**row, "OPTIONS": {**row.get("OPTIONS", {}), **options}}}


def _missing(table: Mapping[str, Any], alias: str) -> Words | None:
    """Return what is required and not here, in one sentence."""
    lacks = (one for one in generation.check_engine(table, alias) if not one.ok and one.required)
    return next((one.remedy or one.found for one in lacks), None)


def _weak(table: Mapping[str, Any], alias: str) -> Words | None:
    """Return a remark on what works, but not well."""
    found = generation.check_engine(table, alias)
    weak = (one for one in found if not one.ok and not one.required)
    return next((one.remedy or one.found for one in weak), None)


def _tell(choice: makers.Choice, portrait: LivingPortrait) -> dict[str, Any]:
    alias, row = choice.alias, settings.GENERATION[choice.alias]
    form = makers.form_of(alias)["properties"]
    asked = {
        n: _asked(n, told) for n, told in form.items() if n not in makers.HOUSE and n not in TOOL_OF
    }
    missing, start = _missing(settings.GENERATION, alias), {}
    if row["ENGINE"] == FILM:
        films = list(_films(portrait))
        asked["film"] |= {"enum": [one for one, _ in films], "titles": [t for _, t in films]}
        del asked["film"]["default"]
        missing = missing or (None if films else said.NO_FILM)
        start = {"film": films[0][0]} if films else {}
    weak = None if missing else _weak(settings.GENERATION, alias)
    return _row(
        alias=alias,
        label=in_language(_label(alias)),
        missing=in_language(missing) if missing else "",
        remark=in_language(weak) if weak else "",
        help=_help(row["ENGINE"]) if missing else "",
        form=asked,
        knows=list(form),
        start=start,
        **_about(row["ENGINE"], choice.capabilities, set(form)),
    )


def _tell_unnamed(name: str, able: Capabilities) -> dict[str, Any]:
    missing = _missing({name: {"ENGINE": name}}, name) or said.NOT_NAMED
    told = {"missing": in_language(missing), "help": _help(name)}
    return _row(alias="", label=in_language(ENGINES[name][0]), **told, **_about(name, able, set()))


def _row(**told: Any) -> dict[str, Any]:
    empty = {"about": "", "licence": "", "trap": "", "remark": "", "help": ""}
    return empty | {"form": {}, "knows": [], "start": {}, "idle": []} | told


def _about(name: str, able: Capabilities, options: set[str]) -> dict[str, Any]:
    """Return what an engine is, and terms that bind; idle: the tools it does nothing with."""
    trap = able.licence.trap
    bound = name != FILM and (trap or able.licence.commercial != "yes")  # a film's are elsewhere
    idle = [tool for option, tool in TOOL_OF.items() if option not in options]
    return {
        "about": in_language(said.ABOUT.get(name) or generation.DRAWS[able.draws]),
        "licence": in_language(generation.licence_words(able.licence)) if bound else "",
        "trap": in_language(trap) if trap else "",
        "idle": idle + ([] if "camera" in able.takes else ["camera"]),
    }


def _asked(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of one option with its words in the page's language."""
    about = in_language(Words(told.get("description_ru", name), told.get("description", name)))
    schema = {key: value for key, value in told.items() if not key.startswith("description")}
    known = ((str(one), Words(str(one), str(one))) for one in told.get("enum", ()))
    titles = [in_language(said.CHOICES.get(one, itself)) for one, itself in known]
    return schema | {"title": about[:1].upper() + about[1:]} | {"titles": titles}


def _films(portrait: LivingPortrait) -> Iterator[tuple[str, str]]:
    """Yield the films this portrait plays or played, the newest first: SHA-256 and what it is."""
    seen = set()
    own: list[tuple[str, Any, int | None]] = [(portrait.engine, portrait.options, None)]
    own += portrait.versions.values_list("engine", "options", "number")
    for alias, options, number in own:
        film = options.get("film")
        plays = settings.GENERATION.get(alias, {}).get("ENGINE") == FILM
        if plays and film and film not in seen:
            seen.add(film)
            yield film, in_language(said.film_title(number))


def _unnamed() -> Iterator[tuple[str, Capabilities]]:
    """Yield the live engines of the table that the settings do not name."""
    named = {row["ENGINE"] for row in settings.GENERATION.values()}
    for name in ENGINES:
        if name in named:
            continue
        try:
            able = generation.capabilities_of(name)
        except GenerationError:
            continue
        if "live" in able.tasks:
            yield name, able


def _label(alias: str) -> Words:
    """Return what people call an engine; with its alias where two names lead to it."""
    name = settings.GENERATION[alias]["ENGINE"]
    twice = sum(row["ENGINE"] == name for row in settings.GENERATION.values()) > 1
    return makers.label_of(alias) if twice else ENGINES[name][0]


def _help(name: str) -> str:
    """Return where it is told how to get what is missing."""
    return reverse("chains") if name == FILM else reverse("engines") + f"#engine-{name}"
