"""Which motion suits a region, and why: a proposal the curator may overrule."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from generation.ground.areas import Mask
from generation.ground.plan import Motion
from generation.scene.shapes import blur
from generation.types import Bytes2D, Words

WIDTH = 480  # px of width at which is looked

WHY: dict[Motion, Words] = {
    "wave": Words(
        "Контуры, ровные заливки или малая область: штрихи плывут волной, ничто не рвётся.",
        "Contours, flat colour or a small region: strokes swim in a wave and nothing breaks.",
    ),
    "water": Words(
        "Лежачая гладь внизу картины: бегущие волны в перспективе, горизонт и берег на месте.",
        "A level surface low in the picture: waves run in perspective; horizon and shore stay.",
    ),
    "sway": Words(
        "Стоячие или пёстрые мазки у нижнего края: колышутся, корень неподвижен.",
        "Upright or tangled strokes by the lower edge: they sway, the root stays.",
    ),
    "smoke": Words(
        "Узкий столб без контуров: дым или пар поднимается, колеблясь; корень неподвижен.",
        "A narrow column without contours: smoke or steam rises and wavers; the root stays.",
    ),
    "cut": Words(
        "Мазки неба, дыма или пены: плывут без конца, не двоясь.",
        "Strokes of sky, smoke or foam: they travel without end and show no double.",
    ),
}


class Look(NamedTuple):
    """What a region looks like, each 0..1 unless said otherwise."""

    low: float  # where its middle lies, 0 top, 1 bottom
    level: float  # share of stroke energy that lies level
    upright: float  # share that stands
    flat: float  # share of pixels in evenly filled areas
    contours: float  # share of pixels on dark thin lines
    wide: float  # of the picture's width
    tall: float  # height to width
    blue: float  # mean of -b in Lab: above 0 bluish


class Proposed(NamedTuple):
    """A motion and the reason."""

    motion: Motion
    why: Words


def look_of(rgb: Bytes2D, region: Mask) -> Look:
    """Measure a region (H, W) of a picture (H, W, 3)."""
    size = WIDTH, max(round(WIDTH * rgb.shape[0] / rgb.shape[1]), 8)
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    inside = cv2.resize(region.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    x, y = (cv2.Sobel(blur(luma, 0.8).astype(np.float32), cv2.CV_32F, *o) for o in ((1, 0), (0, 1)))
    energy = (x * x + y * y)[inside]
    turn = np.arctan2(np.abs(y), np.abs(x))[inside]  # of the gradient: a level stroke's is down
    total = max(float(energy.sum()), 1e-6)
    rows, columns = np.nonzero(inside)
    spread = blur(luma * luma, 2) - blur(luma, 2) ** 2
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    dark = cv2.morphologyEx(luma, cv2.MORPH_BLACKHAT, disc)
    return Look(
        low=float(rows.mean() / size[1]),
        level=float(energy[turn > np.radians(65)].sum() / total),
        upright=float(energy[turn < np.radians(25)].sum() / total),
        flat=float((spread[inside] < 9).mean()),
        contours=float((dark[inside] > 40).mean()),
        wide=float(np.ptp(columns) / size[0]),
        tall=float((np.ptp(rows) + 1) / (np.ptp(columns) + 1)),
        blue=128 - float(cv2.cvtColor(small, cv2.COLOR_RGB2LAB)[..., 2][inside].mean()),
    )


def propose_motion(rgb: Bytes2D, region: Mask) -> Proposed:
    """Return which motion suits ``region`` (H, W) bool of ``rgb`` (H, W, 3), and why."""
    motion = _suits(look_of(rgb, region))
    return Proposed(motion, WHY[motion])


def _suits(look: Look) -> Motion:
    """Thresholds set by eye on fourteen regions of six pictures."""
    lies = look.level > 0.5 or (look.blue > 4 and look.contours < 0.05)
    if look.low > 0.6 and lies:
        return "water"
    if look.wide < 0.12 and look.tall > 1.1 and look.contours < 0.02:
        return "smoke"
    if (look.contours > 0.06 and look.flat > 0.06) or look.wide < 0.12:
        return "wave"
    if look.low > 0.5 and look.level < 0.45:
        return "sway"
    return "cut"
