"""Find opposing changes of a signal at every place of a picture, frame after frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.types import Floats

Mask = NDArray[np.bool_]


class Transitions:
    """A zigzag at every place: a transition is a change of at least ``threshold`` from the
    last peak or valley, against the direction of the transition before.

    It counts only when the state before or after is marked.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._going: NDArray[np.int8] | None = None  # +1 last rose, -1 last fell, 0 not yet
        self._low = self._high = np.zeros(0, np.float32)
        self._low_marked = self._high_marked = np.zeros(0, np.bool_)

    def see(self, signal: Floats, marked: Mask) -> NDArray[np.int8]:
        """Take (H, W) float32 and its marks; return +1 where it rises now, -1 falls, else 0."""
        if self._going is None:
            self._going = np.zeros(signal.shape, np.int8)
            self._low = self._high = signal
            self._low_marked = self._high_marked = marked
        rose = (self._going <= 0) & (signal - self._low >= self._threshold)
        rose &= marked | self._low_marked
        fell = (self._going >= 0) & (self._high - signal >= self._threshold) & ~rose
        fell &= marked | self._high_marked
        self._going = np.where(rose, 1, np.where(fell, -1, self._going)).astype(np.int8)
        turned = rose | fell
        lower, higher = turned | (signal < self._low), turned | (signal > self._high)
        self._low = np.where(lower, signal, self._low)
        self._low_marked = np.where(lower, marked, self._low_marked)
        self._high = np.where(higher, signal, self._high)
        self._high_marked = np.where(higher, marked, self._high_marked)
        return rose.astype(np.int8) - fell.astype(np.int8)
