"""Endless travel without a cross-fade: each place shows one copy and changes it once a loop.

Copy A is the painting carried forward since the loop began, copy B the painting carried back
from where the loop will end; both stand still at the painting when they are out of sight. A
pixel changes from A to B once a loop, at its own moment S, found where and when both look
alike: minimal cuts in space and time (Kwatra et al. 2003), solved by semi-global matching
(Hirschmuller 2008). Loops start at different phases in different places, so that the changes
are spread evenly over time and nothing pulses.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.ground.areas import Image, Mask
from generation.ground.lattice import Lattice, Part, detail, noise, rank
from generation.ground.matching import Labels, labels_for
from generation.ground.pace import Sparse, even_pace, place_at
from generation.scene.shapes import Array, blur, floats, soft_step
from generation.types import Bytes2D, Floats

SECONDS = 3.0
TRAVEL = 0.025  # of the picture's width, a loop: longer, and strokes shear between still things
FADE, SOFT_FADE = 0.07, 0.4  # of the loop: strokes switch, smooth cloud may cross-fade
SOFT_BELOW = 1.2  # levels of fine detail
OUTWEIGHED = 2.0, 4.5  # levels of soft form to one of strokes
MELT = 9.0  # px, sigma of a soft border
MOMENTS = 16  # a pixel may switch at
EVEN = 2.0  # how strongly switches of neighbours are kept apart in time
FEATHER = 5.0  # px: least width of a border between copies
PATCHES = 0.1  # of the moving area's extent: regions that change together
STEPS = 12  # of a path's integration


@dataclass(frozen=True, slots=True, eq=False)
class CutLoop:
    """One region's travel.

    forward, back: (4, h, w) on nodes, px: a place u of the way along (u 0..1) is displaced by
    (c1 + c2 u) u, rows c1x c1y c2x c2y. phase: (h, w) loops. switch, fade: (H, W) uint8,
    1/255 of the loop, when each pixel changes copy and how long it takes. pace: the place in
    the loop at even moments of it.
    """

    forward: Floats
    back: Floats
    phase: Floats
    switch: Bytes2D
    fade: Bytes2D
    seconds: float
    pace: Floats

    def place(self, t: float) -> float:
        """Return the place in the loop, 0..1, at the moment t."""
        return place_at(self.pace, t / self.seconds)

    def placed(self, part: Part, whole: Lattice) -> CutLoop:
        """Return the loop of a part of the picture as a loop of the whole."""
        forward, back = np.zeros((2, 4, *whole.shape), np.float32)
        phase = np.zeros(whole.shape, np.float32)
        switch, fade = np.full((2, whole.size[1], whole.size[0]), 128, np.uint8)
        forward[:, *part.nodes], back[:, *part.nodes] = self.forward, self.back
        phase[part.nodes] = self.phase
        switch[part.pixels], fade[part.pixels] = self.switch, self.fade
        return CutLoop(forward, back, phase, switch, fade, self.seconds, self.pace)


def cut_loop(
    rgb: Bytes2D, lattice: Lattice, flow: Floats, seconds: float, travel: float, seed: int
) -> CutLoop:
    """Build the loop of a flow (h, w, 2) on nodes, 0 outside its region.

    travel: px of the usual (80th percentile) speed in one loop.
    """
    forward = _path(flow, lattice.step, travel, -1.0)
    back = _path(flow, lattice.step, travel, 1.0)
    moving = lattice.to_pixels(floats(np.hypot(flow[..., 0], flow[..., 1]))) > 0.004
    labels, mismatch = _cut(rgb, lattice, forward, back, moving, seed)
    switch, fade = _switches(rgb, labels)
    phase = _phases(lattice, mismatch, switch, seed)
    pace = _pace(Sparse(rgb, lattice.step), (forward, back), phase, (switch, fade))
    return CutLoop(forward, back, phase, switch, fade, seconds, pace)


def _pace(
    sparse: Sparse, paths: tuple[Floats, Floats], phase: Floats, cut: tuple[Bytes2D, Bytes2D]
) -> Floats:
    """Return the pace at which this loop changes the picture evenly, from a sparse preview."""
    ways = [[sparse.on(part) for part in path] for path in paths]
    starts = sparse.on(phase)
    switch, fade = (sparse.of(a) for a in cut)

    def preview(place: float) -> Floats:
        t = (starts + np.float32(place)) % 1
        copies = [
            sparse.seen((way[0] + way[2] * u) * u, (way[1] + way[3] * u) * u)
            for way, u in zip(ways, (t, 1 - t), strict=True)
        ]
        share = np.clip((switch - 255 * t) / fade + 0.5, 0, 1)
        return floats(copies[1] + (copies[0] - copies[1]) * share)

    return even_pace(preview)


def _path(flow: Floats, step: int, travel: float, sign: float) -> Floats:
    """Integrate the flow from every node; return the quadratic path through its middle and end."""
    rows, columns = flow.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    at = np.zeros_like(flow)
    middle = at
    for n in range(2 * STEPS):
        if n == STEPS:
            middle = at
        place = x + at[..., 0] / step, y + at[..., 1] / step
        speed = cv2.remap(flow, *place, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        at = at + sign * travel / (2 * STEPS) * speed
    # A place the flow leaves alone stays, whatever drifts past it.
    still = (np.abs(flow).sum(-1) > 0)[..., None]
    middle, at = middle * still, at * still
    first, second = 4 * middle - at, 2 * at - 4 * middle
    return floats(np.moveaxis(np.concatenate([first, second], -1), -1, 0))


def along(path: Floats, u: float) -> Floats:
    """Return (2, h, w) px: where the place u of the way is looked up."""
    return floats((path[:2] + path[2:] * u) * u)


def _cut(
    rgb: Bytes2D, lattice: Lattice, forward: Floats, back: Floats, moving: Mask, seed: int
) -> tuple[Labels, Floats]:
    """Return each half-size pixel's moment (h, w) int and its mismatch then."""
    height, width = rgb.shape[0] // 2, rgb.shape[1] // 2
    small = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA)
    paths = [lattice.to_pixels(np.moveaxis(p, 0, -1), 2) / 2 for p in (forward, back)]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    costs = np.empty((height, width, MOMENTS), np.float32)
    for k in range(MOMENTS):
        t = (k + 0.5) / MOMENTS
        copies = []
        for path, u in zip(paths, (t, 1 - t), strict=True):
            off = (path[..., :2] + path[..., 2:] * u) * u
            copies.append(
                cv2.remap(small, x + off[..., 0], y + off[..., 1], cv2.INTER_LINEAR,
                          borderMode=cv2.BORDER_REFLECT_101)
            )  # fmt: skip
        apart = cv2.absdiff(*copies).astype(np.float32).sum(-1)
        costs[..., k] = 0.6 * apart + 0.4 * cv2.GaussianBlur(apart, (0, 0), 3)
    inside = moving[: 2 * height : 2, : 2 * width : 2]
    costs /= max(float(costs[inside].mean()), 1e-3) if inside.any() else 1.0
    wanted = rank(noise((height, width), 5, seed + 1))[..., None]
    moments = floats((np.arange(MOMENTS) + 0.5) / MOMENTS)
    labels = labels_for(floats(costs + EVEN * (2 * np.abs(wanted - moments)) ** 2))
    chosen = np.take_along_axis(costs, labels[..., None], -1)[..., 0]
    return labels, floats(chosen * inside)


