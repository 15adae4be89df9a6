"""What is sung is measured: its pitch, when its vowels begin, where it is silent."""

from __future__ import annotations

import numpy as np
import pytest
import pyworld

from generation.errors import MelodyRefused
from generation.song.model import Melody
from generation.song.pitch import pitch_curve
from generation.song.placing import LEAD
from generation.song.reading import read_melody
from generation.song.singing import sing
from generation.sound.resample import mono
from generation.speech.espeak_voice import EspeakOptions, EspeakVoice
from generation.speech.model import Spoken
from generation.speech.mouth import mouth_tracks
from generation.types import TRACK_RATE

RU = "K:G Q:1/4=100 D G G/2A/2 | B2 B z | G A B G | D4 w: Во по-ле бе-рё-за сто-я-ла во по-"
EN = "K:F Q:1/4=96 C F2 A/2F/2 | A2 G | F2 D | C2 w: A-ma-zing_ grace how sweet the sound"


def voice(speaker: str) -> EspeakVoice:
    """Return one of the embedded speakers."""
    return EspeakVoice(EspeakOptions(speaker=speaker))


def pitch(spoken: Spoken) -> tuple[np.ndarray, np.ndarray]:
    """Return times and MIDI pitch by DIO and StoneMask, NaN where unvoiced."""
    wave = mono(spoken.sound).astype(np.float64)
    rough, times = pyworld.dio(wave, spoken.sound.rate, frame_period=5)
    f0 = pyworld.stonemask(wave, rough, times, spoken.sound.rate)
    with np.errstate(divide="ignore"):
        return times, np.where(f0 > 0, 69 + 12 * np.log2(f0 / 440), np.nan)


def off_the_notes(melody: Melody, spoken: Spoken) -> np.ndarray:
    """Return the error of every voiced frame in cents, whole octaves apart."""
    times, heard = pitch(spoken)
    errors = []
    for note in melody.parts[0].notes:
        inside = (times >= LEAD + note.start) & (times < LEAD + note.end) & ~np.isnan(heard)
        errors.append(heard[inside] - note.pitch)
    cents = 100 * np.concatenate(errors)
    return cents - 1200 * round(float(np.median(cents)) / 1200)


@pytest.mark.parametrize(("tune", "speaker"), [(RU, "woman"), (EN, "man")])
def test_sings_the_notes(tune: str, speaker: str) -> None:
    melody = read_melody(tune)
    spoken = sing(melody, voice(speaker))
    cents = off_the_notes(melody, spoken)
    lasting = sum(note.seconds for note in melody.parts[0].notes)
    assert len(cents) * 0.005 > 0.8 * lasting  # vowels are held, not clipped
    assert np.mean(np.abs(cents) < 50) >= 0.95


def test_vowels_begin_on_the_beat_and_open_the_mouth() -> None:
    melody = read_melody(RU)
    spoken = sing(melody, voice("woman"))
    jaw = mouth_tracks(spoken.phones, spoken.sound.seconds)["jaw"]
    starts = {round(phone.start, 3) for phone in spoken.phones}
    for note in melody.parts[0].notes:
        assert round(LEAD + note.start, 3) in starts
        middle = round((LEAD + note.start + note.seconds / 2) * TRACK_RATE)
        assert jaw[middle] > 0.1
    assert [word.text for word in spoken.words] == ["Во", "поле", "берёза", "стояла", "во", "по"]


def test_rests_are_silent() -> None:
    melody = read_melody(RU)
    spoken = sing(melody, voice("woman"))
    rest = 6.25 * 60 / 100 + LEAD, 6.75 * 60 / 100 + LEAD
    first, last = (round(edge * spoken.sound.rate) for edge in rest)
    loud = np.sqrt(np.mean(mono(spoken.sound) ** 2))
    quiet = np.sqrt(np.mean(mono(spoken.sound)[first:last] ** 2))
    assert quiet < 0.05 * loud


def test_the_pitch_comes_from_the_seed() -> None:
    notes = read_melody("K:C C2 D2 w: la la").parts[0].notes
    times = np.arange(0, 3, 0.005)
    one, same, other = (pitch_curve(notes, times, 0, seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert 0 < np.abs(one - other).max() < 0.1


@pytest.mark.parametrize(
    ("tune", "word"),
    [
        ("K:C C D w: в лес", "no vowel"),
        ("K:C C D w: 1234567 la", "write numbers"),
        ("K:C C w: берёза", "3 vowels on 1 syllables"),
        ("K:C C,,, c''''' w: la la", "too wide"),
    ],
)
def test_refusals(tune: str, word: str) -> None:
    with pytest.raises(MelodyRefused, match=word):
        sing(read_melody(tune), voice("man"))


def test_a_part_that_is_not_there() -> None:
    with pytest.raises(MelodyRefused, match="no part 3"):
        sing(read_melody("K:C C w: la"), voice("man"), part=2)
