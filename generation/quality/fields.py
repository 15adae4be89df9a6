"""Count flashes field by field: many places of one 10 degree field changing in step."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.types import Floats

AREA = 0.25  # of a field
IN_STEP = 0.06  # s: places of one swell turn within two frames, moving texture does not
SECOND = 1.0 - 1e-6  # half open, so that a steady 3 Hz is three flashes
STRIDE = 2  # places between neighbouring fields

Turns = NDArray[np.int8]  # +1 rises, -1 falls, 0 neither


class FieldCount:
    """The most changes any field had within one second.

    A field changes when places on a quarter of its area rise (or fall) within 0.06 s;
    rises and falls of a field alternate.
    """

    def __init__(self, field: tuple[int, int]) -> None:
        """``field``: width and height in places."""
        self.most = 0
        self._field = field
        self._needed = AREA * field[0] * field[1]
        self._rises: deque[tuple[float, Floats]] = deque()
        self._falls: deque[tuple[float, Floats]] = deque()
        self._changes: deque[tuple[float, Turns]] = deque()
        self._going: Turns | None = None

    def see(self, turned: Turns, time: float) -> None:
        """Take what turns at (h, w) places at this moment, seconds."""
        rising = self._in_step(self._rises, turned > 0, time)
        falling = self._in_step(self._falls, turned < 0, time)
        if self._going is None:
            self._going = np.zeros(rising.shape, np.int8)
        rose = (rising >= self._needed) & (self._going <= 0)
        fell = (falling >= self._needed) & (self._going >= 0) & ~rose
        self._going = np.where(rose, 1, np.where(fell, -1, self._going)).astype(np.int8)
        changed = rose | fell
        while self._changes and time - self._changes[0][0] >= SECOND:
            self._changes.popleft()
        if changed.any():
            for _, area in (*self._rises, *self._falls):
                area[changed] = 0  # spent: the next change needs places that turn anew
            self._changes.append((time, changed.astype(np.int8)))
            total = np.sum([change for _, change in self._changes], axis=0)
            self.most = max(self.most, int(total.max()))

    def _in_step(
        self, recent: deque[tuple[float, Floats]], where: NDArray[np.bool_], time: float
    ) -> Floats:
        """Return, field by field, how many places turned this way lately."""
        while recent and time - recent[0][0] > IN_STEP:
            recent.popleft()
        if where.any():
            recent.append((time, self._per_field(where)))
        rows, columns = (-(-side // STRIDE) for side in where.shape)
        total = np.zeros((rows, columns), np.float32)
        for _, area in recent:
            total += area
        return total

    def _per_field(self, where: NDArray[np.bool_]) -> Floats:
        sums = cv2.boxFilter(
            where.astype(np.float32), -1, self._field, normalize=False,
            borderType=cv2.BORDER_CONSTANT,
        )  # fmt: skip
        # The filter's running sums leave crumbs of rounding.
        return np.rint(sums[::STRIDE, ::STRIDE]).astype(np.float32)
