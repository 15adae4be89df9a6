"""Options of engines: one schema for forms and checks, and sentences that name the option."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from generation.errors import GenerationError, OptionsRefused, ToolMissing
from generation.options import Within, check_fields, check_values, schema_of
from generation.registry import ENGINES, capabilities_of, check_engine, open_engine, options_schema
from generation.table import Table
from generation.types import Words


@dataclass(frozen=True, slots=True)
class Every:
    """One option of each kind."""

    steps: Annotated[int, Within(1, 50), Words("шаги", "steps")] = 4
    share: Annotated[float | None, Within(0, 1)] = None
    mode: Literal["fast", "good"] = "good"
    tiled: bool = True
    folder: Path = Path("weights")
    size: Annotated[tuple[int, int], Within(16, 4096)] = (512, 288)
    names: Sequence[str] = ()
    amounts: Mapping[str, float] = field(default_factory=dict)
    anything: Any = None

    def __post_init__(self) -> None:
        check_fields(self)


def test_a_schema_tells_types_defaults_ranges_and_meaning() -> None:
    told = schema_of(Every)
    assert told["additionalProperties"] is False
    properties = told["properties"]
    assert properties["steps"] == {
        "type": "integer", "minimum": 1, "maximum": 50, "default": 4,
        "description": "steps", "description_ru": "шаги",
    }  # fmt: skip
    assert properties["share"]["anyOf"] == [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "null"},
    ]
    assert properties["mode"] == {"enum": ["fast", "good"], "default": "good"}
    assert properties["size"]["default"] == [512, 288]
    assert properties["size"]["prefixItems"][1]["maximum"] == 4096
    assert properties["folder"] == {"type": "string", "default": "weights"}
    assert properties["amounts"]["additionalProperties"] == {"type": "number"}


@pytest.mark.parametrize(
    ("values", "en", "ru"),
    [
        ({"steps": 51}, "a whole number from 1 to 50, not 51", "целое число от 1 до 50"),
        ({"steps": 4.5}, "a whole number", "а не 4.5"),
        ({"steps": True}, "a whole number", "а не True"),
        ({"steps": "many"}, "not 'many'", "настройка steps"),
        ({"share": float("nan")}, "from 0 to 1 or nothing", "или ничего"),
        ({"mode": "best"}, "one of: fast, good", "одно из: fast, good"),
        ({"tiled": 1}, "yes or no", "да или нет"),
        ({"folder": 3}, "expected text", "текст"),
        ({"size": [512]}, "a list", "список"),
        ({"size": [512, 8]}, "a list", "список"),
        ({"names": "anna"}, "a list", "список"),
        ({"amounts": {"sky": "x"}}, "names and numbers", "имена и числа"),
    ],
)
def test_a_wrong_value_is_refused_by_name(values: dict[str, Any], en: str, ru: str) -> None:
    with pytest.raises(OptionsRefused) as caught:
        check_values(Every, values, Words("Движок «x»", "Engine 'x'"))
    said = caught.value.for_people
    assert en in said.en and ru in said.ru
    assert said.en.startswith(f"Engine 'x', option {next(iter(values))}: expected ")
    with pytest.raises(OptionsRefused, match=r"^Option "):
        Every(**values)


def test_right_values_pass() -> None:
    check_values(
        Every,
        {"steps": 50, "share": 1, "size": (16, 4096), "folder": Path("x"), "amounts": {"a": 1}},
    )
    Every(share=0.5, names=["a"], anything=object())


def test_the_table_checks_what_a_form_sends() -> None:
    settings = {"painting": {"ENGINE": "rig", "OPTIONS": {"renderer": "quick"}}}
    with pytest.raises(OptionsRefused, match="option renderer: expected one of: auto, fast"):
        open_engine(settings, "painting")
    open_engine(settings, "painting", {"renderer": "reference"})
    with pytest.raises(OptionsRefused, match="has no option speed"):
        open_engine(settings, "painting", {"renderer": "auto", "speed": 2})


def test_code_that_cannot_be_loaded_is_a_sentence() -> None:
    rows = {
        "absent": (Words("нет", "absent"), "generation.engines.nowhere.Engine"),
        "empty": (Words("пуст", "empty"), "generation.engines.still.Nothing"),
    }
    table = Table(rows, "движок", "движка", "engine")
    for name in rows:
        with pytest.raises(ToolMissing, match=f"{name}.*cannot be loaded.*make setup"):
            table.found(name)


def test_a_row_that_cannot_be_opened_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "lost", (Words("пропал", "lost"), "generation.lost.Engine"))
    settings = {"old": {"ENGINE": "lost"}, "odd": {"ENGINE": "rig", "OPTIONS": {"luma": 3}}}
    for alias in settings:
        (finding,) = check_engine(settings, alias)
        assert not finding.ok and finding.name == alias and finding.found.ru


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_engine_says_what_it_is(name: str) -> None:
    told = capabilities_of(name)
    assert told.tasks and (told.licence.name or told.licence.trap)
    for option, schema in options_schema(name)["properties"].items():
        assert schema.get("description") and schema.get("description_ru"), f"{name}.{option}"
    try:
        found = list(check_engine({"default": {"ENGINE": name}}))
    except GenerationError as error:
        pytest.fail(f"check() raised {error}")
    assert all(one.ok or one.remedy or not one.required for one in found)


def test_asking_what_engines_are_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from generation.registry import ENGINES, capabilities_of, check_engine, options_schema\n"
        "for name in ENGINES:\n"
        "    capabilities_of(name), options_schema(name)\n"
        "    list(check_engine({'a': {'ENGINE': name}}, 'a'))\n"
        "heavy = {'torch', 'numba', 'diffusers', 'transformers', 'accelerate'}\n"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
