"""Find what must not flow: stars, moons, masts, trees. A proposal, to be shown and edited."""

from __future__ import annotations

import cv2
import numpy as np

from generation.ground.areas import Image, Mask, grown
from generation.ground.plan import Disc, Points
from generation.scene.shapes import blur, floats
from generation.types import Bytes2D, Floats

WIDTH = 400  # px of width at which is looked
BINS = 24  # of each Lab channel
RARE, LOCAL = 2.3, 0.55  # deviations above the region's own, and above the neighbourhood
SPOT = 3.2  # deviations of a round bright spot
GROWN = 0.012  # of the width: a thing's glow is left in peace
ROUND = 1.6  # a blob less long than this is told as a disc


def propose_still(rgb: Bytes2D, region: Mask) -> tuple[Disc | Points, ...]:
    """Return what looks like a thing of its own inside ``region`` (H, W), px of the picture.

    Rare colours in compact blobs, and small round bright spots. It misses some white stars
    and takes some bright cloud tops: show it to the curator.
    """
    scale = WIDTH / rgb.shape[1]
    size = WIDTH, max(round(rgb.shape[0] * scale), 8)
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    inside = cv2.resize(region.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    if inside.sum() < 50:
        return ()
    found = _rare(small, inside) | _spots(small, inside)
    return _told(grown(found, max(round(GROWN * WIDTH), 1)), 1 / scale)


def _rarity(small: Bytes2D, inside: Mask) -> Floats:
    """Return -log of how common each pixel's colour is in the region."""
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 2.2), cv2.COLOR_RGB2LAB)
    bins = (lab.astype(np.int64) * BINS) // 256
    index = (bins[..., 0] * BINS + bins[..., 1]) * BINS + bins[..., 2]
    counts = np.bincount(index[inside], minlength=BINS**3).astype(np.float32).reshape((BINS,) * 3)
    for axis in range(3):
        ends = np.pad(counts, [(1, 1) if a == axis else (0, 0) for a in range(3)])
        before, here, after = (np.take(ends, range(n, n + BINS), axis) for n in range(3))
        counts = 0.25 * before + 0.5 * here + 0.25 * after
    share = counts.ravel()[index] / max(float(counts.sum()), 1.0)
    return np.asarray(blur(-np.log(share + 1e-6), 1.5), np.float32)


def _rare(small: Bytes2D, inside: Mask) -> Mask:
    rarity = _rarity(small, inside)
    usual = float(np.median(rarity[inside]))
    spread = float(np.median(np.abs(rarity[inside] - usual))) * 1.48 + 0.15
    strange = (rarity - usual > RARE * spread) & (rarity - blur(rarity, 22) > LOCAL) & inside
    closed = cv2.morphologyEx(strange.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    kept = np.zeros(inside.shape, bool)
    for n in range(1, count):
        _, _, width, height, area = stats[n]
        compact = area / (width * height) > 0.18 and width < 3.2 * height
        if max(6, 0.00025 * inside.size) <= area < 0.08 * inside.size and compact:
            kept |= labels == n
    return kept


def _spots(small: Bytes2D, inside: Mask) -> Mask:
    luma = blur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32), 0.8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13))
    above = floats(cv2.morphologyEx(luma, cv2.MORPH_TOPHAT, disc))
    usual, high = (float(np.percentile(above[inside], p)) for p in (50, 84))
    bright = ((above - usual) / (high - usual + 1.5) > SPOT) & inside
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bright.astype(np.uint8))
    kept = np.zeros(inside.shape, bool)
    for n in range(1, count):
        _, _, width, height, area = stats[n]
        around = max(width, height) < 2.2 * min(width, height) and area > 0.45 * width * height
        if 4 <= area < 250 and around:
            kept |= labels == n
    return kept


def _told(mask: Mask, scale: float) -> tuple[Disc | Points, ...]:
    """Tell each blob as a disc where it is round, else as a polygon."""
    lines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return tuple(_shape(line, scale) for line in lines if len(line) >= 6)


def _shape(line: Image, scale: float) -> Disc | Points:
    (x, y), radius = cv2.minEnclosingCircle(line)
    _, sides, _ = cv2.minAreaRect(line)
    if max(sides) < ROUND * max(min(sides), 1):
        return Disc((x + 0.5) * scale, (y + 0.5) * scale, (radius + 0.5) * scale)
    corners = cv2.approxPolyDP(line, 1.0, True).reshape(-1, 2)
    return tuple((float(px + 0.5) * scale, float(py + 0.5) * scale) for px, py in corners)
