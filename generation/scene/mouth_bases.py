"""The movements of a mouth as smooth displacements of two layers.

Everything is in half mouth widths: s -1..1 corner to corner, t below the lip line. The upper
layer is the upper lip and what hangs on it, the lower the lower lip, jaw and chin; beside the
mouth both are one function, so the corners never part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generation.scene.mouth_frame import MouthFrame
from generation.scene.shapes import Array, soft_step

CORNER_DROP = 0.38  # share of the chin's drop that the corners take


@dataclass(frozen=True, slots=True)
class _Place:
    """Every node's place on one layer, (h, w)."""

    upper: bool
    s: Array
    t: Array
    a: Array  # |s|
    lip: Array  # lower or upper edge of this layer's lip
    grip: Array  # how far the movement of the lip reaches above and below, 0..1
    hold: Array  # and not beyond the corners
    nose: float
    fold: float
    chin: float
    drop: float  # of the chin at jaw 1
    hidden: float  # width of this layer's half of the painted line


Base = Callable[[_Place], tuple[Array, Array]]


def layer_bases(mouth: MouthFrame, drop: float, upper: bool, x: Array, y: Array) -> Array:
    """Return (K + 2, 2, h, w) px per unit of one layer at picture px x, y.

    In the order of MOUTH_AXES, then ``round`` and ``open``; drop: of the chin at jaw 1, half
    mouth widths.
    """
    along, below = mouth.local(x, y)
    local = _moves(mouth, drop, upper, along, below)
    return np.asarray(np.einsum("xc,kchw->kxhw", mouth.axes, local) * mouth.half)


def lip_line(mouth: MouthFrame, s: Array) -> Array:
    """Return (2, n) along and below, half mouth widths, of the line at s (n,)."""
    along = np.interp(s, mouth.s, mouth.xs)
    return np.stack([along, mouth.over(mouth.line, along)]) / mouth.half


def lip_moves(mouth: MouthFrame, drop: float, s: Array) -> Array:
    """Return (2 layers, K + 1, 2, n) how a unit of each axis and of ``round`` moves the line."""
    along, below = lip_line(mouth, s)[:, None] * mouth.half
    moves = [_moves(mouth, drop, up, along, below) for up in (True, False)]
    return np.stack(moves)[:, :-1, :, 0]


def chin_drop(mouth: MouthFrame) -> float:
    """Return how far the chin of a well painted mouth drops at jaw 1, half mouth widths."""
    return 0.40 * mouth.chin * float(np.clip(1.9 / mouth.chin, 0.8, 1.15))


def jaw_fall(s: Array) -> Array:
    """Return the share of the chin's drop that the lower lip's line takes along the mouth."""
    return CORNER_DROP + (1 - CORNER_DROP) * _arch(np.abs(s), 0.95, 2.2, 0.86)


def _moves(mouth: MouthFrame, drop: float, upper: bool, along: Array, below: Array) -> Array:
    """All movements (K + 2, 2, h, w) in the mouth's frame, half widths per unit."""
    s = mouth.over(mouth.s, along)
    t = (below - mouth.over(mouth.line, along)) / mouth.half
    edges = mouth.over(mouth.upper_edge, along), mouth.over(mouth.lower_edge, along)
    a = np.abs(s)
    hold = _upper_hold(mouth, a, t, edges[0]) if upper else _lower_hold(mouth, t, edges[1])
    lip, hidden = (edges[0], mouth.skip_upper) if upper else (edges[1], mouth.skip)
    ends = hold * (1 - soft_step(a, 0.98, 1.28))
    place = _Place(
        upper, s, t, a, lip, hold, ends, mouth.nose, mouth.fold, mouth.chin, drop, hidden
    )
    moves = [base(place) for base in (_jaw, _smile, _pucker, _wide, _upper_up, _lower_down,
                                      _press, _fv, _cheek, _teeth, _round, _open)]  # fmt: skip
    return np.stack([np.stack(np.broadcast_arrays(*move)) for move in moves])


