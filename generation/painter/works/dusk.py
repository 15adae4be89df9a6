"""Winter Dusk: blue snow, warm windows, smoke, after the northern winter painters."""

from __future__ import annotations

import numpy as np

from generation.painter.canvas import Canvas
from generation.painter.easel import Easel, along_forms
from generation.painter.finish import varnished, woven
from generation.painter.palette import Field, Picture, mix, ramp, rgb, smoothstep
from generation.painter.strokes import Brush
from generation.painter.trees import Tree, bare_tree
from generation.painter.valley import ridge
from generation.painter.village import (
    Cottage,
    chimney_top,
    cottage,
    fence,
    pond,
    smoke,
    steeple,
)  # fmt: skip

SEED, SIZE = 1565, (1700, 1150)
HORIZON, MOON = 0.50, (1.13, 0.15)
AIR = (
    (0.0, (34, 48, 92)), (0.30, (62, 84, 132)), (0.55, (116, 132, 164)), (0.76, (190, 172, 172)),
    (0.90, (240, 186, 148)), (1.0, (250, 204, 148)),
)  # fmt: skip
SNOW = (
    (0.0, (56, 68, 112)),
    (0.35, (92, 106, 152)),
    (0.7, (142, 150, 186)),
    (1.0, (200, 196, 212)),
)
FAR_HOMES = (
    Cottage((0.62, 0.578), 0.040, 0.030, 0.065, 1, 2, 2),
    Cottage((0.80, 0.572), 0.036, 0.028, 0.060, -1, 0, 2),
    Cottage((1.00, 0.580), 0.042, 0.032, 0.070, 1, 1, 3),
    Cottage((1.20, 0.575), 0.036, 0.028, 0.055, -1, 2, 1),
)
NEAR_HOMES = (
    Cottage((0.40, 0.665), 0.085, 0.066, 0.150, -1, 1, 4),
    Cottage((0.93, 0.640), 0.066, 0.052, 0.115, -1, 0, 3),
    Cottage((1.24, 0.700), 0.100, 0.078, 0.170, 1, 3, 4),
)
WOOD = (
    Tree((0.43, 0.592), 0.16, 4.0, 7), Tree((0.72, 0.585), 0.13, 3.4, 7),
    Tree((0.88, 0.590), 0.17, 4.2, 7), Tree((1.10, 0.590), 0.15, 3.8, 7),
    Tree((1.32, 0.600), 0.18, 4.4, 7), Tree((0.24, 0.620), 0.20, 5.0, 7),
)  # fmt: skip
TALL = (
    Tree((0.155, 0.86), 0.78, 22, 10, lean=0.05), Tree((0.065, 0.80), 0.60, 15, 9, lean=-0.04),
    Tree((1.405, 0.84), 0.62, 16, 10, lean=-0.06),
)  # fmt: skip


def paint(canvas: Canvas) -> Picture:
    """Return the finished picture, (H, W, 3) sRGB 0..1."""
    _, v = canvas.grid()
    sky = _sky(canvas)
    model, ground = _model(canvas, sky)
    wood = np.zeros(canvas.shape)
    for n, tree in enumerate(TALL):
        wood = np.maximum(wood, bare_tree(canvas, tree, f"tall {n}"))
    model = mix(model, rgb(38, 36, 52) + 0.02 * canvas.noise("bark", 60, 3)[..., None], wood * 0.96)
    model = _banks(canvas, model, [(tree.foot, 0.10 * tree.height) for tree in TALL])
    drift = np.where(v < HORIZON, 0.08 * canvas.noise("wind", 2, 2) - 0.05, 0.25 * ground)
    direction = along_forms(model, canvas.px(5), drift, 0.8)
    easel = Easel(canvas, np.clip(model, 0, 1), direction, ground=(128, 112, 112))
    low = np.clip((v > 0.46) + wood + 0.35, 0, 1)
    for k, radius in enumerate((28, 15, 8, 4.6, 2.6, 1.6)):
        brush = Brush(radius, longest=8 + 2 * k, jitter=0.055 * (1 - 0.13 * k), load=0.5,
                      tolerance=max(0.07, 0.22 - 0.03 * k), needed=0.045 if k else -1)  # fmt: skip
        easel.layer(brush, spacing=0.85, where=low if k > 2 else None)
    picture = woven(canvas, easel.lit(depth=0.075, shine=0.04), 4.2, 0.018)
    return varnished(canvas, picture, 0.04, 0.24, (0.5, 0.5))


