"""What is on a poster: the painting itself, or a few seconds of life that repeat."""

from __future__ import annotations

import numpy as np

from generation.media.yuv import planes_from_rgb
from generation.scene.crop import fit, scene_size
from generation.types import TRACK_RATE, Bytes2D, Cue, Planes, Timeline

_EASE = 1.2  # s from rest to life, and back


def poster_timeline(seconds: float) -> Timeline:
    """Return life that grows from rest and sinks back into it: first frame = last = painting.

    A half cosine each way; the last tenth of a second is rest already.
    """
    count = max(round(seconds * TRACK_RATE), 2)
    t = np.arange(count) / TRACK_RATE
    ease = min(_EASE, seconds / 3)
    inside = np.minimum(t, np.maximum(seconds - 0.1 - t, 0)) / ease
    life = 0.5 - 0.5 * np.cos(np.pi * np.clip(inside, 0, 1))
    return Timeline(seconds, {"life": life.astype(np.float32)})


class Painting:
    """A performer that shows a picture and never moves it; it needs no scene and no face."""

    def __init__(self, rgb: Bytes2D, bounds: tuple[int, int]) -> None:
        """rgb: (H, W, 3) uint8, shown whole inside ``bounds`` (width, height) px."""
        self.size = scene_size((rgb.shape[1], rgb.shape[0]), bounds)
        self._planes = planes_from_rgb(fit(rgb, self.size))
        self._shown = False

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready: nothing moves, so nothing is needed."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        if self._shown:
            return False
        for target, source in zip(out, self._planes, strict=True):
            np.copyto(target, source)
        self._shown = True
        return True