def _upper_hold(mouth: MouthFrame, a: Array, t: Array, edge: Array) -> Array:
    """Rigid from the line to the lip's edge, then fading to the nose base."""
    lips = 1 - soft_step(a, 0.9, 1.5)
    top = -(mouth.nose * 0.80 * lips - 1.25 * (1 - lips))
    rim = -(edge * lips - 0.15 * (1 - lips))
    above = 1 - soft_step(-t, 0.75 * rim, np.maximum(top, 0.75 * rim + 0.1))
    return np.where(t > 0, 1 - soft_step(t, 0.9, 1.6), above)


def _lower_hold(mouth: MouthFrame, t: Array, edge: Array) -> Array:
    """Rigid to three quarters of the lip, then fading to the fold above the chin."""
    below = 1 - soft_step(t, edge * 0.75, np.maximum(mouth.fold * 1.15, edge + 0.25))
    return np.where(t < 0, 1 - soft_step(-t, 0.6, 1.3), below)


def _arch(a: Array, width: float, roundness: float, power: float) -> Array:
    return np.asarray(np.clip(1 - (a / width) ** roundness, 0, 1) ** power)


def _bell(x: Array, width: float, power: float = 2) -> Array:
    return np.asarray(np.exp(-(np.abs(x / width) ** power)))


def _jaw(p: _Place) -> tuple[Array, Array]:
    drop = p.drop
    chin = drop * _bell(p.a, 2.35, 4)
    corner = CORNER_DROP * drop
    edge = p.lip if not p.upper else np.full_like(p.t, 0.25)
    rigid = soft_step(p.t, edge * 0.55, p.fold + 0.32)
    fade = 1 - soft_step(p.t, p.chin, p.chin * 1.85)
    if p.upper:
        gap = _arch(p.a, 0.95, 2.3, 0.86)
        own = (corner * (1 - gap) - 0.07 * drop * gap) * p.grip
    else:
        line = corner + (drop - corner) * _arch(p.a, 0.95, 2.2, 0.86)
        own = (line * (1 - rigid) + chin * rigid) * fade
        own = np.where(p.t < 0, line * (1 - soft_step(-p.t, 0.5, 1.2)), own)
    above = corner * (1 - soft_step(-p.t, 0.0, 1.35))
    shared_rigid = soft_step(p.t, 0.2, p.fold + 0.32)
    beneath = (corner * (1 - shared_rigid) + chin * shared_rigid) * fade
    side = np.where(p.t < 0, above, beneath) * _bell(np.maximum(p.a - 1, 0), 1.5, 4)
    beside = soft_step(p.a, 0.92, 1.25)
    inward = -0.10 * p.s * _bell(p.a, 1.5, 4) * _bell(p.t - 0.15, 0.8)
    return inward, own * (1 - beside) + side * beside


def _smile(p: _Place) -> tuple[Array, Array]:
    outside = _bell(p.a - 1.06, 0.62) * _bell(p.t + 0.05, 0.55)
    reach = np.where(p.a < 1.06, _bell(p.t + 0.02, 0.5), outside)
    out = 0.17 * p.s / np.maximum(p.a, 1) * reach
    up = -0.19 * np.where(p.a < 1.06, reach * np.minimum(p.a, 1) ** 1.7, outside)
    up = up - 0.10 * _bell(p.a - 1.45, 0.55) * _bell(p.t + 1.05, 0.55)
    out = out + 0.03 * np.sign(p.s) * _bell(p.a - 1.45, 0.5) * _bell(p.t + 0.7, 0.5)
    return out, up


def _pucker(p: _Place) -> tuple[Array, Array]:
    inward = -0.37 * p.s * _bell(p.a, 1.5, 4) * _bell(p.t, 0.62)
    full, ring = _bell(p.a, 0.75, 4), _arch(p.a, 0.62, 2, 0.55)
    if p.upper:
        return inward, -(0.05 * full * np.clip(-p.t / 0.2, 0, 1) + 0.075 * ring) * p.hold
    return inward, (0.03 * full * np.clip(p.t / 0.25, 0, 1) + 0.085 * ring) * p.hold


