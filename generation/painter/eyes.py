"""Eyes, lids and brows, painted as functions of head space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.painter.face import Eye
from generation.painter.palette import Colour, Field, Picture, band, mix, rgb, smoothstep
from generation.painter.surface import crease_of
from generation.painter.view import View


@dataclass(frozen=True, slots=True)
class Gaze:
    """How the eyes look; widths in head units, strengths 0..1 unless said otherwise.

    iris_drop: how far the iris centre lies under the upper lid, in iris radii; gaze: -1..1;
    lid_tint multiplies the lid; plane: flat (lid, socket) colours in light and in shade, so
    that a lid stretched by a blink stays one clear shape; flat: eyes cut from plain colour.
    """

    iris: Colour
    line: Colour
    sclera: Colour
    brow: Colour
    iris_radius: float = 0.095
    iris_drop: float = 0.6
    gaze: tuple[float, float] = (0.0, 0.0)
    lash: float = 0.013
    low_lash: float = 0.4
    crease: float = 0.6
    catchlight: float = 0.9
    lid_tint: tuple[float, float, float] = (0.84, 0.74, 0.68)
    brow_width: float = 0.042
    brow_strength: float = 0.8
    brow_hairs: float = 1.0
    plane: tuple[tuple[Colour, Colour], tuple[Colour, Colour]] | None = None
    flat: Colour | None = None


def paint_eyes(view: View, look: Gaze, picture: Picture, grain: Field) -> Picture:
    """Return ``picture`` with brows and eyes; ``grain`` is noise that breaks the brow hairs."""
    for eye in view.face.eyes:
        picture = _lids(view, look, eye, picture)
        picture = _brow(view, look, eye, picture, grain)
        open_ = _opening(view, eye)
        picture = mix(picture, _ball(view, look, eye), open_)
        picture = _lashes(view, look, eye, picture)
        picture = _catchlight(view, look, eye, picture, open_)
    return picture


def _opening(view: View, eye: Eye) -> Field:
    edge, y = view.pixel * 1.2, view.y
    lids = smoothstep(y - eye.upper(view.x), -edge, edge) * smoothstep(
        eye.lower(view.x) - y, -edge, edge
    )
    return np.asarray(lids * _between_corners(view, eye))


def _between_corners(view: View, eye: Eye) -> Field:
    rise = smoothstep(view.x, eye.left - 0.004, eye.left + 0.012)
    return np.asarray(
        rise * (1 - smoothstep(view.x, eye.right - 0.012, eye.right + 0.004)) * view.on
    )


def _lids(view: View, look: Gaze, eye: Eye, picture: Picture) -> Picture:
    x, y = view.x, view.y
    upper, crease = eye.upper(x), crease_of(eye, x)
    reach = band(x - eye.centre[0], 0.225, 6) * view.on
    if look.plane is not None:
        return _lid_plane(view, look, eye, picture)
    fold = band(y - crease, 0.014) * reach
    picture = mix(picture, rgb(*look.line) * 0.9 + picture * 0.25, fold * look.crease)
    lid = smoothstep(y - crease, 0.0, 0.02) * (1 - smoothstep(y - upper, -0.012, 0.0)) * reach
    return mix(picture, picture * np.array(look.lid_tint), lid * 0.85)


def _lid_plane(view: View, look: Gaze, eye: Eye, picture: Picture) -> Picture:
    """A plain socket, and on it one flat lid whose edge is the only fold line."""
    assert look.plane is not None
    x, y, edge = view.x, view.y, view.pixel * 1.5
    half = (eye.right - eye.left) / 2 + 0.05
    across = (x - (eye.left + eye.right) / 2) / half
    around = np.hypot(across / 1.18, (y - eye.centre[1] + 0.09) / 0.235)
    socket = (1 - smoothstep(around, 0.97, 1.0)) * view.on
    lit = float(np.median(view.tone[socket > 0.5])) > 0.5 if (socket > 0.5).any() else True
    lid, skin = look.plane[0 if lit else 1]
    picture = mix(picture, rgb(*skin), socket)
    top = eye.upper(x) - 0.155 * np.clip(1 - across**2, 0, 1) ** 0.6
    inside = (abs(across) < 1) * view.on
    plane = smoothstep(y - top, -edge, edge) * (1 - smoothstep(y - eye.lower(x), -edge, edge))
    picture = mix(picture, rgb(*lid), plane * inside)
    outline = band(y - top, 0.011) * inside * (1 - smoothstep(y - eye.upper(x), -0.02, 0.0))
    return mix(picture, rgb(*look.line), np.clip(outline, 0, 1) * look.crease)


def _iris_centre(look: Gaze, eye: Eye) -> tuple[float, float]:
    x = (eye.left + eye.right) / 2 + look.gaze[0] * 0.07
    top = float(eye.upper(np.array([x]))[0])
    return x, top + look.iris_radius * look.iris_drop + look.gaze[1] * 0.05


def _ball(view: View, look: Gaze, eye: Eye) -> Picture:
    x, y = view.x, view.y
    cx, cy = _iris_centre(look, eye)
    away = np.hypot(x - cx, y - cy)
    under_lid = np.exp(-(((y - eye.upper(x)) / 0.055).clip(0, 9) ** 2))
    if look.flat is not None:
        return _flat_ball(look, away, under_lid)
    light = np.clip(0.30 + 0.85 * np.clip(view.tone, 0, 1), 0, 1.08)
    white = rgb(*look.sclera) * (light * (1 - 0.30 * ((x - cx) / 0.22) ** 2))[..., None]
    white = white * (1 - 0.42 * under_lid)[..., None]
    caruncle = np.clip(band(x - eye.inner[0], 0.045) * _between_corners(view, eye), 0, 1)
    white = mix(white, np.array([0.72, 0.42, 0.36]) * light[..., None], caruncle * 0.75)
    iris = mix(_iris(view, look, (cx, cy), light), 0.0, under_lid * 0.5)
    radius = look.iris_radius
    ball = mix(
        white, iris, 1 - smoothstep(away, radius - view.pixel * 1.6, radius + view.pixel * 1.2)
    )
    return mix(
        ball, np.array([0.04, 0.03, 0.03]), 1 - smoothstep(away, radius * 0.42, radius * 0.52)
    )


def _iris(view: View, look: Gaze, centre: tuple[float, float], light: Field) -> Picture:
    """Rays, a dark rim, and light in the half away from the catchlight."""
    dx, dy = (view.x - centre[0]) / look.iris_radius, (view.y - centre[1]) / look.iris_radius
    angle = np.arctan2(dy, dx)
    rays = 0.85 + 0.125 * np.sin(angle * 23 + 3 * np.sin(angle * 7))
    away_from_light = np.clip(dy * 0.8 - dx * 0.35 * view.light_side, 0, 1)
    colour = rgb(*look.iris) * (0.62 + 0.55 * away_from_light + 0.05 * rays)[..., None]
    colour = colour * (0.45 + 0.75 * light)[..., None]
    return mix(colour, rgb(*look.line) * 0.6, smoothstep(np.hypot(dx, dy), 0.74, 0.98) * 0.75)


def _flat_ball(look: Gaze, away: Field, under_lid: Field) -> Picture:
    assert look.flat is not None
    r = look.iris_radius
    ball = np.broadcast_to(rgb(*look.sclera), (*away.shape, 3))
    ball = mix(ball, rgb(*look.flat), under_lid * 0.9)
    for colour, inner, outer in (
        (rgb(*look.line), 1.08, 1.14),
        (rgb(*look.iris), 0.84, 0.90),
        (rgb(*look.line) * 0.8, 0.46, 0.52),
    ):
        ball = mix(ball, colour, 1 - smoothstep(away, r * inner, r * outer))
    return ball


def _lashes(view: View, look: Gaze, eye: Eye, picture: Picture) -> Picture:
    x, y, line = view.x, view.y, rgb(*look.line)
    outward = (x - eye.centre[0]) * eye.side / 0.21  # -1 inner corner, 1 outer
    light = np.clip(0.30 + 0.85 * np.clip(view.tone, 0, 1), 0, 1.08)
    wet = band(y - eye.lower(x) - 0.012, 0.011) * _between_corners(view, eye)
    picture = mix(
        picture, picture * 0.5 + np.array([0.46, 0.34, 0.29]) * light[..., None], wet * 0.6
    )
    reach = smoothstep(outward, -1.08, -0.9) * (1 - smoothstep(outward, 1.02, 1.30)) * view.on
    upper = eye.upper(x) - 0.05 * np.clip(outward - 1, 0, 1)
    thick = look.lash * np.maximum(1 + 0.45 * outward, 0.2)
    picture = mix(
        picture, line * 0.55, np.clip(band(y - upper + 0.003, thick) * reach * 1.1, 0, 1) * 0.92
    )
    low = smoothstep(outward, -0.9, 0.3) * (1 - smoothstep(outward, 0.98, 1.1)) * view.on
    low = low * band(y - eye.lower(x) - 0.003, 0.008)
    return mix(picture, line, np.clip(low * look.low_lash, 0, 1))


def _catchlight(view: View, look: Gaze, eye: Eye, picture: Picture, open_: Field) -> Picture:
    (cx, cy), r, side = _iris_centre(look, eye), look.iris_radius, view.light_side
    dx, dy = view.x - cx, view.y - cy
    point = np.hypot(dx - r * 0.36 * side, (dy + r * 0.34) * 0.9)
    picture = mix(
        picture, np.array([0.98, 0.96, 0.92]), band(point, r * 0.20, 4) * open_ * look.catchlight
    )
    answer = np.hypot(dx + r * 0.5 * side, dy - r * 0.45)
    return mix(picture, np.array([0.9, 0.88, 0.84]), band(answer, r * 0.25) * open_ * 0.18)


def _brow(view: View, look: Gaze, eye: Eye, picture: Picture, grain: Field) -> Picture:
    x, y = view.x * eye.side, view.y
    along = np.clip((x - eye.brow_inner) / (eye.brow_outer - eye.brow_inner), -0.3, 1.3)
    middle = (eye.brow_low(view.x) + eye.brow_top(view.x)) / 2
    width = look.brow_width * (0.75 + 0.6 * np.sin(np.clip(along, 0, 1) * 2.2))
    width = np.maximum(width * (1 - 0.75 * smoothstep(along, 0.6, 1.08)), 0.006)
    body = np.exp(-1.1 * ((y - middle) / width) ** 2) * view.on
    body = body * smoothstep(along, -0.12, 0.16) * (1 - smoothstep(along, 0.95, 1.12))
    hairs = 0.5 * np.sin(x * 150 + (y - middle) * 210 + 2 * grain)
    hairs = hairs + 0.35 * np.sin(x * 290 + (y - middle) * 330 + 3 * grain)
    body = body * (1 + look.brow_hairs * (0.10 * grain + 0.16 * hairs - 0.14))
    colour = rgb(*look.brow) * (0.55 + 0.6 * np.clip(view.tone, 0, 1))[..., None]
    return mix(picture, colour, np.clip(body * look.brow_strength, 0, 0.95))
