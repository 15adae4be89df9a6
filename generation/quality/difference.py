"""Compare a clip with another, or with one picture, frame by frame."""

from __future__ import annotations

import cv2
import numpy as np

from generation.quality.psnr import PsnrMeter
from generation.quality.reader import Clip
from generation.quality.report import Difference
from generation.quality.ssim import REACH, SsimMeter
from generation.quality.vmaf import vmaf
from generation.types import Bytes2D, Words

SAME_ASPECT = 0.01
SAME_RATE = 0.01


class DifferenceMeter:
    """Gathers what lies between two clips; frames are paired by number."""

    def __init__(self, clip: Clip, other: Clip, *, still: bool) -> None:
        self._clip, self._other, self._still = clip, other, still
        self._psnr, self._ssim = PsnrMeter(), SsimMeter()
        self._frames = 0
        self._reason = _unlike_picture(clip, other) if still else _unlike_clip(clip, other)

    def see(self, a: Bytes2D, b: Bytes2D) -> None:
        """Take one pair of (H, W) uint8 luma planes."""
        if self._reason is None:
            self._psnr.see(a, b)
            self._ssim.see(a, b)
            self._frames += 1

    def result(self, with_vmaf: bool) -> Difference:
        """Return the figures; VMAF runs now, when wanted. Raises ToolMissing, ClipRefused."""
        if self._reason is not None:
            names = ("psnr", "ssim", *(("vmaf",) if with_vmaf else ()))
            return Difference(0, None, None, None, dict.fromkeys(names, self._reason))
        missing: dict[str, Words] = {}
        score = None
        if with_vmaf and self._still:
            missing["vmaf"] = Words(
                "VMAF сравнивает два клипа, не клип с картиной",
                "VMAF compares two clips, not a clip and a picture",
            )
        elif with_vmaf:
            score = vmaf(self._clip.path, self._other.path)
        return Difference(self._frames, self._psnr.result(), self._ssim.result(), score, missing)


def fitted(luma: Bytes2D, size: tuple[int, int]) -> Bytes2D | None:
    """Return (H, W) luma resized to (width, height), None when the aspect differs by > 1 %."""
    height, width = luma.shape
    if (width, height) == size:
        return luma
    if abs(width * size[1] / (height * size[0]) - 1) > SAME_ASPECT:
        return None
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def _unlike_picture(clip: Clip, other: Clip) -> Words | None:
    (width, height), (other_width, other_height) = clip.size, other.size
    if abs(other_width * height / (other_height * width) - 1) > SAME_ASPECT:
        return _sizes(clip, other)
    return _too_small(clip)


def _unlike_clip(clip: Clip, other: Clip) -> Words | None:
    if clip.size != other.size:
        return _sizes(clip, other)
    if abs(clip.fps / other.fps - 1) > SAME_RATE:
        return Words(
            f"разная частота кадров: {clip.fps:g} и {other.fps:g}",
            f"frame rates differ: {clip.fps:g} and {other.fps:g}",
        )
    return _too_small(clip)


def _too_small(clip: Clip) -> Words | None:
    if min(clip.size) > 2 * REACH:
        return None
    return Words("кадр меньше 11 пикселей", "the frame is under 11 pixels")


def _sizes(clip: Clip, other: Clip) -> Words:
    here, there = ("×".join(map(str, size)) for size in (clip.size, other.size))
    return Words(f"разные размеры: {here} и {there}", f"sizes differ: {here} and {there}")
