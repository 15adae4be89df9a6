"""PatchMatch (Barnes et al. 2009) in scan order, and the vote that fills a hole from it.

A target patch's cost: squared colour difference on every second pixel of 9 x 9, plus a price
for every other target that already uses the same source, so that one flat patch cannot win
everywhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.fast.compile import Number, inlined, kernel
from generation.types import Floats

f4 = np.float32
u4 = np.uint32

REACH = 4  # px from a patch's centre to its side
SKIP = 2  # every second pixel is compared


@inlined
def difference(
    picture: Floats, ty: Number, tx: Number, sy: Number, sx: Number, most: Number
) -> Number:
    """Return the squared difference of two patches, or anything above ``most``."""
    total = f4(0)
    for dy in range(-REACH, REACH + 1, SKIP):
        for dx in range(-REACH, REACH + 1, SKIP):
            for c in range(3):
                d = picture[ty + dy, tx + dx, c] - picture[sy + dy, sx + dx, c]
                total += d * d
        if total > most:
            return total
    return total


@inlined
def next_random(state: Number) -> Number:
    """Return the next 32-bit state (Marsaglia's xorshift, 2003)."""
    state ^= u4(state << u4(13))
    state ^= u4(state >> u4(17))
    return u4(state ^ u4(state << u4(5)))


@inlined
def usable(source: NDArray[np.bool_], y: Number, x: Number) -> bool:
    """Say whether a patch centred here lies in the picture and is no hole."""
    height, width = source.shape
    inside = y >= REACH and y < height - REACH and x >= REACH and x < width - REACH
    return bool(inside and source[y, x])


@kernel
def match(
    picture: Floats,
    source: NDArray[np.bool_],
    target: NDArray[np.bool_],
    field: NDArray[np.int32],
    rounds: int,
    reach: int,
    price: float,
    seed: int,
) -> Floats:
    """Improve ``field`` (h, w, 2), where each target looks; return the costs without price.

    reach: px of the first random step. price: for each other use of the same source.
    """
    height, width = target.shape
    costs = np.zeros((height, width), np.float32)
    uses = np.zeros((height, width), np.float32)
    for y in range(height):
        for x in range(width):
            if target[y, x]:
                sy, sx = field[y, x, 0], field[y, x, 1]
                costs[y, x] = difference(picture, y, x, sy, sx, f4(1e30))
                uses[sy, sx] += f4(1)
    state = u4(seed * 2 + 1)
    for turn in range(rounds):
        way = 1 if turn % 2 == 0 else -1
        for row in range(REACH, height - REACH):
            y = row if way == 1 else height - 1 - row
            for column in range(REACH, width - REACH):
                x = column if way == 1 else width - 1 - column
                if not target[y, x]:
                    continue
                by, bx = field[y, x, 0], field[y, x, 1]
                uses[by, bx] -= f4(1)
                best = costs[y, x] + price * uses[by, bx]
                for side in range(2):
                    py, px = (y - way, x) if side == 0 else (y, x - way)
                    if target[py, px]:
                        sy, sx = field[py, px, 0] + (y - py), field[py, px, 1] + (x - px)
                        if usable(source, sy, sx):
                            dear = price * uses[sy, sx]
                            found = difference(picture, y, x, sy, sx, best - dear) + dear
                            if found < best:
                                best, by, bx = found, sy, sx
                step = reach
                while step >= 1:
                    state = next_random(state)
                    sy = by + np.int64(state % u4(2 * step + 1)) - step
                    state = next_random(state)
                    sx = bx + np.int64(state % u4(2 * step + 1)) - step
                    if usable(source, sy, sx):
                        dear = price * uses[sy, sx]
                        found = difference(picture, y, x, sy, sx, best - dear) + dear
                        if found < best:
                            best, by, bx = found, sy, sx
                    step //= 2
                costs[y, x] = best - price * uses[by, bx]
                uses[by, bx] += f4(1)
                field[y, x, 0], field[y, x, 1] = by, bx
    return costs


@kernel
def vote(
    picture: Floats,
    hole: NDArray[np.bool_],
    target: NDArray[np.bool_],
    field: NDArray[np.int32],
    trust: Floats,
    reach: int,
) -> Floats:
    """Return the picture with its hole filled by the weighted mean of overlapping patches.

    trust: (h, w) weight of each target's patch. reach: px of each patch that votes.
    """
    height, width, _ = picture.shape
    summed = np.zeros((height, width, 4), np.float32)
    for y in range(REACH, height - REACH):
        for x in range(REACH, width - REACH):
            if not target[y, x]:
                continue
            weight, sy, sx = trust[y, x], field[y, x, 0], field[y, x, 1]
            for dy in range(-reach, reach + 1):
                for dx in range(-reach, reach + 1):
                    if hole[y + dy, x + dx]:
                        summed[y + dy, x + dx, 3] += weight
                        for c in range(3):
                            summed[y + dy, x + dx, c] += weight * picture[sy + dy, sx + dx, c]
    out = picture.copy()
    for y in range(height):
        for x in range(width):
            if hole[y, x] and summed[y, x, 3] > 0:
                for c in range(3):
                    out[y, x, c] = summed[y, x, c] / summed[y, x, 3]
    return out
