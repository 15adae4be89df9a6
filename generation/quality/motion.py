"""How lively a clip is: temporal information, ITU-T P.910 (07/2022), clause 7.8."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.quality.reader import ClipFrame
from generation.types import Bytes2D, Words


@dataclass(frozen=True, slots=True)
class Motion:
    """Standard deviation over the picture of the change of luma from frame to frame, levels.

    typical: 95th percentile over time; most: the liveliest frame; at: its second.
    """

    typical: float
    most: float
    at: float


class MotionMeter:
    """Gathers the change of every frame against the one before."""

    def __init__(self) -> None:
        self._last: Bytes2D | None = None
        self._changes: list[float] = []
        self._times: list[float] = []

    def see(self, frame: ClipFrame) -> None:
        """Take the next frame."""
        if self._last is not None:
            self._changes.append(float(np.std(frame.luma.astype(np.int16) - self._last)))
            self._times.append(frame.time)
        self._last = frame.luma

    def result(self) -> Motion | Words:
        """Return how lively it is, or why that cannot be said."""
        if not self._changes:
            return Words("в клипе один кадр", "the clip has one frame")
        liveliest = int(np.argmax(self._changes))
        return Motion(
            typical=float(np.percentile(self._changes, 95)),
            most=self._changes[liveliest],
            at=self._times[liveliest],
        )
