"""What is asked of an engine that makes pictures and clips, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from generation.capabilities import Task
from generation.types import Words

RGB = NDArray[np.uint8]
Models = tuple[tuple[str, str], ...]  # (name, SHA-256) of weight files, as in a Record


@dataclass(frozen=True, slots=True)
class Request:
    """One picture or clip to be made. Raises nothing: an engine refuses what it cannot do.

    picture, end_picture: (H, W, 3) uint8 RGB; mask: (H, W) uint8, 255 where something may be
    made; size: (width, height) of the result. brush: regions as docs/motion-brush.md writes
    them; camera: a sentence of docs/camera.md. seed 0..2**31-1.
    """

    task: Task
    prompt: str = ""
    negative: str = ""
    picture: RGB | None = None
    end_picture: RGB | None = None
    mask: NDArray[np.uint8] | None = None
    size: tuple[int, int] = (1024, 768)
    seconds: float = 0.0
    fps: float = 0.0  # 0: the engine's own
    seed: int = 1
    brush: Mapping[str, Any] | None = None
    camera: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a service took, or is expected to take; ``currency``: ISO 4217, or "units"."""

    amount: float
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file and how it came to be: enough for its certificate.

    path: PNG, or MP4 with 4:2:0 H.264; parameters: all that was used, as JSON values, the
    engine's own defaults included; cost: what was really taken.
    """

    path: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    models: Models = ()
    cost: Cost | None = None
    size: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    warnings: Sequence[Words] = ()  # what is not quite as asked


class Progress(Protocol):
    """Hears how far the work is; whatever it raises ends the work, leaving nothing half-made."""

    def __call__(self, done: int, total: int, preview: RGB | None = None) -> None:
        """Tell steps done and their number (0: not known); a small picture where there is one."""
        ...


class Maker(Protocol):
    """An engine that makes pictures or clips, however long it takes."""

    def refuse(self, request: Request) -> None:
        """Raise RequestRefused for what it cannot do, before anything is loaded or spent."""
        ...

    def cost(self, request: Request) -> Cost | None:
        """Return what it would cost; None where it costs nothing."""
        ...

    def make(self, request: Request, folder: Path, progress: Progress) -> Made:
        """Make it below ``folder``, which is kept between attempts of one job, so that work
        already paid for is found again. Raises GenerationError, and what ``progress`` raises.
        """
        ...
