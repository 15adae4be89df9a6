"""A melody as singers need it: when, how long, how high, which syllable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Note(NamedTuple):
    """One note of a part."""

    start: float  # seconds
    seconds: float
    pitch: float  # MIDI note number, 69 is A4 at 440 Hz
    syllable: str = ""  # "": the syllable of the note before goes on
    ends_word: bool = True

    @property
    def end(self) -> float:
        """Return when it ends, seconds."""
        return self.start + self.seconds

    @property
    def hertz(self) -> float:
        """Return the fundamental, Hz, in equal temperament."""
        return float(440.0 * 2.0 ** ((self.pitch - 69.0) / 12.0))


class Part(NamedTuple):
    """What one singer sings, one note at a time."""

    name: str
    notes: tuple[Note, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return the sung words, their syllables joined."""
        words, word = [], ""
        for note in self.notes:
            word += note.syllable
            if note.syllable and note.ends_word:
                words.append(word)
                word = ""
        return (*words, word) if word else tuple(words)


@dataclass(frozen=True, slots=True)
class Melody:
    """A song: one part or several that begin together. language: "ru" or "en"."""

    parts: tuple[Part, ...]
    language: str

    @property
    def seconds(self) -> float:
        """Return when the last note ends."""
        return max(part.notes[-1].end for part in self.parts)
