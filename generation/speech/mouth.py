"""From phones to the mouth: dominance co-articulation.

Each sound pulls every axis towards its target with a strength that fades with distance in
time; the mouth is the weighted mean (Cohen and Massaro 1993). Lips lead the sound a little;
closures win over everything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from generation.rig.visemes import VISEMES
from generation.speech.model import Phone
from generation.types import TRACK_RATE, Floats

LEAD = 0.035  # s, lips before sound
REST_PULL = 0.6  # how strongly silence closes the mouth
FLOOR = 1e-4
REACH = 0.5  # s, beyond which no sound is felt
VARIATION = 0.06  # of a syllable's opening, standard deviation
STRESSED, UNSTRESSED = 1.12, 0.86

# axis -> (reach of a sound beyond its own time, s; smoothing, s)
AXES: dict[str, tuple[float, float]] = {
    "jaw": (0.034, 0.017), "pucker": (0.085, 0.030), "wide": (0.060, 0.026),
    "upper_up": (0.040, 0.018), "lower_down": (0.040, 0.018), "press": (0.016, 0.010),
    "fv": (0.020, 0.012), "teeth": (0.045, 0.020),
}  # fmt: skip
SYLLABIC = ("jaw", "wide", "pucker", "lower_down")  # open further under stress
# Labials and sibilants close the jaw hard; velars and liquids give way to their neighbours.
PULL: dict[tuple[str, str], float] = {
    ("m", "jaw"): 2.6, ("f", "jaw"): 1.8, ("s", "jaw"): 1.5, ("S", "jaw"): 1.3,
    ("t", "jaw"): 0.8, ("th", "jaw"): 0.9, ("k", "jaw"): 0.35, ("r", "jaw"): 0.5,
    ("u", "pucker"): 1.5, ("w", "pucker"): 1.5, ("o", "pucker"): 1.1, ("S", "pucker"): 0.9,
    ("i", "wide"): 1.2, ("rest", "jaw"): 0.8,
}  # fmt: skip
VOWELS = frozenset("aeiyou")

# first letter of the IPA -> (viseme, how much of it)
SOUNDS: dict[str, tuple[str, float]] = {
    **dict.fromkeys("aɑæ", ("a", 1.0)), **dict.fromkeys("ʌɐ", ("a", 0.85)),
    **dict.fromkeys("eɛɜ", ("e", 1.0)), **dict.fromkeys("əɚ", ("e", 0.7)),
    "i": ("i", 1.0), "ɪ": ("i", 0.8), "j": ("i", 0.7), "y": ("y", 1.0), "ɨ": ("y", 1.0),
    **dict.fromkeys("oɔɒɵ", ("o", 1.0)), "u": ("u", 1.0), "ʊ": ("u", 0.8),
    "w": ("w", 1.0), **dict.fromkeys("mbp", ("m", 1.0)),
    **dict.fromkeys("fv", ("f", 1.0)), **dict.fromkeys("θð", ("th", 1.0)),
    **dict.fromkeys("tdnlɭɫɾ", ("t", 1.0)), **dict.fromkeys("szc", ("s", 1.0)),
    **dict.fromkeys("ʃʒɕʑ", ("S", 1.0)),
    **dict.fromkeys("kɡgxhŋɣʔ", ("k", 1.0)), **dict.fromkeys("rɹ", ("r", 1.0)),
}  # fmt: skip
AFFRICATES = {"ts": "s", "dz": "s", "tʃ": "S", "dʒ": "S", "tɕ": "S", "dʑ": "S"}
GLIDES = "iɪuʊ"  # second half of a diphthong
SECOND_HALF = 0.55  # of a diphthong, where its glide begins

Track = NDArray[np.float64]


class Gesture(NamedTuple):
    """One target of the mouth, seconds; ``amount`` of the viseme, 0 for rest."""

    viseme: str
    start: float
    end: float
    amount: float
    syllabic: float = 1.0


def mouth_tracks(
    phones: Sequence[Phone], duration: float, *, strength: float = 1.0, seed: int = 1
) -> dict[str, Floats]:
    """Return axis → (n,) float32 at TRACK_RATE, n = duration·TRACK_RATE + 1, 0..1.

    Only the axes that speech moves; 0 where nothing is said. strength: how far this portrait
    opens, 1 as usual. seed: of the small differences between syllables.
    """
    count = round(duration * TRACK_RATE) + 1
    gestures = list(gestures_of(phones, duration, np.random.default_rng(seed)))
    raw = {axis: _blended(axis, gestures, count) for axis in AXES}
    smooth = {
        axis: gaussian_filter1d(raw[axis], AXES[axis][1] * TRACK_RATE, mode="nearest")
        for axis in AXES
    }
    _close(smooth)
    smooth["jaw"] *= strength
    return {axis: np.clip(track, 0, 1).astype(np.float32) for axis, track in smooth.items()}


def gestures_of(
    phones: Iterable[Phone], duration: float, rng: np.random.Generator
) -> Iterator[Gesture]:
    """Yield what the mouth does, silence included, in order."""
    rest = Phone("", -1.0, 0.0)
    padded = [rest, *phones, Phone("", duration, duration + 1.0)]
    for before, phone in pairwise(padded):
        if phone.start - before.end > 1.5 / TRACK_RATE:
            yield Gesture("rest", before.end, phone.start, 0.0)
        if phone.ipa:
            yield from _of_phone(phone, rng)
    yield Gesture("rest", duration, duration + 1.0, 0.0)


def _of_phone(phone: Phone, rng: np.random.Generator) -> Iterator[Gesture]:
    ipa = phone.ipa.replace("ʲ", "").replace("ː", "")
    viseme, amount = SOUNDS.get(ipa[:1], ("t", 1.0))
    viseme = AFFRICATES.get(ipa[:2], viseme)
    syllabic = 1.0
    if viseme in VOWELS and not ipa.startswith("j"):
        syllabic = STRESSED if phone.stressed else UNSTRESSED
        syllabic *= 1 + VARIATION * float(np.clip(rng.normal(), -2, 2))
    middle = phone.end
    glide = ipa[1:2] if viseme in VOWELS and ipa[1:2] in GLIDES else ""
    if glide:
        middle = phone.start + SECOND_HALF * (phone.end - phone.start)
    yield Gesture(viseme, phone.start, middle, amount, syllabic)
    if glide:
        second, share = SOUNDS[glide]
        yield Gesture(second, middle, phone.end, share, syllabic)


def _blended(axis: str, gestures: Sequence[Gesture], count: int) -> Track:
    """Return sum(D·T)/sum(D), D = pull·exp(-distance beyond the sound / reach)."""
    pulled, pulling = np.zeros(count), np.full(count, FLOOR)
    reach = AXES[axis][0]
    for gesture in gestures:
        start, end = gesture.start - LEAD, gesture.end - LEAD
        left = max(math.floor((start - REACH) * TRACK_RATE), 0)
        right = min(math.ceil((end + REACH) * TRACK_RATE) + 1, count)
        if right <= left:
            continue
        times = np.arange(left, right) / TRACK_RATE
        centre, half = (start + end) / 2, (end - start) / 2
        distance = np.maximum(np.abs(times - centre) - 0.55 * half, 0)
        # Rounding is prepared early; everything else is left a little faster than entered.
        before = reach * (1.25 if axis == "pucker" else 1.0)
        weight = _pull(gesture.viseme, axis) * np.exp(
            -distance / np.where(times < centre, before, reach * 0.85)
        )
        target = VISEMES[gesture.viseme].get(axis, 0.0) * gesture.amount
        pulled[left:right] += weight * target * (gesture.syllabic if axis in SYLLABIC else 1)
        pulling[left:right] += weight
    return np.asarray(pulled / pulling, np.float64)


def _pull(viseme: str, axis: str) -> float:
    if (viseme, axis) in PULL:
        return PULL[viseme, axis]
    if axis in VISEMES[viseme]:
        return 1.0
    if axis == "pucker":
        return 0.30 if viseme in VOWELS else 0.12
    return 0.35 if axis == "wide" else REST_PULL


def _close(tracks: dict[str, Track]) -> None:
    """Let closures win: nothing parts pressed lips, and f keeps the jaw up."""
    shut = 1 - 0.93 * np.clip(1.25 * tracks["press"], 0, 1) ** 1.5
    for axis in ("jaw", "lower_down", "upper_up", "teeth"):
        tracks[axis] = tracks[axis] * shut
    tracks["fv"] = tracks["fv"] * np.clip(1 - (1 - shut) / 0.93, 0, 1)
    tracks["jaw"] = tracks["jaw"] * (1 - 0.55 * np.clip(tracks["fv"], 0, 1))
