"""Time on a device: events around work that runs by itself, after warming up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import torch


class Clock:
    """Measures work on "cuda…" by its events, on "cpu" by the wall."""

    def __init__(self, device: torch.device, *, warm: int, repeats: int) -> None:
        self.device, self._warm, self._repeats = device, warm, repeats

    @property
    def on_gpu(self) -> bool:
        """Say whether the device is a GPU."""
        return self.device.type == "cuda"

    def wait(self) -> None:
        """Wait until the device has done everything."""
        if self.on_gpu:
            torch.cuda.synchronize(self.device)

    def ms(self, work: Callable[[], Any]) -> dict[str, float]:
        """Return min and median milliseconds of ``work``, warmed up, one call after another."""
        with torch.inference_mode():
            for _ in range(self._warm):
                work()
            self.wait()
            times = self._events(work) if self.on_gpu else self._walls(work)
        return {"min_ms": round(min(times), 4), "median_ms": round(statistics.median(times), 4)}

    def wall_ms(self, work: Callable[[], Any]) -> dict[str, float]:
        """Return what ``ms`` does, by the wall and with the device waited for: what a caller
        feels, the host's own part included."""
        with torch.inference_mode():
            for _ in range(self._warm):
                work()
            times = self._walls(work)
        return {"min_ms": round(min(times), 4), "median_ms": round(statistics.median(times), 4)}

    def _events(self, work: Callable[[], Any]) -> list[float]:
        pairs = []
        for _ in range(self._repeats):
            pair = [torch.cuda.Event(enable_timing=True) for _ in range(2)]  # type: ignore[no-untyped-call]
            pair[0].record()
            work()
            pair[1].record()
            pairs.append(pair)
        self.wait()
        return [began.elapsed_time(ended) for began, ended in pairs]

    def _walls(self, work: Callable[[], Any]) -> list[float]:
        times = []
        for _ in range(self._repeats):
            self.wait()
            began = time.perf_counter()
            work()
            self.wait()
            times.append((time.perf_counter() - began) * 1e3)
        return times


def peak_mb(device: torch.device) -> float:
    """Return the most memory held on a GPU since the last call, MB; 0 on the processor."""
    if device.type != "cuda":
        return 0.0
    peak = torch.cuda.max_memory_allocated(device) / 2**20
    torch.cuda.reset_peak_memory_stats(device)
    return round(peak, 1)
