"""The captions of a script: its own, and of everything that is said, read or sung."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from generation.directing.playing import Played
from generation.directing.sources import language_of
from generation.script.model import Caption, Script
from generation.speech.captions import captions_of
from generation.types import Caption as Shown

LEAST_SHOWN = 0.5  # seconds


def captions_in(script: Script, played: Played) -> tuple[Shown, ...]:
    """Return what is read on the screen, in the order it appears."""
    own = [
        Shown(h.start, h.end, h.event.text,
              h.event.language or script.language or language_of(h.event.text))
        for h in played.happenings
        if isinstance(h.event, Caption)
    ]  # fmt: skip
    said = [
        caption._replace(start=start + caption.start, end=start + caption.end)
        for start, performed, _ in played.turns
        if performed.spoken
        for caption in captions_of(performed.spoken, performed.text, performed.language)
    ]
    return tuple(sorted([*own, *_one_at_a_time(_in_unison(sorted(said)))]))


def _in_unison(captions: Sequence[Shown]) -> list[Shown]:
    """The same words of several voices at once are read once."""
    found = list[Shown]()
    for caption in captions:
        for number, other in enumerate(found):
            if other.text == caption.text and caption.start < other.end:
                found[number] = other._replace(end=max(other.end, caption.end))
                break
        else:
            found.append(caption)
    return found


def _one_at_a_time(captions: Sequence[Shown]) -> Iterator[Shown]:
    """Each goes when the next one comes, unless two speak at once."""
    for caption, after in zip_longest(captions, captions[1:]):
        soon = after is not None and caption.start + LEAST_SHOWN <= after.start < caption.end
        yield caption._replace(end=after.start) if soon else caption
