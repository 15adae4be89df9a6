"""A small gaff-rigged boat: hull, sails and crew, with her wake and reflection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.painter.canvas import Canvas
from generation.painter.drawing import Points, bow, line, polygon
from generation.painter.palette import Field, Picture, mix, ramp, rgb, smoothstep
from generation.painter.waves import Water

CANVAS_CLOTH = (
    (0.0, (126, 92, 72)),
    (0.45, (190, 150, 112)),
    (0.8, (236, 206, 160)),
    (1.0, (252, 234, 198)),
)
OAK = ((0.0, (22, 18, 20)), (0.5, (62, 42, 34)), (1.0, (140, 92, 60)))


@dataclass(frozen=True, slots=True)
class Boat:
    """place: the waterline amidships, in picture heights (x counts from the left edge);
    size: height of the mast likewise; heel: radians; haze: 0 near .. 1 lost in air."""

    place: tuple[float, float]
    size: float
    heel: float = 0.1
    haze: float = 0.0


def sail_past(canvas: Canvas, picture: Picture, boat: Boat, water: Water) -> Picture:
    """Return ``picture`` with the boat in the water, bow to the right, lit from there."""
    before = picture
    picture = _reflect(canvas, picture, boat)
    u, v = canvas.grid()
    x, y = (u * canvas.aspect - boat.place[0]) / boat.size, (v - boat.place[1]) / boat.size
    c, s = np.cos(boat.heel), np.sin(boat.heel)
    across, up = x * c + y * s, -(y * c - x * s)  # upright boat, up positive
    grain = canvas.noise("cloth", 90, 2)
    after = picture
    for shape, colour in _parts(across, up, grain):
        after = mix(after, colour, polygon(canvas, _place(boat, shape)))
    for rope, width in _ropes():
        after = mix(
            after, rgb(44, 34, 32), line(canvas, _place(boat, rope), width * boat.size * 5) * 0.85
        )
    after = after * (1 - boat.haze) + rgb(196, 178, 150) * boat.haze
    drawn = (
        np.abs(after - picture * (1 - boat.haze) - rgb(196, 178, 150) * boat.haze).sum(-1) > 1e-9
    )
    picture = np.where(drawn[..., None], after, picture)
    return _wash(canvas, before, picture, boat, across, up)


def _place(boat: Boat, points: Points) -> Points:
    c, s = np.cos(boat.heel), np.sin(boat.heel)
    return [
        (boat.place[0] + boat.size * (x * c + y * s), boat.place[1] - boat.size * (y * c - x * s))
        for x, y in points
    ]


def _parts(x: Field, y: Field, grain: Field) -> list[tuple[Points, Picture]]:
    """Return the shapes from back to front with their colours; unit: the mast's height."""
    main = [*bow((-0.02, 0.13), (-0.47, 0.16), -0.03), *bow((-0.47, 0.16), (-0.31, 0.86), 0.07),
            *bow((-0.31, 0.86), (-0.01, 0.66), 0.02)]  # fmt: skip
    jib = [*bow((0.03, 0.86), (0.47, 0.13), 0.02), *bow((0.47, 0.13), (0.05, 0.17), 0.05),
           *bow((0.05, 0.17), (0.03, 0.86), -0.05)]  # fmt: skip
    sheer = bow((-0.50, 0.115), (0.46, 0.165), 0.035)
    hull = [*sheer, (0.43, 0.05), (0.34, -0.05), (-0.42, -0.05), (-0.48, 0.03)]
    wale = [
        *bow((-0.50, 0.115), (0.46, 0.165), 0.035),
        *reversed(bow((-0.495, 0.092), (0.455, 0.142), 0.035)),
    ]
    belly = np.clip(
        0.62 + 0.9 * (x + 0.24) + 0.05 * np.sin((y + 0.35 * x) * 46) + 0.03 * grain, 0, 1
    )
    fore = np.clip(
        0.92 - 1.6 * abs(x - 0.16) + 0.04 * np.sin((y + 0.6 * x) * 40) + 0.03 * grain, 0, 1
    )
    planks = np.clip(0.30 + 2.2 * y + 0.35 * x + 0.12 * np.sin((y - 0.16 * x * x) * 150), 0, 1)
    parts: list[tuple[Points, Picture]] = [
        (jib, ramp(fore, CANVAS_CLOTH)),
        (main, ramp(belly, CANVAS_CLOTH)),
    ]
    parts += [(shape, ramp(np.clip(0.35 + 3 * (x - at), 0, 1), OAK)) for shape, at in _crew()]
    parts += [(hull, ramp(planks, OAK)), (wale, ramp(np.clip(0.75 + 0.2 * x, 0, 1), OAK))]
    mast = [(-0.012, 0.10), (0.016, 0.10), (0.008, 0.98), (-0.004, 0.98)]
    pennant = [(0.0, 0.985), *bow((0.0, 0.985), (-0.17, 0.955), 0.08), (0.0, 0.945)]
    return [*parts, (mast, ramp(np.clip(0.5 + 20 * x, 0, 1), OAK)),
            (pennant, np.broadcast_to(rgb(168, 52, 40), (*x.shape, 3)))]  # fmt: skip


