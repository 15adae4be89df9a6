"""Runs a deck: by plain operations on the processor, as one recorded graph on a GPU."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generation.rig.deck import Deck, all_near, draw_planes
from generation.rig.moments import ROW
from generation.types import Floats

LADDER = (1, 2, 4, 8)  # frames a recorded graph draws; what is missing is drawn twice
WARM_UPS = 3  # runs before a graph is recorded, as torch's documentation asks


Draw = Callable[[Deck, Tensor, Tensor], tuple[Tensor, Tensor, Tensor]]


class Frames(NamedTuple):
    """n frames on the host, page-locked where a GPU drew them: see draw_planes.

    nodes: their source maps, None where not asked for; device_ms: what the GPU took for all.
    """

    luma: Tensor
    chroma: Tensor
    nodes: Tensor | None
    device_ms: float


class PlainDrawing:
    """Draws at once what it is asked."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck

    def draw(self, slots: Sequence[int], rows: Sequence[Floats], *, nodes: bool) -> Frames:
        """Return a frame of each of these scenes."""
        with torch.inference_mode():
            at, told = torch.tensor(slots), torch.from_numpy(np.stack(rows))
            luma, chroma, off = draw_planes(self._deck, at, told, near=all_near(rows))
        return Frames(luma, chroma, off if nodes else None, 0.0)


class _Graph:
    """The program for one number of frames, recorded once; replaying it is one call."""

    def __init__(self, deck: Deck, count: int, draw: Draw) -> None:
        device = deck.nodes.weight.device
        self.slots = torch.zeros(count, dtype=torch.int64, device=device)
        self.rows = torch.zeros(count, ROW, device=device)
        self.graph = torch.cuda.CUDAGraph()
        aside = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        aside.wait_stream(torch.cuda.current_stream(device))
        with torch.cuda.stream(aside):
            for _ in range(WARM_UPS):
                draw(deck, self.slots, self.rows)
        torch.cuda.current_stream(device).wait_stream(aside)
        # Other threads go on using the device: only what this one does is recorded.
        with torch.cuda.graph(self.graph, capture_error_mode="thread_local"):
            self.out = draw(deck, self.slots, self.rows)


class RecordedDrawing:
    """Draws on a GPU without a word from Python between two kernels.

    One copy takes the numbers there, one a plane brings the frames back to page-locked memory;
    the host waits once, for the end. Belongs to one thread. compiled: kernels are fused by
    torch.compile before they are recorded, minutes at first.
    """

    def __init__(self, deck: Deck, *, compiled: bool = False) -> None:
        self._deck = deck
        self._draw = torch.compile(draw_planes) if compiled else draw_planes
        self._graphs: dict[tuple[int, bool], _Graph] = {}
        self._marks = tuple(
            torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call]
            for _ in range(2)
        )

    def draw(self, slots: Sequence[int], rows: Sequence[Floats], *, nodes: bool) -> Frames:
        """Return a frame of each of these scenes; slots: at most the last rung of LADDER."""
        count = next(rung for rung in LADDER if rung >= len(slots))
        spare = count - len(slots)
        with torch.inference_mode(), torch.cuda.device(self._deck.nodes.weight.device):
            graph = self._graph(count, near=all_near(rows))
            began, ended = self._marks
            began.record()
            at = torch.tensor([*slots, *[slots[-1]] * spare]).pin_memory()
            told = torch.from_numpy(np.stack([*rows, *[rows[-1]] * spare])).pin_memory()
            graph.slots.copy_(at, non_blocking=True)
            graph.rows.copy_(told, non_blocking=True)
            graph.graph.replay()
            luma, chroma, off = graph.out
            back = [_to_host(part[: len(slots)]) for part in (luma, chroma)]
            nodes_back = _to_host(off[: len(slots)]) if nodes else None
            ended.record()
            ended.synchronize()
        return Frames(back[0], back[1], nodes_back, began.elapsed_time(ended))

    def _graph(self, count: int, *, near: bool) -> _Graph:
        if (count, near) not in self._graphs:
            draw = partial(self._draw, near=near)
            self._graphs[count, near] = _Graph(self._deck, count, draw)
        return self._graphs[count, near]


def _to_host(part: Tensor) -> Tensor:
    return torch.empty(part.shape, dtype=part.dtype, pin_memory=True).copy_(part, non_blocking=True)


def drawing_of(deck: Deck) -> PlainDrawing | RecordedDrawing:
    """Return what draws this deck where it lies."""
    return (RecordedDrawing if deck.nodes.weight.is_cuda else PlainDrawing)(deck)
