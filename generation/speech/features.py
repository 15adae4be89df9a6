"""What can be heard in a recording every hundredth of a second: level, formants, timbre."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.fft import dct
from scipy.linalg import solve_toeplitz
from scipy.ndimage import median_filter, uniform_filter1d

from generation.sound.resample import mono, resampled
from generation.types import TRACK_RATE, Floats, Sound

RATE = 16_000  # Hz
HOP = RATE // TRACK_RATE
WINDOW = 400  # samples, 25 ms
SPECTRUM = 512
BANDS, CEPSTRA = 26, 13
LOWEST, HIGHEST = 80.0, 7_600.0  # Hz
RANGE = 35.0  # dB below the loud moments that still open the mouth
FORMANT_RATE = 10_000  # Hz: four or five formants below half of it
ORDER = 12  # poles of the linear prediction

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything at TRACK_RATE, (n,) each. level: 0..1, 1 the loud moments of this recording.

    openness, frontness: 0..1, first and second formant within this speaker's own range.
    hiss: 0..1, the share of energy above 4 kHz.
    """

    level: Doubles
    openness: Doubles
    frontness: Doubles
    hiss: Doubles


def heard(sound: Sound) -> Heard:
    """Return what drives the lips of a recording without words."""
    samples = mono(resampled(sound, RATE))
    power = _power(_windows(samples, WINDOW, HOP))
    frequencies = np.fft.rfftfreq(SPECTRUM, 1 / RATE)
    total = power.sum(1) + 1e-12
    level = _level(samples)
    hiss = power[:, frequencies > 4_000].sum(1) / total
    voiced = (level > 0.3) & (hiss < 0.4)
    first, second = _formants(mono(resampled(sound, FORMANT_RATE)), len(level))
    return Heard(
        level,
        _within_own_range(first, voiced),
        _within_own_range(second, voiced),
        np.clip(hiss * 1.5, 0, 1),
    )


def loudness_curve(sound: Sound) -> Doubles:
    """Return the level alone, as in Heard."""
    return _level(mono(resampled(sound, RATE)))


def cepstra(sound: Sound) -> Doubles:
    """Return (n, 13) mel cepstra at TRACK_RATE, each of mean 0 and deviation 1 where loud."""
    samples = mono(resampled(sound, RATE))
    emphasised = np.append(samples[:1], samples[1:] - 0.97 * samples[:-1]).astype(np.float32)
    power = _power(_windows(emphasised, WINDOW, HOP))
    logs = np.log(power @ _mel_filters().T + 1e-8)
    told = dct(logs, type=2, norm="ortho", axis=1)[:, :CEPSTRA]
    loud = told[:, 0] > np.percentile(told[:, 0], 30)
    spread = told[loud].std(0) + 1e-6
    return np.asarray((told - told[loud].mean(0)) / spread, np.float64)


def _windows(samples: Floats, size: int, hop: int) -> Floats:
    """Return (n, size) stretches centred on every hop."""
    padded = np.pad(samples, (size // 2, size + hop))
    count = len(samples) // hop + 1
    return np.asarray(sliding_window_view(padded, size)[::hop][:count], np.float32)


def _power(windows: Floats) -> Doubles:
    shaped = windows * np.hanning(windows.shape[1]).astype(np.float32)
    return np.asarray(np.abs(np.fft.rfft(shaped, SPECTRUM)) ** 2, np.float64)


def _level(samples: Floats) -> Doubles:
    """Return the RMS of 50 ms in dB, from RANGE below the loud moments (0) up to them (1)."""
    squares = uniform_filter1d(np.square(samples, dtype=np.float64), RATE // 20)
    rms = np.sqrt(np.maximum(squares[::HOP], 1e-12))
    rms = np.pad(rms, (0, max(len(samples) // HOP + 1 - len(rms), 0)), mode="edge")
    loud = np.percentile(rms, 95)
    return np.asarray(np.clip(1 + 20 * np.log10(rms / loud + 1e-9) / RANGE, 0, 1), np.float64)


def _mel_filters() -> Doubles:
    """Return (BANDS, SPECTRUM/2+1) triangles, evenly spaced in mel (O'Shaughnessy 1987)."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (LOWEST, HIGHEST))
    mels = np.linspace(low, high, BANDS + 2)
    edges = 700 * (10 ** (mels / 2595) - 1)
    frequencies = np.fft.rfftfreq(SPECTRUM, 1 / RATE)
    left, middle, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising = (frequencies - left) / (middle - left)
    falling = (right - frequencies) / (right - middle)
    return np.asarray(np.clip(np.minimum(rising, falling), 0, None), np.float64)


def _formants(samples: Floats, count: int) -> tuple[Doubles, Doubles]:
    """Return the two lowest resonances in Hz, by linear prediction (autocorrelation method)."""
    hop, size = FORMANT_RATE // TRACK_RATE, 300
    emphasised = np.append(samples[:1], samples[1:] - 0.95 * samples[:-1]).astype(np.float32)
    windows = _windows(emphasised, size, hop)[:count]
    shaped = np.pad(windows, ((0, count - len(windows)), (0, 0))) * np.hamming(size)
    spectrum = np.abs(np.fft.rfft(shaped, 2 * size)) ** 2
    lags = np.fft.irfft(spectrum)[:, : ORDER + 1]
    poles = np.zeros((count, ORDER, ORDER))
    poles[:, 1:, :-1] = np.eye(ORDER - 1)
    for row, lag in enumerate(lags):
        lag[0] = lag[0] * 1.0001 + 1e-9  # keeps silence solvable
        poles[row, 0] = solve_toeplitz(lag[:-1], lag[1:])
    roots = np.linalg.eigvals(poles)
    hertz = np.asarray(np.angle(roots), np.float64) * (FORMANT_RATE / (2 * np.pi))
    narrow = np.abs(roots) > 0.75
    first = _lowest(hertz, narrow, 220, 1_050)
    second = _lowest(hertz, narrow, np.maximum(first + 150, 650), 3_000)
    return first, second


def _lowest(
    hertz: Doubles, narrow: NDArray[np.bool_], low: Doubles | float, high: float
) -> Doubles:
    floor = np.broadcast_to(np.asarray(low, np.float64), (len(hertz),))[:, None]
    inside = np.where(narrow & (hertz > floor) & (hertz < high), hertz, np.inf).min(1)
    usual = np.median(inside[np.isfinite(inside)]) if np.isfinite(inside).any() else high / 2
    return np.asarray(median_filter(np.where(np.isfinite(inside), inside, usual), 5), np.float64)


def _within_own_range(hertz: Doubles, voiced: NDArray[np.bool_]) -> Doubles:
    known = hertz[voiced]
    if len(known) < TRACK_RATE // 5:
        return np.full(len(hertz), 0.5)
    low, high = np.percentile(known, (10, 90))
    return np.asarray(np.clip((hertz - low) / max(high - low, 1.0), 0, 1), np.float64)
