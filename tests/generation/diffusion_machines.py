"""What the tests of the diffusion room share: small requests, engines, and devices that fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from generation.diffusion.families import BY_NAME
from generation.diffusion.options import DiffusersOptions
from generation.diffusion.running import Machine
from generation.diffusion.tuning import Site
from generation.engines.diffusers import DiffusersEngine
from generation.making import RGB, Request

SIZE = (96, 64)
CPU = Site("cpu")


def painting(seed: int = 1) -> RGB:
    """A picture of 96×64 in squares of eight pixels."""
    drawn = np.random.default_rng(seed).integers(0, 256, (8, 12, 3), np.uint8)
    return np.kron(drawn, np.ones((8, 8, 1), np.uint8))


def asked(family: str, task: Any, **more: Any) -> Request:
    """The smallest request of a task that a family takes."""
    making = BY_NAME[family].makes[task]
    given: dict[str, Any] = {"size": SIZE, "prompt": "a cat" if making.prompt else ""}
    if not task.startswith("text-"):
        given["picture"] = painting()
    if task == "upscaling":
        given["picture"] = painting()[:32, :48]
    if task == "inpainting":
        given["mask"] = np.zeros((64, 96), np.uint8)
        given["mask"][16:48, 32:64] = 255
    if "video" in task:
        given["seconds"] = 5 / BY_NAME[family].frames.fps[0]
    if making.end_needed:
        given["end_picture"] = painting(2)
    return Request(task=task, **{**given, **more})


def engine(folder: Path, machine: Machine | None = None, **options: Any) -> DiffusersEngine:
    """An engine on the processor that takes two steps, the fewest of which one is the last."""
    given = {"folder": str(folder), "steps": 2, "device": "cpu", "preview_every": 0, **options}
    return DiffusersEngine(DiffusersOptions(**given), machine)


class Shorts(Machine):
    """A device whose memory ends where ``fails`` says so of a pipeline and its arguments."""

    def __init__(self, fails: Callable[[Any, dict[str, Any]], bool], site: Site = CPU) -> None:
        super().__init__(site)
        self.fails, self.calls, self.emptied = fails, 0, 0

    def call(self, pipe: Any, given: dict[str, Any]) -> Any:
        self.calls += 1
        if self.fails(pipe, given):
            import torch

            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return super().call(pipe, given)

    def empty(self) -> None:
        self.emptied += 1


def silent(done: int, total: int, preview: RGB | None = None) -> None:
    """Hear nothing."""
