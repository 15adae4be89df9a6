"""What a chain should do: read from JSON, refused and priced before anything is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import generation
from exhibits import makers
from exhibits.asked import NO_JSON
from exhibits.catalogue.models import ArtworkImage
from exhibits.chains import rules
from exhibits.chains.rules import KINDS, OURS
from exhibits.clips.wishes import read_wish
from exhibits.refusal import Refused
from generation import GenerationError, Request, Words

LONGEST_NAME = 120
LARGEST = 2048  # px of the long side of a picture that stands in for one not made yet
TURNS = 1, 20  # of a film in a clip
Sums = dict[str, float]  # currency → amount

OF_THE_HOUSE = Words(
    "Это задают настройки музея, а не цепочка: {0}.",
    "The museum's settings decide this, not a chain: {0}.",
)
NO_PICTURE = Words("Такого снимка нет.", "There is no such picture.")
NOT_THIS = Words(
    "Движок «{0}» этого не умеет: выберите другой.",
    "The engine “{0}” cannot do this: take another.",
)
OF_STEP = Words("Шаг {0}: {1}", "Step {0}: {1}")
NOT_AGREED = Words(
    "Это обойдётся в {0}. Подтвердите сумму: она изменилась или не была показана.",
    "This will cost {0}. Confirm the sum: it changed, or was not shown.",
)
CLIP = {"turns": 1, "fps": 25, "format": "own", "side": 1080, "ground": "#14171a", "language": "ru"}


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step as it is asked for."""

    kind: str
    engine: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    request: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole chain. image: the picture it begins with, None for words alone."""

    name: str
    image: ArtworkImage | None
    steps: tuple[StepPlan, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """What is known of a step before it is made: its result's size, and its price."""

    size: tuple[int, int]
    cost: generation.Cost | None = None


def read_plan(told: Mapping[str, Any]) -> Plan:
    """Return the chain JSON asks for. Raises Refused."""
    name = told.get("name", "")
    if not isinstance(name, str):
        raise Refused(NO_JSON)
    steps = read_steps(told.get("steps"))
    image = _image(told.get("image"))
    begins: rules.Thing = "picture" if image else "words"
    if reason := rules.plan_refused([step.kind for step in steps], begins):
        raise Refused(reason)
    if reason := rules.may_begin(image.artwork if image else None):
        raise Refused(reason)
    name = name.strip() or (steps[0].request.get("prompt") or KINDS[steps[0].kind].name.ru)
    return Plan(str(name)[:LONGEST_NAME], image, steps)


def read_steps(told: Any) -> tuple[StepPlan, ...]:
    """Return steps as they are asked for. Raises Refused."""
    if not isinstance(told, list) or not all(isinstance(each, Mapping) for each in told):
        raise Refused(NO_JSON)
    return tuple(_step(each) for each in told)


def probe_all(steps: Sequence[StepPlan], size: tuple[int, int], first: int = 1) -> list[Probe]:
    """Return what each step would make and cost, given the size of what the first begins with.

    Raises Refused or GenerationError of the first that cannot be, which says its number.
    """
    probes = []
    for number, step in enumerate(steps, first):
        try:
            probe = probe_step(step, size)
        except (Refused, GenerationError) as refusal:
            ru, en = refusal.for_people
            words = Words(OF_STEP.ru.format(number, ru), OF_STEP.en.format(number, en))
            raise Refused(words) from refusal
        probes.append(probe)
        size = probe.size
    return probes


def probe_step(step: StepPlan, size: tuple[int, int]) -> Probe:
    """Ask an engine about a picture like the one there will be. Raises Refused, GenerationError."""
    if step.kind == "finish":
        generation.read_finish(step.options.get("finish", "painting"))
        return Probe(size)
    if step.kind == "clip":
        return Probe(read_clip(step.options).size(size))
    maker = makers.open_maker(step.engine, step.options)
    picture = None
    if needs_picture(step):  # what is drawn on it is in its own pixels
        whole = bool(step.request.get("brush"))
        picture = generation.blank_picture(size if whole else reduced(size))
    request = request_of(step, picture)
    maker.refuse(request)
    return Probe(request.size, maker.cost(request))


def request_of(step: StepPlan, picture: Any) -> Request:
    """Return what an engine is asked. Raises Refused for one that cannot do it, GenerationError
    for one that is not here or a request that cannot be read."""
    able = makers.abilities(step.engine, step.options)
    if step.kind not in able.tasks:
        raise Refused(Words(*(words.format(step.engine) for words in NOT_THIS)))
    task: Any = step.kind
    return generation.read_request(task, step.request, able.sizes, picture)


def read_clip(options: Mapping[str, Any], label: str = "") -> generation.Layout:
    """Return the layout of a clip step, checked with the rest of CLIP. Raises Refused,
    LayoutRefused."""
    told = CLIP | dict(options)
    turns = told.pop("turns")
    if type(turns) is not int or not TURNS[0] <= turns <= TURNS[1]:
        raise Refused(Words(f"turns: от {TURNS[0]} до {TURNS[1]}.", f"turns: {TURNS[0]} to 20."))
    read_wish(told)
    del told["fps"]
    return generation.read_layout(told | {"label": label})


def needs_picture(step: StepPlan) -> bool:
    """Say whether a step's engine is given a picture."""
    return KINDS[step.kind].needs == "picture"


def reduced(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size made smaller, so that asking costs little memory."""
    scale = min(1.0, LARGEST / max(size))
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def total(probes: Sequence[Probe]) -> Sums:
    """Return what all of it would cost, by currency."""
    sums: Sums = {}
    for cost in (probe.cost for probe in probes):
        if cost:
            sums[cost.currency] = round(sums.get(cost.currency, 0) + cost.amount, 6)
    return sums


def check_agreed(sums: Sums, agreed: Any) -> None:
    """Raise Refused unless a person confirmed at least these sums."""
    known = agreed if isinstance(agreed, Mapping) else {}
    for currency, amount in sums.items():
        said = known.get(currency, 0)
        if isinstance(said, bool) or not isinstance(said, int | float) or said + 1e-6 < amount:
            price = ", ".join(f"{value:.2f} {name}" for name, value in sums.items())
            raise Refused(Words(*(words.format(price) for words in NOT_AGREED)))


def _step(told: Mapping[str, Any]) -> StepPlan:
    if set(told) - {"kind", "engine", "options", "request"}:
        raise Refused(NO_JSON)
    step = StepPlan(**told)
    texts = isinstance(step.kind, str) and isinstance(step.engine, str)
    if not texts or not isinstance(step.options, dict) or not isinstance(step.request, dict):
        raise Refused(NO_JSON)
    if step.kind in OURS:
        return replace(step, engine="")
    if house := makers.HOUSE & step.options.keys():
        raise Refused(Words(*(words.format(", ".join(sorted(house))) for words in OF_THE_HOUSE)))
    return step


def _image(told: Any) -> ArtworkImage | None:
    if not told:
        return None
    try:
        pk = UUID(str(told))
    except ValueError as error:
        raise Refused(NO_PICTURE) from error
    found = ArtworkImage.objects.select_related("artwork").filter(pk=pk).first()
    if found is None:
        raise Refused(NO_PICTURE)
    return found
