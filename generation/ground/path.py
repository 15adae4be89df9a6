"""Along a path: a smooth line through its points, easing, and what a thing does by itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.interpolate import PchipInterpolator

from generation.ground.plan import Brushed, Ease, Points

FADING = 0.15  # of the path: where a traveller fades at its end and comes back at its start

EASINGS: dict[Ease, Callable[[float], float]] = {
    "smooth": lambda u: u * u * (3 - 2 * u),
    "linear": lambda u: u,
    "in": lambda u: u * u,
    "out": lambda u: u * (2 - u),
}


def way(path: Points) -> Callable[[float], tuple[float, float]]:
    """Return u 0..1 -> displacement from the path's first point, px; even in length.

    Monotone cubic pieces (Fritsch & Carlson 1980): no overshoot at a corner.
    """
    points = np.array(path, np.float64)
    lengths = np.hypot(*np.diff(points, axis=0).T)
    kept = np.r_[True, lengths > 1e-6]
    points, lengths = points[kept], lengths[lengths > 1e-6]
    along = np.r_[0, np.cumsum(lengths)] / lengths.sum()
    line = PchipInterpolator(along, points - points[0])

    def at(u: float) -> tuple[float, float]:
        x, y = line(min(max(u, 0.0), 1.0)) if u > 0 else (0.0, 0.0)
        return float(x), float(y)

    return at


def by_itself(brushed: Brushed, t: float) -> float:
    """Return how far along its path a thing is t seconds after the start, 0..1."""
    turns = max(t, 0.0) / brushed.seconds
    ease = EASINGS[brushed.ease]
    if brushed.loop == "none":
        return 0.0
    if brushed.loop == "once":
        return ease(min(turns, 1.0))
    if brushed.loop == "travel":
        return turns % 1.0
    return ease(1.0 - abs(1.0 - turns % 2.0))


def appearances(brushed: Brushed, u: float) -> tuple[tuple[float, float], ...]:
    """Return where along the path the thing is seen, and how solid, 0..1 each.

    A traveller that nears its end fades there while it comes back at its start.
    """
    if brushed.loop != "travel" or u <= 1 - FADING:
        return ((u, 1.0),)
    back = EASINGS["smooth"](min((u - 1 + FADING) / FADING, 1.0))
    return (0.0, back), (u, 1.0 - back)
