"""What is to be said, and what was said: pieces with their manner, sound with its times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from generation.types import Sound

STRESS = "\u0301"  # combining acute: the vowel before it carries the word's stress
Intonation = Literal["", "rising", "falling"]


class Phone(NamedTuple):
    """One sound of speech, seconds; ``ipa`` without stress marks. Gaps are silence."""

    ipa: str
    start: float
    end: float
    stressed: bool = False


class Word(NamedTuple):
    """One written word, with its punctuation and without stress marks; seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Text:
    """Words said in one manner; a STRESS after a vowel puts the word's stress there.

    rate: times the voice's own tempo. pitch: semitones. loudness: dB.
    """

    text: str
    rate: float = 1.0
    pitch: float = 0.0
    loudness: float = 0.0
    emphasis: bool = False
    intonation: Intonation = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence, seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment somebody else wants to know: whatever stood in brackets here."""

    name: str


Piece = Text | Pause | Mark


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is to be said, in order. language: "ru" or "en"."""

    pieces: tuple[Piece, ...]
    language: str

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the keys of Spoken.marks: ``name#index``, counting marks from 0."""
        names = (piece.name for piece in self.pieces if isinstance(piece, Mark))
        return tuple(f"{name}#{index}" for index, name in enumerate(names))


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """What was said. marks: key as in Utterance.marks → seconds.

    sound is levelled already; a whisper that was asked for is quieter on purpose.
    """

    sound: Sound
    phones: tuple[Phone, ...]
    words: tuple[Word, ...]
    marks: Mapping[str, float] = field(default_factory=dict)


class Voice(Protocol):
    """Somebody who can say an utterance."""

    def speak(self, utterance: Utterance) -> Spoken:
        """Say it. Raises TextRefused, WeightsMissing or EngineFailed."""
        ...
