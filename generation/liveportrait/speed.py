"""The same frames sooner: on a GPU a recorded graph of kernels, replayed without the host."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from generation.liveportrait.network import LivePortrait
from generation.liveportrait.sizes import POINTS

Render = Callable[[Tensor, Tensor, Tensor], Tensor]
WARM_UPS = 3  # what CUDA's graphs ask for before recording


def accelerated(net: LivePortrait, batch: int, *, compiled: bool = False) -> Render:
    """Return ``net.render`` for exactly ``batch`` portraits, as fast as the device allows.

    On a CPU it is ``net.render`` itself. On CUDA the kernels are recorded once and replayed;
    the frames returned are one buffer, overwritten by the next call on any stream: copy them
    first. ``compiled`` fuses kernels by ``torch.compile``, minutes at first.
    """
    render: Render = torch.compile(net.render) if compiled else net.render
    return _recorded(net, batch, render) if net.device.type == "cuda" else render


def _recorded(net: LivePortrait, batch: int, render: Render) -> Render:
    with torch.cuda.device(net.device):
        held = (
            torch.zeros(batch, *net.sizes.features, dtype=net.dtype, device=net.device),
            torch.zeros(batch, POINTS, 3, device=net.device),
            torch.zeros(batch, POINTS, 3, device=net.device),
        )
        with torch.backends.cudnn.flags(enabled=True, benchmark=True):  # kernels chosen here are recorded
            _warm_up(lambda: render(*held))
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            frames = render(*held)

    def replay(features: Tensor, source_kp: Tensor, driving_kp: Tensor) -> Tensor:
        for place, value in zip(held, (features, source_kp, driving_kp), strict=True):
            place.copy_(value, non_blocking=True)
        graph.replay()
        return frames

    return replay


def _warm_up(draw: Callable[[], Tensor]) -> None:
    """Run on a stream of its own, so that libraries have chosen their kernels and memory."""
    aside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):
        for _ in range(WARM_UPS):
            draw()
    torch.cuda.current_stream().wait_stream(aside)
