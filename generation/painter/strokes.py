"""The brush: curved bristle strokes that follow a field and leave colour and relief (numba)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from generation.painter.palette import Field, Picture

BRISTLES = 24
LONGEST = 60  # points on a stroke


class Brush(NamedTuple):
    """One brush. Lengths in canvas pixels, colour in 0..1, the rest shares of 1.

    shortest, longest: points on a stroke (one per 0.9 radius); jitter: colour spread;
    bristle: how much single bristles show; load: how soon the paint runs dry; tolerance:
    colour change that ends a stroke; follow: how fast it turns; needed: colour error that
    calls for a stroke at all (negative: always).
    """

    radius: float
    shortest: int = 3
    longest: int = 12
    opacity: float = 0.85
    jitter: float = 0.04
    bristle: float = 1.0
    load: float = 0.6
    tolerance: float = 0.12
    follow: float = 0.7
    needed: float = 0.06


class Panel(NamedTuple):
    """What strokes are laid on: paint (H, W, 3), its relief (H, W), the model and directions."""

    paint: Picture
    relief: Field
    model: Picture
    direction: Field


class _Path(NamedTuple):
    x: Field
    y: Field


@njit(fastmath=True, cache=True)
def _off(picture: Picture, j: int, i: int, c: Field) -> float:
    p = picture[j, i]
    return float(abs(p[0] - c[0]) + abs(p[1] - c[1]) + abs(p[2] - c[2]))


@njit(fastmath=True, cache=True)
def _follow(panel: Panel, brush: Brush, x: float, y: float, backwards: bool, path: _Path) -> int:
    """Trace a stroke from a point along the directions; return how many points it has."""
    rows, columns = panel.relief.shape
    colour = panel.model[int(y), int(x)]
    path.x[0], path.y[0] = x, y
    n, dx, dy = 1, 0.0, 0.0
    for p in range(1, min(brush.longest, LONGEST)):
        i, j = int(path.x[p - 1]), int(path.y[p - 1])
        ux, uy = math.cos(panel.direction[j, i]), math.sin(panel.direction[j, i])
        if (p == 1 and backwards) or (p > 1 and ux * dx + uy * dy < 0):
            ux, uy = -ux, -uy
        if p > 1:
            ux, uy = (
                brush.follow * ux + (1 - brush.follow) * dx,
                brush.follow * uy + (1 - brush.follow) * dy,
            )
            norm = math.sqrt(ux * ux + uy * uy) + 1e-9
            ux, uy = ux / norm, uy / norm
        nx, ny = path.x[p - 1] + ux * brush.radius * 0.9, path.y[p - 1] + uy * brush.radius * 0.9
        if nx < 0 or ny < 0 or nx >= columns or ny >= rows:
            break
        i, j = int(nx), int(ny)
        wrong = _off(panel.model, j, i, colour)
        if p < brush.shortest:
            if wrong > brush.tolerance * 2.5:
                break
        elif wrong > brush.tolerance and wrong > _off(panel.paint, j, i, panel.model[j, i]):
            break
        path.x[n], path.y[n] = nx, ny
        n, dx, dy = n + 1, ux, uy
    if n == 1:  # a dab
        angle = panel.direction[int(y), int(x)]
        path.x[1], path.y[1] = (
            x + 0.6 * brush.radius * math.cos(angle),
            y + 0.6 * brush.radius * math.sin(angle),
        )
        n = 2
    return n


@njit(fastmath=True, cache=True)
def _nearest(path: _Path, n: int, x: float, y: float) -> tuple[float, float, float]:
    """Return (squared distance, signed side, way along) of a pixel to a stroke's spine."""
    best, side, way, done = 1e18, 0.0, 0.0, 0.0
    for p in range(n - 1):
        ux, uy = path.x[p + 1] - path.x[p], path.y[p + 1] - path.y[p]
        px, py = x - path.x[p], y - path.y[p]
        length = math.sqrt(ux * ux + uy * uy) + 1e-6
        t = min(1.0, max(0.0, (px * ux + py * uy) / (length * length)))
        ex, ey = px - t * ux, py - t * uy
        d = ex * ex + ey * ey
        if d < best:
            best, side, way = d, (ux * py - uy * px) / length, done + t * length
        done += length
    return best, side, way / (done + 1e-6)


