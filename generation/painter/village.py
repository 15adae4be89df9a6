"""A winter village: cottages under snow, lit windows, and smoke over the chimneys."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.painter.canvas import Canvas
from generation.painter.drawing import Points, fill, line, polygon
from generation.painter.palette import Colour, Field, Picture, mix, rgb, smoothstep

SNOW_LIT, SNOW_SHADE = rgb(176, 182, 206), rgb(104, 118, 160)
WALL: tuple[Colour, ...] = ((66, 54, 62), (84, 66, 64), (58, 56, 72), (92, 74, 66))
LAMP = rgb(255, 190, 92)


@dataclass(frozen=True, slots=True)
class Cottage:
    """foot: the near corner on the ground; width, tall: of the gable wall; length: of the long
    wall, all in picture heights; turned: -1 shows the long wall on the left, 1 on the right."""

    foot: tuple[float, float]
    width: float
    tall: float
    length: float
    turned: int = 1
    wall: int = 0
    windows: int = 2


def cottage(canvas: Canvas, picture: Picture, home: Cottage, haze: float) -> Picture:
    """Return ``picture`` with one house; ``haze`` 0..1 fades it into the dusk."""
    (x, y), w, h, t = home.foot, home.width, home.tall, -home.turned
    rise, slope = 0.80 * w, 0.10 * home.length
    air = rgb(122, 124, 160)

    def tint(colour: Field) -> Field:
        return np.asarray(colour * (1 - haze) + air * haze)

    wall = rgb(*WALL[home.wall])
    far = x - t * home.length
    peak = (x + t * w / 2, y - h - rise)
    gable: Points = [(x, y), (x, y - h), peak, (x + t * w, y - h), (x + t * w, y)]
    long: Points = [(x, y), (x, y - h), (far, y - h + slope), (far, y - slope * 0.4)]
    picture = fill(canvas, picture, gable, tint(wall * 0.86))
    picture = fill(canvas, picture, long, tint(wall * 0.66))
    over, thick = 0.10 * w, 0.11 * w
    ridge = (peak[0] - t * home.length, peak[1] + slope)
    eave, eave_far = (
        (x - t * over, y - h + over * 1.2),
        (far - t * over, y - h + slope + over * 1.2),
    )
    roof: Points = [peak, eave, eave_far, (ridge[0] - t * over, ridge[1])]
    shadow: Points = [(px, py + thick * 0.9) for px, py in (eave, eave_far)]
    picture = fill(canvas, picture, [eave, eave_far, *reversed(shadow)], tint(wall * 0.35), 0.8)
    picture = _chimney(canvas, picture, home, tint(wall * 0.7), tint(SNOW_LIT))
    picture = fill(canvas, picture, roof, tint(SNOW_SHADE * 0.55 + SNOW_LIT * 0.45))
    other = (x + t * (w + over), y - h + over * 1.2)
    top = (peak[0], peak[1] - thick)
    under = [(px, py + thick * 0.8) for px, py in (other, (peak[0], peak[1] - thick / 2), eave)]
    bargeboard: Points = [eave, top, other, *under]
    picture = fill(canvas, picture, bargeboard, tint(SNOW_LIT * 1.05))
    return _windows(canvas, picture, home, haze)


def chimney_top(home: Cottage) -> tuple[float, float]:
    """Return where the smoke leaves, in picture heights."""
    t, w = -home.turned, home.width
    x = home.foot[0] + t * w / 2 - t * home.length * 0.35
    return x, home.foot[1] - home.tall - 0.80 * w + 0.035 * home.length - 0.26 * w


def _chimney(canvas: Canvas, picture: Picture, home: Cottage, brick: Field, snow: Field) -> Picture:
    (x, y), half = chimney_top(home), 0.07 * home.width
    stack: Points = [
        (x - half, y),
        (x + half, y),
        (x + half, y + 0.42 * home.width),
        (x - half, y + 0.42 * home.width),
    ]
    picture = fill(canvas, picture, stack, brick)
    cap: Points = [(x - half * 1.2, y), (x, y - half * 0.7), (x + half * 1.2, y)]
    return fill(canvas, picture, cap, snow)


def _windows(canvas: Canvas, picture: Picture, home: Cottage, haze: float) -> Picture:
    (x, y), w, h, t = home.foot, home.width, home.tall, -home.turned
    size = 0.15 * w
    places = [(x + t * w * 0.32, y - h * 0.52, 1.0), (x + t * w * 0.70, y - h * 0.52, 1.0),
              (x - t * home.length * 0.30, y - h * 0.48 + 0.03 * home.length, 0.8),
              (x - t * home.length * 0.68, y - h * 0.48 + 0.06 * home.length, 0.8)]  # fmt: skip
    chosen = [places[n] for n in ((0,), (0, 2), (0, 1, 2), (0, 1, 2, 3))[home.windows - 1]]
    u, v = canvas.grid()
    for cx, cy, squeeze in chosen:
        dx, dy = size * 0.5 * squeeze, size * 0.68
        pane: Points = [
            (cx - dx, cy - dy),
            (cx + dx, cy - dy),
            (cx + dx, cy + dy),
            (cx - dx, cy + dy),
        ]
        frame: Points = [(px + (px - cx) * 0.35, py + (py - cy) * 0.28) for px, py in pane]
        picture = fill(canvas, picture, frame, rgb(34, 28, 34))
        picture = fill(canvas, picture, pane, LAMP * (1 - 0.25 * haze))
        for bar in (
            [(cx, cy - dy), (cx, cy + dy)],
            [(cx - dx, cy - dy * 0.15), (cx + dx, cy - dy * 0.15)],
        ):
            picture = mix(picture, rgb(70, 44, 34), line(canvas, bar, 900 * size * 0.14) * 0.9)
        away = np.hypot(u * canvas.aspect - cx, v - cy) / size
        picture = picture + 0.20 * (1 - haze) * np.exp(-((away / 1.7) ** 2))[..., None] * LAMP
        below = np.exp(
            -(((u * canvas.aspect - cx) / (size * 1.1)) ** 2)
            - ((v - y - size * 0.5) / (size * 0.55)) ** 2
        )
        picture = picture + 0.24 * (1 - haze) * (below * (v > y))[..., None] * LAMP
    return np.clip(picture, 0, 1)


def smoke(
    canvas: Canvas, picture: Picture, start: tuple[float, float], size: float, element: str
) -> Picture:
    """Return ``picture`` with a plume that rises, then leans into the wind and thins out."""
    rng, (u, v) = canvas.rng(element), canvas.grid()
    x = u * canvas.aspect
    for n, t in enumerate(np.linspace(0, 1, 46).tolist()):
        cx = (
            start[0]
            + size * (0.06 * np.sin(7 * t + 1.3) * t + 0.62 * t**1.9)
            + rng.normal(0, 0.012) * size * (0.3 + t)
        )
        cy = start[1] - size * (0.86 * t**0.80) + rng.normal(0, 0.010) * size
        radius = size * (0.024 + 0.115 * t**1.1)
        reach = radius * 2.6
        rows, cols = canvas.shape
        top, low = max(0, int((cy - reach) * rows)), min(rows, int((cy + reach) * rows) + 1)
        left, right = max(0, int((cx - reach) * rows)), min(cols, int((cx + reach) * rows) + 1)
        if low <= top or right <= left:
            continue
        box = np.s_[top:low, left:right]
        dx, dy = (x[box] - cx) / radius, (v[box] - cy) / radius
        puff = np.exp(-(dx**2 + dy**2)) * (0.66 * (1 - t) ** 0.8 + 0.02)
        light = np.clip(0.50 - 0.22 * dx + 0.34 * dy * (n % 3 > 0), 0, 1)[..., None]
        colour = rgb(96, 98, 138) * (1 - light) + rgb(244, 208, 186) * light
        picture[box] = mix(picture[box], colour, puff)
    return picture


def steeple(
    canvas: Canvas, picture: Picture, foot: tuple[float, float], tall: float, colour: Field
) -> Picture:
    """Return ``picture`` with a small church far off: tower, spire and nave under snow."""
    (x, y), w = foot, tall * 0.10
    nave: Points = [
        (x, y),
        (x, y - tall * 0.20),
        (x + tall * 0.42, y - tall * 0.20),
        (x + tall * 0.42, y),
    ]
    roof: Points = [
        (x, y - tall * 0.19),
        (x + w, y - tall * 0.34),
        (x + tall * 0.38, y - tall * 0.34),
        (x + tall * 0.45, y - tall * 0.19),
    ]
    tower: Points = [(x - w, y), (x - w, y - tall * 0.52), (x + w, y - tall * 0.52), (x + w, y)]
    spire: Points = [(x - w * 1.2, y - tall * 0.51), (x, y - tall), (x + w * 1.2, y - tall * 0.51)]
    for shape, shade in ((nave, 1.0), (roof, 1.28), (tower, 0.94), (spire, 0.82)):
        picture = fill(canvas, picture, shape, np.clip(colour * shade, 0, 1))
    return picture


def pond(
    canvas: Canvas,
    picture: Picture,
    sky: Picture,
    place: tuple[float, float, float, float],
    ice_line: float,
) -> Picture:
    """Return ``picture`` with black water, or ice, mirroring what stands above ``ice_line``.

    place: centre x, centre y and half axes, in picture heights.
    """
    u, v = canvas.grid()
    cx, cy, rx, ry = place
    wobble = 0.10 * canvas.noise("shore", 9, 4, stretch=2)
    inside = 1 - smoothstep(
        np.hypot((u * canvas.aspect - cx) / rx, (v - cy) / ry) + wobble, 0.94, 1.0
    )
    rows = canvas.shape[0]
    mirrored = np.clip((2 * ice_line - v) * rows, 0, rows - 1).astype(int)
    shown = cv2.GaussianBlur(sky[mirrored, np.arange(canvas.shape[1])[None]], (0, 0),
                             sigmaX=canvas.px(1.5), sigmaY=canvas.px(9))  # fmt: skip
    streaks = 0.025 * canvas.noise("ice", 12, 4, stretch=14)[..., None]
    ice = shown * np.array([0.80, 0.84, 0.92]) + streaks
    rim = np.exp(-(((inside - 0.5) / 0.3) ** 2))[..., None]
    return mix(picture, ice, inside * 0.94) * (1 - 0.22 * rim)


def fence(
    canvas: Canvas,
    picture: Picture,
    start: tuple[float, float],
    end: tuple[float, float],
    posts: int,
) -> Picture:
    """Return ``picture`` with a row of leaning posts and a rail, larger towards ``end``."""
    rng, dark = canvas.rng(f"fence {start}"), rgb(44, 42, 58)
    tops = []
    for n in range(posts):
        t = (n / (posts - 1)) ** 1.35
        x, y = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
        tall = (0.016 + 0.050 * t) * rng.uniform(0.9, 1.1)
        lean = rng.normal(0, 0.09) * tall
        tops.append((x + lean * 0.7, y - tall * 0.7))
        picture = mix(picture, dark, line(canvas, [(x, y), (x + lean, y - tall)], 3 + 8 * t))
        cap: Points = [
            (x + lean - 0.005 * (0.4 + t), y - tall),
            (x + lean, y - tall - 0.007 * (0.4 + t)),
            (x + lean + 0.005 * (0.4 + t), y - tall),
        ]
        picture = mix(picture, SNOW_LIT, polygon(canvas, cap))
    return mix(picture, dark, line(canvas, tops, 3.2) * 0.8)
