"""Stages that share a device draw their frames together: one renderer each, one deck of all."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import torch

from generation.devices.batching import Batcher
from generation.devices.failures import device_errors
from generation.media.yuv import check_box, same_buffers
from generation.rig.deck import Deck, cut_planes, deck_of
from generation.rig.drawing import LADDER, PlainDrawing, RecordedDrawing, drawing_of
from generation.rig.moments import row_of
from generation.rig.renderer import repainted
from generation.scene.model import Scene
from generation.types import REST, Box, Floats, Planes, Pose


@dataclass(eq=False, slots=True)
class Seat:
    """One scene of a shared deck, and its painting where that has changed."""

    scene: Scene
    lens: Floats | None
    painting: Planes | None = None


class _Ask(NamedTuple):
    seat: Seat
    row: Floats
    nodes: bool


class Drawn(NamedTuple):
    """planes: one frame, views nobody else writes to; nodes: (2, h, w) px where asked for.

    device_ms: this frame's share of what the GPU took, 0 on the processor.
    """

    planes: Planes
    nodes: Floats | None
    device_ms: float


class Company:
    """The scenes of one step on one device, drawn by one thread. Any thread may call.

    Who joins changes the deck between two batches; the others wait for that. It lasts as long
    as its process.
    """

    def __init__(self, device: str) -> None:
        self.device = device
        self._seats: list[Seat] = []
        self._seating = threading.RLock()  # who is collected as garbage leaves in any thread
        self._deck: Deck | None = None
        self._drawing: PlainDrawing | RecordedDrawing | None = None
        self._batcher: Batcher[_Ask, Drawn] = Batcher(self._run, most=LADDER[-1])

    def join(self, scene: Scene, lens: Floats | None) -> Seat:
        """Take one more scene. Raises MemoryShort, DeviceLost."""
        seat = Seat(scene, lens)
        self._batcher.alone(partial(self._seat, seat))
        return seat

    def leave(self, seat: Seat) -> None:
        """Let a scene go. Its memory is given back when the next one joins, or none is left."""
        with self._seating:
            self._seats = [other for other in self._seats if other is not seat]
            if not self._seats:
                self._drawing = self._deck = None

    def draw(self, seat: Seat, row: Floats, *, nodes: bool) -> Drawn:
        """Return the frame of these numbers. Raises MemoryShort, DeviceLost, EngineFailed."""
        return self._batcher.ask(_Ask(seat, row, nodes), id(seat))

    def repaint(self, seat: Seat, planes: Planes, box: Box) -> None:
        """Take a painting that changed inside a box."""
        seat.painting = planes
        self._batcher.alone(partial(self._repaint, seat, box))

    def close(self) -> None:
        """Let the device go and wait for its thread."""
        self._batcher.close()

    def _seat(self, seat: Seat) -> None:
        with self._seating:
            self._seats = [*self._seats, seat]
        self._drawing = self._deck = None  # before the new one: both might not fit
        with device_errors(self.device):
            self._build()

    def _build(self) -> None:
        self._order = list(self._seats)
        scenes, lenses = ([getattr(s, n) for s in self._order] for n in ("scene", "lens"))
        self._deck = deck_of(scenes, torch.device(self.device), lenses)
        self._drawing = drawing_of(self._deck)
        for seat in self._order:
            if seat.painting is not None:
                self._repaint(seat, Box(0, 0, *seat.scene.size))

    def _repaint(self, seat: Seat, box: Box) -> None:
        assert self._deck is not None and seat.painting is not None
        surfaces = self._deck.luma.surface, self._deck.chroma.surface
        with device_errors(self.device), torch.inference_mode():
            repainted(surfaces, self._order.index(seat), seat.painting, box)

    def _run(self, asks: Sequence[_Ask]) -> list[Drawn]:
        assert self._drawing is not None
        slots = [self._order.index(ask.seat) for ask in asks]
        nodes = any(ask.nodes for ask in asks)
        with device_errors(self.device):
            frames = self._drawing.draw(slots, [ask.row for ask in asks], nodes=nodes)
        share = frames.device_ms / len(asks)
        return [
            Drawn(
                cut_planes(frames.luma[n], frames.chroma[n], ask.seat.scene.size),
                None if frames.nodes is None else _cut_nodes(frames.nodes[n].numpy(), ask.seat),
                share,
            )
            for n, ask in enumerate(asks)
        ]


def _cut_nodes(nodes: Floats, seat: Seat) -> Floats:
    rows, columns = seat.scene.depth.shape
    return nodes[:, :rows, :columns]


_companies: dict[tuple[str, int, int], Company] = {}
_opening = threading.Lock()


def company_of(scene: Scene, device: str) -> Company:
    """Return the company on a device that scenes of this step and stride share."""
    stride = scene.head.mouth.stride if scene.head else scene.step
    key = device, scene.step, stride
    with _opening:
        if key not in _companies:
            _companies[key] = Company(device)
        return _companies[key]


class SharedRenderer:
    """Draws poses of one scene on a device that others use too. See FastRenderer.

    device: "cpu" or "cuda:N"; lens: (2, h, w) px from each node to where a bent lens looks.
    Raises MemoryShort, DeviceLost; so may every method. Not thread-safe; have one per stage.
    """

    def __init__(
        self,
        scene: Scene,
        device: str,
        lens: Floats | None = None,
        company: Company | None = None,
    ) -> None:
        self._scene = scene
        self._company = company or company_of(scene, device)
        self._seat = self._company.join(scene, lens)
        weakref.finalize(self, self._company.leave, self._seat)
        self._pose: Pose | None = None
        self._shown = REST
        self._out: Planes | None = None
        self._nodes: Floats | None = None
        self._wants_nodes = False
        self.device_ms = 0.0

    def render(self, pose: Pose, out: Planes) -> bool:
        """Draw ``pose`` into ``out``; False when ``out`` already shows it."""
        if pose == self._pose and self._out is not None and same_buffers(out, self._out):
            return False
        drawn = self._draw(pose)
        for target, plane in zip(out, drawn.planes, strict=True):
            np.copyto(target, plane)
        self._pose = self._shown = pose
        self._out = out
        return True

    def source_nodes(self) -> Floats:
        """Return (2, h, w) px from each node to what it showed of the painting, last drawn."""
        if self._nodes is None:
            self._wants_nodes = True  # from now on they come with every frame
            self._draw(self._shown)
        assert self._nodes is not None
        return self._nodes

    def repaint(self, planes: Planes, box: Box) -> None:
        """Take a painting that changed inside ``box``: see FastRenderer.repaint."""
        check_box(planes, box, self._scene.size)
        self._company.repaint(self._seat, planes, box)
        self._pose = None

    def _draw(self, pose: Pose) -> Drawn:
        row = row_of(pose, self._scene)
        drawn = self._company.draw(self._seat, row, nodes=self._wants_nodes)
        self._nodes, self.device_ms = drawn.nodes, drawn.device_ms
        return drawn
