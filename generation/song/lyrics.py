"""Words under notes, written as in ABC notation: ``За-го-ре-лась за-ря_ *``.

A hyphen parts syllables, a space words; ``_`` holds the syllable for one more note, ``*``
leaves a note without one, ``|`` is for the eye only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generation.errors import MelodyRefused
from generation.song.model import Note
from generation.types import Words

HELD = re.compile(r"[_*]|[^_*]+")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable; ``text`` is "" where the one before is held."""

    text: str
    ends_word: bool


def read_lyrics(text: str) -> tuple[Syllable, ...]:
    """Return one syllable for each note it should fall on."""
    syllables: list[Syllable] = []
    for word in text.replace("|", " ").replace("\u2010", "-").split():
        pieces = [piece for piece in word.split("-") if piece]
        for index, piece in enumerate(pieces):
            syllables += _held(piece, ends_word=index == len(pieces) - 1)
    return tuple(syllables)


def _held(piece: str, *, ends_word: bool) -> list[Syllable]:
    return [
        Syllable("", ends_word=True) if found in "_*" else Syllable(found, ends_word)
        for found in HELD.findall(piece)
    ]


def laid_under(notes: Sequence[Note], syllables: Sequence[Syllable], part: str) -> tuple[Note, ...]:
    """Return the notes with their syllables. Raises MelodyRefused when the numbers differ."""
    if len(notes) != len(syllables):
        raise MelodyRefused(
            Words(
                f"Партия «{part}»: нот {len(notes)}, слогов {len(syllables)}. Разделите слоги "
                "дефисом, слова — пробелом; слог на две ноты тянется знаком _.",
                f"Part “{part}” has {len(notes)} notes and {len(syllables)} syllables. Part "
                "syllables with a hyphen and words with a space; hold a syllable with _.",
            )
        )
    return tuple(
        note._replace(syllable=syllable.text, ends_word=syllable.ends_word)
        for note, syllable in zip(notes, syllables, strict=True)
    )
