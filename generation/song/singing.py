"""Let a voice sing: spoken words, their vowels held and their pitch set, by the WORLD vocoder.

WORLD takes speech apart into pitch, spectrum and breath and puts it together again (Morise,
Yokomori and Ozawa 2016), so that each can be changed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyworld
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from generation.errors import MelodyRefused
from generation.song.model import Melody, Note, Part
from generation.song.pitch import pitch_curve, transposition
from generation.song.placing import LEAD, Placed, placed, silences, source_map
from generation.song.syllables import Syllable, lyrics_of, syllables_of
from generation.sound.level import levelled
from generation.sound.resample import mono, resampled
from generation.speech.model import Spoken, Text, Utterance, Voice, Word
from generation.types import Sound, Words

RATE = 24_000  # Hz, of analysis and synthesis
FRAME = 0.005  # s
SLOWLY = 0.8  # of the voice's tempo: clearer vowels to hold
EVEN = 0.7  # how far the loudness of vowels is brought to one level
SWELL = 1.5  # dB, in the middle of a held vowel
FADE = 0.06  # s, after the last sound of a phrase
ATTACK = 0.02  # s, before its first: a sibilant needs no more, and a rest stays a rest
TAIL = 0.3
SILENT = 1e-4
SINGABLE = (36.0, 84.0)  # C2 to C6 after transposition

Doubles = NDArray[np.float64]


class Voiced(NamedTuple):
    """Speech taken apart, a row every FRAME: f0 Hz (0 unvoiced), spectrum, aperiodicity."""

    f0: Doubles
    spectrum: Doubles
    breath: Doubles


def sing(melody: Melody, voice: Voice, *, part: int = 0, seed: int = 1) -> Spoken:
    """Return one part of a melody, sung; the first beat falls LEAD seconds in.

    The voice's octave is the one nearest to how it speaks. Raises MelodyRefused where words
    and notes do not fit, and whatever the voice raises.
    """
    sung = _part(melody, part)
    text = Text(lyrics_of(sung), rate=SLOWLY)
    spoken = voice.speak(Utterance((text,), melody.language))
    syllables = syllables_of(sung, spoken)
    sounds = placed(syllables)
    duration = LEAD + sung.notes[-1].end + TAIL
    sound = levelled(resampled(_sung(spoken, sounds, sung.notes, duration, seed)))
    phones = tuple(p.phone._replace(start=p.start, end=p.end) for p in sounds)
    return Spoken(sound, phones, _words(sung, syllables, sounds))


def _part(melody: Melody, number: int) -> Part:
    if not 0 <= number < len(melody.parts):
        raise MelodyRefused(
            Words(
                f"Партии № {number + 1} нет: их {len(melody.parts)}.",
                f"There is no part {number + 1}: there are {len(melody.parts)}.",
            )
        )
    return melody.parts[number]


def taken_apart(sound: Sound) -> Voiced:
    """Analyse speech at RATE."""
    wave = mono(resampled(sound, RATE)).astype(np.float64)
    rough, times = pyworld.dio(wave, RATE, frame_period=FRAME * 1000)
    f0 = pyworld.stonemask(wave, rough, times, RATE)
    return Voiced(f0, pyworld.cheaptrick(wave, f0, times, RATE), pyworld.d4c(wave, f0, times, RATE))


def natural_pitch(f0: Doubles) -> float:
    """Return the MIDI pitch a voice speaks at: the median of what is voiced."""
    voiced = f0[f0 > 0]
    return float(69 + 12 * np.log2(np.median(voiced) / 440)) if voiced.size else 48.0


def _sung(
    spoken: Spoken, sounds: Sequence[Placed], notes: Sequence[Note], duration: float, seed: int
) -> Sound:
    speech = taken_apart(spoken.sound)
    times = np.arange(0.0, duration, FRAME)
    rows = _rows(speech, sounds, times)
    shift = transposition(notes, natural_pitch(speech.f0))
    _check_range(notes, shift)
    pitch = 440 * 2 ** ((pitch_curve(notes, times, shift, seed) - 69) / 12)
    f0 = np.where(speech.f0[rows] > 0, pitch, 0.0)
    gain = _gain(speech, sounds, rows, times, duration)
    spectrum = np.ascontiguousarray(speech.spectrum[rows] * gain[:, None] ** 2)
    breath = np.ascontiguousarray(speech.breath[rows])
    wave = pyworld.synthesize(f0, spectrum, breath, RATE, FRAME * 1000)
    wave = wave[: round(duration * RATE)]
    peak = max(float(np.abs(wave).max()), 1e-9)
    return Sound((wave / peak * 0.9).astype(np.float32)[:, None], RATE)


def _check_range(notes: Sequence[Note], shift: float) -> None:
    low, high = (extreme(note.pitch for note in notes) + shift for extreme in (min, max))
    if low < SINGABLE[0] or high > SINGABLE[1]:
        raise MelodyRefused(
            Words(
                "Мелодия слишком широка для одного голоса: уложите её в три октавы.",
                "The melody is too wide for one voice: keep it within three octaves.",
            )
        )


def _rows(speech: Voiced, sounds: Sequence[Placed], times: Doubles) -> NDArray[np.int64]:
    """Return which row of the speech is heard at each moment."""
    last = len(speech.f0) - 1
    rows = np.interp(times, *source_map(sounds)) / FRAME
    for sound in sounds:
        if sound.vowel:
            inside = (times >= sound.start) & (times < sound.end)
            rows[inside] = _held_rows(speech, sound, times[inside])
    return np.clip(rows.round().astype(np.int64), 0, last)


def _held_rows(speech: Voiced, sound: Placed, times: Doubles) -> Doubles:
    """Stretch the voiced middle of a vowel; how it begins and ends keeps its own speed."""
    first, last = (round(edge / FRAME) for edge in (sound.phone.start, sound.phone.end))
    voiced = np.flatnonzero(speech.f0[first : last + 1] > 0)
    if voiced.size:
        first, last = first + int(voiced[0]), first + int(voiced[-1])
    own, sung = (last - first) * FRAME, sound.end - sound.start
    edge = min(0.3 * own, 0.3 * sung, 0.05)
    knots = [sound.start, sound.start + edge, sound.end - edge, sound.end]
    return np.interp(times, knots, [first, first + edge / FRAME, last - edge / FRAME, last])


def _gain(
    speech: Voiced,
    sounds: Sequence[Placed],
    rows: NDArray[np.int64],
    times: Doubles,
    duration: float,
) -> Doubles:
    """Return (n,) factors: vowels at one loudness with a swell, silence between phrases."""
    loud = np.sqrt(speech.spectrum.mean(axis=1))
    vowels = [sound for sound in sounds if sound.vowel]
    insides = [(times >= v.start) & (times < v.end) for v in vowels]
    levels = np.array([loud[rows[i]].mean() if i.any() else 1.0 for i in insides])
    usual, gain = float(np.median(levels)), np.ones(len(times))
    for vowel, inside, level in zip(vowels, insides, levels, strict=True):
        along = (times[inside] - vowel.start) / (vowel.end - vowel.start)
        swell = 10 ** (SWELL * np.sin(np.pi * along) / 20)
        gain[inside] = swell * (usual / max(level, 1e-9)) ** EVEN
    gain = gaussian_filter1d(gain, 0.015 / FRAME)
    for start, end in silences(sounds, duration):
        into = np.clip((times - start) / FADE, 0, 1)
        out = np.clip((end - times) / ATTACK, 0, 1)
        inside = (times >= start - 1e-9) & (times < end)
        gain[inside] *= np.maximum((1 - into) ** 2, (1 - out) ** 2)[inside]
    return np.maximum(gain, SILENT)  # WORLD takes logarithms


def _words(part: Part, syllables: Sequence[Syllable], sounds: Sequence[Placed]) -> tuple[Word, ...]:
    """Return the sung words with their sung times."""
    spans: list[list[float]] = [[]]
    for number, syllable in enumerate(syllables):
        mine = [s for s in sounds if s.syllable == number]
        spans[-1] += [mine[0].start, mine[-1].end]
        if syllable.ends_word:
            spans.append([])
    timed = [span for span in spans if span]
    texts = [word.replace("~", " ") for word in part.words]
    return tuple(Word(text, min(span), max(span)) for text, span in zip(texts, timed, strict=True))
