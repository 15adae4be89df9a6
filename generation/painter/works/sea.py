"""Fresh Wind: Gerstner waves under a low sun, after the marine painters."""

from __future__ import annotations

import numpy as np

from generation.painter.boat import Boat, sail_past
from generation.painter.canvas import Canvas
from generation.painter.clouds import cloud_bank, high_clouds
from generation.painter.easel import Easel, along_forms
from generation.painter.finish import varnished, woven
from generation.painter.palette import Field, Picture, blob, mix, ramp, rgb, smoothstep
from generation.painter.strokes import Brush
from generation.painter.waves import Eye, Water, look_at, wind_sea

SEED, SIZE = 1881, (1700, 1150)
HORIZON, SUN = 0.56, (0.66, 0.455)
EYE = Eye(height=3.4, focal=1.25, horizon=HORIZON)
AIR = (
    (0.0, (58, 88, 126)), (0.35, (104, 134, 156)), (0.65, (180, 180, 168)), (0.88, (238, 204, 150)),
    (1.0, (250, 212, 148)),
)  # fmt: skip
VAPOUR = (
    (0.0, (70, 70, 92)), (0.3, (112, 104, 122)), (0.55, (184, 156, 148)), (0.8, (244, 206, 160)),
    (1.0, (255, 240, 210)),
)  # fmt: skip
DEEP = ((0.0, (8, 30, 42)), (0.35, (16, 56, 66)), (0.7, (38, 100, 98)), (1.0, (112, 176, 146)))
BOATS = (
    Boat(place=(0.50, 0.655), size=0.235, heel=0.13),
    Boat(place=(1.25, 0.578), size=0.062, heel=0.10, haze=0.55),
)


def paint(canvas: Canvas) -> Picture:
    """Return the finished picture, (H, W, 3) sRGB 0..1."""
    u, _v = canvas.grid()
    water = look_at(canvas, wind_sea(canvas.rng("waves"), wind=2.45, longest=19.0), EYE)
    sky = _sky(canvas)
    model = mix(sky, _sea(canvas, water), water.seen)
    for boat in BOATS:
        model = sail_past(canvas, model, boat, water)
    drift = np.where(water.seen > 0, 0.1, 0.35 * np.sin(u * 5 + 3) - 0.15)
    direction = along_forms(model, canvas.px(7), drift + 0.15 * canvas.noise("drift", 3, 2), 0.85)
    easel = Easel(canvas, np.clip(model, 0, 1), direction, ground=(150, 112, 78))
    low = np.clip(water.seen + 0.25, 0, 1)
    for k, radius in enumerate((30, 16, 9, 5, 2.8, 1.6)):
        brush = Brush(radius, longest=8 + 2 * k, jitter=0.05 * (1 - 0.12 * k),
                      tolerance=max(0.08, 0.24 - 0.03 * k), needed=0.05 if k else -1)  # fmt: skip
        easel.layer(brush, spacing=0.85, where=low if k > 2 else None)
    picture = woven(canvas, easel.lit(depth=0.085, shine=0.05), 4.2, 0.018)
    return varnished(canvas, picture, 0.05, 0.2, (0.55, 0.5))


def _sky(canvas: Canvas) -> Picture:
    u, v = canvas.grid()
    glow = blob(u, v, SUN, (0.15, 0.11))[..., None] * [0.15, 0.12, 0.07]
    sky = ramp(np.clip(v / HORIZON, 0, 1), AIR) + glow
    cover, light = high_clouds(canvas, SUN, HORIZON)
    sky = mix(sky, ramp(light, VAPOUR), cover * 0.7 * smoothstep(HORIZON - v, 0.02, 0.14))
    away = np.hypot((u - SUN[0]) * canvas.aspect, v - SUN[1])
    sky = mix(sky, rgb(255, 248, 216), np.exp(-((away / 0.021) ** 4)) * (1 - 0.3 * cover))
    for place, puffs in (
        ((0.10, 0.24, 0.25), 420),
        ((0.95, 0.15, 0.15), 220),
        ((0.47, 0.13, 0.05), 90),
    ):
        sky = cloud_bank(canvas, sky, place, puffs, SUN, HORIZON, VAPOUR)
    return sky


def _sea(canvas: Canvas, water: Water) -> Picture:
    """Body colour, the sky mirrored by steepness, light through crests, glitter and foam."""
    u, _ = canvas.grid()
    z = np.maximum(water.z, 1.0)
    normal = np.stack([-water.slope_x, np.ones_like(z), -water.slope_z], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    ray = np.stack([water.x, water.height - EYE.height, z], -1)
    ray /= np.linalg.norm(ray, axis=-1, keepdims=True)
    facing = np.clip(-(normal * ray).sum(-1), 0, 1)
    mirror = ray + 2 * facing[..., None] * normal
    sun = np.array([(SUN[0] - 0.5) * canvas.aspect, HORIZON - SUN[1], EYE.focal])
    sun /= np.linalg.norm(sun)
    shine = np.clip(mirror @ sun, 0, 1)
    height = np.clip(0.36 + water.height * 0.42 + 0.35 * water.slope_x - 0.30 * water.slope_z, 0, 1)
    body = ramp(height, DEEP)
    through = np.clip(water.height * 0.8 - 0.1, 0, 1) * np.clip(-(normal @ sun) + 0.35, 0, 1)
    body = body + through[..., None] * np.array([0.10, 0.42, 0.26])
    above = np.clip(mirror[..., 1], 0, 1)
    reflected = ramp(np.clip(1 - above * 1.5, 0, 1), AIR) * 0.92
    sea = mix(body, reflected, np.clip(0.04 + 0.96 * (1 - facing) ** 4.2, 0, 0.72))
    sea = sea + (0.16 * shine**14 + 0.55 * shine**70)[..., None] * np.array([1.0, 0.80, 0.46])
    towards_sun = np.exp(-(((u - SUN[0]) / 0.22) ** 2))
    sea = mix(sea, ramp(0.58 + 0.42 * towards_sun, AIR) * 0.84, 0.5 * smoothstep(z, 60, 1200))
    foam = _foam(canvas, water)
    lit = np.clip(0.66 + 0.5 * normal @ sun + 0.2 * normal[..., 1], 0.45, 1.02)[..., None]
    return mix(sea, np.array([0.97, 0.94, 0.86]) * lit, foam)


def _foam(canvas: Canvas, water: Water) -> Field:
    """White where crests crowd together, torn by noise into lace behind them."""
    torn = canvas.noise("lace", 60, 4, 0.65, stretch=2.2)
    fine = canvas.noise("spray", 170, 3, 0.7, stretch=1.6)
    crest = smoothstep(0.70 - water.fold + 0.07 * torn + 0.04 * fine, 0.0, 0.12)
    lace = smoothstep(0.80 - water.fold + 0.14 * torn, 0.02, 0.22) * smoothstep(abs(fine), 0.7, 0.2)
    near = smoothstep(water.z, 260, 30)
    return np.clip(crest * 0.95 + lace * 0.5, 0, 1) * np.clip(near, 0.15, 1) * water.seen
