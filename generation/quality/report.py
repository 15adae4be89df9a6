"""What was measured, as plain values: one clip, and one clip against another picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generation.quality.drift import Drift
from generation.quality.flashes import Flashes
from generation.quality.flicker import Flicker
from generation.quality.lips import Lips
from generation.quality.loop import Loop
from generation.quality.motion import Motion
from generation.quality.psnr import Psnr
from generation.quality.sharpness import Sharpness
from generation.quality.ssim import Ssim
from generation.quality.vmaf import Vmaf
from generation.types import Words


@dataclass(frozen=True, slots=True)
class Report:
    """One clip. A measure that is None has its reason in ``missing`` under the same name,
    unless it was not asked for."""

    name: str
    width: int
    height: int
    fps: float
    frames: int
    seconds: float
    flashes: Flashes | None
    flicker: Flicker | None
    sharpness: Sharpness | None
    loop: Loop | None
    drift: Drift | None
    lips: Lips | None
    motion: Motion | None
    missing: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Difference:
    """A clip against the other, frame by frame; a single picture is held for all frames."""

    frames: int
    psnr: Psnr | None
    ssim: Ssim | None
    vmaf: Vmaf | None
    missing: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A clip, the other (None when that is a single picture), and what lies between."""

    clip: Report
    other: Report | None
    other_name: str
    difference: Difference
