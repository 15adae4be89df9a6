"""From drawn flows to what moves on the nodes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from generation.ground.areas import Mask, area_mask, grown, shape_mask
from generation.ground.cutloop import SECONDS as CUT_SECONDS
from generation.ground.cutloop import TRAVEL, CutLoop, cut_loop
from generation.ground.lattice import Lattice, part_of
from generation.ground.plan import Disc, Flowing, GroundPlan, Motion, Points
from generation.ground.propose import propose_motion
from generation.ground.still import propose_still
from generation.ground.stream import (
    Arrows,
    cell_size,
    on_cells,
    potential,
    stream_flow,
    strokes_of,
)
from generation.ground.waves import (
    SMOKE_SECONDS,
    SWAY_SECONDS,
    WATER_SECONDS,
    WAVE_LENGTH,
    WAVE_SECONDS,
    Moment,
    Periodic,
    flow_wave,
    periodic,
    smoke,
    sway,
    water,
)
from generation.scene.model import Scene
from generation.scene.shapes import floats
from generation.types import Bytes2D, Floats

# fmt: off
FEATHER = {  # of the width
    "water": 0.016, "wave": 0.02, "sway": 0.012, "cut": 0.006, "smoke": 0.012,
}
SECONDS = {
    "water": WATER_SECONDS, "wave": WAVE_SECONDS, "sway": SWAY_SECONDS, "cut": CUT_SECONDS,
    "smoke": SMOKE_SECONDS,
}
# fmt: on
PERSON = 0.3  # of the camera's depth: nearer than this is the sitter
KEPT = 0.9  # of a flow may be still; more leaves nothing


class Region(NamedTuple):
    """One flow, drawn out: what moves, where its still things are, which way it goes."""

    mask: Mask
    still: Mask
    motion: Motion
    arrows: Arrows  # px of the scene


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """All that flows in one picture."""

    waves: tuple[Periodic, ...]
    loops: tuple[CutLoop, ...]


def build_flows(rgb: Bytes2D, scene: Scene, plan: GroundPlan, blocked: Mask) -> Flows:
    """Build every flow of the plan over the painting ``rgb`` (H, W, 3).

    blocked: (H, W) the still mask. A later flow gives way to an earlier one.
    """
    lattice, taken = Lattice.of(scene), blocked.copy()
    waves, loops = list[Periodic](), list[CutLoop]()
    for n, flowing in enumerate(plan.flow):
        region = region_of(rgb, scene, plan, flowing, taken)
        taken |= region.mask
        if flowing.amount == 0 or not (region.mask & ~region.still).any():
            continue
        made = _motion_of(rgb, lattice, region, flowing, seed=n + 1)
        if isinstance(made, CutLoop):
            loops.append(made)
        elif made is not None:
            waves.append(made)
    return Flows(tuple(waves), tuple(loops))


def region_of(
    rgb: Bytes2D, scene: Scene, plan: GroundPlan, flowing: Flowing, taken: Mask
) -> Region:
    """Draw one flow out at the scene's size; find its still things and its motion."""
    mask = area_mask(flowing.area, plan.size, scene.size) & ~taken
    if scene.head is not None and not flowing.on_sitter:
        mask &= ~sitter_mask(scene)
    scale = np.array(scene.size) / plan.size
    arrows = tuple(
        (a * scale[0], b * scale[1], c * scale[0], d * scale[1]) for a, b, c, d in flowing.arrows
    )
    motion = flowing.motion
    if motion == "auto":
        motion = propose_motion(rgb, mask).motion if mask.any() else "cut"
        motion = "sway" if motion in ("cut", "wave") and not arrows else motion
    still = still_mask(rgb, mask, flowing, plan.size)
    return Region(mask, still, motion, arrows)


def still_mask(rgb: Bytes2D, mask: Mask, flowing: Flowing, own: tuple[int, int]) -> Mask:
    """Return (H, W) what stays inside a flow: what was found, less what may move, and added."""
    size = rgb.shape[1], rgb.shape[0]
    found = propose_still(rgb, mask) if flowing.found_still and mask.any() else ()
    stays = np.zeros_like(mask)
    for thing in found:
        if not any(_touches(thing, disc, size, own) for disc in flowing.moving):
            stays |= shape_mask(thing, size, size)
    for drawn in flowing.still:
        stays |= shape_mask(drawn, own, size)
    return stays


