"""docs/engines.md has every engine, with the tables that the engine table gives."""

from __future__ import annotations

import re

from generation import ENGINES
from scripts.engine_tables import PAGE, written


def test_every_engine_has_its_chapter() -> None:
    page = PAGE.read_text(encoding="utf-8")
    chapters = re.findall(r"^## ([a-z]+)\n\n(.+)\n", page, re.M)
    assert [name for name, _ in chapters] and {name for name, _ in chapters} == set(ENGINES)
    assert [name for name, said in chapters if len(said) < 60] == []
    assert [name for name in ENGINES if f"<!-- engine {name} -->" not in page] == []


def test_the_tables_are_those_of_the_engine_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page) == page, "run: python -m scripts.engine_tables"
    assert written(page.replace("| `fps` |", "| `speed` |", 1)) == page, "it notices"
