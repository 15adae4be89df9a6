"""The default engine: the painting itself, gently bent. No neural network draws anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from generation.errors import OptionsRefused
from generation.rig.director import Director
from generation.rig.posing import Pinned, keep_within
from generation.scene.model import Scene
from generation.types import Cue, Planes, Pose, Timeline, Words


class Renderer(Protocol):
    """What draws a pose into planes; False when nothing changed."""

    def render(self, pose: Pose, out: Planes) -> bool: ...


@dataclass(frozen=True, slots=True)
class RigOptions:
    """renderer: "auto" takes the fast one where numba works, else the torch reference.

    pose: axis → number, held fixed while everything else lives.
    """

    renderer: Literal["auto", "fast", "reference"] = "auto"
    luma: Literal["catmull-rom", "linear"] = "catmull-rom"
    pose: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, allowed in (
            ("renderer", ("auto", "fast", "reference")),
            ("luma", ("catmull-rom", "linear")),
        ):
            value = getattr(self, name)
            if value not in allowed:
                raise OptionsRefused(
                    Words(
                        f"{name}: «{value}» не бывает. Есть: {', '.join(allowed)}.",
                        f"{name}: {value!r} does not exist. Known: {', '.join(allowed)}.",
                    )
                )


class RigPerformer:
    """A director who decides the pose and a renderer who draws it."""

    def __init__(self, scene: Scene, director: Director | Pinned, renderer: Renderer) -> None:
        self.size = scene.size
        self._director = director
        self._renderer = renderer

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        return self._renderer.render(self._director.pose(t, cue), out)


class RigEngine:
    """Live and offline; needs a CPU and, for speed, numba."""

    Options = RigOptions

    def __init__(self, options: RigOptions) -> None:
        self._options = options

    def prepare(self, scene: Scene, *, seed: int) -> RigPerformer:
        """See LiveEngine.prepare."""
        life = Director(scene, seed=seed)
        held = keep_within(self._options.pose, scene)[0]
        return RigPerformer(scene, Pinned(life, held) if held else life, self._renderer(scene))

    def _renderer(self, scene: Scene) -> Renderer:
        if self._options.renderer != "reference":
            try:
                from generation.fast.renderer import FastRenderer
            except ImportError:
                if self._options.renderer == "fast":
                    raise
            else:
                return FastRenderer(scene, luma=self._options.luma)
        from generation.rig.renderer import TorchPlanesRenderer

        return TorchPlanesRenderer(scene)
