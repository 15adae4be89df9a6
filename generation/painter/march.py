"""Looking at the sitter: rays, normals, shadow and ambient occlusion, per pixel (numba)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from generation.painter.bust import Bust, distance, to_body, to_head
from generation.painter.canvas import Canvas, blur
from generation.painter.garments import NO_HAT, NO_JEWELS
from generation.painter.palette import Field
from generation.painter.solids import Vec
from generation.painter.surface import Surface

NEAR, FAR_Z, HIT, STEPS = 1.3, -2.6, 0.0012, 110
SPARSE = 2  # shadow and occlusion are soft: one pixel in 2 x 2 is enough


@dataclass(frozen=True, slots=True)
class Setting:
    """How the sitter sits. Angles in degrees; unit: canvas pixels per head-space unit."""

    unit: float
    centre: tuple[float, float]  # of the head's origin, nominal pixels
    hair: int
    costume: int
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    body_yaw: float = 0.0
    neck: float = 0.5
    shorten: float = 0.22
    hair_thickness: float = 0.05
    jewels: int = NO_JEWELS
    hat: int = NO_HAT


class Seen(NamedTuple):
    """What every pixel shows. material: (H, W) int32, 0 is the wall; the rest float64.

    place: scene (H, W, 3); head: head space (H, W, 3); body: space of the shoulders;
    normal: (H, W, 3); shade: open to the sky 0..1; lit: open to the light 0..1.
    """

    material: NDArray[np.int32]
    place: Field
    head: Field
    body: Field
    normal: Field
    shade: Field
    lit: Field


class _Camera(NamedTuple):
    unit: float
    x: float
    y: float


@njit(fastmath=True, cache=True)
def _strike(x: float, y: float, bust: Bust) -> tuple[float, int]:
    """Walk a ray inwards; return z and material, 0 when it meets nothing."""
    z, d, m = NEAR, 0.0, 0
    for _ in range(STEPS):
        d, m = distance((x, y, z), bust)
        if d < HIT:
            return z, m
        z -= max(d, 0.002)
        if z < FAR_Z:
            return z, 0
    # a ray that grazes runs out of steps: call it a hit, else the wall shows through
    return z, m if d < 0.03 else 0


@njit(fastmath=True, cache=True)
def _normal(p: Vec, bust: Bust) -> Vec:
    e, (x, y, z) = 0.0045, p
    nx = distance((x + e, y, z), bust)[0] - distance((x - e, y, z), bust)[0]
    ny = distance((x, y + e, z), bust)[0] - distance((x, y - e, z), bust)[0]
    nz = distance((x, y, z + e), bust)[0] - distance((x, y, z - e), bust)[0]
    n = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    return nx / n, ny / n, nz / n


@njit(fastmath=True, cache=True)
def _occlusion(p: Vec, n: Vec, bust: Bust) -> float:
    closed, weight = 0.0, 1.0
    for k in range(1, 6):
        h = 0.035 * k * k**0.35
        d = distance((p[0] + n[0] * h, p[1] + n[1] * h, p[2] + n[2] * h), bust)[0]
        closed += weight * max(0.0, h - d * 1.25) / h
        weight *= 0.72
    return max(0.0, 1.0 - 0.30 * closed)


@njit(fastmath=True, cache=True)
def _shadow(p: Vec, n: Vec, light: Vec, bust: Bust) -> float:
    open_, t = 1.0, 0.03
    x, y, z = p[0] + n[0] * 0.012, p[1] + n[1] * 0.012, p[2] + n[2] * 0.012
    for _ in range(40):
        d = distance((x + light[0] * t, y + light[1] * t, z + light[2] * t), bust)[0]
        open_ = min(open_, 0.5 + 7.0 * d / t)
        t += max(0.02, min(0.12, d * 1.1))
        if open_ < 0.0 or t > 2.6:
            break
    open_ = max(0.0, min(1.0, open_))
    return open_ * open_ * (3 - 2 * open_)


@njit(fastmath=True, cache=True)
def _march(seen: Seen, camera: _Camera, light: Vec, bust: Bust) -> None:
    rows, columns = seen.material.shape
    for j in range(rows):
        for i in range(columns):
            x, y = (i + 0.5 - camera.x) / camera.unit, (j + 0.5 - camera.y) / camera.unit
            z, m = _strike(x, y, bust)
            if m == 0:
                continue
            p = (x, y, z)
            n, h = _normal(p, bust), to_head(p, bust.rotation)
            b = to_body(p, bust.body, bust.shorten)
            seen.material[j, i] = m
            for c in range(3):
                seen.place[j, i, c], seen.head[j, i, c] = p[c], h[c]
                seen.body[j, i, c], seen.normal[j, i, c] = b[c], n[c]
            if i % SPARSE == 0 and j % SPARSE == 0:
                seen.shade[j, i] = _occlusion(p, n, bust)
                seen.lit[j, i] = _shadow(p, n, light, bust)


def _turn(yaw: float, pitch: float, roll: float) -> Field:
    y, p, r = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_x @ about_y)


def _spread(sparse: Field) -> Field:
    """Fill the pixels left out of a sparse field by normalised blurring."""
    known = np.isfinite(sparse)
    weight = blur(known.astype(np.float64), 1.3)
    filled = blur(np.nan_to_num(sparse), 1.3) / np.maximum(weight, 1e-6)
    return np.where(weight < 1e-6, 1.0, filled)


def unit_vector(v: tuple[float, float, float]) -> Field:
    """Return ``v`` (3,) with length 1."""
    return np.asarray(np.array(v) / np.linalg.norm(v))


def look(canvas: Canvas, surface: Surface, sit: Setting, light: Vec) -> Seen:
    """March every pixel and return what it sees; ``light`` points towards the key light."""
    angle = np.radians(sit.body_yaw)
    bust = Bust(
        surface.height, surface.pace, tuple(_turn(sit.yaw, sit.pitch, sit.roll).ravel().tolist()),
        (float(np.cos(angle)), float(np.sin(angle))), float(sit.neck), float(sit.shorten),
        sit.hair, float(sit.hair_thickness), sit.costume, sit.jewels, sit.hat,
    )  # fmt: skip
    shape = canvas.shape
    place, head, body, normal = np.zeros((4, *shape, 3))
    shade, lit = np.full((2, *shape), np.nan)
    seen = Seen(np.zeros(shape, np.int32), place, head, body, normal, shade, lit)
    camera = _Camera(*(float(canvas.px(v)) for v in (sit.unit, *sit.centre)))
    _march(seen, camera, tuple(unit_vector(light).tolist()), bust)
    return seen._replace(shade=_spread(seen.shade), lit=_spread(seen.lit))