def _touches(thing: Disc | Points, disc: Disc, size: tuple[int, int], own: tuple[int, int]) -> bool:
    """Say whether the middle of a found thing lies in a disc the curator set free."""
    corners = np.array([thing[:2]] if isinstance(thing, Disc) else thing, np.float64)
    x, y = corners.mean(0) * (np.array(own) / size)
    return float(np.hypot(x - disc.x, y - disc.y)) <= disc.radius


def sitter_mask(scene: Scene) -> Mask:
    """Return (H, W) where the sitter is, generously."""
    lattice = Lattice.of(scene)
    near = lattice.to_pixels(floats(scene.depth)) > PERSON
    if scene.head is not None:
        near |= lattice.to_pixels(floats(scene.head.weight)) > 0.02
    return grown(near, 2 * scene.step)


def _motion_of(
    rgb: Bytes2D, lattice: Lattice, region: Region, flowing: Flowing, seed: int
) -> Periodic | CutLoop | None:
    """Build one motion on the part of the picture that it moves; None where nothing can."""
    inside = lattice.inside(region.mask & ~region.still, FEATHER[region.motion] * lattice.size[0])
    inside = floats(inside * flowing.amount)
    if not inside.any():
        return None
    moves = _moves(rgb, lattice, region, seed)
    part = part_of(lattice, inside > 0)
    here, seconds = (
        np.ascontiguousarray(rgb[part.pixels]),
        flowing.seconds or SECONDS[region.motion],
    )
    if isinstance(moves, np.ndarray):
        flow = floats((moves * inside[..., None])[part.nodes])
        travel = TRAVEL * lattice.size[0]
        return cut_loop(here, part.lattice, flow, seconds, travel, seed).placed(part, lattice)

    def moment(phase: float) -> Floats:
        return moves(phase)[:, *part.nodes]

    found = periodic(moment, floats(inside[part.nodes]), lattice.step, seconds, here)
    return replace(found, nodes=part.nodes)


def _moves(rgb: Bytes2D, lattice: Lattice, region: Region, seed: int) -> Floats | Moment:
    """Return the flow (h, w, 2) of what travels, or the moments of what comes back."""
    if region.motion == "water":
        rows = np.flatnonzero(region.mask.any(1))
        return water(lattice, (float(rows[0]), float(rows[-1] + 1)), _heading(region.arrows), seed)
    if region.motion == "sway":
        return _sway(lattice, region, seed)
    if region.motion == "smoke":
        return _smoke(lattice, region, seed)
    cells, flow = _flow(rgb, lattice, region)
    if region.motion == "cut":
        return flow
    per_cell = 2 * np.pi / (WAVE_LENGTH * cells.shape[1])
    return flow_wave(lattice, flow, lattice.from_cells(potential(cells, per_cell)), seed)


def _flow(rgb: Bytes2D, lattice: Lattice, region: Region) -> tuple[Floats, Floats]:
    """Return the flow (h, w, 2) on cells and on nodes."""
    size = cell_size(lattice.size)
    mask, still = on_cells(region.mask, size), on_cells(region.still, size)
    scale = size[0] / lattice.size[0], size[1] / lattice.size[1]
    arrows = tuple((a[0] * scale[0], a[1] * scale[1], a[2] * scale[0], a[3] * scale[1])
                   for a in region.arrows)  # fmt: skip
    cells = stream_flow(arrows, mask, still, strokes_of(rgb, mask))
    return cells, lattice.from_cells(cells)


def _heading(arrows: Arrows) -> tuple[float, float]:
    """Return which way the wind blows over water, by default to the right and nearer."""
    if not arrows:
        return 0.9, 0.45
    ways = np.array([(c - a, d - b) for a, b, c, d in arrows])
    x, y = ways.sum(0)
    return float(x), float(y)


def _sway(lattice: Lattice, region: Region, seed: int) -> Moment:
    """Return a sway; an arrow up or down points from the root to the free end."""
    rows = np.flatnonzero(region.mask.any(1))
    root, free = float(rows[-1]), float(rows[0])
    x, y = _heading(region.arrows) if region.arrows else (1.0, 0.0)
    if y > abs(x):
        root, free = free, root
    return sway(lattice, root, free, -1.0 if x < 0 else 1.0, seed)


def _smoke(lattice: Lattice, region: Region, seed: int) -> Moment:
    """Return smoke that rises along the arrows, by default straight up."""
    x, y = _heading(region.arrows) if region.arrows else (0.0, -1.0)
    length = float(np.hypot(x, y)) or 1.0
    way = x / length, y / length
    rows, columns = np.nonzero(region.mask)
    along = columns * way[0] + rows * way[1]
    return smoke(lattice, (float(along.min()), float(along.max())), way, seed)
