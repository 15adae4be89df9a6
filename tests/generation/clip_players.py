"""Small performers and sounds for the tests of clips, and how to read a clip back."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from generation.media.yuv import planes_from_rgb
from generation.types import Cue, Planes, Sound, Timeline

RATE = 48_000


class Flasher:
    """A painting whose corner is white in the frames that begin at the given moments."""

    def __init__(
        self, rgb: np.ndarray, moments: tuple[float, ...] = (), step: float = 0.04
    ) -> None:
        self.size = rgb.shape[1], rgb.shape[0]
        self.asked: list[Cue] = []
        self.readied: list[Timeline] = []
        self._planes, self._moments, self._step = planes_from_rgb(rgb), moments, step
        self._last: bool | None = None

    def ready(self, timeline: Timeline) -> None:
        self.readied.append(timeline)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        self.asked.append(cue)
        up = any(moment <= t + 1e-6 < moment + self._step for moment in self._moments)
        if up == self._last:
            return False
        for target, source in zip(out, self._planes, strict=True):
            np.copyto(target, source)
        if up:
            out.y[:32, :32] = 235
        self._last = up
        return True


class Walker:
    """Never twice the same frame: a bar walks over a painting, remembering every step."""

    def __init__(self, rgb: np.ndarray) -> None:
        self.size = rgb.shape[1], rgb.shape[0]
        self._planes, self._steps = planes_from_rgb(rgb), 0

    def ready(self, timeline: Timeline) -> None:
        pass

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        self._steps += 1
        for target, source in zip(out, self._planes, strict=True):
            np.copyto(target, source)
        at = 2 * self._steps % (self.size[0] - 8)
        out.y[:, at : at + 8] = 200
        return True


def clicks(moments: tuple[float, ...], seconds: float) -> Sound:
    """Return stereo sound: a loud millisecond on the left at each moment, a tone on the right."""
    samples = np.zeros((round(seconds * RATE), 2), np.float32)
    samples[:, 1] = 0.25 * np.sin(2 * np.pi * 440 * np.arange(len(samples)) / RATE)
    for moment in moments:
        at = round(moment * RATE)
        samples[at : at + 96, 0] = np.where(np.arange(96) % 48 < 24, 0.8, -0.8)
    return Sound(samples, RATE)


def pictures_of(path: Path) -> tuple[list[float], list[np.ndarray]]:
    """Return the moments and the luma planes of every frame."""
    with av.open(str(path)) as opened:
        frames = list(opened.decode(video=0))
    return [float(f.time) for f in frames], [f.to_ndarray()[: f.height] for f in frames]


def sound_of(path: Path) -> tuple[float, np.ndarray]:
    """Return the first sample's moment and the samples, (n, channels)."""
    with av.open(str(path)) as opened:
        frames = list(opened.decode(audio=0))
    channels = frames[0].layout.nb_channels
    blocks = [f.to_ndarray() for f in frames]
    planar = blocks[0].shape[0] == channels and channels > 1
    parts = [b.T if planar else b.reshape(-1, channels) for b in blocks]
    return float(frames[0].time), np.concatenate(parts)


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """Return dB between two planes of bytes."""
    error = np.mean((one.astype(float) - other) ** 2)
    return float(10 * np.log10(255**2 / error)) if error else float("inf")
