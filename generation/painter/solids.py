"""Signed distances of the few solids everything else is built from (numba)."""

from __future__ import annotations

import math

from numba import njit

Vec = tuple[float, float, float]


@njit(fastmath=True, cache=True)
def blend(a: float, b: float, radius: float) -> float:
    """Return the smooth minimum of two distances (quadratic, after Quilez)."""
    h = max(radius - abs(a - b), 0.0) / radius
    return min(a, b) - h * h * radius * 0.25


@njit(fastmath=True, cache=True)
def carve(solid: float, hole: float, radius: float) -> float:
    """Return ``solid`` without ``hole`` (negative inside the hole), the edge rounded."""
    return -blend(-solid, hole, radius)


@njit(fastmath=True, cache=True)
def ellipsoid(p: Vec, centre: Vec, radii: Vec) -> float:
    """Return the approximate distance to an ellipsoid (Quilez's k0 (k0 - 1) / k1)."""
    x = (p[0] - centre[0]) / radii[0]
    y = (p[1] - centre[1]) / radii[1]
    z = (p[2] - centre[2]) / radii[2]
    k0 = math.sqrt(x * x + y * y + z * z)
    k1 = math.sqrt((x / radii[0]) ** 2 + (y / radii[1]) ** 2 + (z / radii[2]) ** 2)
    return k0 * (k0 - 1.0) / (k1 + 1e-9)


@njit(fastmath=True, cache=True)
def capsule(p: Vec, start: Vec, end: Vec, radius_start: float, radius_end: float) -> float:
    """Return the distance to a round rod from ``start`` to ``end`` with a changing radius."""
    ux, uy, uz = end[0] - start[0], end[1] - start[1], end[2] - start[2]
    px, py, pz = p[0] - start[0], p[1] - start[1], p[2] - start[2]
    t = (px * ux + py * uy + pz * uz) / (ux * ux + uy * uy + uz * uz)
    t = min(1.0, max(0.0, t))
    dx, dy, dz = px - t * ux, py - t * uy, pz - t * uz
    away = math.sqrt(dx * dx + dy * dy + dz * dz)
    return away - (radius_start + (radius_end - radius_start) * t)
