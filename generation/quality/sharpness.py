"""Fine detail over time, against the first frame or the painting: does it fade or pop?"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.quality.reader import ClipFrame
from generation.types import Bytes2D, Floats, Words

FINE = 1.5  # px, sigma: finer than this is fine detail
TILE = 16  # px
MOVED = 2.0  # levels of mean difference from the reference: the tile moves
SMALLEST_SHARE = 0.01
FLAT = 0.25  # levels; a picture with less has no fine detail


@dataclass(frozen=True, slots=True)
class Sharpness:
    """Fine detail relative to the reference, 1 = kept.

    Detail is the RMS of Y - G(1.5 px)*Y. lowest, highest: over time, whole frame. pop: the
    largest change from one frame to the next. moving_*: the same where the picture moves,
    on 16 px tiles that differ from the reference by more than 2 levels; None when none do.
    """

    lowest: float
    highest: float
    pop: float
    moving_lowest: float | None
    moving_highest: float | None


def detail_energy(luma: Bytes2D) -> Floats:
    """Return the mean square of the fine band of (H, W) uint8 luma on 16 px tiles."""
    values = luma.astype(np.float32)
    fine = values - cv2.GaussianBlur(values, (0, 0), FINE)
    return _tiles(fine * fine)


def _tiles(values: Floats) -> Floats:
    size = max(values.shape[1] // TILE, 1), max(values.shape[0] // TILE, 1)
    return cv2.resize(values, size, interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)


class SharpnessMeter:
    """Gathers detail ratios. ``reference``: (H, W) uint8 luma; the first frame if None."""

    def __init__(self, reference: Bytes2D | None = None) -> None:
        self._reference = reference
        self._energy: Floats | None = None if reference is None else detail_energy(reference)
        self._whole: list[float] = []
        self._moving: list[float] = []

    def see(self, frame: ClipFrame) -> None:
        """Take the next frame, of the reference's size."""
        energy = detail_energy(frame.luma)
        if self._reference is None or self._energy is None:
            self._reference, self._energy = frame.luma, energy
        if self._energy.mean() < FLAT**2:
            return
        self._whole.append(_ratio(energy, self._energy))
        moved = _tiles(cv2.absdiff(frame.luma, self._reference).astype(np.float32)) > MOVED
        rest = self._energy[moved]
        if moved.mean() >= SMALLEST_SHARE and rest.mean() >= FLAT**2:
            self._moving.append(_ratio(energy[moved], rest))

    def result(self) -> Sharpness | Words:
        """Return the range of fine detail, or why there is none."""
        if not self._whole:
            return Words("в картине нет мелких деталей", "the picture has no fine detail")
        return Sharpness(
            lowest=min(self._whole),
            highest=max(self._whole),
            pop=float(np.abs(np.diff(self._whole)).max(initial=0.0)),
            moving_lowest=min(self._moving, default=None),
            moving_highest=max(self._moving, default=None),
        )


def _ratio(energy: Floats, rest: Floats) -> float:
    return float(np.sqrt(energy.mean() / rest.mean()))
