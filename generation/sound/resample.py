"""Change the rate and the channels of a sound (FFmpeg's swresample)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import av
import numpy as np

from generation.types import Floats, Sound

HOUSE_RATE = 48_000  # Hz, what every sound is mixed and written at
BLOCK = 1 << 16  # samples handed to FFmpeg at a time


def resampled(sound: Sound, rate: int = HOUSE_RATE) -> Sound:
    """Return the sound at another rate, in Hz; itself when the rate is that already."""
    if sound.rate == rate:
        return sound
    layout = layout_of(sound.samples)
    resampler = av.AudioResampler(format="flt", layout=layout, rate=rate)
    frames = (piece for frame in frames_of(sound) for piece in resampler.resample(frame))
    samples = joined([*frames, *resampler.resample(None)], sound.samples.shape[1])
    wanted = round(len(sound.samples) * rate / sound.rate)
    samples = np.pad(samples[:wanted], ((0, max(wanted - len(samples), 0)), (0, 0)))
    return Sound(samples, rate)


def with_channels(sound: Sound, channels: int) -> Sound:
    """Return the sound as mono (1, the mean) or stereo (2)."""
    have = sound.samples.shape[1]
    if have == channels:
        return sound
    if channels == 1:
        return Sound(sound.samples.mean(1, keepdims=True, dtype=np.float32), sound.rate)
    return Sound(np.repeat(sound.samples, 2, axis=1), sound.rate)


def mono(sound: Sound) -> Floats:
    """Return the samples of the mono sound, (n,) float32."""
    return np.ascontiguousarray(with_channels(sound, 1).samples[:, 0])


def frames_of(sound: Sound, size: int = BLOCK) -> Iterator[av.AudioFrame]:
    """Yield FFmpeg frames of at most ``size`` samples, format flt, pts in samples."""
    layout = layout_of(sound.samples)
    for start in range(0, len(sound.samples), size):
        block = np.ascontiguousarray(sound.samples[start : start + size], np.float32)
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout=layout)
        frame.sample_rate, frame.pts = sound.rate, start
        yield frame


def joined(frames: Iterable[av.AudioFrame], channels: int) -> Floats:
    """Return the samples of packed flt frames, (n, channels) float32."""
    blocks = [np.asarray(f.to_ndarray(), np.float32).reshape(-1, channels) for f in frames]
    return np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)


def layout_of(samples: Floats) -> str:
    """Return FFmpeg's name of the channel layout."""
    return "mono" if samples.shape[1] == 1 else "stereo"
