"""Captions from spoken words: short lines that end where a reader would take breath."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generation.speech.model import Word
from generation.types import Caption

MOST = 74  # characters, two lines of 37 (BBC subtitle guidelines)
LONGEST = 6.0  # seconds
BREAK = 0.6  # seconds of silence that begin a new caption
LINGER = 0.7  # seconds a caption stays after its last word
ENOUGH = 24  # characters after which the end of a sentence ends a caption
CLAUSE = 48  # and after which a comma does


def captions_of(words: Sequence[Word], start: float, language: str) -> list[Caption]:
    """Return the captions of words that are spoken from ``start`` seconds on; none overlap."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and _fits(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    ends = [group[-1].end + LINGER for group in groups]
    for n, (_, after) in enumerate(pairwise(groups)):
        ends[n] = min(ends[n], after[0].start)
    return [
        Caption(start + group[0].start, start + end, _written(group), language)
        for group, end in zip(groups, ends, strict=True)
    ]


def _fits(group: list[Word], word: Word) -> bool:
    text = _written(group)
    if len(text) + 1 + len(word.text) > MOST or word.end - group[0].start > LONGEST:
        return False
    if word.start - group[-1].end > BREAK:
        return False
    last = text.rstrip("\"'»”’)")[-1:]
    return not (
        (last in ".!?…" and len(text) >= ENOUGH) or (last in ",;:—–" and len(text) >= CLAUSE)
    )


def _written(group: list[Word]) -> str:
    return " ".join(word.text for word in group)
