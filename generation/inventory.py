"""What the engine table holds on this machine: read by the doctor, the office and the documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generation.capabilities import Capabilities
from generation.devices.named import gpu_finding
from generation.diffusion.families import FAMILIES
from generation.errors import GenerationError
from generation.findings import Finding
from generation.options import Schema
from generation.registry import ENGINES, capabilities_of, check_engine, options_schema
from generation.table import Settings
from generation.types import Words
from generation.weights.known import KNOWN, Known
from generation.weights.manifest import Registered, read_weights, weights_names


@dataclass(frozen=True, slots=True)
class Standing:
    """An engine of the table. aliases: of the settings that use it.

    capabilities and options (a JSON schema) are None where its code cannot be loaded, which
    ``findings`` then say.
    """

    name: str
    label: Words
    aliases: tuple[str, ...]
    capabilities: Capabilities | None
    options: Schema | None
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Return whether it can be used now."""
        return all(one.ok or not one.required for one in self.findings)


@dataclass(frozen=True, slots=True)
class Weights:
    """A set of weights: known to us, registered here, or both. problem: why it cannot be used."""

    name: str
    known: Known | None
    here: Registered | None
    problem: Words | None = None

    @property
    def licence(self) -> str:
        """Return under which terms it is, as it was noted or as it is published; "" for neither."""
        noted = self.here.licence if self.here else ""
        return noted or (self.known.licence.name if self.known else "")


def engines_here(settings: Settings) -> Iterator[Standing]:
    """Yield every row of the engine table, as ``settings.GENERATION`` uses it. Loads no weights."""
    for name, (label, _) in ENGINES.items():
        aliases = tuple(alias for alias, told in settings.items() if told["ENGINE"] == name)
        table = settings if aliases else {name: {"ENGINE": name}}
        findings = [one for alias in aliases or (name,) for one in check_engine(table, alias)]
        try:
            capabilities, options = capabilities_of(name), options_schema(name)
        except GenerationError:
            yield Standing(name, label, aliases, None, None, tuple(findings))
        else:
            yield Standing(name, label, aliases, capabilities, options, tuple(findings))


def known_weights() -> tuple[Known, ...]:
    """Return the sets of weights our engines can use, and those a museum should leave alone."""
    families = (
        Known(one.name, one.label, "diffusers", one.published, one.licence) for one in FAMILIES
    )
    return (*(one for one in KNOWN if one.engine), *families, *(o for o in KNOWN if not o.engine))


def weights_here(models: Path | None = None) -> Iterator[Weights]:
    """Yield every registered set, then the known ones that are not here."""
    known = {one.name: one for one in known_weights()}
    names = weights_names(models)
    for name in names:
        try:
            yield Weights(name, known.get(name), read_weights(name, models))
        except GenerationError as error:
            yield Weights(name, known.get(name), None, error.for_people)
    for name, one in known.items():
        if name not in names:
            yield Weights(name, one, None)


def engine_findings(settings: Settings, models: Path | None = None) -> Iterator[Finding]:
    """Yield what is found of the GPU, all engines and weights, as lines of the doctor.

    Only an engine that the settings name is required.
    """
    yield gpu_finding()
    for engine in engines_here(settings):
        title = f"engine {engine.name}"
        if not engine.findings:
            yield Finding(title, True, engine.label)
        for one in engine.findings:
            required = one.required and bool(engine.aliases)
            yield replace(one, name=f"{title}: {one.name}", required=required)
        if engine.capabilities and engine.capabilities.licence.trap:
            licence = engine.capabilities.licence
            yield _licence(f"{title}: licence", licence.name, licence.trap)
    yield from _weights(models)


def _licence(name: str, licence: str, trap: Words | None) -> Finding:
    ru, en = trap or Words("", "")
    told = f"{licence}. " if licence else ""
    return Finding(name, True, Words(f"{told}{ru}".strip(), f"{told}{en}".strip()))


def _weights(models: Path | None) -> Iterator[Finding]:
    absent = []
    for one in weights_here(models):
        title = f"weights {one.name}"
        if one.problem:
            yield Finding(title, False, one.problem, required=False)
        elif one.here:
            yield _licence(title, one.licence or "?", one.known.licence.trap if one.known else None)
        elif one.known and one.known.engine:
            absent.append(one.name)
    if absent:
        told = ", ".join(absent)
        yield Finding(
            "weights not here",
            True,
            Words(
                f"{told}. Где они опубликованы и на каких условиях: «manage.py models list».",
                f"{told}. Where they are published, on what terms: “manage.py models list”.",
            ),
        )
