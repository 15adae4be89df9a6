"""Skin, nose and mouth, painted as functions of head space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.painter.face import LIP_LOWER, LIP_UPPER, MOUTH_CORNER, NOSE_BASE, NOSE_WING
from generation.painter.palette import Colour, Field, Picture, band, mix, rgb, smoothstep
from generation.painter.view import View


@dataclass(frozen=True, slots=True)
class Complexion:
    """How skin and mouth look; strengths 0..1. flat: lips in two plain colours."""

    lip: Colour
    lip_strength: float = 0.75
    lip_highlight: float = 0.3
    mouth_line: Colour = (70, 24, 22)
    nostril: Colour = (60, 26, 20)
    blush: float = 0.4
    shaved: float = 0.0
    age: float = 0.0
    moustache: float = 0.0
    beard: Colour = (96, 62, 36)
    flat: bool = False


def paint_skin(view: View, look: Complexion, picture: Picture) -> Picture:
    """Return ``picture`` with local skin colour: blush, cool chin, tired eyes, wrinkles."""
    if look.flat:
        return picture
    warm = view.pair((0.55, 0.52), (0.26, 0.22)) + 0.9 * view.spot((0, 0.52), (0.16, 0.13))
    warm = warm + 0.35 * view.pair((0.9, 0.3), (0.2, 0.3)) + 0.4 * view.spot((0, 1.35), (0.2, 0.14))
    picture = mix(picture, picture * np.array([1.03, 0.80, 0.76]), np.clip(warm, 0, 1) * look.blush)
    cool = view.pair((0.45, 1.2), (0.25, 0.22)) + 0.7 * view.spot((0, 0.80), (0.2, 0.07))
    picture = mix(
        picture, picture * np.array([0.80, 0.86, 0.90]), np.clip(cool, 0, 1) * look.shaved
    )
    tired = view.pair((0.30, -0.02), (0.12, 0.12)) + 0.7 * view.pair((0.44, 0.16), (0.2, 0.06))
    picture = mix(picture, picture * np.array([0.75, 0.62, 0.62]), np.clip(tired, 0, 1) * 0.22)
    return _wrinkles(view, look.age, picture) if look.age else picture


def _wrinkles(view: View, age: float, picture: Picture) -> Picture:
    y = view.y
    for side in (-1, 1):
        x = side * view.x
        fold = band(y - view.face.level(NOSE_WING) + 0.02 - (x - 0.2) * 1.35, 0.028) * view.on
        fold = fold * smoothstep(x, 0.17, 0.26) * (1 - smoothstep(x, 0.40, 0.52))
        picture = mix(picture, picture * np.array([0.72, 0.62, 0.58]), fold * 0.5 * age)
        for fan in (0.0, 0.05, -0.05):
            crow = band(y - 0.02 - fan - (x - 0.70) * fan * 6, 0.010) * view.on
            crow = crow * smoothstep(x, 0.69, 0.73) * (1 - smoothstep(x, 0.78, 0.86))
            picture = mix(picture, picture * 0.7, crow * 0.45 * age)
    for level in (-0.55, -0.66):
        line = band(y - level - 0.03 * np.cos(3 * view.x), 0.016) * band(view.x, 0.45, 4) * view.on
        picture = mix(picture, picture * 0.78, line * 0.5 * age)
    return picture


def paint_nose(view: View, look: Complexion, picture: Picture) -> Picture:
    """Return ``picture`` with nostrils and the shadow under the nose."""
    base = view.face.level(NOSE_BASE)
    dy = view.y - base + 0.012
    for side in (-1, 1):
        dx = (view.x * side - 0.105 + 0.3 * dy) / 0.055
        hole = np.clip(np.exp(-(dx**2) - (dy / 0.026) ** 2) * view.on * 1.3, 0, 1)
        picture = mix(picture, rgb(*look.nostril), hole * 0.85)
    under = view.spot((0, base + 0.012), (0.17, 0.03))
    return mix(picture, picture * np.array([0.72, 0.60, 0.58]), under * 0.5)


def paint_mouth(view: View, look: Complexion, picture: Picture) -> Picture:
    """Return ``picture`` with lips, the dark line between them, and their shadows."""
    x, y, face = view.x, view.y, view.face
    half, line, low = face.mouth_half, face.mouth_line(x), face.lip_low(x)
    across = abs(x) / half
    lips = smoothstep(y - face.lip_top(x), -0.012, 0.022) * smoothstep(low - y, -0.012, 0.022)
    lips = lips * (1 - smoothstep(across, 0.93, 1.03)) * view.on
    picture = mix(picture, _lip_colour(view, look, y < line), lips * look.lip_strength)
    wet = band(y - line - (low - line) * 0.45, 0.022) * band(x - 0.07 * view.light_side, 0.10)
    shine = np.clip(wet * view.on * view.key, 0, 1) * look.lip_highlight
    picture = mix(picture, np.array([0.98, 0.82, 0.74]), shine)
    gap = band(y - line, 0.013 + 0.006 * np.cos(x / half * 6))
    gap = gap * (1 - smoothstep(across, 0.92, 1.06)) * view.on
    picture = mix(picture, rgb(*look.mouth_line), gap * 0.85)
    corner = band(abs(x) - half, 0.035) * band(y - face.level(MOUTH_CORNER), 0.028) * view.on
    picture = mix(picture, picture * 0.55, corner * 0.55)
    under = band(y - low - 0.045, 0.03) * band(x, 0.2) * view.on
    return mix(picture, picture * np.array([0.78, 0.70, 0.68]), under * 0.5)


def _lip_colour(view: View, look: Complexion, upper: NDArray[np.bool_]) -> Picture:
    base, light = rgb(*look.lip), np.clip(view.tone, 0, 1)[..., None]
    upper = upper[..., None]
    if look.flat:
        lower = np.where(light > 0.5, base, base * np.array([0.78, 0.6, 0.9]))
        return np.where(upper, base * np.array([0.66, 0.5, 0.7]), lower)
    colour = base * (0.35 + 0.85 * light)
    return np.where(upper, colour * np.array([0.84, 0.78, 0.80]), colour * 1.04)


def paint_beard(view: View, look: Complexion, picture: Picture, grain: Field) -> Picture:
    """Return ``picture`` with moustache and chin beard of single hairs; ``grain``: noise."""
    if not look.moustache:
        return picture
    x, y, face = abs(view.x), view.y, view.face
    level = face.level(LIP_UPPER) - 0.052 + 0.13 * (x / 0.42) ** 2.0
    thick = 0.062 * (1 - 0.6 * np.clip(x / 0.5, 0, 1))
    lip = band(y - level, thick) * (1 - smoothstep(x, 0.44, 0.54)) * (1 - 0.5 * band(x, 0.03))
    chin = face.level(LIP_LOWER)
    goatee = np.exp(-((x / (0.10 + 0.15 * smoothstep(y, 1.2, 1.5))) ** 4))
    goatee = goatee * smoothstep(y + 0.05 * grain, chin + 0.05, chin + 0.14) * (y < 1.75)
    combed = (
        np.sin(x * 170 - y * 60 + 3 * grain) * 0.5 + np.sin(x * 310 - y * 130 + 4 * grain) * 0.35
    )
    hairs = (
        np.clip((lip * 1.25 + goatee * 0.85) * (0.82 + 0.22 * grain + 0.16 * combed), 0, 1)
        * view.on
    )
    light = np.clip(view.tone, 0, 1)[..., None]
    colour = (
        rgb(*look.beard)
        * (0.22 + 0.78 * light)
        * (1 + 0.16 * combed + 0.15 * np.clip(grain, -1, 1))[..., None]
    )
    return mix(picture, colour, hairs * look.moustache)
