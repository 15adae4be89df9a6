"""The painting with what moves in it: flows first, then the things that were brushed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from generation.ground.areas import Mask, grown, shape_mask
from generation.ground.build import Flows, build_flows
from generation.ground.fill import fill_behind
from generation.ground.lattice import Lattice
from generation.ground.matte import find_matte, halo_reach, soft_matte
from generation.ground.path import appearances, by_itself, way
from generation.ground.plan import GroundPlan
from generation.ground.reference import Streams, draw_streams
from generation.ground.thing import Thing
from generation.ground.waves import eased_in
from generation.media.yuv import planes_from_rgb
from generation.scene.model import Scene
from generation.scene.shapes import floats
from generation.types import BRUSH_TRACKS, Box, Bytes2D, Floats, Planes

FLOW_IN = 3.0  # seconds in which a flow that runs by itself sets in
SWEEP = 4.0  # px between the places at which a thing's way is looked at
GLITTERS = 20.0  # px of motion that a doubling of brightness counts as
HOLE_EDGE = 0.006  # of the width: painted over beside a thing, where its edge is mixed


class Drawing(Protocol):
    """What draws the flows of one picture into planes."""

    def draw(self, streams: Streams, out: Planes) -> None: ...


class Reference:
    """Draws flows in numpy: where numba is missing, and to hold the fast way to."""

    def __init__(self, base: Planes, lattice: Lattice) -> None:
        self._base, self._lattice = base, lattice

    def draw(self, streams: Streams, out: Planes) -> None:
        """Draw one moment over the painting."""
        draw_streams(self._base, self._lattice, streams, out)


class PaintedGround:
    """See Ground. Not thread-safe: one stage owns it."""

    def __init__(self, scene: Scene, plan: GroundPlan, *, fast: bool = True) -> None:
        self._plan, self.size = plan, scene.size
        still = _drawn_still(plan, scene.size)
        rgb, cuts = _taken_out(scene.rgb, plan, still)
        self._painting, self._base = planes_from_rgb(scene.rgb), planes_from_rgb(rgb)
        self._hole = np.any([hole for _, hole in cuts], 0) if cuts else np.zeros(still.shape, bool)
        self._things = [Thing(self._painting, alpha, hole, still) for alpha, hole in cuts]
        scale = np.array(scene.size) / plan.size
        self._ways = [way(tuple((x * scale[0], y * scale[1]) for x, y in b.path))
                      for b in plan.brush]  # fmt: skip
        self.flows = MovingFlows(build_flows(rgb, scene, plan, still), Lattice.of(scene))
        self._drawing = _drawing(self._base, scene, self.flows, fast)
        self._out: Planes | None = None
        self._shown: tuple[object, ...] | None = None  # what the last call drew
        self._boxes: list[Box] = []  # where things stand in it
        self._flowed, self._rests = False, True

    def idle(self, t: float) -> dict[str, float]:
        """Return the amounts of what moves by itself, t seconds after the start."""
        amounts = {
            name: by_itself(brushed, t)
            for name, brushed in zip(BRUSH_TRACKS, self._plan.brush, strict=False)
        }
        return amounts | {"flow": eased_in(t, FLOW_IN)}

    def draw(self, t: float, amounts: Mapping[str, float], out: Planes) -> Box | None:
        """See Ground."""
        fresh = self._out is None or any(a is not b for a, b in zip(out, self._out, strict=True))
        flow = min(max(amounts.get("flow", 0.0), 0.0), 1.0) if self.flows.any else 0.0
        along = tuple(
            min(max(amounts.get(name, 0.0), 0.0), 1.0) for name in BRUSH_TRACKS[: len(self._ways)]
        )
        wanted = (flow, along, t if flow else 0.0)
        if not fresh and wanted == self._shown:
            return None
        self._out, self._shown = out, wanted
        rests = flow == 0 and not any(along)
        changed = list(self._boxes)
        if self._flowed or flow:
            changed.append(self.flows.box)
        if rests != self._rests:  # the painting behind the things appears or goes
            changed += [thing.home for thing in self._things]
        if fresh:
            changed = [Box(0, 0, *self.size)]
        # Flows draw all they move anew: only what they leave must be put back.
        stale = changed if fresh or not flow else [b for b in changed if b is not self.flows.box]
        self._restore(self._painting if rests else self._base, stale, out)
        if flow:
            self._drawing.draw(self.flows.at(t, flow), out)
        self._boxes = [] if rests else self._draw_things(along, out)
        self._flowed, self._rests = flow > 0, rests
        return _union([*changed, *self._boxes])

    def touched(self, upto: Mapping[str, float]) -> tuple[Floats, Floats]:
        """Return what is ever painted behind things, 0..1, and how far paint ever moves, px.

        upto: how far along its path a script takes each thing, how strongly flows run; things
        and flows that move by themselves do so as well.
        """
        behind, away = np.zeros((2, *self._hole.shape), np.float32)
        for name, brushed, thing, path in zip(
            BRUSH_TRACKS, self._plan.brush, self._things, self._ways, strict=False
        ):
            far = 1.0 if brushed.loop != "none" else upto.get(name, 0.0)
            length = float(
                np.hypot(*np.diff([path(u) for u in np.linspace(0, 1, 9)], axis=0).T).sum()
            )
            for u in np.linspace(0, far, int(far * length / SWEEP) + 2)[1:] if far else ():
                place = path(float(u))
                np.maximum(away, thing.cover(place, 1.0) * np.hypot(*place), out=away)
                behind = np.maximum(behind, self._hole)
        flow = upto.get("flow", 0.0)
        return behind, np.maximum(away, self.flows.reach(flow)) if flow else away

    def touched_at(self, t: float, amounts: Mapping[str, float]) -> tuple[Floats, Floats]:
        """Return the same of one moment, for what ``draw`` would draw."""
        along = [min(max(amounts.get(name, 0.0), 0.0), 1.0) for name in BRUSH_TRACKS]
        flow = min(max(amounts.get("flow", 0.0), 0.0), 1.0)
        behind, away = np.zeros((2, *self._hole.shape), np.float32)
        if flow or any(along[: len(self._things)]):
            behind = self._hole.astype(np.float32)
            for brushed, thing, path, u in zip(
                self._plan.brush, self._things, self._ways, along, strict=False
            ):
                for place, solid in appearances(brushed, u):
                    cover = thing.cover(path(place), solid)
                    behind = behind * (1 - cover)
                    away = np.maximum(away, cover * np.hypot(*path(place)))
        return behind, np.maximum(away, self.flows.reach(flow, t)) if flow else away

    def _draw_things(self, along: tuple[float, ...], out: Planes) -> list[Box]:
        boxes = []
        for brushed, thing, path, u in zip(
            self._plan.brush, self._things, self._ways, along, strict=True
        ):
            boxes += [
                thing.draw(path(place), solid, out)
                for place, solid in appearances(brushed, u)
                if solid > 0
            ]
        return boxes

    def _restore(self, planes: Planes, boxes: list[Box], out: Planes) -> None:
        for left, top, right, bottom in boxes:
            for source, target, scale in zip(planes, out, (1, 2, 2), strict=True):
                part = np.s_[top // scale : -(-bottom // scale), left // scale : -(-right // scale)]
                target[part] = source[part]


class MovingFlows:
    """All flows of a picture on its nodes, at any moment."""

    def __init__(self, flows: Flows, lattice: Lattice) -> None:
        self.streams, self.lattice = flows, lattice
        height, width = lattice.size[1], lattice.size[0]
        self._switch = np.full((height, width), 128, np.uint8)
        self._fade = np.full((height, width), 255, np.uint8)
        self.moving = np.zeros(lattice.shape, bool)
        self._ways = np.zeros((8, *lattice.shape), np.float32)
        self._where = []
        for wave in flows.waves:
            self.moving[wave.nodes] |= np.abs(wave.fields).max((0, 1)) > 0
        for loop in flows.loops:
            here = np.abs(loop.forward).max(0) + np.abs(loop.back).max(0) > 0
            self._ways += np.concatenate([loop.forward, loop.back])
            pixels = lattice.to_pixels(here.astype(np.float32)) > 0
            self._switch[pixels], self._fade[pixels] = loop.switch[pixels], loop.fade[pixels]
            # Cells at the edge of a loop interpolate its place too, or it would not close.
            self._where.append(grown(here, 2))
            self.moving |= here
        self.any = bool(self.moving.any())
        self.box = _node_box(self.moving, lattice)

    @property
    def cut(self) -> bool:
        """Say whether any flow travels."""
        return bool(self.streams.loops)

    def reach(self, amount: float, t: float | None = None) -> Floats:
        """Return (H, W) px: how far flows move paint, ever or at t seconds."""
        far = np.zeros(self.lattice.shape, np.float32)
        for wave in self.streams.waves:
            moved = np.abs(wave.fields).sum(0) if t is None else np.abs(wave.at(t))
            here = np.maximum(np.hypot(moved[0], moved[1]), moved[2] * GLITTERS)
            far[wave.nodes] = np.maximum(far[wave.nodes], here)
        for loop in self.streams.loops:  # some of it is on its way at any moment
            ends = [np.hypot(way[0] + way[2], way[1] + way[3]) for way in (loop.forward, loop.back)]
            far = np.maximum(far, np.maximum(*ends))
        return self.lattice.to_pixels(floats(far * amount))

    def at(self, t: float, amount: float) -> Streams:
        """Return the streams of a moment; amount 0..1 scales every motion."""
        waves = np.zeros((3, *self.lattice.shape), np.float32)
        for wave in self.streams.waves:
            waves[:, *wave.nodes] += wave.at(t)
        cut = None
        if self.cut:
            cut = np.empty((9, *self.lattice.shape), np.float32)
            np.multiply(self._ways, np.float32(amount), out=cut[:8])
            cut[8] = 0
            for loop, here in zip(self.streams.loops, self._where, strict=True):
                np.copyto(cut[8], loop.phase + np.float32(loop.place(t)), where=here)
        return Streams(waves * np.float32(amount), cut, self._switch, self._fade)


def prepare_ground(scene: Scene, plan: GroundPlan) -> PaintedGround:
    """Return the moving ground of a scene. Slow: a second or two.

    Raises BrushRefused for a region in which nothing stands out.
    """
    return PaintedGround(scene, plan)


def _drawing(base: Planes, scene: Scene, flows: MovingFlows, fast: bool) -> Drawing:
    if fast:
        try:
            from generation.ground.swift import Swift
        except ImportError:
            pass
        else:
            return Swift(base, scene, flows.lattice, flows.moving, flows.cut)
    return Reference(base, flows.lattice)


def _taken_out(
    rgb: Bytes2D, plan: GroundPlan, still: Mask
) -> tuple[Bytes2D, list[tuple[Floats, Mask]]]:
    """Return the painting without the brushed things, and each thing's alpha and hole.

    Nothing of ``still`` is taken out.
    """
    cuts = []
    edge = max(round(HOLE_EDGE * rgb.shape[1]), 3)
    for number, brushed in enumerate(plan.brush, 1):
        matte = find_matte(rgb, brushed, plan.size, number) & ~still
        scale = rgb.shape[1] / plan.size[0]
        halo = halo_reach(rgb, matte) if brushed.halo is None else brushed.halo * scale
        cuts.append((soft_matte(matte, halo), grown(matte, edge + round(halo)) & ~still))
    behind = rgb
    holes = [hole for _, hole in cuts]
    for hole in holes:
        others = np.any([h for h in holes if h is not hole], 0) if len(holes) > 1 else None
        behind = fill_behind(behind, hole, others)
    return behind, cuts


def _drawn_still(plan: GroundPlan, size: tuple[int, int]) -> Mask:
    still = np.zeros(size[::-1], bool)
    for polygon in plan.still:
        still |= shape_mask(polygon, plan.size, size)
    return still


def _node_box(moving: Mask, lattice: Lattice) -> Box:
    """Return the pixels that cells with a moving corner cover, on even borders."""
    if not moving.any():
        return Box(0, 0, 0, 0)
    rows, columns = np.flatnonzero(moving.any(1)), np.flatnonzero(moving.any(0))
    step, (width, height) = lattice.step, lattice.size
    left, top = ((max(int(a[0]) - 1, 0) * step) & -2 for a in (columns, rows))
    right = min((int(columns[-1]) + 1) * step + 2 & -2, width)
    bottom = min((int(rows[-1]) + 1) * step + 2 & -2, height)
    return Box(left, top, right, bottom)


def _union(boxes: list[Box]) -> Box | None:
    boxes = [b for b in boxes if b.right > b.left and b.bottom > b.top]
    if not boxes:
        return None
    return Box(
        min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip
