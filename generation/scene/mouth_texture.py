"""What lies behind the lips, in the painting's own colours: throat, teeth, tongue."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.scene import topology as at
from generation.scene.mouth_frame import MouthFrame
from generation.scene.shapes import Array, blur, floats, soft_step
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
    flesh: Array  # the lip's colour, or the beard's where that covers it
    throat: Array
    faint: float  # 0..1, 1 where the upper lip cannot be told from the skin


def palette(rgb: Bytes2D, mouth: MouthFrame, points: Array, beard: float) -> Palette:
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
    hair = np.median(patch(points[at.CHIN_FRONT], 0.3), 0)
    flesh = lip * (1 - 0.6 * beard) + hair * 0.6 * beard
    hue = flesh * (deep @ LUMA) / max(flesh @ LUMA, 0.02)
    deep = (0.65 - 0.3 * beard) * deep + (0.35 + 0.3 * beard) * hue
    blackest = float(np.percentile(image[::7, ::7] @ LUMA, 1))
    most = max(0.15 * float((left + right) @ LUMA) / 2, 0.7 * blackest)
    throat = deep * float(np.clip(most / max(deep @ LUMA, 1e-3), 0.15, 1.0))
    high = float(np.percentile(skin @ LUMA, 85))
    edge = float(np.median(mouth.upper_edge[np.abs(mouth.s) < 0.4]))
    spots = [(s, t) for s in (-0.35, 0.0, 0.35) for t in (0.5 * edge, edge - 0.16)]
    seen = [np.median(patch(along(s, t), 0.05), 0) for s, t in spots]
    return Palette(left, right, high, lip, flesh, throat, _faintness(np.array(seen)))


def _faintness(pairs: Array) -> float:
    """How little the lip differs from the skin above it; pairs: (2 n, 3) RGB, lip then skin."""
    lab = cv2.cvtColor(floats(pairs[None]), cv2.COLOR_RGB2LAB)[0]
    apart = np.linalg.norm((lab[::2] - lab[1::2]) * [0.3, 1, 1], axis=1)
    return float(1 - soft_step(np.median(apart), 5.0, 14.0))


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


SAMPLES, SCALE = 257, 96.0  # of tables over s, a unit of s; as rig/constants.TABLE_SCALE


def table_s() -> Array:
    """Return s of a table's samples (257,), -4/3..4/3."""
    return (np.arange(SAMPLES) - SAMPLES // 2) / SCALE


def colours(colour: Palette) -> Array:
    """Return (6, 257, 3) RGB over s: dark, warm, tongue, tooth, gum, lip; see rig/mouth.py."""
    s = table_s()
    a = np.abs(s)[:, None]
    skin, key = _lit(colour, s)
    light = (0.5 + 0.5 * np.clip(key, 0, 1.2))[:, None]
    corridor = 1 - 0.25 * soft_step(a, 0.5, 1.0)
    level = float(colour.throat @ LUMA)
    warm = 0.9 * colour.flesh * level / max(float(colour.flesh @ LUMA), 0.02)
    tongue = colour.flesh * np.array([1.0, 0.80, 0.76]) + 0.25 * colour.throat
    tooth = 0.62 * skin + 0.38 * (skin @ LUMA)[:, None] * np.array([1.06, 1.0, 0.84])
    bright = np.clip(1.02 * colour.high / np.maximum(tooth @ LUMA, 0.05), 0.9, 1.35)
    tooth = tooth * (bright * (0.30 + 0.70 * key))[:, None]
    every = 1 - 0.05 * (np.digitize(np.abs(s), TOOTH_EDGES) % 2 == 0)
    arch = 1 - 0.55 * np.clip(np.abs(s), 0, 1) ** 2.2
    arch = arch * every * (1 - 0.085 * between_teeth(s))
    lip = colour.lip * (1 - 0.25 * soft_step(a, 0.6, 1.0)) * np.clip(key, 0.6, 1.15)[:, None]
    return np.stack([
        colour.throat * corridor,
        warm * corridor * np.exp(-((a / 0.6) ** 2)),
        tongue * light * (1 - 0.10 * np.exp(-((a / 0.06) ** 2))) * (1 - 0.35 * a**2).clip(0),
        tooth * arch[:, None],
        0.80 * colour.flesh * light * arch[:, None],
        lip,
    ])  # fmt: skip


def profiles(fall: Array) -> Array:
    """Return (5, 257) over s: gaps between teeth, tongue, the jaw's fall (257,), and how far
    into the corners the upper and the lower teeth are seen."""
    s = table_s()
    a = np.abs(s)
    mound = np.clip(1 - (s / 0.72) ** 2, 0, 1) ** 0.8
    upper, lower = 1 - soft_step(a, 0.62, 0.93), 1 - soft_step(a, 0.45, 0.80)
    return np.stack([between_teeth(s), mound, fall, upper, lower])


def between_teeth(s: Array) -> Array:
    """Return 1 on the line between two teeth, 0 away from it, weaker toward the corners."""
    a = np.abs(s)
    return np.asarray(
        np.max([np.exp(-(((a - e) / 0.024) ** 2)) * (1 - 0.5 * e) for e in TOOTH_EDGES], 0)
    )


def _lit(colour: Palette, s: Array) -> tuple[Array, Array]:
    """Skin across the mouth (n, 3) and how lit it is (n,) against the lightest skin."""
    mix = soft_step(s, -1.1, 1.1)[:, None]
    skin = colour.skin_left * (1 - mix) + colour.skin_right * mix
    return skin, np.asarray(skin @ LUMA / max(colour.high, 0.05))
