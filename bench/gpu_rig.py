"""Frames of the rig drawn together on one device: see bench/gpu.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from bench.clock import Clock
from bench.poses import talking
from generation.fast.specimen import specimen_scene
from generation.rig.deck import cut_planes, deck_of, draw_planes
from generation.rig.drawing import LADDER, RecordedDrawing, drawing_of
from generation.rig.moments import row_of
from generation.rig.renderer import TorchRenderer
from generation.scene.model import Scene
from generation.types import Floats, Planes

FPS = 30


def psnr(a: Planes, b: Planes) -> float:
    """Return the PSNR over all samples, dB; 99 where they are the same."""
    squares = sum(((x.astype(float) - y) ** 2).sum() for x, y in zip(a, b, strict=True))
    count = sum(x.size for x in a)
    return 99.0 if not squares else round(float(10 * np.log10(255**2 * count / squares)), 1)


class _Counting(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts what a device is asked to do; views ask nothing of it."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.count = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.count += not func.is_view
        return func(*args, **(kwargs or {}))


def operations(work: Callable[[], Any]) -> int:
    """Return how many operations one call asks of the device."""
    with torch.no_grad(), _Counting() as counting:
        work()
    return int(counting.count)


def rows_for(scenes: Sequence[Scene]) -> list[Floats]:
    """Return a lively moment of each, none the same."""
    return [row_of(talking(1.0 + 0.37 * n), scene) for n, scene in enumerate(scenes)]


def measure(clock: Clock, small: bool, *, compiled: bool) -> dict[str, Any]:
    """Measure each batch: with its copies to and from the host, and the kernels by themselves."""
    width, height = (120, 160) if small else (720, 960)
    scenes = [specimen_scene(width, height) for _ in range(LADDER[-1])]
    picture = torch.rand(1, 3, height, width, device=clock.device)
    grid = torch.rand(1, height, width, 2, device=clock.device) * 2 - 1
    remap = clock.ms(
        lambda: torch.nn.functional.grid_sample(picture, grid, align_corners=True)
    )["median_ms"]  # fmt: skip
    with torch.inference_mode():
        deck = deck_of(scenes, clock.device, [None] * len(scenes))
    drawing, rows = drawing_of(deck), rows_for(scenes)
    (wanted,) = TorchRenderer(scenes[0]).render_planes([talking(1.0)])
    found = []
    for batch in LADDER:
        slots = list(range(batch))
        at = torch.tensor(slots, device=clock.device)
        told = torch.from_numpy(np.stack(rows[:batch])).to(clock.device)
        ways: dict[str, Callable[[], Any]] = {
            "whole": partial(drawing.draw, slots, rows[:batch], nodes=False),
            "kernels": partial(draw_planes, deck, at, told, near=True),
        }
        if compiled and clock.on_gpu:
            fused = RecordedDrawing(deck, compiled=True)
            ways["fused"] = partial(fused.draw, slots, rows[:batch], nodes=False)
        elif compiled:
            ways["fused"] = partial(torch.compile(draw_planes), deck, at, told, near=True)
        for way, work in ways.items():
            ms = clock.ms(work) if way == "kernels" else clock.wall_ms(work)
            luma, chroma = (part[0].cpu() for part in work()[:2])
            rate = batch * 1000 / ms["median_ms"]
            found.append({
                "way": way, "batch": batch, **ms, "frames_a_second": round(rate, 1),
                "streams": round(rate / FPS, 1),
                "remaps_a_frame": round(ms["median_ms"] / batch / remap, 1),
                "psnr_db": psnr(cut_planes(luma, chroma, (width, height)), wanted),
            })  # fmt: skip
    counted = operations(partial(draw_planes, deck, at[:1], told[:1], near=True))
    return {
        "size": [width, height], "remap_ms": remap, "operations_unfused": counted, "rows": found
    }  # fmt: skip
