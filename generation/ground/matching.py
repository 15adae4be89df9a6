"""Choose a label for every pixel so that neighbours part where it is cheap.

Pair cost of neighbours p, q with labels a, b: the mismatch summed over the time in which they
show different copies, |C_p(a) - C_p(b)| + |C_q(a) - C_q(b)| + steady |a - b|, with C the
running sum of the unary cost. Semi-global matching (Hirschmuller 2008) in four directions,
then iterated conditional modes with eight neighbours at full size.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.scene.shapes import Array, floats
from generation.types import Floats

PAIR, STEADY = 0.2, 0.15
ROUNDS = 2
NEAR, DIAGONAL = 0.6, 0.42  # weight of the four and of the other four neighbours
NEIGHBOURS = tuple(
    (dy, dx, NEAR if dy == 0 or dx == 0 else DIAGONAL)
    for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx
)  # fmt: skip

Labels = NDArray[np.intp]


def labels_for(costs: Floats) -> Labels:
    """Return (h, w) the labels of costs (h, w, K)."""
    height, width, count = costs.shape
    half = (max(width // 2, 1), max(height // 2, 1))
    small = floats(
        np.stack(
            [cv2.resize(floats(costs[..., k]), half, interpolation=cv2.INTER_AREA)
             for k in range(count)],
            -1,
        )
    )  # fmt: skip
    coarse = refined(small, matched(small))
    rows = np.minimum(np.arange(height) * half[1] // height, half[1] - 1)
    columns = np.minimum(np.arange(width) * half[0] // width, half[0] - 1)
    return refined(costs, coarse[rows[:, None], columns])


def summed(costs: Floats) -> Floats:
    """Return the running sum of costs up to the middle of each label, times the pair weight."""
    return floats(PAIR * (np.cumsum(costs, -1) - 0.5 * costs))


def matched(costs: Floats) -> Labels:
    """Return the labels of semi-global matching from four sides."""
    total = np.zeros_like(costs)
    for turn in range(4):
        turned = np.rot90(costs, turn)
        total += np.rot90(_from_left(turned), -turn)
    return np.asarray(np.argmin(total, -1))


def _from_left(costs: Array) -> Floats:
    """Return the cheapest cost of every label along each row, from the left."""
    count = costs.shape[-1]
    running = summed(floats(costs))
    steady = floats(STEADY * np.abs(np.subtract.outer(np.arange(count), np.arange(count))))
    out = floats(costs).copy()
    for x in range(1, costs.shape[1]):
        here, before, reached = running[:, x], running[:, x - 1], out[:, x - 1]
        pair = np.abs(here[:, :, None] - here[:, None, :])
        pair += np.abs(before[:, :, None] - before[:, None, :])
        pair += steady + reached[:, None, :]
        out[:, x] += pair.min(-1) - reached.min(-1, keepdims=True)
    return out


def refined(costs: Floats, labels: Labels) -> Labels:
    """Return labels after some rounds in which each pixel takes its best, in turns."""
    running, count = summed(costs), costs.shape[-1]
    height, width = labels.shape
    y, x = np.indices((height, width))
    moments = np.arange(count)
    labels = labels.copy()
    for _ in range(ROUNDS):
        for turn in range(4):  # 2 x 2 turns: no two neighbours move at once
            ys, xs = y[turn // 2 :: 2, turn % 2 :: 2], x[turn // 2 :: 2, turn % 2 :: 2]
            own = running[ys, xs]
            best = costs[ys, xs].copy()
            for dy, dx, weight in NEIGHBOURS:
                ny, nx = np.clip(ys + dy, 0, height - 1), np.clip(xs + dx, 0, width - 1)
                theirs = labels[ny, nx][..., None]
                across = running[ny, nx]
                best += weight * np.abs(own - np.take_along_axis(own, theirs, -1))
                best += weight * np.abs(across - np.take_along_axis(across, theirs, -1))
                best += weight * STEADY * np.abs(moments - theirs)
            labels[ys, xs] = np.argmin(best, -1)
    return labels