@njit(fastmath=True, cache=True)
def _lay(panel: Panel, brush: Brush, path: _Path, n: int, colour: Field, bristles: Field) -> None:
    """Put one stroke's paint and relief down."""
    rows, columns = panel.relief.shape
    r = brush.radius
    x0, x1 = max(0, int(path.x[:n].min() - r - 1)), min(columns, int(path.x[:n].max() + r + 2))
    y0, y1 = max(0, int(path.y[:n].min() - r - 1)), min(rows, int(path.y[:n].max() + r + 2))
    ground = panel.relief[int(path.y[0]), int(path.x[0])] * 0.6
    for j in range(y0, y1):
        for i in range(x0, x1):
            squared, side, way = _nearest(path, n, i, j)
            if squared > r * r:
                continue
            u = math.sqrt(squared) / r
            at = min(22.99, max(0.0, (side / r * 0.5 + 0.5) * 22.999))
            k = int(at)
            hair = bristles[k] * (1 - at + k) + bristles[k + 1] * (at - k)
            wet = 1.0 - brush.load * max(0.0, way - 0.35 + 0.5 * (hair - 0.5)) * 1.6
            a = brush.opacity * min(1.0, (1.0 - u * u) * 2.2) * min(1.0, max(0.0, wet))
            a *= 1.0 - 0.35 * brush.bristle * (1 - hair)
            streak = brush.jitter * brush.bristle * (hair - 0.5)
            for c in range(3):
                panel.paint[j, i, c] += a * (colour[c] + streak - panel.paint[j, i, c])
            ridge = (0.25 + 0.75 * hair) * (0.75 + 0.5 * u * u) * math.sqrt(r) * (1.0 - 0.5 * way)
            panel.relief[j, i] += a * (ground + ridge - panel.relief[j, i])


@njit(fastmath=True, cache=True)
def lay_strokes(panel: Panel, brush: Brush, starts: Field, chance: Field) -> int:
    """Lay one stroke from each start (N, 2) that needs one; chance: (N, 30) in 0..1."""
    path, colour, laid = _Path(np.zeros(64), np.zeros(64)), np.zeros(3), 0
    for k in range(starts.shape[0]):
        x, y = starts[k, 0], starts[k, 1]
        wanted = panel.model[int(y), int(x)]
        if _off(panel.paint, int(y), int(x), wanted) < brush.needed:
            continue
        laid += 1
        n = _follow(panel, brush, x, y, chance[k, 0] < 0.5, path)
        common = chance[k, 1] + 0.5 * chance[k, 2] - 0.75
        colour[0] = wanted[0] + brush.jitter * common
        colour[1] = wanted[1] + brush.jitter * (chance[k, 1] - 0.5 + 0.35 * (chance[k, 3] - 0.5))
        colour[2] = wanted[2] + brush.jitter * (chance[k, 1] - 0.5 + 0.6 * (chance[k, 4] - 0.5))
        _lay(panel, brush, path, n, colour, chance[k, 5 : 5 + BRISTLES + 1])
    return laid


def random_starts(
    shape: tuple[int, int], spacing: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return jittered grid points (N, 2) in 0..width, 0..height; N depends on spacing only."""
    height, width = shape
    x, y = np.meshgrid(np.arange(0, width - 1, spacing), np.arange(0, height - 1, spacing))
    points = np.stack([x.ravel(), y.ravel()], 1) + rng.uniform(0, spacing, (x.size, 2))
    return np.asarray(np.clip(points, 0, [width - 1.001, height - 1.001]))
