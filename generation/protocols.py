"""The small faces rooms show to one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from generation.scene.model import Scene
from generation.types import Box, Cue, Planes, Timeline


class Performer(Protocol):
    """One engine prepared for one scene. Not thread-safe: one stage owns it."""

    @property
    def size(self) -> tuple[int, int]:
        """Return (width, height) of every frame, both even."""
        ...

    def ready(self, timeline: Timeline) -> None:
        """Make what this timeline needs (a finish, brushed parts). Slow; may be called from
        another thread than ``frame``, before the timeline appears in a cue.

        Raises EngineFailed or whatever refuses the timeline's finish or ground.
        """
        ...

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """Draw the moment ``t`` (seconds, never decreasing) into ``out``.

        ``out`` must be the same buffers on every call. Return False, leaving ``out`` as it
        was, when nothing changed since the last call.
        """
        ...


@runtime_checkable
class OnDevice(Protocol):
    """A performer that draws on a device other stages use too."""

    @property
    def device_ms(self) -> float:
        """Return the milliseconds its last frame took there: its share, where several were
        drawn together. 0 on the processor."""
        ...


class Ground(Protocol):
    """The painting before the rig bends it, with parts that move by themselves."""

    def draw(self, t: float, amounts: Mapping[str, float], out: Planes) -> Box | None:
        """Draw the moment ``t`` into ``out``, planes of the scene's size, the same every call.

        ``amounts``: BRUSH_TRACKS and "flow" → 0..1. Return the box of pixels that changed
        since the last call, None when none did. With all amounts 0 it is the painting.
        """
        ...


class LiveEngine(Protocol):
    """An engine that can answer in real time."""

    def prepare(self, scene: Scene, *, seed: int) -> Performer:
        """Return a performer for this scene. Raises EngineFailed."""
        ...

    def weights(self) -> tuple[tuple[str, str], ...]:
        """Return (name, SHA-256) of the weight files that draw, as registered; quick.

        Raises WeightsMissing.
        """
        ...
