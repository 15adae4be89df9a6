"""What is on a poster: the painting itself, or a few seconds of life that repeat."""

from __future__ import annotations

import cv2
import numpy as np

from generation.media.yuv import empty_planes, planes_from_rgb
from generation.protocols import Performer
from generation.scene.crop import fit, scene_size
from generation.types import TRACK_RATE, Bytes2D, Cue, Planes, Timeline

_EASE = 1.2  # s from rest to life, and back
_REST = 0.7  # s at the end, where what still moves fades into the first frame


def poster_timeline(seconds: float) -> Timeline:
    """Return life that grows from rest and sinks back into it: first frame = last = painting.

    A half cosine each way; at the end it rests for a while.
    """
    count = max(round(seconds * TRACK_RATE), 2)
    t = np.arange(count) / TRACK_RATE
    ease = min(_EASE, seconds / 4)
    inside = np.minimum(t, np.maximum(seconds - rest_of(seconds) - t, 0)) / ease
    life = 0.5 - 0.5 * np.cos(np.pi * np.clip(inside, 0, 1))
    return Timeline(seconds, {"life": life.astype(np.float32)})


def rest_of(seconds: float) -> float:
    """Return how long a poster of so many seconds rests at its end."""
    return min(_REST, seconds / 4)


class Repeating:
    """A performer whose last frames fade into its first: water has no rest to sink into."""

    def __init__(self, performer: Performer, seconds: float) -> None:
        self.size = performer.size
        self._performer, self._seconds = performer, seconds
        self._frame = empty_planes(*self.size)
        self._first: Planes | None = None

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready."""
        self._performer.ready(timeline)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        changed = self._performer.frame(t, cue, self._frame)
        if self._first is None:
            self._first = Planes(*(plane.copy() for plane in self._frame))
        rest = rest_of(self._seconds)
        # Whole before the last frame: the next one shown is the first.
        share = float(np.clip((t - self._seconds + rest) / (0.8 * rest), 0, 1))
        if not changed and not 0 < share <= 1:
            return False
        for target, now, first in zip(out, self._frame, self._first, strict=True):
            cv2.addWeighted(now, 1 - share, first, share, 0, dst=target)
        return True


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