def _switches(rgb: Bytes2D, labels: Labels) -> tuple[Bytes2D, Bytes2D]:
    """Return each pixel's moment and the width of its change, 1/255 of the loop.

    Strokes switch at a narrow border; soft forms melt over a wide one, in space and in time.
    """
    size = rgb.shape[1], rgb.shape[0]
    raw = floats(
        cv2.resize(floats((labels + 0.5) / MOMENTS * 255), size, interpolation=cv2.INTER_LINEAR)
    )
    soft = softness(rgb)
    when = floats(blur(raw, 1.5) * (1 - soft) + blur(raw, MELT) * soft)
    slope = np.hypot(
        cv2.Sobel(when, cv2.CV_32F, 1, 0, scale=0.125),
        cv2.Sobel(when, cv2.CV_32F, 0, 1, scale=0.125),
    )
    border = FEATHER * (1 - soft) + 4 * MELT * soft
    spread = cv2.dilate(floats(slope), np.ones((3, 3))) * border
    fade = (FADE + (SOFT_FADE - FADE) * soft) * 255
    fade = blur(np.maximum(fade, np.minimum(spread, 150)), 1.5)
    # Past these ends the change would be cut off by the wrap of the loop, and jump.
    ends = fade / 2 + 1
    switch = np.clip(when, ends, 255 - ends)
    return np.asarray(switch, np.uint8), np.asarray(np.clip(fade, 1, 254), np.uint8)


def softness(rgb: Bytes2D) -> Floats:
    """Return (H, W) 0..1: 1 where large soft forms outweigh the strokes, half where neither is."""
    luma = floats(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    strokes = detail(rgb, 3, 6)
    low = blur(luma, 6)
    forms = blur(np.abs(low - blur(low, 24)), 10)
    plain = 0.5 * np.exp(-((strokes / SOFT_BELOW) ** 2))  # fine hatching is worth keeping
    outweighed = soft_step(forms / (strokes + 0.5), *OUTWEIGHED)
    reach = cv2.dilate(floats(outweighed), np.ones((15, 15)))  # to the edge of a form, too
    return floats(blur(np.maximum(plain, reach), 6))


def _phases(lattice: Lattice, mismatch: Array, switch: Bytes2D, seed: int) -> Floats:
    """Return (h, w) where each node is in the loop: the energy of changes spread evenly.

    The rank of smooth noise, weighted by how much each place will change, plus the moment at
    which it does.
    """
    rows, columns = lattice.shape
    extent = float(np.sqrt((mismatch > 0).sum())) * 2 / lattice.step
    smooth = noise(lattice.shape, max(PATCHES * extent, 3.0), seed)
    small = (columns, rows)
    energy = cv2.resize(floats(mismatch) ** 2, small, interpolation=cv2.INTER_AREA)
    even = 0.9 * rank(smooth, energy + 1e-6) + 0.1 * (0.5 + smooth / 6)
    moment: Image = cv2.resize(switch.astype(np.float32) / 255, small, interpolation=cv2.INTER_AREA)
    return floats(blur(even, 3)) + floats(blur(floats(moment), 14))
