"""The pitch of a sung line: notes joined by glides, a vibrato on what is held.

Singers' vibrato runs at 5 to 7 Hz (Sundberg, The Science of the Singing Voice, 1987); here it
begins 0.3 s into a note.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from generation.song.model import Note
from generation.song.placing import LEAD

GLIDE = 0.03  # s, ending on the beat: short, so that quick notes stay notes
VIBRATO_RATE = 5.4  # Hz
VIBRATO_DEPTH = 25.0  # cents each way
VIBRATO_AFTER = (0.30, 0.65)  # s into the note: begins, is whole
DRIFT = 4.0  # cents, slow wandering no singer is free of
DRIFT_RATE = 3.0  # Hz

Curve = NDArray[np.float64]


def pitch_curve(notes: Sequence[Note], times: Curve, transpose: float, seed: int) -> Curve:
    """Return (n,) MIDI pitch at ``times`` (s of sung time, evenly spaced), before voicing."""
    starts = np.array([LEAD + note.start for note in notes])
    pitches = np.array([note.pitch for note in notes]) + transpose
    which = np.clip(np.searchsorted(starts, times, side="right") - 1, 0, len(notes) - 1)
    curve = pitches[which]
    for before, after, start in zip(pitches[:-1], pitches[1:], starts[1:], strict=True):
        glide = np.clip((times - start + GLIDE) / GLIDE, 0, 1)
        inside = (times >= start - GLIDE) & (times < start)
        curve[inside] = (before + (after - before) * _smooth(glide))[inside]
    into, left = times - starts[which], _left(notes, which, times)
    return curve + (_vibrato(times, into, left) + _drift(times, seed)) / 100


def transposition(notes: Sequence[Note], natural: float) -> float:
    """Return the whole octaves, in semitones, that bring the notes nearest to a voice.

    natural: MIDI pitch the voice speaks at; singing lies about a sixth higher.
    """
    lasting = np.array([note.seconds for note in notes])
    middle = float(np.average([note.pitch for note in notes], weights=lasting))
    return 12.0 * round((natural + 8.0 - middle) / 12.0)


def _left(notes: Sequence[Note], which: NDArray[np.int64], times: Curve) -> Curve:
    ends = np.array([LEAD + note.end for note in notes])
    left: Curve = ends[which] - times
    return left


def _vibrato(times: Curve, into: Curve, left: Curve) -> Curve:
    begins, whole = VIBRATO_AFTER
    depth = _smooth(np.clip((into - begins) / (whole - begins), 0, 1))
    depth = depth * _smooth(np.clip(left / 0.12, 0, 1))
    swing: Curve = VIBRATO_DEPTH * depth * np.sin(2 * np.pi * VIBRATO_RATE * times)
    return swing


def _drift(times: Curve, seed: int) -> Curve:
    knots = np.arange(0.0, times[-1] + 2 / DRIFT_RATE, 1 / DRIFT_RATE)
    steps = np.random.default_rng(seed).normal(0, DRIFT / 2, len(knots))
    return np.interp(times, knots, np.clip(steps, -DRIFT, DRIFT))


def _smooth(x: Curve) -> Curve:
    return x * x * (3 - 2 * x)
