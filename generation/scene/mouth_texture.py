"""What lies behind the lips, in the painting's own colours: throat, teeth, tongue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.scene import topology as at
from generation.scene.mouth_frame import MouthFrame
from generation.scene.shapes import Array, blur, soft_step
from generation.types import Bytes2D

LUMA = np.array([0.299, 0.587, 0.114])
SKIN_PATCHES = (50, 280, 205, 425, 151, 9, 4)
SHADOW_PATCHES = (98, 327, 2, 94, 159, 386)
TOOTH_EDGES = (0.0, 0.33, 0.59, 0.79, 0.93)


@dataclass(frozen=True, slots=True)
class Palette:
    """RGB 0..1 of one face near its mouth; high: the luma of its lightest skin."""

    skin_left: Array
    skin_right: Array
    high: float
    lip: Array
    throat: Array


def palette(rgb: Bytes2D, mouth: MouthFrame, points: Array) -> Palette:
    """Take the colours of a face from its painting (H, W, 3)."""
    image, half = rgb.astype(np.float64) / 255, mouth.half

    def patch(place: Array, reach: float) -> Array:
        k = max(2, int(reach * half))
        cx, cy = _inside(place[0], image.shape[1], k), _inside(place[1], image.shape[0], k)
        return image[cy - k : cy + k + 1, cx - k : cx + k + 1].reshape(-1, 3)

    def along(s: float, t: float) -> Array:
        px = float(np.interp(s, mouth.s, mouth.xs))
        py = float(np.interp(px, mouth.xs, mouth.line)) + t * half
        return np.array(mouth.picture(np.array(px), np.array(py)))

    left, right = (np.median(patch(points[i], 0.25), 0) for i in (at.CHEEK_R, at.CHEEK_L))
    skin = np.concatenate([patch(points[i], 0.2) for i in SKIN_PATCHES])
    red = float(np.median(mouth.lower_edge[np.abs(mouth.s) < 0.4])) * 0.5
    lip = np.median(np.concatenate([patch(along(s, red), 0.07) for s in (-0.3, 0.0, 0.3)]), 0)
    line = np.concatenate([patch(along(s, 0), 0.04) for s in np.linspace(-0.6, 0.6, 9)])
    dark = np.concatenate([patch(points[i], 0.09) for i in SHADOW_PATCHES] + [line])
    shadow, line_colour = np.percentile(dark, 3, axis=0), np.percentile(line, 15, axis=0)
    deep = 0.55 * shadow + 0.45 * line_colour
    deep = 0.65 * deep + 0.35 * lip * (deep @ LUMA) / max(lip @ LUMA, 0.02)
    blackest = float(np.percentile(image[::7, ::7] @ LUMA, 1))
    most = max(0.15 * float((left + right) @ LUMA) / 2, 0.7 * blackest)
    throat = deep * float(np.clip(most / max(deep @ LUMA, 1e-3), 0.15, 1.0))
    return Palette(left, right, float(np.percentile(skin @ LUMA, 85)), lip, throat)


def _inside(place: float, length: int, reach: int) -> int:
    """The nearest whole pixel around which ``reach`` px lie inside."""
    return int(np.clip(place, reach, length - reach - 1))


def cheek_grain(rgb: Bytes2D, mouth: MouthFrame, points: Array, shape: tuple[int, int]) -> Array:
    """Return (h, w) relative strokes of the lighter cheek, mirrored and tiled over a box."""
    luma = rgb.astype(np.float64) @ LUMA / 255
    reach = int(max(6, 0.42 * mouth.half))
    places = [points[a] * 0.6 + points[b] * 0.4 for a, b in ((50, 205), (280, 425))]
    cuts = []
    for x, y in places:
        cx, cy = _inside(x, luma.shape[1], reach), _inside(y, luma.shape[0], reach)
        cuts.append(luma[cy - reach : cy + reach, cx - reach : cx + reach])
    cut = max(cuts, key=lambda c: float(c.mean()))
    low = blur(cut, max(1.2, 0.07 * mouth.half))
    grain = (cut - low) / np.maximum(low, 0.08)
    spread = 2.5 * float(grain.std())
    grain = np.clip(np.clip(grain, -spread, spread), -0.12, 0.12)
    return np.pad(grain, ((0, shape[0]), (0, shape[1])), mode="symmetric")[: shape[0], : shape[1]]


def interior(colours: Palette, grain: Array, s: Array, t: Array) -> Array:
    """Return (h, w, 3) 0..1 behind the upper lip: teeth under its shadow, then the throat."""
    a = np.abs(s)
    skin, key = _lit(colours, s)
    depth = np.clip(t / 0.7, 0, 1)[..., None]
    warm = 0.9 * colours.lip * float(colours.throat @ LUMA) / max(float(colours.lip @ LUMA), 0.02)
    hollow = colours.throat * (0.55 + 0.35 * depth)
    hollow = hollow + warm * depth**2 * np.exp(-((s / 0.6) ** 2))[..., None]
    hollow = hollow * (1 - 0.25 * soft_step(a, 0.5, 1.0))[..., None]
    tooth = 0.62 * skin + 0.38 * (skin @ LUMA)[..., None] * np.array([1.06, 1.0, 0.84])
    bright = np.clip(1.02 * colours.high / np.maximum(tooth @ LUMA, 0.05), 0.9, 1.35)
    tooth = tooth * (bright * (0.30 + 0.70 * key))[..., None]
    apart = np.max([np.exp(-(((a - e) / 0.024) ** 2)) * (1 - 0.5 * e) for e in TOOTH_EDGES], 0)
    edge = 0.10 - 0.14 * s * s - 0.010 * apart
    shown = soft_step(edge - t, -0.018, 0.022) * (1 - soft_step(a, 0.58, 0.90)) * 0.85
    shade = (0.30 + 0.55 * soft_step(t, -0.02, 0.12)) * (1 - 0.55 * a**2.2) * (1 - 0.085 * apart)
    mixed = (
        hollow * (1 - shown[..., None]) + tooth * np.clip(shade, 0, 1)[..., None] * shown[..., None]
    )
    rough = grain * (0.30 + 0.70 * np.clip(mixed @ LUMA / 0.35, 0, 1))
    return np.asarray(np.clip(mixed * (1 + rough[..., None]), 0, 1))


def tongue(colours: Palette, s: Array, t: Array) -> tuple[Array, Array]:
    """Return (h, w, 3) and alpha (h, w) of a low mound behind the lower lip."""
    _, key = _lit(colours, s)
    height = 0.17 * np.clip(1 - (s / 0.7) ** 2, 0, 1) ** 0.8
    up = -t  # above the lower lip's edge
    alpha = 0.85 * soft_step(height - up, -0.06, 0.06) * soft_step(height, 0.0, 0.06)
    flesh = colours.lip * np.array([1.0, 0.80, 0.74]) * 0.46 + colours.throat * 0.25
    shape = 0.62 + 0.36 * np.exp(-(((up - 0.08) / 0.06) ** 2)) - 0.08 * np.exp(-((s / 0.06) ** 2))
    return np.clip(flesh * ((0.5 + 0.5 * key) * shape)[..., None], 0, 1), alpha


def _lit(colours: Palette, s: Array) -> tuple[Array, Array]:
    """Skin across the mouth (h, w, 3) and how lit it is (h, w) against the lightest skin."""
    mix = soft_step(s, -1.1, 1.1)[..., None]
    skin = colours.skin_left * (1 - mix) + colours.skin_right * mix
    return skin, np.asarray(skin @ LUMA / max(colours.high, 0.05))
