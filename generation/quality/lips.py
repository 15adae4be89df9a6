"""Do the lips keep time with the sound?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.quality.faces import FaceTrack
from generation.quality.sound import Envelope
from generation.types import Words

REACH = 0.4  # s, offsets tried either way
FEWEST = 12  # pairs of frames
STILL_LIPS = 0.004  # of the eye distance, 5th to 95th percentile

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lips:
    """Pearson correlation of lip gap and sound level.

    together: at no offset. best, offset: the highest and where, in frames; + when the lips
    come after the sound. travel: 5th to 95th percentile of the gap, in eye distances.
    """

    together: float
    best: float
    offset: int
    travel: float


def lips(
    tracks: Sequence[FaceTrack], envelope: Envelope, times: Sequence[float], fps: float
) -> Lips | Words:
    """Compare the lips that move most with the sound; times: of every frame, seconds."""
    gaps = max((np.asarray(track.gaps) for track in tracks), key=_travel)
    travel = _travel(gaps)
    if travel < STILL_LIPS:
        return Words("губы не движутся", "the lips do not move")
    level = envelope.at(np.asarray(times))
    reach = max(round(REACH * fps), 1)
    by_offset = {k: correlation(gaps, level, k) for k in range(-reach, reach + 1)}
    if not np.isfinite(by_offset[0]):
        return Words("слишком мало кадров с лицом и звуком", "too few frames with face and sound")
    # Of equal peaks the one nearest to no offset.
    best = max(sorted(by_offset, key=abs), key=lambda k: np.nan_to_num(by_offset[k], nan=-2.0))
    return Lips(by_offset[0], by_offset[best], best, travel)


def correlation(gaps: Doubles, level: Doubles, offset: int) -> float:
    """Return Pearson's r of gaps[i + offset] and level[i]; NaN where it cannot be told."""
    count = min(len(gaps), len(level))
    start, stop = max(0, -offset), count - max(0, offset)
    a, b = gaps[start + offset : stop + offset], level[start:stop]
    known = np.isfinite(a) & np.isfinite(b)
    a, b = a[known], b[known]
    if len(a) < FEWEST or a.std() < 1e-9 or b.std() < 1e-9:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _travel(gaps: Doubles) -> float:
    known = gaps[np.isfinite(gaps)]
    return float(np.subtract(*np.percentile(known, (95, 5)))) if known.size else 0.0
