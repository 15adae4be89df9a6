"""Water in perspective: a sum of Gerstner waves seen from a small height (numba)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from generation.painter.canvas import Canvas
from generation.painter.palette import Field

STEEPEST, SETTLE = 0.92, 3  # share of a breaking wave; fixed-point rounds of the inversion


class Sea(NamedTuple):
    """Waves: k (N, 2) wave vectors in 1/m, amplitude (N,) m, phase (N,), sharpness (N,)."""

    k: Field
    amplitude: Field
    phase: Field
    sharpness: Field


class Eye(NamedTuple):
    """height: metres over still water; focal: in picture heights; horizon: share from top."""

    height: float
    focal: float
    horizon: float


class Water(NamedTuple):
    """Per pixel below the skyline: x, z metres on the water, distance z, height m, slopes,
    fold (1 flat, 0 about to break) and seen (1 where there is water). All (H, W)."""

    x: Field
    z: Field
    height: Field
    slope_x: Field
    slope_z: Field
    fold: Field
    seen: Field


def wind_sea(rng: np.random.Generator, wind: float, longest: float, waves: int = 40) -> Sea:
    """Return waves around direction ``wind`` (radians, 0 = to the right), in metres.

    Lengths fall geometrically from ``longest`` to 0.35 m; steepness is shared so that the
    steepest possible sum stays short of looping.
    """
    lengths = np.geomspace(longest, 0.35, waves) * rng.uniform(0.85, 1.18, waves)
    turn = wind + rng.normal(0, 1, waves) * np.linspace(0.22, 0.75, waves)
    k = 2 * np.pi / lengths
    steep = np.linspace(0.115, 0.055, waves) * rng.uniform(0.6, 1.3, waves)
    sharp = np.full(waves, min(1.0, STEEPEST / steep.sum()) * 1.6)
    return Sea(np.stack([np.cos(turn), np.sin(turn)], 1) * k[:, None], steep / k,
               rng.uniform(0, 2 * np.pi, waves), sharp)  # fmt: skip


@njit(fastmath=True, cache=True)
def _surface(sea: Sea, x: float, z: float, blur: float, out: Field) -> None:
    """Height, slopes and fold at a point (x, z), leaving out waves shorter than ``blur``."""
    x0, z0 = x, z
    for _ in range(SETTLE):
        dx, dz = 0.0, 0.0
        for n in range(sea.phase.shape[0]):
            kx, kz = sea.k[n, 0], sea.k[n, 1]
            k = math.sqrt(kx * kx + kz * kz)
            if k * blur > 2.5:
                break
            swing = (
                sea.sharpness[n] * sea.amplitude[n] * math.sin(kx * x0 + kz * z0 + sea.phase[n]) / k
            )
            dx, dz = dx - kx * swing, dz - kz * swing
        x0, z0 = x - dx, z - dz
    y, sx, sz, jxx, jzz, jxz = 0.0, 0.0, 0.0, 1.0, 1.0, 0.0
    for n in range(sea.phase.shape[0]):
        kx, kz, a = sea.k[n, 0], sea.k[n, 1], sea.amplitude[n]
        k = math.sqrt(kx * kx + kz * kz)
        if k * blur > 2.5:
            break
        a *= math.exp(-((k * blur / 1.6) ** 2))
        angle = kx * x0 + kz * z0 + sea.phase[n]
        c, s, q = math.cos(angle), math.sin(angle), sea.sharpness[n] * a / k
        y += a * c
        sx, sz = sx - a * kx * s, sz - a * kz * s
        jxx, jzz, jxz = jxx - q * kx * kx * c, jzz - q * kz * kz * c, jxz - q * kx * kz * c
    out[0], out[3] = y, jxx * jzz - jxz * jxz
    out[1], out[2] = sx / max(jxx, 0.25), sz / max(jzz, 0.25)


@njit(fastmath=True, cache=True)
def _sweep(sea: Sea, eye: Eye, water: Water, distances: Field) -> None:
    """Walk every column outwards, drawing each stretch of water that rises above the last."""
    rows, columns = water.seen.shape
    here, last = np.zeros(4), np.zeros(4)
    for i in range(columns):
        across = ((i + 0.5) - columns / 2) / rows / eye.focal
        top, last_row, last_z = rows, float(rows) * 4, 0.0
        for n in range(distances.shape[0]):
            z = distances[n]
            blur = 0.35 * z / (eye.focal * rows) * (1 + z / eye.height * 0.35)
            _surface(sea, across * z, z, blur, here)
            row = (eye.horizon + eye.focal * (eye.height - here[0]) / z) * rows
            first = max(0, math.ceil(row - 0.5))
            for j in range(first, top):
                t = (
                    0.0
                    if last_row - row < 1e-6
                    else min(1.0, max(0.0, (j + 0.5 - row) / (last_row - row)))
                )
                zz = z + (last_z - z) * t
                water.x[j, i], water.z[j, i], water.seen[j, i] = across * zz, zz, 1.0
                water.height[j, i] = here[0] + (last[0] - here[0]) * t
                water.slope_x[j, i] = here[1] + (last[1] - here[1]) * t
                water.slope_z[j, i] = here[2] + (last[2] - here[2]) * t
                water.fold[j, i] = here[3] + (last[3] - here[3]) * t
            top = min(top, first)
            last_row, last_z = row, z
            last[:] = here


def look_at(canvas: Canvas, sea: Sea, eye: Eye, steps: int = 1400) -> Water:
    """Return what every pixel sees of the sea."""
    water = Water(*(np.zeros(canvas.shape) for _ in range(7)))
    nearest = eye.height * eye.focal / (1.25 - eye.horizon)
    _sweep(sea, eye, water, np.geomspace(nearest * 0.8, 4000.0, steps))
    return water
