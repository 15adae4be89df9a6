"""No synthesis at all: somebody's recording moves the lips, with its text or without."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from generation.errors import TextRefused
from generation.sound.level import levelled
from generation.speech.align import aligned, moved_phones, moved_words
from generation.speech.espeak_voice import EspeakOptions, EspeakVoice
from generation.speech.features import RANGE, Heard, heard, loudness_curve
from generation.speech.marks import read_utterance
from generation.speech.model import Spoken
from generation.speech.mouth import mouth_tracks
from generation.types import TRACK_RATE, Floats, Sound, Words

LEAD = 0.02  # s, lips before sound
LIKELY = (0.25, 4.0)  # times the length espeak would take
# jaw = phones·(a + b·amplitude) + c·amplitude: a shout opens wider, whatever the vowel.
BY_AMPLITUDE = (0.4, 0.9, 0.16)


Doubles = NDArray[np.float64]


def recording_spoken(sound: Sound, text: str | None, language: str) -> Spoken:
    """Return a recording as something spoken, levelled; with text its phones and words.

    Raises TextRefused when the text cannot be read or cannot be what was recorded.
    """
    even = levelled(sound)
    if not text or not text.strip():
        return Spoken(even, (), ())
    said = EspeakVoice(EspeakOptions()).speak(read_utterance(text, language))
    times = sound.seconds / said.sound.seconds
    if not LIKELY[0] < times < LIKELY[1]:
        raise TextRefused(
            Words(
                f"Запись длится {sound.seconds:.0f} с, а текст — около "
                f"{said.sound.seconds:.0f} с. Проверьте, тот ли это текст.",
                f"The recording lasts {sound.seconds:.0f} s, its text about "
                f"{said.sound.seconds:.0f} s. Check that they belong together.",
            )
        )
    there = aligned(even, said)
    return Spoken(
        even,
        moved_phones(said.phones, there),
        moved_words(said.words, there),
        {key: there(at) for key, at in said.marks.items()},
    )


def recording_tracks(
    sound: Sound, spoken: Spoken | None = None, *, strength: float = 1.0, seed: int = 1
) -> dict[str, Floats]:
    """Return the mouth of a recording: axis → (n,) float32 at TRACK_RATE, as mouth_tracks.

    With phones they say the shape and the sound how far it opens; without, the formants say
    the shape: the first the jaw, the second spread or round lips. Closed in silence.
    """
    if spoken is None or not spoken.phones:
        return _by_ear(heard(sound), sound.seconds, strength)
    tracks = mouth_tracks(spoken.phones, sound.seconds, strength=strength, seed=seed)
    return opened_by_sound(tracks, sound, strength=strength)


def opened_by_sound(
    tracks: Mapping[str, Floats], sound: Sound, *, start: float = 0.0, strength: float = 1.0
) -> dict[str, Floats]:
    """Return tracks of phones that also open and close with the loudness of their sound.

    start: seconds into the tracks at which the sound begins.
    """
    level = _eased(loudness_curve(sound), 0.03)
    count, before = len(tracks["jaw"]), round(start * TRACK_RATE)
    level = _fitted(np.pad(level, (before, 0)), count)
    audible = np.clip(level * 3, 0, 1)
    amplitude = 10 ** (RANGE * (level - 1) / 20) * audible
    least, more, alone = BY_AMPLITUDE
    opened = dict(tracks)
    jaw = tracks["jaw"] * audible * (least + more * amplitude) + strength * alone * amplitude
    opened["jaw"] = _track(jaw * (1 - tracks["press"]))
    for axis in ("wide", "lower_down", "upper_up", "teeth"):
        opened[axis] = _track(tracks[axis] * audible)
    return opened


def _by_ear(ear: Heard, seconds: float, strength: float) -> dict[str, Floats]:
    level = ear.level**1.6
    voiced = 1 - ear.hiss
    shapes = {
        "jaw": 0.95 * strength * level * (0.4 + 0.6 * ear.openness) * (0.2 + 0.8 * voiced),
        "pucker": 0.7 * level * voiced * np.clip(1 - 2.2 * ear.frontness, 0, 1),
        "wide": 0.6 * level * np.clip(2 * ear.frontness - 1, 0, 1),
        "lower_down": 0.25 * level * np.maximum(ear.frontness, ear.hiss),
        "upper_up": 0.15 * level * np.maximum(ear.frontness, ear.hiss),
        "teeth": 0.25 * level * ear.hiss,
    }
    count = round(seconds * TRACK_RATE) + 1
    easing = {"jaw": 0.025, "pucker": 0.045, "wide": 0.045}
    tracks = {
        axis: _track(_fitted(_eased(shape, easing.get(axis, 0.03)), count))
        for axis, shape in shapes.items()
    }
    return tracks | {axis: np.zeros(count, np.float32) for axis in ("press", "fv")}


def _eased(values: Doubles, seconds: float) -> Doubles:
    return np.asarray(gaussian_filter1d(values, seconds * TRACK_RATE, mode="nearest"))


def _fitted(values: Doubles, count: int) -> Doubles:
    """Return ``count`` values, LEAD seconds early."""
    early = values[round(LEAD * TRACK_RATE) :]
    return np.pad(early[:count], (0, max(count - len(early), 0)), mode="edge")


def _track(values: Doubles) -> Floats:
    return np.asarray(np.clip(values, 0, 1), np.float32)
