"""Find the thing inside a drawn area, and the glow around it."""

from __future__ import annotations

import cv2
import numpy as np

from generation.ground.areas import Mask, area_mask, grown
from generation.ground.plan import Brushed
from generation.ground.refusals import BRUSH, numbered, refused
from generation.scene.shapes import blur
from generation.types import Bytes2D, Floats

LARGEST = 420  # px of the longer side that GrabCut looks at
CORE = 0.12  # of the square root of the area: surely the thing, that far inside
ROUNDS = 4
LEAST = 0.03  # of the drawn area: less was nothing
ALIKE = 3.0  # Lab: a thing that differs less from its surroundings is none
CRUMB = 0.03  # of the largest piece: smaller pieces are noise
HALO_REACH = 0.55  # of the square root of the area: how far a glow is looked for
HALO_BAND = 4  # px
HALO_STRONG, HALO_END = 10.0, 0.4  # Lab distance beside the thing; share of it where it ends


def find_matte(rgb: Bytes2D, brushed: Brushed, own: tuple[int, int], number: int) -> Mask:
    """Return (H, W) the thing itself. Raises BrushRefused when nothing stands out.

    GrabCut (Rother et al. 2004): the drawn area may hold it, the ring outside does not.
    """
    drawn = area_mask(brushed.area, own, (rgb.shape[1], rgb.shape[0]))
    if not drawn.any():
        raise _nothing(number)
    if brushed.matte == "drawn":
        return drawn
    box = _box(drawn, rgb.shape[:2])
    found = np.zeros_like(drawn)
    loose = bool(brushed.area.stroke)
    for sure in (loose, True):  # where nothing is found, the middle is surely the thing
        found[box] = _grabbed(rgb[box], drawn[box], loose=loose, sure=sure)
        if found.sum() >= LEAST * drawn.sum() and _stands_out(rgb[box], found[box]):
            return found
    raise _nothing(number)


def _nothing(number: int) -> Exception:
    return refused(
        numbered(BRUSH, number),
        "внутри области ничего не выделяется. Обведите предмет теснее или поставьте "
        "matte: drawn — тогда движется вся область.",
        "nothing stands out inside the area. Draw closer around the thing, or set matte: "
        "drawn to move the whole area.",
    )


def _box(mask: Mask, shape: tuple[int, ...]) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    around = max(24, int(0.25 * np.sqrt(mask.sum())))
    return (
        slice(max(rows[0] - around, 0), min(rows[-1] + around + 1, shape[0])),
        slice(max(columns[0] - around, 0), min(columns[-1] + around + 1, shape[1])),
    )


def _grabbed(rgb: Bytes2D, drawn: Mask, *, loose: bool, sure: bool) -> Mask:
    scale = min(1.0, LARGEST / max(drawn.shape))
    size = max(round(drawn.shape[1] * scale), 8), max(round(drawn.shape[0] * scale), 8)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(drawn.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5
    if not inside.any() or inside.all():
        return drawn
    reach = float(np.sqrt(inside.sum()))
    marks = np.where(inside, cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    if loose:  # a stroke lies on the thing; its edge may be outside
        marks[grown(inside, round(0.2 * reach)) & ~inside] = cv2.GC_PR_BGD
    core = ~grown(~inside, max(round(CORE * reach), 1))
    if sure:
        marks[core] = cv2.GC_FGD
    back, front = np.zeros((2, 1, 65))
    cv2.setRNGSeed(0)  # its clusters start at random
    cv2.grabCut(small, marks, (0, 0, 0, 0), back, front, ROUNDS, cv2.GC_INIT_WITH_MASK)
    rough = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    closed = cv2.morphologyEx(rough, cv2.MORPH_CLOSE, np.ones((5, 5)))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3)))
    found = _without_crumbs(np.asarray(opened, np.uint8))
    whole = cv2.resize(found.astype(np.float32), drawn.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole > 0.5)


def _stands_out(rgb: Bytes2D, found: Mask) -> bool:
    """Say whether the thing differs from what is round it, in colour or in liveliness."""
    if found.all():
        return True
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    looks = [np.r_[lab[m].mean(0), lab[m].std(0)] for m in (found, ~found)]
    return float(np.linalg.norm(looks[0] - looks[1])) > ALIKE


def _without_crumbs(found: Bytes2D) -> Bytes2D:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found)
    if count < 2:
        return found
    areas = stats[:, cv2.CC_STAT_AREA].astype(float)
    areas[0] = 0
    kept = np.flatnonzero(areas >= CRUMB * areas.max())
    return np.asarray(np.isin(labels, kept[kept > 0]), np.uint8)


def halo_reach(rgb: Bytes2D, matte: Mask) -> float:
    """Return px of glow around a thing: where the picture still differs from its surroundings.

    0 where the picture beside the thing is not lighter than farther off, as round a moon.
    """
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    outside = cv2.distanceTransform((~matte).astype(np.uint8), cv2.DIST_L2, 5)
    reach = HALO_REACH * float(np.sqrt(matte.sum()))
    edges = np.arange(2, reach + 2 * HALO_BAND, HALO_BAND)
    bands = [lab[(outside >= a) & (outside < a + HALO_BAND)] for a in edges]
    means = [band.mean(0) for band in bands if len(band) >= 30]
    if len(means) < 4:
        return 0.0
    far = np.mean(means[-2:], axis=0)
    apart = np.array([float(np.linalg.norm(m - far)) for m in means])
    near = float(apart[:2].mean())
    if near < HALO_STRONG or np.mean(means[:2], axis=0)[0] < far[0] + 6:
        return 0.0
    below = np.flatnonzero(apart < HALO_END * near)
    return float(edges[below[0]]) if len(below) else 0.0


def soft_matte(matte: Mask, halo: float) -> Floats:
    """Return (H, W) 0..1: the thing with a soft edge, then its glow fading outward."""
    edge = blur(grown(matte, 1).astype(np.float32), 1.2)
    if halo < 1:
        return np.asarray(edge, np.float32)
    outside = cv2.distanceTransform((~matte).astype(np.uint8), cv2.DIST_L2, 5)
    glow = np.clip(1 - (outside - 0.3 * halo) / (0.7 * halo), 0, 1)
    return np.asarray(np.maximum(edge, glow * glow * (3 - 2 * glow)), np.float32)
