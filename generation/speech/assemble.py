"""Put takes together: one sound at one loudness, with the times of everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generation.errors import TextRefused
from generation.sound.level import SPEECH_LUFS, levelled
from generation.sound.mix import mixed
from generation.speech.model import Phone, Spoken, Utterance, Word
from generation.speech.takes import Take
from generation.types import Sound, Words

TAIL = 0.1  # s of silence after the last word


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """One take as a voice said it, times from its own beginning."""

    sound: Sound
    phones: tuple[Phone, ...]
    words: tuple[Word, ...]


def assembled(utterance: Utterance, said: Sequence[tuple[Take, Said | None]]) -> Spoken:
    """Return the whole; None where a take only waits. Raises TextRefused if nothing sounded."""
    clock, marks = 0.0, dict[str, float]()
    sounds: list[tuple[float, Sound]] = []
    phones: list[Phone] = []
    words: list[Word] = []
    for take, one in said:
        if one:
            sounds.append((clock, one.sound))
            phones += (p._replace(start=p.start + clock, end=p.end + clock) for p in one.phones)
            words += (w._replace(start=w.start + clock, end=w.end + clock) for w in one.words)
        marks |= {key: clock + _moment(take, at, one) for at, key in take.marks}
        clock += (one.sound.seconds if one else 0.0) + take.gap
    if not phones:
        raise TextRefused(
            Words("В тексте нет ничего, что можно произнести.", "Nothing here can be spoken.")
        )
    whole = mixed(sounds, clock + TAIL)
    return Spoken(levelled(whole, SPEECH_LUFS + _asked(said)), tuple(phones), tuple(words), marks)


def _moment(take: Take, at: int, said: Said | None) -> float:
    """Return when the token ``at`` begins, from the start of its take."""
    if said is None or at == 0:
        return 0.0
    before = sum(token.speaks for token in take.tokens[:at])
    return said.words[before].start if before < len(said.words) else said.sound.seconds


def _asked(said: Sequence[tuple[Take, Said | None]]) -> float:
    """Return how much louder, dB, the words are meant to be; else levelling undid a whisper."""
    tokens = [token for take, one in said if one for token in take.tokens]
    return float(np.mean([token.manner.loudness for token in tokens])) if tokens else 0.0
