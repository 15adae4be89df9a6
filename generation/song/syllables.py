"""Which spoken sounds belong to which sung syllable.

A sung syllable is a vowel held as long as its notes; the consonants before it come before
the beat, those that end a word stay with the vowel before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.errors import MelodyRefused
from generation.song.model import Note, Part
from generation.speech.model import Phone, Spoken
from generation.types import Words

VOWELS = frozenset("aeiouyæɐɑɒɔəɚɛɜɪɨʊʌɵ")
SPARE = 1  # vowels a word may have beyond its notes: fire, our
SPACE = "~"  # joins words on one note: в~ле-су


class Syllable(NamedTuple):
    """Notes sung on one vowel, and the phones spoken for it, spoken times."""

    notes: tuple[Note, ...]
    onset: tuple[Phone, ...]
    vowel: tuple[Phone, ...]  # two and more where a written syllable holds several
    coda: tuple[Phone, ...]
    ends_word: bool


def lyrics_of(part: Part) -> str:
    """Return a part's words as they are spoken."""
    return " ".join(part.words).replace(SPACE, " ")


def syllables_of(part: Part, spoken: Spoken) -> tuple[Syllable, ...]:
    """Share the phones of ``lyrics_of(part)`` among the notes. Raises MelodyRefused."""
    groups = list(_sung(part))
    syllables: list[Syllable] = []
    for word, phones in zip(_words(groups), _phones_by_word(part, spoken), strict=True):
        vowels = sum(map(is_vowel, phones))
        if vowels == 0:
            raise _unsung(word, part.name)
        if vowels > len(word) + SPARE:
            raise _crowded(word, part.name, vowels)
        syllables += _share(phones, word)
    return tuple(syllables)


def is_vowel(phone: Phone) -> bool:
    """Say whether a phone can be held."""
    return phone.ipa[:1] in VOWELS or "\u0329" in phone.ipa  # or a syllabic consonant


def _sung(part: Part) -> Iterator[tuple[Note, ...]]:
    """Yield the notes of each syllable; notes before the first syllable are hummed over."""
    group: list[Note] = []
    for note in part.notes:
        if note.syllable:
            if group and group[0].syllable:
                yield tuple(group)
            group = []
        if group or note.syllable:
            group.append(note)
    if group:
        yield tuple(group)


def _words(groups: Sequence[tuple[Note, ...]]) -> Iterator[list[tuple[Note, ...]]]:
    word: list[tuple[Note, ...]] = []
    for group in groups:
        word.append(group)
        if group[0].ends_word:
            yield word
            word = []
    if word:
        yield word


def _phones_by_word(part: Part, spoken: Spoken) -> Iterator[tuple[Phone, ...]]:
    """Yield the phones of each sung word, by the times of the spoken ones."""
    counts = [sum(any(c.isalnum() for c in t) for t in word.replace(SPACE, " ").split())
              for word in part.words]  # fmt: skip
    if sum(counts) != len(spoken.words):
        raise MelodyRefused(
            Words(
                f"Партия «{part.name}»: голос сказал {len(spoken.words)} слов вместо "
                f"{sum(counts)}. Запишите числа и сокращения словами.",
                f"Part “{part.name}”: the voice said {len(spoken.words)} words instead of "
                f"{sum(counts)}. Write numbers and abbreviations as words.",
            )
        )
    edges = [word.start for word in spoken.words] + [float("inf")]
    done = 0
    for count in counts:
        start, end = edges[done], edges[done + count]
        done += count
        yield tuple(p for p in spoken.phones if start <= (p.start + p.end) / 2 < end)


def _share(phones: Sequence[Phone], word: list[tuple[Note, ...]]) -> list[Syllable]:
    nuclei = [index for index, phone in enumerate(phones) if is_vowel(phone)]
    held = _nuclei_of_syllables(nuclei, len(word))
    shared, begin = [], 0
    for number, (notes, mine) in enumerate(zip(word, held, strict=True)):
        last = number == len(word) - 1
        end = len(phones) if last else mine[-1] + 1
        shared.append(
            Syllable(
                notes,
                tuple(phones[begin : mine[0]]) if begin < mine[0] else (),
                tuple(phones[mine[0] : mine[-1] + 1]),
                tuple(phones[mine[-1] + 1 : end]),
                last,
            )
        )
        begin = max(begin, end)
    return shared


def _nuclei_of_syllables(nuclei: list[int], count: int) -> list[list[int]]:
    """Give each syllable its vowels: one each as far as they go, the rest to the last.

    More syllables than vowels: the last vowel is sung again.
    """
    if len(nuclei) < count:
        nuclei = nuclei + [nuclei[-1]] * (count - len(nuclei))
    return [[index] for index in nuclei[: count - 1]] + [nuclei[count - 1 :]]


def _unsung(word: list[tuple[Note, ...]], name: str) -> MelodyRefused:
    text = "".join(notes[0].syllable for notes in word)
    return MelodyRefused(
        Words(
            f"Партия «{name}»: в слове «{text}» нет гласной. Присоедините его к соседнему "
            f"знаком {SPACE}, например в{SPACE}ле-су.",
            f"Part “{name}”: “{text}” has no vowel. Join it to its neighbour with {SPACE}.",
        )
    )


def _crowded(word: list[tuple[Note, ...]], name: str, vowels: int) -> MelodyRefused:
    text = "".join(notes[0].syllable for notes in word)
    return MelodyRefused(
        Words(
            f"Партия «{name}»: в «{text}» гласных {vowels}, слогов {len(word)}. Разделите слоги "
            "дефисом, числа запишите словами.",
            f"Part “{name}”: “{text}” has {vowels} vowels on {len(word)} syllables. Part the "
            "syllables with hyphens; write numbers as words.",
        )
    )
