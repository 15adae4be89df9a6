"""The valley behind a portrait: sky, ranges that pale with distance, trees and a river."""

from __future__ import annotations

import numpy as np

from generation.painter.canvas import Canvas, blur
from generation.painter.palette import Colour, Field, Picture, mix, ramp, rgb, smoothstep

HORIZON = 0.47  # share of the height
SKY = (
    (0.0, (84, 122, 150)), (0.45, (142, 170, 172)), (0.8, (206, 206, 176)), (1.0, (238, 220, 174))
)  # fmt: skip
CLOUD = ((0.0, (150, 160, 168)), (0.5, (206, 204, 192)), (1.0, (250, 242, 220)))
WATER = ((0.0, (84, 110, 112)), (0.6, (140, 164, 160)), (1.0, (216, 208, 178)))
# level, height of the crests, colour, crests across: from far to near
RANGES: tuple[tuple[float, float, Colour, int], ...] = (
    (0.36, 0.055, (132, 160, 164), 4), (0.405, 0.045, (112, 144, 146), 5),
    (0.45, 0.035, (98, 130, 120), 6), (0.50, 0.030, (96, 118, 86), 5),
    (0.57, 0.035, (84, 98, 58), 4), (0.68, 0.040, (66, 72, 38), 3),
)  # fmt: skip


def ridge(canvas: Canvas, element: str, crests: int, octaves: int = 5, gain: float = 0.5) -> Field:
    """Return a skyline of about unit spread, one value per column (W,)."""
    rng, width = canvas.rng(element), canvas.shape[1]
    at, out = np.linspace(0, 1, width), np.zeros(width)
    for octave in range(octaves):
        knots = crests * 2**octave + 1
        out += gain**octave * np.interp(at, np.linspace(0, 1, knots), rng.normal(size=knots))
    return np.asarray(blur((out / 1.3)[None], canvas.px(2.4))[0])


def valley(canvas: Canvas) -> Picture:
    """Return the landscape, (H, W, 3)."""
    _, v = canvas.grid()
    picture = _clouds(canvas, ramp(np.clip(v / HORIZON, 0, 1), SKY))
    for k, (level, height, colour, crests) in enumerate(RANGES):
        crest = level + height * ridge(canvas, f"range {k}", crests)
        picture = _range(
            canvas, picture, crest[None], rgb(*colour), haze=0.35 * (level < 0.5), name=f"{k}"
        )
        if level > 0.44:
            picture = _trees(canvas, picture, crest, level, rgb(*colour), f"trees {k}")
    return _river(canvas, picture)


def _clouds(canvas: Canvas, sky: Picture) -> Picture:
    """Flat-bottomed heaps in three rows, smaller and paler towards the horizon."""
    _u, v = canvas.grid()
    for row, (base, height, cells) in enumerate(
        ((0.36, 0.05, 9), (0.27, 0.085, 6), (0.13, 0.11, 4))
    ):
        heap = canvas.noise(f"cumulus {row}", cells, 5, 0.55, stretch=0.6)
        lump = canvas.noise(f"lump {row}", cells * 4, 4, 0.6)
        above = np.clip((base - v) / height, -0.5, 2)
        density = heap * 0.8 + lump * 0.28 - above * 1.1 - 0.15
        cover = smoothstep(density, 0.0, 0.45) * smoothstep(above, -0.12, 0.10)
        light = np.clip(0.45 + 0.40 * above + 0.22 * lump - 0.10 * density, 0, 1)
        sky = mix(sky, ramp(light, CLOUD), cover * (0.55 + 0.12 * row))
    return sky


def _range(
    canvas: Canvas, picture: Picture, crest: Field, colour: Field, *, haze: float, name: str
) -> Picture:
    _, v = canvas.grid()
    down = np.clip((v - crest) / 0.1, 0, 1)
    grass = canvas.noise(f"grass {name}", 14, 4, stretch=2)[..., None] * [1, 1, 0.6]
    slope = colour * (1.02 - 0.10 * down[..., None]) + 0.05 * grass
    slope = mix(slope, np.array([0.78, 0.80, 0.70]), haze * down)
    return mix(picture, slope, smoothstep(v - crest, 0, 0.003))


def _trees(
    canvas: Canvas, picture: Picture, crest: Field, level: float, colour: Field, element: str
) -> Picture:
    """Round crowns in small groves, each lit from the upper left."""
    rng, (u, v) = canvas.rng(element), canvas.grid()
    x = u * canvas.aspect
    for grove in rng.uniform(0, 1, 9):
        for _ in range(rng.integers(1, 6)):
            at = float(np.clip(grove + rng.normal(0, 0.025), 0, 0.999))
            radius = rng.uniform(0.005, 0.011) * (1 + 4 * (level - 0.45))
            foot = float(crest[int(at * len(crest))]) + rng.uniform(0, 0.05)
            dx, dy = (x - at * canvas.aspect) / radius, (v - foot + 0.6 * radius) / (1.2 * radius)
            here = (abs(dx) < 2.4) & (abs(dy) < 1.6)
            if not here.any():
                continue
            rows, cols = np.where(here.any(1))[0], np.where(here.any(0))[0]
            box = np.s_[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
            crown = 1 - smoothstep(np.hypot(dx[box], dy[box]), 0.7, 1.05)
            cast = 1 - smoothstep(np.hypot((dx[box] - 0.7) / 1.5, (dy[box] - 0.85) * 3), 0.5, 1.1)
            light = np.clip(0.5 - 0.4 * dx[box] - 0.5 * dy[box], 0, 1)[..., None]
            patch = mix(picture[box], picture[box] * 0.6, cast * 0.7)
            picture[box] = mix(patch, colour * (0.45 + 0.65 * light), crown * 0.9)
    return picture


def _river(canvas: Canvas, picture: Picture) -> Picture:
    """One winding stream whose bends tighten and whose width shrinks with distance."""
    u, v = canvas.grid()
    near = np.clip((v - 0.50) / 0.5, 1e-3, 1)
    middle = 0.13 + 0.16 * np.sin(1.5 / (near + 0.10) + 2.3) * near**0.8 + 0.06 * near
    width = 0.004 + 0.085 * near**1.25
    away = abs(u - middle) / width + 0.05 * canvas.noise("bank", 30, 3)
    here = v > 0.505
    picture = mix(picture, picture * 0.55, (1 - smoothstep(away, 1.0, 1.25)) * here * 0.7)
    water = ramp(np.clip(1 - near + 0.04 * canvas.noise("ripples", 6, 3, stretch=5), 0, 1), WATER)
    return mix(picture, water, (1 - smoothstep(away, 0.82, 1.0)) * here * 0.95)
