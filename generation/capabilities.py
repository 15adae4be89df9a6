"""What an engine can do, as data: forms, refusals, documents and certificates read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from generation.types import Words

Task = Literal[
    "live",  # answers in real time: see protocols.LiveEngine
    "text-to-image",
    "image-to-video",
    "text-to-video",
    "inpainting",  # within a mask; outpainting is a mask beyond the picture
    "upscaling",
]
Need = Literal["weights", "gpu", "network", "key"]
Draws = Literal["still", "animation", "modified", "generated"]  # see provenance.Record
NEURAL_DRAWS: frozenset[Draws] = frozenset({"modified", "generated"})  # where a network draws
Takes = Literal[
    "prompt", "negative", "guidance", "steps", "seed", "end-frame", "motion-brush", "camera",
    "reference",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sizes:
    """Which (width, height) it makes, pixels; ``multiple``: of both sides."""

    smallest: tuple[int, int] = (2, 2)
    largest: tuple[int, int] = (8192, 8192)
    multiple: int = 2

    def takes(self, width: int, height: int) -> bool:
        """Return whether this size can be made."""
        inside = all(
            low <= side <= high
            for low, side, high in zip(self.smallest, (width, height), self.largest, strict=True)
        )
        return inside and not width % self.multiple and not height % self.multiple


@dataclass(frozen=True, slots=True)
class Licence:
    """Of the weights or the service. ``trap``: what a museum should know before it relies on it."""

    name: str  # SPDX where there is one; "" where the trap says all there is
    url: str = ""
    commercial: Literal["yes", "no", "ask"] = "yes"
    trap: Words | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """fps: frame rates it makes, empty where it makes none or any. seconds: the longest clip."""

    tasks: frozenset[Task]
    draws: Draws
    licence: Licence
    sizes: Sizes = Sizes()  # the widest: an engine that keeps the painting's own
    fps: tuple[float, ...] = ()
    seconds: float = 0.0
    needs: frozenset[Need] = field(default_factory=frozenset)
    takes: frozenset[Takes] = field(default_factory=frozenset)
