"""The two small faces an engine shows to the house."""

from __future__ import annotations

from typing import Protocol

from generation.scene.model import Scene
from generation.types import Cue, Planes


class Performer(Protocol):
    """One engine prepared for one scene. Not thread-safe: one stage owns it."""

    @property
    def size(self) -> tuple[int, int]:
        """Return (width, height) of every frame, both even."""
        ...

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """Draw the moment ``t`` (seconds, never decreasing) into ``out``.

        ``out`` must be the same buffers on every call. Return False, leaving ``out`` as it
        was, when nothing changed since the last call.
        """
        ...


class LiveEngine(Protocol):
    """An engine that can answer in real time."""

    def prepare(self, scene: Scene, *, seed: int) -> Performer:
        """Return a performer for this scene. Raises EngineFailed."""
        ...
