"""Tone and grain, and the skin held where it was."""

from __future__ import annotations

import cv2
import numpy as np

from generation.finish.model import Finish
from generation.scene.model import Scene
from generation.types import Floats

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
BROWN = np.array([1.10, 0.99, 0.82], np.float32)  # a sepia print's tone for grey 1
PAPER = np.array([0.93, 0.89, 0.80], np.float32)  # where a faded print's white ends
INK = np.array([0.17, 0.145, 0.12], np.float32)  # and its black
GRAIN_AT_ONE = 8 / 255
GAIN = (0.75, 1.33)


def toned(rgb: Floats, finish: Finish) -> Floats:
    """Return (..., 3) colours 0..1 after contrast, saturation, warmth, sepia and fading."""
    grey = rgb @ LUMA
    steeper = finish.contrast * 4 * grey * (1 - grey) * (grey - 0.5)
    colour = (rgb - grey[..., None]) * np.float32(finish.saturation) + (grey + steeper)[..., None]
    colour = colour * (1 + np.array([0.05, 0.0, -0.07], np.float32) * np.float32(finish.warmth))
    brown = (grey + steeper)[..., None] * BROWN
    colour = colour + (brown - colour) * np.float32(finish.sepia)
    faded = INK + (PAPER - INK) * np.clip(colour, 0, 1)
    return np.asarray(colour + (faded - colour) * np.float32(finish.fade), np.float32)


def skin_mask(scene: Scene) -> Floats:
    """Return (H, W) 0..1 of cheeks, nose and brow, everything where there is no face."""
    width, height = scene.size
    if scene.head is None:
        return np.ones((height, width), np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    head = scene.head
    across = (x - head.centre[0]) / (0.36 * head.face_width)
    down = (y - head.centre[1]) / (0.40 * head.face_height)
    return np.asarray(np.clip((1 - np.hypot(across, down)) * 5, 0, 1), np.float32)


def holding_gain(before: Floats, after: Floats, where: Floats, finish: Finish) -> Floats:
    """Return (3,) gains that bring back the mean colour where ``where`` (H, W) says, such as on
    the skin, as far as ``match`` says."""
    weight = where[..., None]
    was, now = (np.sum(rgb * weight, (0, 1)) for rgb in (before, after))
    gain = np.clip(was / np.maximum(now, 1e-4), *GAIN)
    return np.asarray(1 + finish.match * (gain - 1), np.float32)


def grained(rgb: Floats, finish: Finish, rng: np.random.Generator) -> Floats:
    """Return colours with grain: it lies in the picture and moves with it, so stillness is still.

    Strongest in the middle tones, weak in blacks and lights, mostly of one colour.
    """
    if not finish.grain:
        return rgb
    height, width = rgb.shape[:2]
    grey = np.clip(rgb @ LUMA, 0, 1)
    amount = finish.grain * GRAIN_AT_ONE * (0.3 + 0.7 * np.sqrt(4 * grey * (1 - grey)))
    sigma = 0.45 * finish.grain_size * width / 720
    common = _noise((height, width, 1), sigma, rng)
    own = _noise((height, width, 3), 1.6 * sigma, rng)
    return np.asarray(rgb + amount[..., None] * (0.95 * common + 0.3 * own), np.float32)


def _noise(shape: tuple[int, int, int], sigma: float, rng: np.random.Generator) -> Floats:
    field = rng.standard_normal(shape, np.float32)
    blurred = cv2.GaussianBlur(field, (0, 0), max(sigma, 0.05))
    blurred = blurred.reshape(shape)
    return np.asarray(blurred / blurred.std(), np.float32)
