"""The null engine: shows the painting and never moves it."""

from __future__ import annotations

from dataclasses import dataclass

from generation.presenter.poster import Painting
from generation.scene.model import Scene


@dataclass(frozen=True, slots=True)
class StillOptions:
    """Nothing can be chosen."""


class StillEngine:
    """For works that may be shown but not moved, and for trying the stream alone."""

    Options = StillOptions

    def __init__(self, options: StillOptions) -> None:
        self._options = options

    def prepare(self, scene: Scene, *, seed: int) -> Painting:
        """See LiveEngine.prepare."""
        return Painting(scene.rgb, scene.size)
