"""LivePortrait by module and by frame, in every precision and batch: see bench/gpu.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from bench.clock import Clock, peak_mb
from generation.liveportrait.network import LivePortrait
from generation.liveportrait.sizes import POINTS, PUBLISHED, TINY
from generation.liveportrait.speed import accelerated

BATCHES = (1, 8)
Work = Callable[[], Any]


def dtypes(device: torch.device) -> dict[str, torch.dtype]:
    """Return the precisions worth measuring on a device."""
    kinds = {"fp32": torch.float32, "bf16": torch.bfloat16}
    return kinds | ({"fp16": torch.float16} if device.type == "cuda" else {})


class Case:
    """One network with inputs of one batch, made on the device."""

    def __init__(self, net: LivePortrait, batch: int) -> None:
        self.net, self.batch, side = net, batch, net.sizes.picture
        self.picture = torch.rand(batch, 3, side, side, device=net.device, dtype=net.dtype)
        self.features = net.appearance(self.picture)
        self.source = net.keypoints(net.motion(self.picture))
        moved = torch.randn(batch, POINTS, 3, device=net.device) * 0.02
        self.driving = self.source + moved
        with torch.inference_mode():
            self.warped = net.w(self.features, self.source, self.driving)

    def modules(self) -> dict[str, Work]:
        """Return each module alone, then together: a frame driven by poses, one by a video."""
        net = self.net
        return {
            "f": lambda: net.f(self.picture),
            "m": lambda: net.m(self.picture),
            "w": lambda: net.w(self.features, self.source, self.driving),
            "g": lambda: net.g(self.warped),
            "stitch": lambda: net.stitch(self.source, self.driving),
            "w+g": lambda: net.render(self.features, self.source, self.driving),
            "s+w+g": lambda: self.frame(net.render),
            "frame": lambda: (net.motion(self.picture), self.frame(net.render)),
        }

    def frame(self, render: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Tensor:
        """Draw one batch: stitch, warp, generate."""
        driving = self.net.stitch(self.source, self.driving)
        return render(self.features, self.source, driving)

    def recorded(self, *, compiled: bool) -> Work:
        """Return M + S + W + G with W + G as a recorded graph where the device has such."""
        render = accelerated(self.net, (self.batch,), compiled=compiled)
        return lambda: (self.net.motion(self.picture), self.frame(render))


def flops(work: Work) -> int:
    """Return the floating-point operations of one call, two a multiply-add."""
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        work()
    return int(counter.get_total_flops())


def matmul_tflops(clock: Clock, dtype: torch.dtype, small: bool) -> float:
    """Return the TFLOP/s of a matrix product on this device just now."""
    side = 512 if small else 4096
    a, b = (torch.randn(side, side, device=clock.device, dtype=dtype) for _ in range(2))
    return 2 * side**3 / clock.ms(lambda: a @ b)["median_ms"] / 1e9


def rows_of(clock: Clock, case: Case, name: str, floor: float, compiled: bool) -> Iterator[Any]:
    """Yield the figures of one precision and batch."""
    ways = case.modules()
    counted = {part: flops(work) for part, work in ways.items()}
    ways["frame_rec"] = case.recorded(compiled=False)
    if compiled:
        ways["frame_com"] = case.recorded(compiled=True)
    for part, work in ways.items():
        ms = clock.ms(work)
        tflops = counted.get(part, counted["frame"]) / ms["median_ms"] / 1e9
        yield {
            "dtype": name, "batch": case.batch, "part": part, **ms,
            "ms_a_portrait": round(ms["median_ms"] / case.batch, 4),
            "tflops": round(tflops, 3), "of_matmul": round(tflops / floor, 3),
        }  # fmt: skip


def layouts(clock: Clock, case: Case) -> dict[str, Any]:
    """Return the generator with its weights in either order of memory."""
    found = {}
    for name in ("contiguous_format", "channels_last"):
        layout = getattr(torch, name)
        case.net.g.to(memory_format=layout)  # type: ignore[call-overload]
        warped = case.warped.contiguous(memory_format=layout)
        found[name] = clock.ms(lambda warped=warped: case.net.g(warped))  # type: ignore[misc]
    return found


def measure(clock: Clock, small: bool, *, compiled: bool) -> dict[str, Any]:
    """Measure every precision and batch; memory is the most a precision took."""
    rows: list[Any] = []
    told: dict[str, Any] = {"rows": rows, "peak_mb": {}, "layout_of_g": {}}
    for name, dtype in dtypes(clock.device).items():
        peak_mb(clock.device)
        net = LivePortrait.random(1, TINY if small else PUBLISHED, clock.device, dtype)
        floor = matmul_tflops(clock, dtype, small)
        for batch in BATCHES:
            try:
                rows += rows_of(clock, Case(net, batch), name, floor, compiled)
            except torch.OutOfMemoryError as error:  # a small card: what fits still counts
                told.setdefault("short_of_memory", []).append(f"{name} × {batch}: {error}"[:200])
        told["layout_of_g"][name] = layouts(clock, Case(net, 1))
        told["peak_mb"][name] = peak_mb(clock.device)
    return told
