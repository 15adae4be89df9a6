"""Does a loop close: the step from the last frame to the first against the ordinary step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.quality.psnr import mean_squared_error
from generation.quality.reader import ClipFrame
from generation.types import Bytes2D, Words

STILL = 0.05  # levels; a mean step below this is no motion


@dataclass(frozen=True, slots=True)
class Loop:
    """How a loop closes and how evenly it runs.

    seam: RMS luma difference of last and first frame over the mean RMS difference of
    neighbours; 1 is perfect. pulse: (largest - smallest step) / mean step, seam included.
    """

    seam: float
    pulse: float


class LoopMeter:
    """Gathers steps; keeps the first frame and the last."""

    def __init__(self) -> None:
        self._first: Bytes2D | None = None
        self._last: Bytes2D | None = None
        self._steps: list[float] = []

    def see(self, frame: ClipFrame) -> None:
        """Take the next frame."""
        if self._first is None:
            self._first = frame.luma
        if self._last is not None:
            self._steps.append(_step(self._last, frame.luma))
        self._last = frame.luma

    def result(self) -> Loop | Words:
        """Return the seam and the pulse, or why there are none."""
        if self._first is None or self._last is None or len(self._steps) < 2:
            return Words("нужно не меньше трёх кадров", "at least three frames are needed")
        usual = float(np.mean(self._steps))
        if usual < STILL:
            return Words("в клипе ничего не движется", "nothing moves in the clip")
        seam = _step(self._last, self._first)
        steps = [*self._steps, seam]
        return Loop(seam / usual, (max(steps) - min(steps)) / float(np.mean(steps)))


def _step(a: Bytes2D, b: Bytes2D) -> float:
    return float(np.sqrt(mean_squared_error(a, b)))
