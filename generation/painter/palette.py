"""Colours as a painter mixes them: ramps of tone, blends and soft edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Field = NDArray[np.float64]  # (H, W), any unit
Picture = NDArray[np.float64]  # (H, W, 3), sRGB 0..1
Colour = tuple[float, float, float]  # sRGB 0..255
Stops = Sequence[tuple[float, Colour]]  # tone 0..1 -> colour, rising


def rgb(red: float, green: float, blue: float) -> Field:
    """Return an sRGB colour given in 0..255 as (3,) in 0..1."""
    return np.array([red, green, blue], np.float64) / 255


def ramp(tone: Field, stops: Stops) -> Picture:
    """Return the palette colour of every tone: piecewise linear between ``stops``."""
    at = [stop for stop, _ in stops]
    colours = np.array([colour for _, colour in stops], np.float64) / 255
    return np.stack([np.interp(tone, at, colours[:, c]) for c in range(3)], -1)


def mix(under: Picture, over: ArrayLike, weight: ArrayLike) -> Picture:
    """Blend ``over`` onto ``under`` by ``weight`` (H, W) in 0..1."""
    w = np.asarray(weight, np.float64)[..., None]
    return np.asarray(under * (1 - w) + np.asarray(over) * w)


def smoothstep(value: ArrayLike, low: ArrayLike, high: ArrayLike) -> Field:
    """Rise from 0 at ``low`` to 1 at ``high`` with flat ends (3t^2 - 2t^3)."""
    t = np.clip((np.asarray(value) - low) / (np.asarray(high) - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def blob(x: Field, y: Field, centre: tuple[float, float], radii: tuple[float, float]) -> Field:
    """Return a Gaussian spot of height 1; ``radii`` are where it falls to 1/e."""
    return np.asarray(
        np.exp(-(((x - centre[0]) / radii[0]) ** 2) - ((y - centre[1]) / radii[1]) ** 2)
    )


def band(distance: Field, width: float | Field, power: int = 2) -> Field:
    """Return a line of height 1 where ``distance`` is 0, falling off over ``width``."""
    return np.asarray(np.exp(-(np.abs(distance / width) ** power)))


def planes(tone: Field, colours: Sequence[Colour], cuts: Sequence[float]) -> Picture:
    """Cut ``tone`` into flat colours at ``cuts``, with an edge a brush could make."""
    out = np.broadcast_to(rgb(*colours[0]), (*tone.shape, 3)).copy()
    for cut, colour in zip(cuts, colours[1:], strict=True):
        out = mix(out, rgb(*colour), smoothstep(tone, cut - 0.012, cut + 0.012))
    return out
