"""How a move gathers and loses speed, and how a hand shakes: plain functions of time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Shares of the time spent gathering and losing speed.
RAMPS = {
    "smooth": (0.5, 0.5), "linear": (0.15, 0.15), "in": (0.75, 0.2), "out": (0.2, 0.75),
    "sharp": (0.3, 0.45),
}  # fmt: skip
# Hand tremor: low frequencies only, Hz, and their weights (their sum bounds the whole).
TREMOR = ((0.31, 0.38), (0.53, 0.27), (0.97, 0.2), (1.61, 0.15))


def eased(u: Array, easing: str) -> Array:
    """Return progress 0..1 at times u (clipped to 0..1), speed and acceleration continuous.

    Speed rises as the smoothstep 3r²-2r³ over the first ramp, stays, and falls over the last.
    """
    rise, fall = RAMPS[easing]
    top = 1.0 / (1.0 - rise / 2 - fall / 2)
    u = np.clip(u, 0.0, 1.0)
    up, down = np.minimum(u / rise, 1.0), np.minimum((1.0 - u) / fall, 1.0)
    gathered = rise * (up**3 - up**4 / 2)
    lost = fall * (0.5 - (down**3 - down**4 / 2))
    between = np.clip(u - rise, 0.0, 1.0 - rise - fall)
    return np.asarray(top * (gathered + between + lost))


def there_and_back(t: Array, seconds: float, ways: int, easing: str) -> Array:
    """Return progress 0..1..0… at t seconds over so many ways of ``seconds`` each."""
    way = np.clip(np.floor(t / seconds), 0, ways - 1)
    progress = eased(t / seconds - way, easing)
    return np.where(way % 2 == 1, 1.0 - progress, progress)


def tremor(t: Array, seed: int) -> Array:
    """Return (3, n) in -1..1: across, down and leaning of a camera held by hand.

    Sums of four sines with seeded phases: no frequency above 1.7 Hz, so no jolt and no flash.
    """
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, (3, len(TREMOR), 1))
    drift = np.array([1.0, 1.13, 0.87])[:, None, None]
    rates, weights = np.array(TREMOR).T[:, None, :, None]
    return np.asarray((weights * np.sin(2 * np.pi * rates * drift * t + phases)).sum(1))
