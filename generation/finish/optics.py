"""The lens: what it bends, what it darkens, and where its colours part."""

from __future__ import annotations

import cv2
import numpy as np

from generation.finish.model import Finish
from generation.types import Floats

HALF_LIGHT = float(np.log(2))  # vignette 1: exp(-ln 2) in the corners


def bent_nodes(size: tuple[int, int], step: int, finish: Finish) -> Floats | None:
    """Return (2, h, w) px from each node to where the lens looks, None if it bends nothing.

    q = c + s (p - c) (1 + k1 r² + k2 r⁴), r = 1 in the corners (Brown 1966, radial part); s <= 1
    is the largest scale at which no edge of the frame looks beyond the painting.
    """
    if not finish.distortion and not finish.distortion_edge:
        return None
    (width, height), centre = size, _centre(size)
    columns, rows = -(-width // step) + 1, -(-height // step) + 1
    y, x = np.mgrid[0:rows, 0:columns] * float(step)
    away = np.stack([x - centre[0], y - centre[1]])
    bent = away * (_inner_scale(size, finish) * _growth(away, centre, finish)) - away
    return np.ascontiguousarray(bent, np.float32)


def _centre(size: tuple[int, int]) -> np.ndarray:
    return (np.array(size) - 1) / 2


def _growth(away: np.ndarray, centre: np.ndarray, finish: Finish) -> np.ndarray:
    square = (away[0] ** 2 + away[1] ** 2) / float(centre @ centre)
    grown: np.ndarray = 1 + finish.distortion * square + finish.distortion_edge * square**2
    return grown


def _inner_scale(size: tuple[int, int], finish: Finish) -> float:
    """Return s: 1 over how far the farthest looking point of the border looks beyond it."""
    centre = _centre(size)
    x, y = (np.linspace(-c, c, 257) for c in centre)
    edge = np.ones(257)
    border = np.stack([np.r_[x, edge * centre[0]], np.r_[edge * centre[1], y]])
    reach = _growth(border, centre, finish)  # an edge point looks beyond by its growth alone
    return float(1 / max(1.0, reach.max()))


def falloff(size: tuple[int, int], finish: Finish) -> tuple[Floats, Floats] | None:
    """Return gain (W,) by column and (H,) by row, whose product is the light that is left.

    exp(-v ln2 r²), r = 1 in the corners, near cos⁴ of a lens; None where nothing darkens.
    """
    if not finish.vignette:
        return None
    centre = _centre(size)
    fall = finish.vignette * HALF_LIGHT / float(centre @ centre)
    away = (np.arange(n) - c for n, c in zip(size, centre, strict=True))
    columns, rows = (np.exp(-fall * a**2).astype(np.float32) for a in away)
    return columns, rows


def part_colours(rgb: Floats, finish: Finish) -> Floats:
    """Return (H, W, 3) with red drawn larger and blue smaller about the centre."""
    if not finish.aberration:
        return rgb
    height, width = rgb.shape[:2]
    x, y = _centre((width, height))
    out = rgb.copy()
    for channel, scale in ((0, 1 - finish.aberration), (2, 1 + finish.aberration)):
        look = np.array([[scale, 0, x * (1 - scale)], [0, scale, y * (1 - scale)]])
        out[..., channel] = cv2.warpAffine(
            np.ascontiguousarray(rgb[..., channel]), look, (width, height),
            flags=cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
    return out
