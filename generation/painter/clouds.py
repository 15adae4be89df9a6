"""Evening clouds: heaped banks made of lit puffs, and high streaks in perspective."""

from __future__ import annotations

import cv2
import numpy as np

from generation.painter.canvas import Canvas
from generation.painter.palette import Field, Picture, Stops, mix, ramp, smoothstep


def high_clouds(
    canvas: Canvas, sun: tuple[float, float], horizon: float, tile: int = 900
) -> tuple[Field, Field]:
    """Return (cover, light) of thin clouds on a plane high above, each (H, W) in 0..1."""
    u, v = canvas.grid()
    sheet = (
        Canvas(canvas.seed, (tile, tile))
        .noise("cirrus", 5, 7, 0.55, stretch=1.5)
        .astype(np.float32)
    )
    up = np.clip(horizon + 0.05 - v, 0.02, 1)
    across, away = (u - 0.5) / (up + 0.22) * 0.55, 1 / (up + 0.16)

    def sample(du: float, dv: float) -> Field:
        x, y = ((across + du) * 0.60 + 0.5) * tile, (away + dv) * 0.15 * tile
        found = cv2.remap(sheet, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR,
                          borderMode=cv2.BORDER_REFLECT)  # fmt: skip
        return np.asarray(found, np.float64)

    density = sample(0, 0)
    cover = smoothstep(density, 0.25, 1.6)
    near_sun = np.exp(-(((u - sun[0]) / 0.3) ** 2) - ((v - sun[1]) / 0.25) ** 2)
    light = 0.50 + 0.8 * (density - sample(0.06, 0.05)) + 0.25 * (0.5 - cover) + 0.35 * near_sun
    return cover, np.clip(light, 0, 1)


def cloud_bank(
    canvas: Canvas,
    sky: Picture,
    place: tuple[float, float, float],
    puffs: int,
    sun: tuple[float, float],
    horizon: float,
    stops: Stops,
) -> Picture:
    """Return ``sky`` with a heap of puffs, each shaded as a ball lit from the sun.

    place: (centre, half width, height) in shares of the picture.
    """
    u, v = canvas.grid()
    ragged_x, ragged_y = (0.008 * canvas.noise(f"rag {axis}", 22, 4) for axis in "xy")
    rows, columns = canvas.shape
    for size, x, y, rise in _heap(canvas, place, puffs, horizon - 0.045):
        reach = size * 1.5
        across = reach / canvas.aspect
        top, low = max(0, int((y - reach) * rows)), int(min(horizon, y + reach) * rows)
        left, right = max(0, int((x - across) * columns)), int(min(1, x + across) * columns)
        if low - top < 2 or right - left < 2:
            continue
        box = np.s_[top:low, left:right]
        dx = ((u[box] - x) * canvas.aspect + ragged_x[box]) / size
        dy = (v[box] - y + ragged_y[box]) / size
        away = np.hypot(dx, dy)
        bulge = 0.12 * np.sqrt(np.clip(1 - away**2, 0, 1))
        facing = 0.20 * dx * np.sign(sun[0] - x) - 0.19 * dy + bulge
        colour = ramp(np.clip(0.47 + facing + 0.30 * (rise - 0.4), 0, 1), stops)
        haze = float(np.clip(1 - (horizon - y) / 0.12, 0, 1)) * 0.7
        colour = colour * (1 - haze) + sky[box] * haze
        sky[box] = mix(sky[box], colour, (1 - smoothstep(away, 0.30, 1.08)) * 0.62)
    return sky


def _heap(
    canvas: Canvas, place: tuple[float, float, float], puffs: int, floor: float
) -> list[tuple[float, float, float, float]]:
    """Return puffs (radius, x, y, share of the heap's height), the largest first."""
    rng, (centre, half, height) = canvas.rng(f"bank {place[0]}"), place
    heap = []
    for n in range(puffs):
        along = float(np.clip(rng.normal(0, 0.62), -1.5, 1.5))
        lumps = 0.8 + 0.25 * np.sin(along * 7 + centre * 9)
        roof = height * float(np.exp(-((along * 1.05) ** 2)) * lumps)
        up = roof * rng.uniform(0, 1) ** 0.6
        size = rng.uniform(0.45, 0.9) * (0.034 + 0.22 * max(0.0, roof - up))
        size *= 1.2 if n < puffs * 0.4 else 0.8
        heap.append((size, centre + along * half, floor - up, up / height))
    return sorted(heap, reverse=True)
