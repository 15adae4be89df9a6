"""How loud a clip is from moment to moment: the energy of its sound track, decoded once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from generation.quality.reader import open_media
from generation.types import Floats, Words

RATE = 16_000  # Hz
BIN = 80  # samples: 5 ms
HALF_WINDOW = 8  # bins: a Hann window of 80 ms, about two frames
SILENCE = 1e-4  # RMS of full scale, -80 dBFS
MOST_BINS = 20 * 60 * RATE // BIN


@dataclass(frozen=True, slots=True)
class Envelope:
    """Mean square of the mono sound in 5 ms bins; ``start`` is the first bin's time, s."""

    start: float
    energy: Floats

    def at(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return RMS (0..1 of full scale) around each time, seconds; 0 outside the sound."""
        window = np.hanning(2 * HALF_WINDOW + 3)[1:-1]
        smooth = np.convolve(self.energy, window / window.sum(), mode="same")
        centres = self.start + (np.arange(len(smooth)) + 0.5) * (BIN / RATE)
        level = np.interp(times, centres, np.sqrt(np.maximum(smooth, 0)), left=0, right=0)
        return np.asarray(level, np.float64)


def read_envelope(path: Path) -> Envelope | Words:
    """Return the envelope of a clip's sound, or why there is none. Raises ClipRefused."""
    with open_media(path) as container:
        if not container.streams.audio:
            return Words("в клипе нет звука", "the clip has no sound")
        try:
            start, energy = _energy(container)
        except FFmpegError as error:
            return Words(
                f"звук не декодируется ({error.strerror})",
                f"its sound cannot be decoded ({error.strerror})",
            )
    if not energy.size or float(np.sqrt(energy.max())) < SILENCE:
        return Words("звуковая дорожка молчит", "the sound track is silent")
    return Envelope(start, energy)


def _energy(container: av.container.InputContainer) -> tuple[float, Floats]:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    start: float | None = None
    rest = np.zeros(0, np.float32)
    bins: list[Floats] = []
    count = 0
    for frame in container.decode(audio=0):
        start = float(frame.time or 0.0) if start is None else start
        parts = [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
        samples = np.concatenate([rest, *parts])
        whole = len(samples) // BIN * BIN
        bins.append(np.square(samples[:whole]).reshape(-1, BIN).mean(1))
        rest = samples[whole:]
        count += whole // BIN
        if count > MOST_BINS:
            break
    energy = np.concatenate(bins) if bins else np.zeros(0, np.float32)
    return start or 0.0, energy.astype(np.float32)
