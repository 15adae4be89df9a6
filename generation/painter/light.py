"""From a lit solid to tone and to the few materials that shine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.painter.march import Seen, unit_vector
from generation.painter.palette import Colour, Field, Picture, rgb


@dataclass(frozen=True, slots=True)
class Light:
    """key: the sun or window; fill: its answer from the other side; ambient: everywhere.

    wrap: how far the key reaches round the form (0 hard, 0.3 soft).
    """

    direction: tuple[float, float, float]
    key: float
    fill: float
    ambient: float
    wrap: float = 0.16
    fill_from: tuple[float, float, float] = (0.8, 0.1, 0.5)


def tone(seen: Seen, light: Light) -> tuple[Field, Field]:
    """Return the tone (about 0..1) of every pixel and the share of the key light in it."""
    facing = seen.normal @ unit_vector(light.direction)
    key = np.clip((facing + light.wrap) / (1 + light.wrap), 0, 1) * seen.lit
    fill = np.clip(seen.normal @ unit_vector(light.fill_from) * 0.6 + 0.4, 0, 1)
    shade = seen.shade**1.3
    return key * light.key + fill * light.fill * shade + light.ambient * shade, key


def glint(seen: Seen, light: Light, sharpness: float) -> Field:
    """Return the mirror highlight (Blinn's half vector), 0..1."""
    x, y, z = unit_vector(light.direction).tolist()
    half = unit_vector((x, y, z + 1.0))
    return np.asarray(np.clip(seen.normal @ half, 0, 1) ** sharpness)


def metal(seen: Seen, light: Light, base: Colour) -> Picture:
    """Return polished metal: a striped imaginary room mirrored in it."""
    n = seen.normal
    mirrored = 2 * n[..., 2:3] * n - np.array([0, 0, 1])
    room = 0.5 + 0.5 * np.sin(mirrored[..., 1] * 5 + mirrored[..., 0] * 3)
    direct = np.clip(n @ unit_vector(light.direction), 0, 1) * seen.lit
    body = rgb(*base) * (0.28 + 0.75 * direct + 0.25 * room)[..., None]
    spark = glint(seen, light, 28) * (0.4 + 0.6 * seen.lit)
    return np.asarray(np.clip(body + spark[..., None] * [1, 0.93, 0.7], 0, 1))


def pearl(seen: Seen, light: Light) -> Picture:
    """Return the soft grey of pearls with one bright point."""
    soft = np.clip((seen.normal @ unit_vector(light.direction) + 0.3) / 1.3, 0, 1)
    body = rgb(208, 200, 186) * (0.35 + 0.65 * soft)[..., None]
    return np.asarray(np.clip(body + glint(seen, light, 40)[..., None], 0, 1))
