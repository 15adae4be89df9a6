"""One line of an examination: what is here, what is missing, and how to get it."""

from __future__ import annotations

from dataclasses import dataclass

from generation.types import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination. ``remedy`` says how to mend it when it is not ok."""

    name: str
    ok: bool
    found: Words
    remedy: Words | None = None
    required: bool = True
