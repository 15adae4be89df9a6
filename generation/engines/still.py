"""The null engine: shows the painting and never moves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.media.yuv import planes_from_rgb
from generation.scene.model import Scene
from generation.types import Cue, Planes, Timeline


@dataclass(frozen=True, slots=True)
class StillOptions:
    """Nothing can be chosen."""


class StillPerformer:
    """Draws the painting once."""

    def __init__(self, scene: Scene) -> None:
        self.size = scene.size
        self._planes = planes_from_rgb(scene.rgb)
        self._shown = False

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready: nothing moves, so nothing is needed."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        if self._shown:
            return False
        for target, source in zip(out, self._planes, strict=True):
            np.copyto(target, source)
        self._shown = True
        return True


class StillEngine:
    """For works that may be shown but not moved, and for trying the stream alone."""

    Options = StillOptions

    def __init__(self, options: StillOptions) -> None:
        self._options = options

    def prepare(self, scene: Scene, *, seed: int) -> StillPerformer:
        """See LiveEngine.prepare."""
        return StillPerformer(scene)
