"""Tell a certificate to people: how a version stands now, and what was set, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exhibits.portraits.models import Version
from exhibits.portraits.rules import may_be_shown
from exhibits.refusal import in_language
from generation import NEURAL_DRAWS, TASK_NAMES, Record, Words

State = Version.State
LONGEST = 200  # letters of a value; the whole is in the JSON


class Standing(NamedTuple):
    """How a version stands today: in a word, and in a sentence."""

    good: bool
    withdrawn: bool
    words: str


class Row(NamedTuple):
    """One setting or measure."""

    name: str
    value: str


def standing(version: Version) -> Standing:
    """Return how a version stands now, in the current language."""
    day = date_format(timezone.localtime(version.state_at), "DATE_FORMAT").rstrip(".")
    if version.state == State.WITHDRAWN:
        words = _("Withdrawn since {day}. Nobody may show it, nor a file made from it.")
        return Standing(False, True, words.format(day=day))
    if version.state != State.PUBLISHED:
        words = _(
            "Not on show: a later version took its place, or it is reviewed anew, since {day}."
        )
        return Standing(False, False, words.format(day=day))
    if reason := may_be_shown(version):
        return Standing(False, False, in_language(reason))
    return Standing(True, False, _("On show since {day}.").format(day=day))


CHAIN_SAY = {
    "title": Words("Цепочка, из которой он вышел", "The chain it came from"),
    "intro": Words(
        "Каждый шаг: что вошло и что вышло. Файл одного шага — начало следующего.",
        "Every step, with what went in and what came out: the file of one step is the beginning "
        "of the next.",
    ),
    "step": Words("Шаг", "Step"),
    "drawn": Words("Здесь рисовала нейросеть.", "A neural network drew this."),
    "not_drawn": Words("Здесь нейросеть не рисовала.", "No neural network drew here."),
    "engine": Words("Движок", "Engine"),
    "cost": Words("Стоимость", "Cost"),
    "before": Words("SHA-256 до", "SHA-256 before"),
    "after": Words("SHA-256 после", "SHA-256 after"),
    "networks": Words(
        "Они находят на фотографии лица и людей, говорят или рисовали картину.",
        "They find faces and people in the photograph, speak, or drew the picture.",
    ),
}


class Step(NamedTuple):
    """One step of a chain: what was done, by whom, with what; what went in and came out."""

    task: str
    engine: str
    drawn: bool  # a neural network drew
    parameters: list[Row]
    models: list[tuple[str, str]]
    input: str
    output: str
    cost: str


def steps(record: Record) -> list[Step]:
    """Return how a film came to be, in the current language; nothing where an engine plays."""
    return [_step(told) for told in record.steps]


def _step(told: Mapping[str, Any]) -> Step:
    task, cost = told["task"], told["cost"]
    return Step(
        in_language(TASK_NAMES.get(task, Words(task, task))),
        in_language(Words(**told["label"])),
        told["draws"] in NEURAL_DRAWS,
        rows({name: value for name, value in told["parameters"].items() if value not in _EMPTY}),
        [(name, digest) for name, digest in told["models"]],
        told["input"],
        told["output"],
        f"{cost['amount']:.2f} {cost['currency']}" if cost else "",
    )


_EMPTY: tuple[Any, ...] = ("", None, [], {})


def rows(told: Mapping[str, Any]) -> list[Row]:
    """Return nested values as rows, "a.b" and the value."""
    return [Row(name, _short(value)) for name, value in _leaves(told, "")]


def _leaves(told: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        path = f"{above}{name}"
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{path}.")
        else:
            yield path, value


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
