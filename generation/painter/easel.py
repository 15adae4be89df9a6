"""A picture in progress: layers of strokes over a ground, then light on the relief."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from generation.painter.canvas import Canvas, blur
from generation.painter.palette import Colour, Field, Picture, rgb
from generation.painter.strokes import BRISTLES, Brush, Panel, lay_strokes, random_starts

THINNEST = 0.7  # canvas pixels; a smaller brush would only repeat the model


@dataclass
class Easel:
    """paint: (H, W, 3) sRGB 0..1; relief: (H, W), bristle heights; direction: radians."""

    canvas: Canvas
    model: Picture
    direction: Field
    ground: Colour
    paint: Picture = field(init=False)
    relief: Field = field(init=False)

    def __post_init__(self) -> None:
        self.paint = np.ones((*self.canvas.shape, 3)) * rgb(*self.ground)
        self.relief = np.zeros(self.canvas.shape)

    def layer(
        self, brush: Brush, *, spacing: float = 0.9, where: Field | None = None, soften: float = 0.3
    ) -> None:
        """Go over the picture with one brush (its radius in nominal pixels).

        where: probability of a stroke (H, W); soften: how much the model is blurred for this
        brush, in brush radii.
        """
        radius = self.canvas.px(brush.radius)
        if radius < THINNEST:
            return
        rng = self.canvas.rng(f"strokes {brush}")
        starts = random_starts(self.canvas.nominal[::-1], max(1.0, brush.radius * spacing), rng)
        chance = rng.uniform(size=(len(starts), BRISTLES + 8))
        starts = starts * self.canvas.scale
        if where is not None:
            keep = chance[:, -1] < where[starts[:, 1].astype(int), starts[:, 0].astype(int)]
            starts, chance = starts[keep], chance[keep]
        order = rng.permutation(len(starts))
        model = np.ascontiguousarray(blur(self.model, radius * soften))
        panel = Panel(self.paint, self.relief, model, self.direction)
        lay_strokes(panel, brush._replace(radius=max(1.0, radius)), starts[order], chance[order])

    def restore(self, where: Field, share: float) -> None:
        """Bring the model back by ``share`` of ``where``, and smooth the relief there."""
        weight = where * share
        self.paint += weight[..., None] * (self.model - self.paint)
        self.relief *= 1 - 0.6 * weight

    def lit(self, depth: float, shine: float, thickness: float = 0.8) -> Picture:
        """Return the paint as light from the upper left shows its relief."""
        relief = blur(self.relief, self.canvas.px(thickness) + 0.2)
        slope_x = cv2.Sobel(relief, cv2.CV_64F, 1, 0) / 8
        slope_y = cv2.Sobel(relief, cv2.CV_64F, 0, 1) / 8
        light = np.tanh(1.2 * (0.7 * slope_x + 0.72 * slope_y))[..., None]
        return np.asarray(
            np.clip(self.paint * (1 + depth * light) + shine * np.clip(light - 0.35, 0, 1), 0, 1)
        )


def along_forms(picture: Picture, sigma: float, otherwise: Field, strength: float = 1.0) -> Field:
    """Return stroke directions along the isophotes (structure tensor), radians.

    Where the picture has no structure they follow ``otherwise``; sigma in pixels.
    """
    grey = blur(picture.mean(2), max(1.0, sigma * 0.35)).astype(np.float32)
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    along = blur(gy * gy - gx * gx, sigma)
    across = blur(-2 * gx * gy, sigma)
    size = np.hypot(along, across) + 1e-12
    trust = size / (size + np.percentile(size, 60) + 1e-9) * strength
    x = along / size * trust + np.cos(2 * otherwise) * (1 - trust)
    y = across / size * trust + np.sin(2 * otherwise) * (1 - trust)
    return np.asarray(0.5 * np.arctan2(blur(y, sigma * 0.5), blur(x, sigma * 0.5)))
