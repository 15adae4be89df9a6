"""Write small clips with planted faults, so that the measures have something to find."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

FPS = 25
RATE = 16_000


def write_clip(
    path: Path,
    frames: Iterable[np.ndarray],
    *,
    sound: np.ndarray | None = None,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
) -> Path:
    """Write (H, W, 3) uint8 frames, near lossless, and mono float sound at 16 kHz."""
    with av.open(str(path), "w") as out:
        picture = out.add_stream(codec, rate=FPS)
        picture.options = options or {"crf": "4", "preset": "ultrafast"}
        picture.pix_fmt = "yuv420p"
        voice = None if sound is None else out.add_stream("aac", rate=RATE, layout="mono")
        for i, rgb in enumerate(frames):
            if i == 0:
                picture.width, picture.height = rgb.shape[1], rgb.shape[0]
            out.mux(picture.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb))))
        out.mux(picture.encode())
        if voice is not None and sound is not None:
            out.mux(voice.encode(_audio(sound)))
            out.mux(voice.encode())
    return path


def _audio(sound: np.ndarray) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(sound.astype(np.float32)[None], "fltp", "mono")
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
    return frame


def square_wave(hertz: float, seconds: float = 2.0) -> list[bool]:
    """Return per frame whether a square wave of that rate is up."""
    return [(i * hertz * 2 / FPS) % 2 >= 1 for i in range(round(seconds * FPS))]


def shifted(rgb: np.ndarray, pixels: int) -> np.ndarray:
    """Return the picture rolled to the right; nothing fades."""
    return np.roll(rgb, pixels, axis=1)
