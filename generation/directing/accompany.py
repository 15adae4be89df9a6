"""What a face does while it speaks: small nods and brows on stress, blinks at pauses. Seeded.

Speakers move head and brows with the stressed syllables, most with the last of a phrase, and
blink where they pause (Hadar et al. 1983; Flecha-Garcia 2010; Nakano and Kitazawa 2010).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from generation.directing.score import Score, minimum_jerk, swell, times
from generation.speech.model import Phone, Spoken, Word
from generation.types import TRACK_RATE, Floats

PHRASE = 0.22  # seconds of silence between words that end a phrase
APART = 0.6  # seconds between two nods at least
NOD, NOD_SECONDS = (0.7, 1.7), 0.5  # degrees; 1.5 times that at a phrase's end
NODS = 0.5  # share of stresses that nod
BROW, BROW_SECONDS, BROWS = (0.18, 0.38), 0.55, 0.22
ASKING = 0.5  # of the brows at a question's last word
BLINKS = 0.6  # share of pauses with a blink
BLINK_GAP = 4.0  # s between two of them: life blinks as well
SWAY = {"yaw": 1.4, "roll": 0.8}  # degrees, standard deviation of a phrase's posture
SETTLE = 0.9  # seconds to take a posture
EDGE = 0.5  # seconds of posture before the first word and after the last


class Phrase(NamedTuple):
    """Words said in one breath; seconds."""

    words: tuple[Word, ...]
    stresses: tuple[float, ...]

    @property
    def start(self) -> float:
        """Return when its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Return when its last word ends."""
        return self.words[-1].end


def accompany(score: Score, start: float, spoken: Spoken, *, seed: int) -> None:
    """Lay the small movements that go with an utterance begun at ``start`` seconds."""
    found = phrases(spoken)
    if not found:
        return
    draw = np.random.default_rng((seed, 41, round(start * TRACK_RATE)))
    begin = start + found[0].start - EDGE
    for axis, size in SWAY.items():
        score.add(axis, begin, _postures(found, size, draw))
    score.add("pitch", begin, np.zeros(len(_postures(found, 0, draw)), np.float32))
    last = -APART
    for phrase in found:
        for at in phrase.stresses:
            final = at == phrase.stresses[-1]
            if at - last >= APART and (final or draw.random() < NODS):
                size = draw.uniform(*NOD) * (1.5 if final else 1.0)
                score.add("pitch", start + at - 0.3 * NOD_SECONDS, size * _bump(NOD_SECONDS))
                last = at
            if draw.random() < BROWS:
                _raise_brows(score, start + at, float(draw.uniform(*BROW)), BROW_SECONDS)
        if phrase.words[-1].text.rstrip("\"'»”’)").endswith("?"):
            word = phrase.words[-1]
            _raise_brows(score, start + word.start, ASKING, word.end - word.start + 0.5)
    blinked = -BLINK_GAP
    for at in _pauses(found):
        if draw.random() < BLINKS and at - blinked >= BLINK_GAP:
            _blink(score, start + at)
            blinked = at


def phrases(spoken: Spoken) -> list[Phrase]:
    """Return the words between pauses, with the moments of their stressed phones."""
    groups: list[list[Word]] = []
    for word in spoken.words:
        if groups and word.start - groups[-1][-1].end < PHRASE:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [Phrase(tuple(g), _stresses(spoken.phones, g[0].start, g[-1].end)) for g in groups]


def _stresses(phones: Sequence[Phone], start: float, end: float) -> tuple[float, ...]:
    return tuple(p.start for p in phones if p.stressed and start <= p.start < end)


def _postures(found: list[Phrase], size: float, draw: np.random.Generator) -> Floats:
    """From 0 to one posture a phrase and back to 0, taken while the phrase before ends."""
    begin = found[0].start - EDGE
    t = times(found[-1].end + 2 * EDGE + SETTLE - begin) + begin
    curve, before = np.zeros(len(t), np.float32), 0.0
    for phrase in found:
        place = float(np.clip(draw.normal(0, size), -2 * size, 2 * size)) if size else 0.0
        curve += (place - before) * minimum_jerk((t - phrase.start + 0.3) / SETTLE)
        before = place
    return curve - before * minimum_jerk((t - found[-1].end) / SETTLE)


def _bump(seconds: float) -> Floats:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * times(seconds) / seconds), np.float32)


def _raise_brows(score: Score, at: float, size: float, seconds: float) -> None:
    """Where an expression moves the brows already, so much less."""
    curve = size * swell(seconds, 0.16, 0.3)
    for axis in ("brow_r", "brow_l"):
        shown = np.nan_to_num(score.part(axis, at - 0.1, len(curve)))
        score.add(axis, at - 0.1, curve * np.maximum(1 - np.abs(shown), 0))


def _blink(score: Score, at: float) -> None:
    for axis in ("blink_r", "blink_l"):
        score.add(axis, at, swell(0.26, 0.08, 0.15))


def _pauses(found: list[Phrase]) -> Iterator[float]:
    for before, _ in pairwise(found):
        yield before.end + 0.03
