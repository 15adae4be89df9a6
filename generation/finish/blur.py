"""Depth of field and bloom, in linear light, over the painting as it is."""

from __future__ import annotations

import cv2
import numpy as np

from generation.finish.model import Finish
from generation.scene.model import Scene
from generation.types import Floats

WIDEST = 0.012  # of the width: radius of the blur a whole depth away at aperture 1
SHARP_DEPTH = 0.22  # what lies nearer than this to the plane in focus is sharp
LEVELS = 5  # blurred copies between sharp and the widest
GUIDE_REACH = 0.02  # of the width: how far the soft depth may move to an edge of the painting
GUIDE_NOISE = 2e-3
GLOW_FROM = 0.45  # linear light that begins to spill
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)  # of linear light, BT.709
BESIDE = 0.06  # of depth: how far a hand misses the plane it means, standard deviation


def defocus(light: Floats, scene: Scene, finish: Finish, rng: np.random.Generator) -> Floats:
    """Return (H, W, 3) linear light with what is far from the plane in focus blurred.

    Each blurred copy is a mean over a disk of pixels that are themselves out of focus, so the
    sitter leaves no halo in what lies behind. The radius grows with the distance in depth.
    """
    if not finish.aperture:
        return light
    depth = _fine_depth(light, scene)
    plane = _plane_in_focus(depth, scene, finish) + finish.focusing * BESIDE * rng.normal()
    beyond = np.clip((np.abs(depth - plane) - SHARP_DEPTH) / (1 - SHARP_DEPTH), 0, 1)
    radius = beyond * np.float32(finish.aperture * WIDEST * scene.size[0])
    radii = np.linspace(0, max(float(radius.max()), 0.0), LEVELS + 1)
    if radii[-1] < 0.3:
        return light
    out, spacing = light.copy(), radii[1]
    for level, wide in enumerate(radii[1:], 1):
        share = np.clip(1 - np.abs(radius / spacing - level), 0, 1)[..., None]
        sharp = np.clip(1 - radius / spacing, 0, 1)[..., None] if level == 1 else 1.0
        blurred = _disk_mean(light, np.clip(radius / (0.6 * wide), 1e-3, 1) ** 2, float(wide))
        out = (out * sharp if level == 1 else out) + blurred * share
    return np.asarray(out, np.float32)


def _plane_in_focus(depth: Floats, scene: Scene, finish: Finish) -> float:
    if finish.focus_depth is not None:
        return finish.focus_depth
    width, height = scene.size
    x, y = scene.focus if isinstance(finish.focus, str) else (
        finish.focus[0] * (width - 1), finish.focus[1] * (height - 1)
    )  # fmt: skip
    return float(depth[min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)])


def _fine_depth(light: Floats, scene: Scene) -> Floats:
    """Return (H, W) depth drawn to the painting's edges by a guided filter (He et al. 2010)."""
    (width, height), step = scene.size, scene.step
    rows, columns = scene.depth.shape
    full = cv2.resize(scene.depth, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    # cv2 puts the first node half a cell inside; ours lies on pixel 0.
    shift = np.array([[1, 0, (step - 1) / 2], [0, 1, (step - 1) / 2]])
    moved = cv2.warpAffine(
        full, shift, (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    guide = np.asarray(np.sqrt(light @ LUMA), np.float32)
    side = 2 * max(round(GUIDE_REACH * width), 2) + 1

    def mean(field: Floats) -> Floats:
        return np.asarray(cv2.blur(field, (side, side), borderType=cv2.BORDER_REPLICATE))

    depth = np.asarray(moved, np.float32)
    mean_g, mean_d = mean(guide), mean(depth)
    spread = mean(guide * guide) - mean_g**2 + GUIDE_NOISE
    slope = np.asarray((mean(guide * depth) - mean_g * mean_d) / spread, np.float32)
    return np.asarray(mean(slope) * guide + mean(mean_d - slope * mean_g), np.float32)


def _disk_mean(light: Floats, weight: Floats, radius: float) -> Floats:
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disk = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    both = np.dstack([light * weight[..., None], weight])
    spread = cv2.filter2D(both, -1, disk / disk.sum(), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(spread[..., :3] / np.maximum(spread[..., 3:], 1e-6), np.float32)


def glow(light: Floats, finish: Finish) -> Floats:
    """Return linear light with what spills from the highlights: two Gaussians, 1 % and 4 %."""
    if not finish.bloom:
        return light
    width, level = light.shape[1], light @ LUMA
    share = np.clip((level - GLOW_FROM) / np.maximum(level, 1e-4), 0, 1)
    bright = light * share[..., None]
    spilt = sum(
        cv2.GaussianBlur(bright, (0, 0), part * width, borderType=cv2.BORDER_REPLICATE) * weight
        for part, weight in ((0.008, 0.5), (0.035, 0.5))
    )
    return np.asarray(light + finish.bloom * (spilt - 0.35 * bright), np.float32)
