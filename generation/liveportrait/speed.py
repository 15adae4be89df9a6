"""The same frames sooner: on a GPU a recorded graph of kernels, replayed without the host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor

from generation.liveportrait.network import LivePortrait
from generation.liveportrait.sizes import POINTS

Render = Callable[[Tensor, Tensor, Tensor], Tensor]
Draw = Callable[[], Tensor]
BATCHES = (1, 2, 4, 8)  # numbers of portraits that are recorded; others take the next larger
WARM_UPS = 3  # what CUDA's graphs ask for before recording


def accelerated(
    net: LivePortrait, batches: Sequence[int] = BATCHES, *, compiled: bool = False
) -> Render:
    """Return what draws as ``net.render`` does, as fast as the device allows; for one thread.

    On a CPU it is ``net.render`` itself. On CUDA the kernels of each batch are recorded when
    first asked for, some seconds, and replayed from then on. ``compiled`` fuses kernels by
    ``torch.compile``, minutes at first.
    """
    render: Render = torch.compile(net.render) if compiled else net.render
    if net.device.type != "cuda":
        return render
    return Replayed(net, render, batches, partial(_recorded, net.device))


class Replayed:
    """Draws from buffers of fixed sizes, so that what ``record`` keeps can be played again.

    record: takes a function that draws from the buffers, returns what to call instead.
    """

    def __init__(
        self,
        net: LivePortrait,
        render: Render,
        batches: Sequence[int],
        record: Callable[[Draw], Draw],
    ) -> None:
        self._net, self._render, self._record = net, render, record
        self._batches = sorted(batches)
        self._ready: dict[int, tuple[tuple[Tensor, ...], Draw]] = {}

    def __call__(self, features: Tensor, source_kp: Tensor, driving_kp: Tensor) -> Tensor:
        """Return frames of their own, as ``LivePortrait.render``."""
        count = len(features)
        size = next((batch for batch in self._batches if batch >= count), None)
        if size is None:
            return self._render(features, source_kp, driving_kp)
        if size not in self._ready:
            self._ready[size] = self._prepared(size)
        held, replay = self._ready[size]
        for buffer, told in zip(held, (features, source_kp, driving_kp), strict=True):
            buffer[:count].copy_(told, non_blocking=True)
        return replay()[:count].clone()

    def _prepared(self, size: int) -> tuple[tuple[Tensor, ...], Draw]:
        net = self._net
        held = (
            torch.zeros(size, *net.sizes.features, dtype=net.dtype, device=net.device),
            torch.zeros(size, POINTS, 3, device=net.device),
            torch.zeros(size, POINTS, 3, device=net.device),
        )
        return held, self._record(lambda: self._render(*held))


def _recorded(device: torch.device, draw: Draw) -> Draw:
    kernels_chosen_once = torch.backends.cudnn.flags(enabled=True, benchmark=True)
    with torch.cuda.device(device), kernels_chosen_once:
        _warm_up(draw)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):
            frames = draw()

    def replay() -> Tensor:
        with torch.cuda.device(device):
            graph.replay()
        return frames

    return replay


def _warm_up(draw: Draw) -> None:
    """Run on a stream of its own, so that libraries have chosen their kernels and memory."""
    aside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):
        for _ in range(WARM_UPS):
            draw()
    torch.cuda.current_stream().wait_stream(aside)
