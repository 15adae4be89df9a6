"""What is said to people when a sentence is not understood or asks for the impossible."""

from __future__ import annotations

import difflib
from typing import NoReturn

from generation.camerawork.impossible import REASONS
from generation.camerawork.pieces import known_words
from generation.errors import CameraRefused
from generation.types import Words

EXAMPLE = Words("«медленный наезд на лицо, 4 секунды»", "“slow push in on the face, 4 seconds”")


def refuse(
    ru: str, en: str, nearest: Words | None = None, instead: tuple[str, str] | None = None
) -> NoReturn:
    """Raise CameraRefused with these sentences; nearest, instead: see there."""
    refusal = CameraRefused(Words(ru, en))
    refusal.nearest, refusal.instead = nearest, instead
    raise refusal


def refuse_impossible(reason: str, said: str) -> NoReturn:
    """Raise CameraRefused: what was said, why not, and the nearest that can be done."""
    why, nearest = REASONS[reason]
    refuse(
        f"«{said}»: {why.ru}. Ближайшее возможное: «{nearest.ru}».",
        f"“{said}”: {why.en}. The nearest possible: “{nearest.en}”.",
        nearest,
    )


def refuse_excess(said: str, most: Words, nearest: Words) -> NoReturn:
    """Raise CameraRefused: more was asked than a picture gives."""
    refuse(
        f"«{said}»: вне возможного, {most.ru}. Ближайшее возможное: «{nearest.ru}».",
        f"“{said}”: out of range, {most.en}. The nearest possible: “{nearest.en}”.",
        nearest,
    )


def refuse_unknown(word: str) -> NoReturn:
    """Raise CameraRefused naming the word, with the known word most like it."""
    shown = word[:40]
    others = [known for known in known_words() if known != word]
    near = difflib.get_close_matches(shown, others, 1, 0.72)
    if near:
        ru, en = f"Может быть, «{near[0]}»?", f"Did you mean “{near[0]}”?"
    else:
        ru, en = f"Скажите, например, {EXAMPLE.ru}.", f"Say, for example, {EXAMPLE.en}."
    refuse(
        f"Слово «{shown}» камере непонятно. {ru}",
        f"The camera does not know “{shown}”. {en}",
        None,
        (word, near[0]) if near else None,
    )


def refuse_conflict(first: str, second: str) -> NoReturn:
    """Raise CameraRefused: two things were said of one move that cannot both be."""
    refuse(
        f"«{first}» и «{second}» в одном движении не сочетаются; разделите их словом «затем».",
        f"“{first}” and “{second}” cannot be one move; part them with “then”.",
    )


def refuse_misfit(said: str, verb: str) -> NoReturn:
    """Raise CameraRefused: something was said that this move does not have."""
    refuse(
        f"«{said}» не подходит к движению «{verb}».",
        f"“{said}” does not fit the move “{verb}”.",
    )


def refuse_aimless(verb: str, ru: str, en: str) -> NoReturn:
    """Raise CameraRefused: a move lacks what it cannot do without."""
    refuse(f"«{verb}»: {ru}.", f"“{verb}”: {en}.")
