"""What is heard of each spoken event: said, sung or recorded, with lips to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from generation.directing.score import swell
from generation.errors import GenerationError, ScriptRefused
from generation.script.files import Files
from generation.script.marks import Inline, split_marks
from generation.script.model import (
    LONGEST,
    Event,
    Pause,
    Recording,
    Say,
    Script,
    Sing,
    Voicing,
)
from generation.script.tongue import language_of
from generation.sound.read import read_sound
from generation.speech.marks import read_utterance
from generation.speech.model import Spoken, Text, Utterance, Voice
from generation.speech.mouth import mouth_tracks
from generation.speech.recording import opened_by_sound, recording_spoken, recording_tracks
from generation.speech.voices import open_voice
from generation.types import Floats, Sound, Words

LEAD = 0.3  # seconds
Voices = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Performed:
    """One spoken event: seconds it lasts, what is heard, how the lips move, what happens in it.

    lips: they begin ``lead`` seconds before the sound, because lips shape a sound before it
    is heard. marks: name of an inline mark → seconds from the event's beginning.
    """

    seconds: float
    language: str
    sound: Sound | None = None
    spoken: Spoken | None = None
    lips: Mapping[str, Floats] = field(default_factory=dict)
    lead: float = 0.0
    inlines: tuple[Inline, ...] = ()
    marks: Mapping[str, float] = field(default_factory=dict)
    text: str | None = None  # of a recording, whose words may have no times
    sung: bool = False


@contextmanager
def told_by(event: Event) -> Iterator[None]:
    """Turn what another room refuses into a refusal that points at the event."""
    try:
        yield
    except ScriptRefused:
        raise
    except GenerationError as error:
        said = error.for_people
        raise ScriptRefused(
            Words(
                f"Сценарий: строка {event.line}, поле {event.kind}: {said.ru}",
                f"Script: line {event.line}, field {event.kind}: {said.en}",
            ),
            permanent=error.permanent,
        ) from error


class Sources:
    """Performs spoken events; voices are opened once each."""

    def __init__(self, script: Script, voices: Voices, files: Files) -> None:
        self._script, self._table, self._files = script, voices, files
        self._voices: dict[tuple[str, str], Voice] = {}

    def perform(self, event: Event) -> Performed:
        """Return what is heard and seen of a spoken event. Raises ScriptRefused."""
        with told_by(event):
            if isinstance(event, Say):
                return self._say(event)
            if isinstance(event, Sing):
                return self._sing(event)
            if isinstance(event, Recording):
                return self._recording(event)
        assert isinstance(event, Pause)
        return Performed(event.seconds, self._script.language)

    def _voice(self, voicing: Voicing) -> Voice:
        key = voicing.engine, voicing.speaker
        if key not in self._voices:
            options = {"speaker": voicing.speaker} if voicing.speaker else {}
            self._voices[key] = open_voice(self._table, voicing.engine, options)
        return self._voices[key]

    def _say(self, event: Say) -> Performed:
        marked = split_marks(event.text, event.line)
        language = self._language(event.language, marked.text)
        voicing = event.voice or self._script.voice
        utterance = in_manner(read_utterance(marked.text, language), voicing)
        spoken = self._voice(voicing).speak(utterance)
        marks = {key.partition("#")[0]: at for key, at in spoken.marks.items()}
        return self._heard(spoken, language, event.strength, tuple(marked.inlines), marks)

    def _sing(self, event: Sing) -> Performed:
        # the vocoder and the readers of scores load slowly, and few scripts sing
        from generation.song.reading import read_melody
        from generation.song.singing import sing

        told = self._files(event.melody) if event.melody else event.notes
        language = self._language(event.language, event.lyrics)
        voicing = event.voice or self._script.voice
        melody = read_melody(told, event.lyrics, language)
        spoken = sing(melody, self._voice(voicing), part=event.part - 1)
        return replace(self._heard(spoken, language, event.strength), sung=True)

    def _recording(self, event: Recording) -> Performed:
        sound = read_sound(self._files(event.file), longest=LONGEST)
        language = self._language(event.language, event.text)
        spoken = recording_spoken(sound, event.text or None, language)
        lips = recording_tracks(spoken.sound, spoken, strength=event.strength)
        seconds = spoken.sound.seconds
        return Performed(seconds, language, spoken.sound, spoken, lips, text=event.text or None)

    def _heard(
        self,
        spoken: Spoken,
        language: str,
        strength: float,
        inlines: tuple[Inline, ...] = (),
        marks: Mapping[str, float] | None = None,
    ) -> Performed:
        sound = spoken.sound
        later = [p._replace(start=p.start + LEAD, end=p.end + LEAD) for p in spoken.phones]
        seconds = sound.seconds
        shapes = mouth_tracks(later, seconds + 2 * LEAD, strength=strength)
        lips = opened_by_sound(shapes, sound, start=LEAD, strength=strength)
        ends = swell(seconds + 2 * LEAD, LEAD / 2, LEAD / 2)
        lips = {axis: curve * ends[: len(curve)] for axis, curve in lips.items()}
        return Performed(seconds, language, sound, spoken, lips, LEAD, inlines, marks or {})

    def _language(self, own: str, text: str) -> str:
        return own or self._script.language or language_of(text or self._script.title)


def in_manner(utterance: Utterance, voicing: Voicing) -> Utterance:
    """Return the utterance at the tempo and pitch its speaker should have."""
    pieces = (
        replace(piece, rate=piece.rate * voicing.rate, pitch=piece.pitch + voicing.pitch)
        if isinstance(piece, Text)
        else piece
        for piece in utterance.pieces
    )
    return Utterance(tuple(pieces), utterance.language)
