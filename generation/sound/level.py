"""Loudness by EBU R 128 (ITU-R BS.1770, FFmpeg's ebur128), and a limiter for true peaks."""

from __future__ import annotations

from typing import NamedTuple

import av
import numpy as np
from scipy.ndimage import minimum_filter1d
from scipy.signal import resample_poly

from generation.sound.resample import frames_of, layout_of
from generation.types import Floats, Sound

SPEECH_LUFS = -23.0  # EBU R 128
HIGHEST_PEAK = -1.0  # dBTP
SHORTEST = 1.0  # s; BS.1770 knows no loudness below one block of 0.4 s
GATE = -69.9  # LUFS: at or below it there is nothing to measure
FINER = 4  # times, to see peaks between samples (BS.1770 annex 2)
LOOK_AHEAD = 0.005  # s


class Level(NamedTuple):
    """loudness: LUFS, -inf for silence; peak: true peak, dBTP."""

    loudness: float
    peak: float


def loudness(sound: Sound) -> float:
    """Return the integrated loudness in LUFS; -inf for silence."""
    return measured(sound).loudness


def measured(sound: Sound) -> Level:
    """Return loudness and true peak. A sound shorter than a second is measured repeated."""
    if not len(sound.samples):
        return Level(-np.inf, -np.inf)
    times = int(np.ceil(SHORTEST / sound.seconds))
    whole = Sound(np.tile(sound.samples, (times, 1)), sound.rate) if times > 1 else sound
    told = _ebur128(whole)
    found = float(told["lavfi.r128.I"])
    peak = float(told["lavfi.r128.true_peak"])
    return Level(found if found > GATE else -np.inf, decibels(peak))


def levelled(sound: Sound, lufs: float = SPEECH_LUFS) -> Sound:
    """Return the sound at this loudness, true peaks limited to -1 dBTP; silence as it is."""
    level = measured(sound)
    if not np.isfinite(level.loudness):
        return sound
    gain = lufs - level.loudness
    louder = Sound(sound.samples * np.float32(ratio(gain)), sound.rate)
    return louder if level.peak + gain <= HIGHEST_PEAK else limited(louder)


def limited(sound: Sound, peak: float = HIGHEST_PEAK) -> Sound:
    """Return the sound turned down, smoothly, around the moments that pass ``peak`` dBTP.

    The lowest gain within the window, then its mean over a window as wide: never above what
    the peak itself asks for.
    """
    # The last tenths of a dB lie beyond what four-fold interpolation shows.
    ceiling = ratio(peak - 0.2)
    fine = np.abs(resample_poly(sound.samples, FINER, 1, axis=0)).max(1)
    heights = fine.reshape(-1, FINER).max(1)
    wanted = np.minimum(1.0, ceiling / np.maximum(heights, ceiling))
    width = 2 * int(LOOK_AHEAD * sound.rate) + 1
    lowest = minimum_filter1d(np.pad(wanted, width // 2, mode="edge"), width)
    gain = np.convolve(lowest, np.full(width, 1 / width), mode="valid")
    return Sound((sound.samples * gain[:, None]).astype(np.float32), sound.rate)


def ratio(gain: float) -> float:
    """Return the factor of a gain in dB."""
    return float(10 ** (gain / 20))


def decibels(factor: float) -> float:
    """Return the gain in dB of a factor; -inf for 0."""
    return float(20 * np.log10(factor)) if factor > 0 else -np.inf


def faded(samples: Floats, rate: int, fade_in: float, fade_out: float) -> Floats:
    """Return (n, c) samples with raised-cosine fades of so many seconds at their ends."""
    gain = np.ones(len(samples), np.float32)
    for seconds, end in ((fade_in, False), (fade_out, True)):
        count = min(round(seconds * rate), len(samples))
        ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / max(count, 1))
        gain[len(gain) - count :] *= ramp[::-1] if end else 1
        gain[:count] *= 1 if end else ramp
    return samples * gain[:, None]


def _ebur128(sound: Sound) -> dict[str, str]:
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=sound.rate, format="flt", layout=layout_of(sound.samples)
    )
    meter, sink = graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told: dict[str, str] = {}
    for frame in [*frames_of(sound), None]:
        graph.push(frame)
        told = _drained(graph) or told
    return told


def _drained(graph: av.filter.Graph) -> dict[str, str]:
    told: dict[str, str] = {}
    while True:
        try:
            told = dict(graph.pull().metadata)
        except (av.BlockingIOError, av.EOFError):
            return told