def _sky(canvas: Canvas) -> Picture:
    """Cold above, warm at the horizon, with thin bars of cloud, a few stars and a moon."""
    u, v = canvas.grid()
    x = u * canvas.aspect
    sky = ramp(np.clip(v / HORIZON + 0.03 * canvas.noise("haze", 3, 3, stretch=3), 0, 1), AIR)
    bars = canvas.noise("bars", 3, 5, 0.55, stretch=7) - 0.25
    cover = (
        smoothstep(bars, 0.0, 1.1) * smoothstep(v, 0.06, 0.30) * smoothstep(HORIZON - v, 0.0, 0.06)
    )
    warm = ramp(
        np.clip(v / HORIZON, 0, 1),
        ((0.0, (92, 104, 146)), (0.6, (170, 142, 160)), (1.0, (255, 196, 140))),
    )
    sky = mix(sky, warm, cover * 0.6)
    rng = canvas.rng("stars")
    for _ in range(9):
        away = np.hypot(x - rng.uniform(0.1, canvas.aspect - 0.1), v - rng.uniform(0.02, 0.20))
        sky = mix(sky, rgb(236, 232, 220), np.exp(-((away / 0.0017) ** 2)) * rng.uniform(0.5, 0.95))
    disc = 1 - smoothstep(np.hypot(x - MOON[0], v - MOON[1]), 0.0225, 0.0245)
    dark = 1 - smoothstep(np.hypot(x - MOON[0] + 0.010, v - MOON[1] + 0.006), 0.0215, 0.0235)
    halo = np.exp(-((np.hypot(x - MOON[0], v - MOON[1]) / 0.07) ** 2))
    return mix(mix(sky, rgb(214, 206, 200), halo * 0.16), rgb(255, 244, 214), disc * (1 - dark))


def _model(canvas: Canvas, sky: Picture) -> tuple[Picture, Field]:
    """Return the whole view but the tall trees, and the lie of the snow."""
    picture = _hills(canvas, sky.copy())
    picture = steeple(canvas, picture, (0.505, 0.567), 0.135, rgb(92, 92, 128))
    picture, ground = _snow(canvas, picture)
    for n, tree in enumerate(WOOD):
        picture = mix(picture, rgb(72, 68, 92), bare_tree(canvas, tree, f"wood {n}") * 0.75)
    for homes, haze in ((FAR_HOMES, 0.34), (NEAR_HOMES, 0.06)):
        for home in homes:
            picture = cottage(canvas, picture, home, haze)
        picture = _banks(canvas, picture, [(home.foot, 1.1 * home.length) for home in homes])
    for n, home in enumerate(FAR_HOMES[::2] + NEAR_HOMES):
        picture = smoke(canvas, picture, chimney_top(home), 2.6 * home.width + 0.10, f"smoke {n}")
    picture = pond(canvas, picture, picture.copy(), (0.74, 0.80, 0.36, 0.075), 0.705)
    picture = fence(canvas, picture, (0.52, 0.700), (0.20, 0.905), 9)
    return fence(canvas, picture, (1.12, 0.745), (1.47, 0.93), 8), ground


def _banks(
    canvas: Canvas, picture: Picture, feet: list[tuple[tuple[float, float], float]]
) -> Picture:
    """Blow snow against the feet of houses and trees, so that nothing stands on a ruled line."""
    u, v = canvas.grid()
    x, rough = u * canvas.aspect, canvas.noise("banks", 60, 3)
    for foot, half in feet:
        drift = np.exp(-(((x - foot[0]) / half) ** 4)) * (1.2 + 0.5 * rough)
        heap = np.exp(-(((v - foot[1] - 0.004) / (0.05 * half * np.maximum(drift, 0.05))) ** 2))
        picture = mix(picture, rgb(150, 156, 190), heap * np.clip(drift, 0, 1) * 0.9)
    return picture


def _hills(canvas: Canvas, picture: Picture) -> Picture:
    _, v = canvas.grid()
    for k, (level, tall, colour) in enumerate(
        ((0.475, 0.030, (150, 142, 166)), (0.505, 0.022, (112, 116, 152)))
    ):
        crest = (level + tall * ridge(canvas, f"hill {k}", 3 + 2 * k, 4, 0.45))[None]
        rough = 0.004 * canvas.noise(f"forest {k}", 120, 2)
        slope = rgb(*colour) * (1 + 0.05 * canvas.noise(f"woods {k}", 40, 3)[..., None])
        picture = mix(picture, slope, smoothstep(v - crest - rough * k, 0, 0.004))
    return picture


def _snow(canvas: Canvas, picture: Picture) -> tuple[Picture, Field]:
    """Drifts lit from the last light at the horizon, with a trodden path to the houses."""
    u, v = canvas.grid()
    x = u * canvas.aspect
    drifts = canvas.noise("drifts", 3, 5, 0.45, stretch=4)
    crest = 0.555 + 0.010 * np.sin(x * 4.1 + 0.7) + 0.006 * drifts
    near = np.clip((v - crest) / (1 - crest), 0, 1)
    lift = np.gradient(drifts, axis=0) * canvas.shape[0] * 0.010
    tone = np.clip(0.74 - 0.44 * near + 0.26 * lift + 0.06 * drifts, 0, 1)
    snow = ramp(tone, SNOW) + 0.05 * (1 - near[..., None]) ** 3 * [1.0, 0.6, 0.2]
    middle = 1.02 - 0.22 * np.sin(near * 3.4 + 0.3) + 0.14 * near
    wide = 0.010 + 0.060 * near**1.2
    path = np.exp(-(((x - middle) / wide) ** 4))
    steps = smoothstep(canvas.noise("steps", 90, 2, stretch=1.6), -0.2, 0.9)
    snow = mix(snow, snow * np.array([0.74, 0.76, 0.82]), path * (0.25 + 0.55 * steps))
    return mix(picture, snow, smoothstep(v - crest, 0, 0.004)), lift
