"""The null engine: shows the painting and never moves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generation.capabilities import Capabilities, Licence
from generation.findings import Finding
from generation.making import Models
from generation.presenter.poster import Painting
from generation.scene.model import Scene


@dataclass(frozen=True, slots=True)
class StillOptions:
    """Nothing can be chosen."""


class StillEngine:
    """For works that may be shown but not moved, and for trying the stream alone."""

    Options = StillOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"live"}), draws="still", licence=Licence("Apache-2.0")
    )

    def __init__(self, options: StillOptions) -> None:
        self._options = options

    @classmethod
    def check(cls, options: StillOptions) -> Iterator[Finding]:
        """Yield nothing: it needs nothing."""
        yield from ()

    def weights(self) -> Models:
        """Return nothing: the painting is shown as it is."""
        return ()

    def prepare(self, scene: Scene, *, seed: int) -> Painting:
        """See LiveEngine.prepare."""
        return Painting(scene.rgb, scene.size)
