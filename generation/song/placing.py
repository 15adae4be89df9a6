"""When each spoken sound is sung: a map from sung time to spoken time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from generation.song.syllables import Syllable
from generation.speech.model import Phone

LEAD = 0.3  # s before the first beat, for the consonants that come before it
CONSONANT = (0.03, 0.13)  # s, shortest and longest sung consonant
ONSET_SHARE = 0.4  # of the vowel before, at most, given to the consonants after it
REST_SHARE = 0.25  # of a rest, at most: it stays a rest
JOINED = 0.05  # s: a smaller gap between notes is sung through


class Placed(NamedTuple):
    """One phone in sung time, seconds from the first sample; ``vowel`` of a syllable or not."""

    phone: Phone
    start: float
    end: float
    vowel: bool
    syllable: int


def placed(syllables: Sequence[Syllable]) -> tuple[Placed, ...]:
    """Return every phone at its sung time, in order, none overlapping."""
    found: list[Placed] = []
    free = sung = 0.0  # where the last sound ended, and the last note
    following: list[Syllable | None] = [*syllables[1:], None]
    for number, (syllable, after) in enumerate(zip(syllables, following, strict=True)):
        beat, end = LEAD + syllable.notes[0].start, LEAD + syllable.notes[-1].end
        ahead = _lasting(syllable.onset)
        if number and (rest := beat - sung) >= JOINED:
            ahead = min(ahead, REST_SHARE * rest)
        sung = end
        if after and LEAD + after.notes[0].start - end < JOINED:
            nominal = LEAD + after.notes[0].start
            end = nominal - min(_lasting(after.onset), ONSET_SHARE * (nominal - beat))
        found += _run(syllable.onset, max(free, beat - ahead), beat, number)
        closing = min(_lasting(syllable.coda), ONSET_SHARE * (end - beat))
        found += _held(syllable.vowel, beat, end - closing, number)
        found += _run(syllable.coda, end - closing, end, number)
        free = end
    return tuple(found)


def source_map(sounds: Sequence[Placed]) -> tuple[list[float], list[float]]:
    """Return knots (sung s, spoken s) of the map; silence between sounds that do not touch."""
    sung: list[float] = []
    spoken: list[float] = []
    for sound in sounds:
        sung += [sound.start, sound.end]
        spoken += [sound.phone.start, sound.phone.end]
    return sung, spoken


def silences(sounds: Sequence[Placed], duration: float) -> Iterator[tuple[float, float]]:
    """Yield the spans between sounds, seconds."""
    edges = [(0.0, 0.0), *((s.start, s.end) for s in sounds), (duration, duration)]
    for (_, end), (start, _) in pairwise(edges):
        if start - end > 1e-6:
            yield end, start


def _natural(phone: Phone) -> float:
    return min(max(phone.end - phone.start, CONSONANT[0]), CONSONANT[1])


def _lasting(phones: Sequence[Phone]) -> float:
    return sum(map(_natural, phones))


def _run(phones: Sequence[Phone], start: float, end: float, number: int) -> Iterator[Placed]:
    """Consonants in turn between two moments, in proportion to how long they naturally are."""
    whole, at = _lasting(phones), start
    for phone in phones:
        until = at + (end - start) * _natural(phone) / whole
        yield Placed(phone, at, until, vowel=False, syllable=number)
        at = until


def _held(vowel: Sequence[Phone], start: float, end: float, number: int) -> Iterator[Placed]:
    """The first vowel is held; whatever follows it in the syllable is said at the end."""
    first, rest = vowel[0], vowel[1:]
    closing = min(_lasting(rest), ONSET_SHARE * (end - start))
    yield Placed(first, start, end - closing, vowel=True, syllable=number)
    yield from _run(rest, end - closing, end, number)
