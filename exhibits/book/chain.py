"""The chain of the book: what a line's hash covers, and what breaks it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from generation import Words

START = "0" * 64  # the hash before the first line


class Line(NamedTuple):
    """One line as it is chained; ``at`` is ISO 8601 in UTC with microseconds."""

    number: int
    at: str
    who: int | None
    name: str
    verb: str
    subject: str
    told: Mapping[str, Any]
    previous: str
    hash: str = ""


class Flaw(NamedTuple):
    """What is wrong, and at which line."""

    number: int
    words: Words


def hash_of(line: Line) -> str:
    """Return the SHA-256 over the line's canonical JSON: sorted keys, UTF-8, no hash in it."""
    told = line._asdict()
    del told["hash"]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def flaws(lines: Iterable[Line], after: int = 0, previous: str = START) -> Iterator[Flaw]:
    """Yield what is wrong with lines in their order, each fault once where it begins."""
    number = after
    for line in lines:
        number += 1
        if line.number != number:
            yield Flaw(number, missing(number, line.number))
            number, previous = line.number, line.previous
        if hash_of(line) != line.hash:
            yield Flaw(number, changed(line))
        if line.previous != previous:
            yield Flaw(number, unlinked(number))
        previous = line.hash


def missing(first: int, found: int) -> Words:
    """Say that lines are gone, or that one is there twice."""
    if found < first:
        return Words(
            f"Запись {found} стоит второй раз или не на своём месте.",
            f"Entry {found} stands there twice, or out of its place.",
        )
    return Words(
        f"Нет записей с {first} по {found - 1}.", f"Entries {first} to {found - 1} are missing."
    )


def changed(line: Line) -> Words:
    """Say that a line is not what was written."""
    what = f"{line.at}, {line.name}, {line.verb} {line.subject}"
    return Words(
        f"Запись {line.number} изменена после того, как её внесли. Сейчас в ней: {what}.",
        f"Entry {line.number} was changed after it was written. It now says: {what}.",
    )


def unlinked(number: int) -> Words:
    """Say that a line does not follow the one before it."""
    return Words(
        f"Запись {number} не продолжает запись {number - 1}: одну из них подменили.",
        f"Entry {number} does not follow entry {number - 1}: one of them was replaced.",
    )
