"""Photosensitive safety: general and red flashes by WCAG 2.x, success criterion 2.3.1.

https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds

General flash: a pair of opposing changes of relative luminance by 10 % of the maximum or more,
the darker state below 0.80. Red flash: a pair of opposing transitions to or from a saturated
red, R/(R+G+B) >= 0.8, in which (R-G-B)*320 (negative counts as 0) changes by more than 20: the
working definition of WCAG 2.0 and 2.1, after Harding and Binnie. WCAG 2.2 words it by the
CIE 1976 chromaticity, which black has none of. R, G, B are linear, 0..1.

A clip fails when some 10 degree field flashes more than three times in a second, with a
quarter of its area or more changing in step. The field is 341 x 256 px of the clip shown on a
1024 x 768 screen, turned upright for an upright clip. Places are 4 px of that screen, so
patterns finer than 0.1 degree average out, as the criterion's exception says.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.quality.fields import FieldCount
from generation.quality.reader import ClipFrame
from generation.quality.transitions import Transitions
from generation.types import Bytes2D, Floats

SCREEN = (1024, 768)  # px, long side first
FIELD = (341, 256)  # px of that screen, width and height
PLACE = 4  # px of that screen
LUMINANCE_STEP, DARKER_BELOW = 0.10, 0.80
RED_STEP, RED_SHARE = 20.0, 0.80
MOST_CHANGES = 6  # three flashes: three pairs

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


def _linear_light() -> Floats:
    """Return the sRGB curve for 0..255, IEC 61966-2-1."""
    c = np.arange(256) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Flashes:
    """Flashes of a quarter or more of some 10 degree field.

    general, red: the most in any one second (halves: a transition without its pair).
    fails_at: second of the clip at which a limit is first passed; None when it is safe.
    """

    general: float
    red: float
    fails_at: float | None

    @property
    def safe(self) -> bool:
        """Say whether the clip stays within three flashes of either kind in any second."""
        return self.fails_at is None


class FlashMeter:
    """Gathers transitions of luminance and of saturated red."""

    def __init__(self) -> None:
        self._curve = _linear_light()
        self._luminance, self._redness = Transitions(LUMINANCE_STEP), Transitions(RED_STEP)
        field = (FIELD[0] // PLACE, FIELD[1] // PLACE)
        self._general, self._red = FieldCount(field), FieldCount(field)
        self._fails_at: float | None = None

    def see(self, frame: ClipFrame) -> None:
        """Take the next frame."""
        light = places(frame.rgb, self._curve)
        luminance = light @ LUMINANCE
        turned = self._luminance.see(luminance, luminance < DARKER_BELOW)
        self._general.see(turned, frame.time)
        red, green, blue = light[..., 0], light[..., 1], light[..., 2]
        redness = np.maximum(red - green - blue, 0) * 320
        saturated = red >= RED_SHARE * (red + green + blue)
        self._red.see(self._redness.see(redness, saturated & (red > 0)), frame.time)
        worst = max(self._general.most, self._red.most)
        if self._fails_at is None and worst > MOST_CHANGES:
            self._fails_at = frame.time

    def result(self) -> Flashes:
        """Return the most flashes of each kind in any second."""
        return Flashes(self._general.most / 2, self._red.most / 2, self._fails_at)


def places(rgb: Bytes2D, curve: Floats) -> Floats:
    """Return linear light (h, w, 3), averaged over places of the screen, of (H, W, 3) uint8."""
    height, width = rgb.shape[:2]
    screen = SCREEN if width >= height else SCREEN[::-1]
    scale = min(screen[0] / width, screen[1] / height) / PLACE
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    light = cv2.resize(cv2.LUT(rgb, curve), size, interpolation=cv2.INTER_AREA)
    return light.astype(np.float32, copy=False)
