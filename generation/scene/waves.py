"""How a flowing region moves: two quadratures of one travelling wave."""

from __future__ import annotations

import cv2
import numpy as np

from generation.scene.flow import FlowRegion
from generation.scene.shapes import Array, blur, border_pin

STEEPEST = 0.35  # largest slope of the displacement: no fold even where both quadratures meet
HARMONICS = ((1.0, 1.0, 0.0), (1.83, 0.45, 24.0), (3.1, 0.22, -31.0))  # wave number, size, turn


def flow_bases(
    region: FlowRegion, x: Array, y: Array, size: tuple[int, int], step: int
) -> dict[str, Array]:
    """Return flow_a, flow_b (2, h, w) px: cos and sin of the same waves, so that
    (cos wt, sin wt) makes them travel. The slope is held below 0.35."""
    width = size[0]
    mask = _mask(region, x.shape, size, step) * border_pin(x, y, size, 0.04 * min(size))
    bend = _bend(x / width, y / width)
    waves = [np.zeros((2, *x.shape)) for _ in range(2)]
    for number, amount, turn in HARMONICS:
        way = np.radians(region.direction + turn)
        along = np.array([np.cos(way), np.sin(way)])
        phase = (
            2
            * np.pi
            * number
            / region.wavelength
            * ((x * along[0] + y * along[1]) / width + 0.4 * region.wavelength * bend)
        )
        beside = np.array([-along[1], along[0]])[:, None, None]
        along = along[:, None, None]
        waves[0] += amount * (along * np.cos(phase) + 0.35 * beside * np.sin(phase))
        waves[1] += amount * (along * np.sin(phase) - 0.35 * beside * np.cos(phase))
    reach = region.reach * width
    slope = max(_steepest(w * mask * reach, step) for w in waves)
    scale = reach * min(1.0, STEEPEST / max(slope, 1e-6))
    return {"flow_a": waves[0] * mask * scale, "flow_b": waves[1] * mask * scale}


def _mask(region: FlowRegion, shape: tuple[int, ...], size: tuple[int, int], step: int) -> Array:
    inside = np.zeros(shape, np.float32)
    corners = np.array(region.polygon) * size / step
    cv2.fillPoly(inside, [np.rint(corners).astype(np.int32)], 1.0)
    soft = blur(inside, region.feather * size[0] / step)
    return np.asarray(np.clip(2 * soft - 1, 0, 1))


def _bend(u: Array, v: Array) -> Array:
    """A fixed slow wander of the phase, so that crests are not ruled lines."""
    return np.asarray(
        np.sin(7.1 * u + 3.3 * v) + 0.6 * np.sin(13.7 * v - 4.9 * u + 1.0) + 0.4 * np.cos(19 * u)
    )


def _steepest(wave: Array, step: int) -> float:
    gradients = np.gradient(wave, step, axis=(1, 2))
    return float(max(np.abs(g).max() for g in gradients))
