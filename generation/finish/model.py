"""What a finish is made of, its ranges, and the four that have names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Range(NamedTuple):
    """The lowest and highest value a parameter may take."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Finish:
    """Lens, light, grain and colour over a painting. The default changes nothing at all.

    Lengths are relative to the picture, so that every size looks alike. RANGES has the limits.
    """

    distortion: float = 0.0  # k1: a point at radius r (1 = corner) looks at r (1 + k1 r² + k2 r⁴)
    distortion_edge: float = 0.0  # k2; below 0 pincushion, above 0 barrel
    aberration: float = 0.0  # how much larger red and how much smaller blue is drawn than green
    aperture: float = 0.0  # 1: what lies a whole depth away blurs by 1.2 % of the width
    focus: str | tuple[float, float] = "face"  # or a point of the picture, 0..1
    focus_depth: float | None = None  # 0 far .. 1 near, instead of the depth at ``focus``
    focusing: float = 0.0  # the hand's errors: a little beside the plane, now and then hunting
    exposure: float = 0.0  # seconds the shutter is open
    bloom: float = 0.0  # light that spills from the brightest parts
    vignette: float = 0.0  # 1: the corners keep half of their light
    grain: float = 0.0  # 1: 8 of 255 levels, standard deviation
    grain_size: float = 1.0  # px of one grain in a picture 720 px wide
    contrast: float = 0.0
    saturation: float = 1.0
    warmth: float = 0.0  # -1 blue .. 1 amber
    fade: float = 0.0  # blacks lifted and lights dimmed, as old prints are
    sepia: float = 0.0  # 1: one brown tone
    match: float = 1.0  # how firmly the mean colour of the skin is held


RANGES: dict[str, Range] = {
    "distortion": Range(-0.08, 0.08),
    "distortion_edge": Range(-0.08, 0.08),
    "aberration": Range(0, 0.004),
    "aperture": Range(0, 1),
    "focus_depth": Range(0, 1.2),
    "focusing": Range(0, 1),
    "exposure": Range(0, 0.1),
    "bloom": Range(0, 1),
    "vignette": Range(0, 1),
    "grain": Range(0, 1),
    "grain_size": Range(0.5, 4),
    "contrast": Range(-0.5, 0.5),
    "saturation": Range(0, 1.5),
    "warmth": Range(-1, 1),
    "fade": Range(0, 1),
    "sepia": Range(0, 1),
    "match": Range(0, 1),
}

PAINTING = Finish()
PRESETS: dict[str, Finish] = {
    "painting": PAINTING,
    "photograph": Finish(
        distortion=-0.006, aberration=0.0008, aperture=0.35, focusing=0.5, exposure=1 / 60,
        bloom=0.12, vignette=0.25, grain=0.22, contrast=0.06,
    ),
    "film": Finish(
        distortion=0.008, aberration=0.0012, aperture=0.45, focusing=0.7, exposure=1 / 48,
        bloom=0.3, vignette=0.4, grain=0.42, grain_size=1.4, contrast=0.14, saturation=0.92,
        warmth=0.15, fade=0.12, match=0.6,
    ),
    "archive": Finish(
        distortion=0.012, aperture=0.25, focusing=0.3, bloom=0.25, vignette=0.55, grain=0.5,
        grain_size=1.8, contrast=-0.06, fade=0.45, sepia=1.0, match=0.0,
    ),
}  # fmt: skip
