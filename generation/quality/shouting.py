"""How loud a sound is, and when most: EBU R 128 with the second of its loudest moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.sound.level import measured
from generation.types import Sound

WINDOW, STEP = 0.4, 0.1  # s: the block of ITU-R BS.1770


@dataclass(frozen=True, slots=True)
class Loudness:
    """integrated: LUFS, peak: true peak in dBTP, both -inf for silence; at: the second at
    which the 0.4 s of the highest energy begin."""

    integrated: float
    peak: float
    at: float


def measure_sound(sound: Sound) -> Loudness:
    """Return how loud a sound is."""
    level = measured(sound)
    return Loudness(level.loudness, level.peak, _loudest(sound))


def _loudest(sound: Sound) -> float:
    energy = np.cumsum(np.square(sound.samples, dtype=np.float64).mean(1))
    width, step = int(WINDOW * sound.rate), int(STEP * sound.rate)
    if len(energy) <= width:
        return 0.0
    starts = np.arange(0, len(energy) - width, step)
    return float(starts[np.argmax(energy[starts + width] - energy[starts])] / sound.rate)
