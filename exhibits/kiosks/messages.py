"""What a screen may say on its control socket. Pure: text in, a small value out."""

from __future__ import annotations

import json
from dataclasses import dataclass

LONGEST = 500  # characters; the page's own messages stay under 120


class NotUnderstood(ValueError):
    """The message is not one of ours."""


@dataclass(frozen=True, slots=True)
class Here:
    """A visitor touches the screen while this work is on it."""

    work: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The visitor has left."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The page lives; ``work`` is the one a visitor keeps, if any."""

    work: str | None
    screen: str


@dataclass(frozen=True, slots=True)
class Dark:
    """The screen shows nothing any more of what was withdrawn."""

    withdrawal: str


def parse(text: str) -> Here | Gone | Beat | Dark:
    """Return what the screen said. Raises NotUnderstood."""
    if len(text) > LONGEST:
        raise NotUnderstood("too long")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("not JSON") from error
    if not isinstance(said, dict):
        raise NotUnderstood("not an object")
    match said:
        case {"type": "here", "work": str(work)} if work:
            return Here(work[:80])
        case {"type": "gone"}:
            return Gone()
        case {"type": "dark", "withdrawal": str(withdrawal)}:
            return Dark(withdrawal[:40])
        case {"type": "beat"}:
            at, screen = said.get("work"), said.get("screen", "")
            if isinstance(at, str | None) and isinstance(screen, str):
                return Beat(at[:80] if at else None, screen[:20])
    raise NotUnderstood("no such message")