def _crew() -> list[tuple[Points, float]]:
    """Two people, sitting aft."""
    out: list[tuple[Points, float]] = []
    for at, tall in ((-0.36, 0.10), (-0.24, 0.085)):
        turn = np.linspace(0, 2 * np.pi, 14)
        head = [(at + 0.020 * np.cos(a), 0.10 + tall + 0.022 * np.sin(a)) for a in turn.tolist()]
        body = [
            (at - 0.035, 0.08),
            *bow((at - 0.035, 0.10), (at + 0.035, 0.10), 1.35),
            (at + 0.035, 0.08),
        ]
        out += [(body, at), (head, at)]
    return out


def _ropes() -> list[tuple[Points, float]]:
    """Boom, gaff, bowsprit, stays and sheet with their widths."""
    return [
        ([(0.0, 0.125), (-0.50, 0.155)], 2.6), ([(0.0, 0.655), (-0.32, 0.875)], 2.4),
        ([(0.40, 0.15), (0.60, 0.20)], 2.6), ([(0.005, 0.96), (0.58, 0.195)], 0.8),
        ([(0.0, 0.95), (-0.31, 0.86)], 0.7), ([(-0.44, 0.158), (-0.40, 0.11)], 0.8),
        ([(0.0, 0.80), (-0.12, 0.11)], 0.6),
    ]  # fmt: skip


def _reflect(canvas: Canvas, picture: Picture, boat: Boat) -> Picture:
    """Darken the water under her, broken by ripples that widen downwards."""
    u, v = canvas.grid()
    x, down = (u * canvas.aspect - boat.place[0]) / boat.size, (v - boat.place[1]) / boat.size
    ripple = 0.10 * np.sin(down * 60 + 5 * np.sin(x * 9)) + 0.10 * canvas.noise(
        "broken", 50, 3, stretch=3
    )
    hull = (
        np.exp(-(np.abs((x + ripple) / 0.48) ** 6))
        * smoothstep(down, -0.02, 0.02)
        * np.exp(-np.clip(down, 0, 9) / 0.10)
    )
    sail = np.exp(-(((x + 2 * ripple + 0.08) / 0.26) ** 4)) * smoothstep(down, 0.08, 0.14)
    sail = (
        sail
        * np.exp(-np.clip(down, 0, 9) / 0.20)
        * (0.5 + 0.5 * np.sin(down * 75 + 4 * ripple * 10))
    )
    picture = mix(picture, rgb(18, 26, 28), hull * 0.75 * (1 - boat.haze))
    return mix(picture, rgb(206, 178, 134), np.clip(sail, 0, 1) * 0.32 * (1 - boat.haze))


def _wash(
    canvas: Canvas, before: Picture, picture: Picture, boat: Boat, x: Field, y: Field
) -> Picture:
    """Let the sea stand before her waterline, with a bow wave and a wake."""
    lap = 0.012 * np.sin(x * 31) + 0.010 * canvas.noise("lap", 120, 3) - 0.018
    sea = smoothstep(lap - y, -0.012, 0.012) * (np.abs(x) < 0.7)
    picture = mix(picture, before * 0.72, sea * np.exp(-np.clip(-y, 0, 9) / 0.02))
    torn = canvas.noise("wash", 140, 4, 0.65, stretch=1.8)
    bow_wave = np.exp(
        -(((x - 0.36) / 0.16) ** 2)
        - ((y - 0.012 - 0.03 * np.exp(-(((x - 0.42) / 0.05) ** 2))) / 0.022) ** 2
    )
    wake = np.exp(
        -(((y + 0.02 + 0.03 * (x + 0.45)) / (0.014 + 0.03 * np.clip(-x - 0.4, 0, 2))) ** 2)
    )
    wake = wake * smoothstep(-x, 0.30, 0.48) * np.exp(-np.clip(-x - 0.5, 0, 9) / 0.55)
    side = np.exp(-(((y + 0.002 - lap) / 0.009) ** 2)) * (np.abs(x + 0.04) < 0.46) * 0.55
    white = np.clip((bow_wave * 1.2 + wake * 0.9 + side) * (0.75 + 0.35 * torn), 0, 1)
    return mix(picture, rgb(244, 236, 216), white * 0.9 * (1 - 0.6 * boat.haze))