def _wide(p: _Place) -> tuple[Array, Array]:
    beyond = np.where(p.a < 1, 1, _bell(p.a - 1, 0.65))
    lift = -0.025 * np.minimum(p.a, 1) ** 2 * _bell(p.a - 1, 0.6) * _bell(p.t, 0.4)
    return 0.14 * p.s / np.maximum(p.a, 1) * beyond * _bell(p.t, 0.5), lift


def _upper_up(p: _Place) -> tuple[Array, Array]:
    if not p.upper:
        return np.zeros_like(p.t), np.zeros_like(p.t)
    nose = 0.05 * _bell(p.a, 1.1) * _bell(p.t - p.nose, 0.25)
    return np.zeros_like(p.t), -0.20 * _arch(p.a, 1, 2.2, 0.85) * p.hold - nose


def _lower_down(p: _Place) -> tuple[Array, Array]:
    amount = 0.0 if p.upper else 0.22
    return np.zeros_like(p.t), amount * _arch(p.a, 1, 2.2, 0.85) * p.hold


def _press(p: _Place) -> tuple[Array, Array]:
    inward = 0.03 * p.s * _bell(p.a, 1.3, 4) * _bell(p.t, 0.4)
    if p.upper:
        return inward, (0.02 + np.clip(-p.t / 0.2, 0, 1) * 0.07) * _bell(p.a, 1, 4) * p.hold
    return inward, -(0.045 + np.clip(p.t / 0.25, 0, 1) * 0.065) * _bell(p.a, 1, 4) * p.hold


def _fv(p: _Place) -> tuple[Array, Array]:
    if p.upper:
        return np.zeros_like(p.t), -0.17 * _arch(p.a, 1, 2.2, 0.68) * p.hold
    roll = (0.10 * np.clip(p.t / 0.22, 0, 1) + 0.035) * _bell(p.a, 0.95, 4) * p.hold
    chin = 0.05 * _bell(p.a, 1.2) * _bell(p.t - p.fold - 0.3, 0.4)
    return np.zeros_like(p.t), -roll - chin


def _cheek(p: _Place) -> tuple[Array, Array]:
    return np.zeros_like(p.t), -0.12 * _bell(p.a - 1.3, 0.55) * _bell(p.t + 1.15, 0.45)


def _teeth(p: _Place) -> tuple[Array, Array]:
    amount = -0.11 if p.upper else 0.15
    return np.zeros_like(p.t), amount * _arch(p.a, 1, 2.2, 0.85) * p.hold


def _round(p: _Place) -> tuple[Array, Array]:
    """What makes a ring of a jaw's wide opening: its sides close, its middle opens."""
    ring, corner = _arch(p.a, 0.62, 2, 0.55), CORNER_DROP * p.drop
    if p.upper:
        wide = (corner + 0.07 * p.drop) * _arch(p.a, 0.95, 2.3, 0.86)
        return np.zeros_like(p.t), (wide - (corner + 0.12 * p.drop) * ring) * p.hold
    rigid = soft_step(p.t, p.lip * 0.55, p.fold + 0.32)
    fade = np.where(p.t < 0, 1 - soft_step(-p.t, 0.5, 1.2), 1 - rigid)
    return np.zeros_like(p.t), (p.drop - corner) * (ring - _arch(p.a, 0.95, 2.2, 0.86)) * fade


def _open(p: _Place) -> tuple[Array, Array]:
    """The painted dark line slides under the cut, or it would outline both parted lips."""
    shape = _arch(p.a, 1, 2.6, 0.8)
    if p.upper:
        near = _bell(np.maximum(-p.t, 0), max(0.16, 2.2 * p.hidden))
        return np.zeros_like(p.t), p.hidden * shape * near
    near = _bell(np.maximum(p.t, 0), max(0.26, 2 * p.hidden))
    return np.zeros_like(p.t), -p.hidden * shape * near
