"""Age and cloth: cracks, weave and varnish over a finished painting."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from generation.painter.canvas import Canvas
from generation.painter.palette import Field, Picture, smoothstep


def cracked(
    canvas: Canvas, picture: Picture, cell: float, dark: float, where: Field, slant: float = 1.3
) -> Picture:
    """Return ``picture`` with craquelure: the borders of warped Voronoi cells.

    cell: nominal pixels; dark: depth 0..1; where: strength (H, W); slant > 1 makes cells
    taller than wide. At full strength on a face cracks read as dirt: keep it under 0.3.
    """
    height, width = canvas.shape
    full_width, full_height = canvas.nominal
    rng = canvas.rng("cracks")
    seeds = rng.uniform(size=(int(full_width * full_height / cell**2), 2)) * canvas.nominal
    y, x = np.mgrid[0:height, 0:width] / canvas.scale
    x = x + canvas.noise("crack warp x", 40, 3) * cell * 0.16
    y = y + canvas.noise("crack warp y", 40, 3) * cell * 0.16
    pixels = np.stack([x.ravel() * slant, y.ravel()], 1)
    away = np.asarray(cKDTree(seeds * [slant, 1]).query(pixels, k=2)[0])
    edge = (away[:, 1] - away[:, 0]).reshape(height, width)
    depth = smoothstep(canvas.noise("crack depth", 5, 4), -0.7, 0.9) * where
    line = np.exp(-((edge / max(1.0, 0.9 / canvas.scale)) ** 2)) * depth
    lip = np.exp(-(((edge - 2.4) / 1.6) ** 2)) * depth
    stain = 1 - line[..., None] * np.array([dark, dark + 0.012, dark + 0.03])
    return np.asarray(np.clip(picture * stain + 0.03 * lip[..., None], 0, 1))


def woven(canvas: Canvas, picture: Picture, pitch: float, strength: float) -> Picture:
    """Return ``picture`` with the weave of a canvas showing; pitch in nominal pixels."""
    height, width = canvas.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    pitch = max(2.5, canvas.px(pitch))
    x, y = x * np.pi / pitch, y * np.pi / pitch
    warp = np.sin(2 * x + 0.8 * canvas.noise("warp", 60, 2)) * np.cos(y)
    weft = np.sin(2 * y + 0.8 * canvas.noise("weft", 60, 2)) * np.cos(x)
    return np.asarray(picture * (1 + 0.6 * strength * (warp + weft))[..., None])


def varnished(
    canvas: Canvas,
    picture: Picture,
    warm: float,
    vignette: float,
    middle: tuple[float, float] = (0.5, 0.45),
) -> Picture:
    """Return ``picture`` under a warm varnish that darkens towards the edges."""
    u, v = canvas.grid()
    away = np.hypot((u - middle[0]) / 0.62, (v - middle[1]) / 0.66)
    light = 1 - vignette * smoothstep(away, 0.55, 1.35)
    tint = np.array([1 + warm * 0.15, 1 - warm * 0.25, 1 - warm * 1.1])
    return np.asarray(np.clip(picture * light[..., None] * tint, 0, 1))
