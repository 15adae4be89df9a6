"""Periodic motion: displacements that return exactly, so there is no seam and no cross-fade.

Every model is a sum of harmonics of one period,

    d(x, t) = sum_n  C_n(x) cos(2 pi n t / T) + S_n(x) sin(2 pi n t / T),

found by a discrete Fourier transform of the model over one period. A frame is one product of
a small matrix with the harmonics: nothing is evaluated per frame but 2 M numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generation.ground.lattice import Lattice, noise
from generation.ground.pace import Sparse, even_pace, place_at
from generation.ground.reference import DARK, RISE
from generation.scene.shapes import Array, floats, soft_step
from generation.types import Bytes2D, Floats

SAMPLES = 32  # moments of one period; harmonics up to 15
STEEPEST = 0.35  # slope of any frame: no fold
UNSEEN = 0.004  # px: weaker harmonics are left out

Moment = Callable[[float], Floats]  # phase 0..2 pi -> (3, h, w): dx, dy px, glitter


@dataclass(frozen=True, slots=True, eq=False)
class Periodic:
    """One region's periodic motion.

    orders: (M,) whole cycles a period. fields: (2 M, 3, h, w): cosine parts, then sine parts,
    of dx, dy (px) and glitter (share of brightness). seconds: the period. pace: the place in
    the period at even moments of it. nodes: where in the picture's lattice the fields lie.
    """

    orders: Floats
    fields: Floats
    seconds: float
    pace: Floats
    nodes: tuple[slice, slice] = (slice(None), slice(None))

    def at(self, t: float) -> Floats:
        """Return (3, h, w) of the moment t."""
        return _summed(self.orders, self.fields, place_at(self.pace, t / self.seconds))


def _summed(orders: Floats, fields: Floats, place: float) -> Floats:
    phase = 2 * np.pi * orders * place
    weights = np.concatenate([np.cos(phase), np.sin(phase)]).astype(np.float32)
    return floats(np.tensordot(weights, fields, 1))


def periodic(moment: Moment, mask: Floats, step: int, seconds: float, rgb: Bytes2D) -> Periodic:
    """Turn a model into harmonics, held below the steepest slope and shaped by ``mask`` (h, w).

    rgb: the painting, for the pace.
    """
    phases = 2 * np.pi * np.arange(SAMPLES) / SAMPLES
    frames = np.stack([moment(phase) * mask for phase in phases])
    frames[:, :2] *= min(1.0, STEEPEST / max(_slope(frames[::4, :2], step), 1e-6))
    spectrum = np.fft.rfft(frames, axis=0) / SAMPLES
    spectrum[1:] *= 2
    kept = [n for n in range(SAMPLES // 2) if np.abs(spectrum[n] * _visible(n)).max() > UNSEEN] or [
        0
    ]
    orders, fields = (
        floats(kept),
        floats(np.concatenate([spectrum[kept].real, -spectrum[kept].imag])),
    )
    sparse = Sparse(rgb, step)

    def preview(place: float) -> Floats:
        dx, dy, glitter = (sparse.on(field) for field in _summed(orders, fields, place))
        luma = sparse.seen(dx, dy)
        return floats(luma + (luma - 16) * glitter * np.clip((luma - DARK) / RISE, 0, 1))

    return Periodic(orders, fields, seconds, even_pace(preview))


def _visible(order: int) -> Array:
    return np.array([1.0, 1.0, 10.0])[:, None, None]  # glitter is a share, not px


def _slope(frames: Array, step: int) -> float:
    down, across = np.gradient(frames, step, axis=(2, 3))
    return float(np.percentile(np.hypot(down, across), 99.9))


WAVES, LONGEST, SHRINK = 7, 0.22, 1.75**-0.55
NEAR = 0.12  # the horizon's distance, so that it is not infinitely far
WATER_SECONDS, WATER_REACH = 4.0, 0.0075  # of the picture's width
GLITTER = 0.12


def water(
    lattice: Lattice, rows: tuple[float, float], way: tuple[float, float], seed: int
) -> Moment:
    """Return waves on a flat water seen in perspective; ``rows``: horizon and near shore, px.

    Seven sines on the ground plane, lengths .22 * 1.75^(-.55 i) of the width, sizes ~
    length^.8, amplitude growing from the horizon.
    """
    width, (horizon, shore) = lattice.size[0], rows
    x, y = lattice.places
    down = np.maximum(y - horizon, 0) / max(shore - horizon, 1)
    far = 1 / (down + NEAR)
    across = (x - width / 2) / width * far
    grow = 0.35 * down * (1 + NEAR) / (down + NEAR) + 0.65 * down
    patches = np.clip(0.75 + 0.35 * noise(lattice.shape, lattice.shape[0] * 0.07, seed), 0.3, 1.4)
    size = WATER_REACH * width * patches * grow
    rng, base = np.random.default_rng(seed), float(np.arctan2(way[1], way[0]))
    waves = []
    for n in range(WAVES):
        length = LONGEST * SHRINK**n
        turn, number = base + 0.42 * rng.normal(), 2 * np.pi / length
        phase = number * (np.cos(turn) * across + 0.55 * np.sin(turn) * far)
        phase += rng.uniform(0, 2 * np.pi)
        slope = np.hypot(*np.gradient(phase))
        amount = (length / LONGEST) ** 0.8 * np.exp(-((slope / 1.1) ** 2))
        cycles = max(1, round(np.sqrt(LONGEST / length))) + (n > 3)
        waves.append((phase, cycles, amount, np.cos(turn)))

    def moment(t: float) -> Floats:
        found = np.zeros((3, *lattice.shape))
        for n, (phase, cycles, amount, turn) in enumerate(waves):
            now = phase - cycles * t
            found[0] += 1.25 * turn * amount * np.sin(now) * size
            found[1] += 0.62 * amount * np.cos(now) * size
            found[2] += (n >= 3) * GLITTER / 1.2 * amount * np.sin(now)
        return floats(found)

    return moment


WAVE_SECONDS, WAVE_REACH, WAVE_LENGTH, WAVE_ORBIT = 3.0, 0.0075, 0.14, 0.3


def flow_wave(lattice: Lattice, flow: Floats, phase: Floats, seed: int) -> Moment:
    """Return strokes that swim along the flow (h, w, 2): contours never break.

    A longitudinal wave along the flow's own potential ``phase`` (rad), with a little orbit.
    """
    rows = lattice.shape[0]
    reach = WAVE_REACH * lattice.size[0]
    first = phase + 1.2 * noise(lattice.shape, rows * 0.06, seed)
    second = 1.9 * phase + 1.5 * noise(lattice.shape, rows * 0.05, seed + 1)

    def moment(t: float) -> Floats:
        along = reach * (np.sin(first - t) + 0.4 * np.sin(second - 2 * t))
        beside = reach * WAVE_ORBIT * np.cos(first - t)
        dx = flow[..., 0] * along - flow[..., 1] * beside
        dy = flow[..., 1] * along + flow[..., 0] * beside
        return floats([dx, dy, np.zeros_like(dx)])

    return moment


SWAY_SECONDS, SWAY_REACH, GUST, RUFFLE = 4.0, 0.0095, 0.27, 0.1


def sway(lattice: Lattice, root: float, top: float, way: float, seed: int) -> Moment:
    """Return grass, leaves, hair, cloth: fixed at the row ``root``, free at the row ``top``.

    Amplitude grows as height^1.5; gusts travel along ``way`` (+1 right, -1 left).
    """
    width = lattice.size[0]
    x, y = lattice.places
    height = np.clip((root - y) / (root - top if abs(root - top) > 1 else 1.0), 0, 1) ** 1.5
    size = SWAY_REACH * width * height
    rows = lattice.shape[0]
    gust = 2 * np.pi * (x * way + 0.5 * y) / (GUST * width)
    gust += noise(lattice.shape, rows * 0.08, seed)
    ruffle = 2 * np.pi * x * way / (RUFFLE * width) + y / (0.042 * width)
    ruffle += 1.6 * noise(lattice.shape, rows * 0.035, seed + 1)

    def moment(t: float) -> Floats:
        strength = 0.6 + 0.4 * np.sin(gust - t)
        dx = (0.75 * np.sin(gust - t) + 0.35 * strength * np.sin(ruffle - 3 * t)) * size
        dy = 0.25 * np.cos(ruffle - 2 * t) * strength * size
        return floats([dx, dy, np.zeros_like(dx)])

    return moment


SMOKE_SECONDS, SMOKE_REACH, PUFF = 8.0, 0.006, 0.06
BILLOWS, LEAN = 2.0, 5.0  # waves from root to end; rad across as far


def smoke(
    lattice: Lattice, span: tuple[float, float], way: tuple[float, float], seed: int
) -> Moment:
    """Return smoke that rises: it wavers to the sides, and denser puffs climb through it.

    way: the unit vector it rises along. span: px along it of the root, which is fixed, and of
    the end. Both waves climb equally fast, and there is more than one of each, so that some
    part always moves as fast as another rests.
    """
    x, y = lattice.places
    extent = max(span[1] - span[0], 1.0)
    height = np.clip((x * way[0] + y * way[1] - span[0]) / extent, 0, 1)
    size = SMOKE_REACH * lattice.size[0] * height**0.7
    dense = PUFF * np.minimum(6 * height, 1)
    lean = LEAN * (y * way[0] - x * way[1]) / extent
    rows = lattice.shape[0]
    first = 2 * np.pi * BILLOWS * height + lean + 0.4 * noise(lattice.shape, rows * 0.03, seed)
    second = 3 * np.pi * BILLOWS * height + lean
    second += 0.8 * noise(lattice.shape, rows * 0.03, seed + 1)

    def moment(t: float) -> Floats:
        aside = size * np.sin(first - 2 * t)
        return floats([-way[1] * aside, way[0] * aside, dense * np.sin(second - 3 * t)])

    return moment


def eased_in(t: float, seconds: float) -> float:
    """Return 0..1, smooth, from the first moment."""
    return float(soft_step(t, 0.0, seconds))
