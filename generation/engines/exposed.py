"""A renderer behind a shutter and a lens: what a finish does to every frame it draws."""

from __future__ import annotations

from typing import Protocol

from generation.finish.focusing import softness
from generation.finish.model import Finish
from generation.finish.optics import falloff
from generation.finish.output import Smear, expose, smear_of, softened
from generation.media.yuv import empty_planes, same_buffers
from generation.scene.model import Scene
from generation.types import Box, Floats, Planes, Pose

LONGEST_STEP = 0.2  # s: frames farther apart show no motion between them, but a jump


class Renderer(Protocol):
    """What draws a pose into planes; False when nothing changed."""

    def render(self, pose: Pose, out: Planes) -> bool: ...

    def repaint(self, planes: Planes, box: Box) -> None: ...

    def source_nodes(self) -> Floats: ...


class Exposure(Protocol):
    """Writes ``frame`` into other planes: softened 0..1, smeared and darkened."""

    frame: Planes

    def expose(self, softness: float, smear: Smear | None, out: Planes) -> None: ...


class PlainExposure:
    """The readable way, where numba is missing."""

    def __init__(self, scene: Scene, fall: tuple[Floats, Floats] | None) -> None:
        self.frame = empty_planes(*scene.size)
        self._step, self._fall = scene.step, fall

    def expose(self, softness: float, smear: Smear | None, out: Planes) -> None:
        """See finish.output: softened, then exposed."""
        frame = self.frame._replace(y=softened(self.frame.y, softness))
        expose(frame, self._step, smear, self._fall, out)


class Exposed:
    """Draws through a renderer, then exposes. Not thread-safe."""

    def __init__(
        self, renderer: Renderer, exposure: Exposure, finish: Finish, *, seed: int
    ) -> None:
        self._renderer, self._exposure, self._finish = renderer, exposure, finish
        self._seed = seed
        self._out: Planes | None = None
        self._soft, self._smeared, self._last = 0.0, False, 0.0
        self._nodes: Floats | None = None

    def render(self, pose: Pose, t: float, out: Planes) -> bool:
        """Draw ``pose`` at t seconds into ``out``; False when ``out`` already shows it.

        A frame after the last motion is drawn once more, sharp.
        """
        drew = self._renderer.render(pose, self._exposure.frame)
        soft = softness(self._finish.focusing, self._seed, t)
        smear = self._smear(t) if drew else None
        self._last = t
        known = self._out is not None and same_buffers(out, self._out)
        if not drew and known and soft == self._soft and not self._smeared:
            return False
        self._exposure.expose(soft, smear, out)
        self._out, self._soft, self._smeared = out, soft, smear is not None
        return True

    def _smear(self, t: float) -> Smear | None:
        if not self._finish.exposure:
            return None
        before, self._nodes = self._nodes, self._renderer.source_nodes()
        passed = t - self._last
        if before is None or not 0 < passed <= LONGEST_STEP:
            return None
        return smear_of(before, self._nodes, min(self._finish.exposure / passed, 1.0))


def needs_exposure(finish: Finish) -> bool:
    """Say whether a finish does anything to frames, beside what lies in the painting."""
    return finish.exposure > 0 or finish.vignette > 0 or finish.focusing > 0


def open_exposure(scene: Scene, finish: Finish, *, fast: bool) -> Exposure:
    """Return the fast exposure, or the readable one."""
    fall = falloff(scene.size, finish)
    if not fast:
        return PlainExposure(scene, fall)
    from generation.fast.exposing import FastExposure

    return FastExposure(scene, fall)
