"""Keep the tables of docs/engines.md as the engine table has them; the words around are by hand.

``python -m scripts.engine_tables`` rewrites what lies between ``<!-- engine NAME -->`` (or
``<!-- engines -->``, ``<!-- families -->``, ``<!-- weights -->``) and ``<!-- end -->``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generation import (
    ENGINES,
    capabilities_of,
    capability_rows,
    known_weights,
    licence_words,
    option_rows,
    options_schema,
)
from generation.diffusion.families import FAMILIES

PAGE = Path(__file__).parent.parent / "docs" / "engines.md"
KINDS = r"engines|families|weights|engine ([\w-]+)"
BLOCK = re.compile(rf"(<!-- ({KINDS}) -->\n).*?(?=<!-- end -->)", re.S)


def written(page: str) -> str:
    """Return the page with every table as it should be. Raises OptionsRefused."""
    return BLOCK.sub(lambda found: found[1] + "\n".join(_block(found[2], found[3])) + "\n", page)


def _block(kind: str, engine: str | None) -> Iterator[str]:
    if engine:
        yield from _engine(engine)
    else:
        yield from {"engines": _engines, "families": _families, "weights": _weights}[kind]()


def _engines() -> Iterator[str]:
    rows = []
    for name, (label, _) in ENGINES.items():
        told = {row.about.en: row.told.en for row in capability_rows(capabilities_of(name))}
        rows.append((f"[`{name}`](#{name})", label.en, told["Does"], told["Needs"]))
    yield from _table(("engine", "", "does", "needs"), rows)


def _engine(name: str) -> Iterator[str]:
    able = capabilities_of(name)
    for row in capability_rows(able):
        yield f"- {row.about.en}: {row.told.en}"
    if able.licence.trap:
        yield f"- Terms: {able.licence.trap.en}"
    options = option_rows(options_schema(name))
    yield ""
    if options:
        rows = [(f"`{o.name}`", o.meaning.en, o.allowed.en, f"`{o.default}`") for o in options]
        yield from _table(("option", "meaning", "allowed", "default"), rows)
    else:
        yield "No options."


def _families() -> Iterator[str]:
    rows = []
    for family in FAMILIES:
        able = family.capabilities
        told = {row.about.en: row.told.en for row in capability_rows(able)}
        steps = sorted({str(making.steps) for making in family.makes.values()})
        clip = f"{able.seconds:.3g} s at {able.fps[0]:g}" if able.fps else ""
        width, height = family.size
        rows.append(
            (
                f"`{family.name}`", told["Does"], f"{width}×{height}", str(family.largest),
                str(family.multiple), ", ".join(steps), clip,
            )
        )  # fmt: skip
    head = ("family", "does", "made for", "longest side", "multiples of", "steps", "longest clip")
    yield from _table(head, rows)


def _weights() -> Iterator[str]:
    rows = [
        (
            f"`{one.name}`",
            f"[{one.title}]({one.published})",
            f"`{one.engine}`" if one.engine else "not used",
            licence_words(one.licence).en,
            one.licence.trap.en if one.licence.trap else "",
        )
        for one in known_weights()
    ]
    yield from _table(("set", "published", "engine", "licence", "know before you rely on it"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield "|" + "---|" * len(head)
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
