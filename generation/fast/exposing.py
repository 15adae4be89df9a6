"""The fast way of finish/output.py's ``expose``: one pass over the planes."""

from __future__ import annotations

import numpy as np

from generation.fast import controls
from generation.fast.finish import Light, expose
from generation.fast.nodes import Grid
from generation.fast.warp import Target
from generation.finish.output import Smear, softened
from generation.scene.model import Scene
from generation.types import Bytes2D, Floats, Planes

SPARE = 8  # bytes beyond the last row: samples are read a word at a time


class FastExposure:
    """Exposes frames of one scene, drawn into ``frame``. Not thread-safe."""

    def __init__(self, scene: Scene, fall: tuple[Floats, Floats] | None) -> None:
        self.frame = _roomy_planes(*scene.size)
        self._grid: Grid = controls.grid_of(scene)
        self._soft = _roomy_planes(*scene.size).y
        self._source = controls.target_of(self.frame)
        self._soft_source = controls.target_of(self.frame._replace(y=self._soft))
        self._light = _light(scene.size, fall)
        self._still = np.zeros((2, self._grid.rows * self._grid.columns), np.float32)
        self._spans = np.zeros(2 * self._grid.rows, np.int64)
        self._rows = controls.rows_for(self._grid)
        self._total = np.zeros(self._grid.width, np.float32)
        self._out: tuple[Planes, Target] | None = None

    def expose(self, softness: float, smear: Smear | None, out: Planes) -> None:
        """Write ``frame`` into ``out`` as finish.output does."""
        source = self._source
        if softness > 0:
            self._soft[:], source = softened(self.frame.y, softness), self._soft_source
        x, y, taps = (*self._still, 1) if smear is None else smear
        if self._out is None or self._out[0] is not out:
            self._out = out, controls.target_of(out)
        expose(
            self._grid, source, x.ravel(), y.ravel(), taps, self._light, self._spans,
            self._rows, self._total, self._out[1],
        )  # fmt: skip


def _roomy_planes(width: int, height: int) -> Planes:
    """Return planes each of which may be read a row and a word beyond its end."""

    def plane(w: int, h: int) -> Bytes2D:
        return np.asarray(np.zeros((h + 1) * w + SPARE, np.uint8)[: h * w].reshape(h, w))

    half = width // 2, height // 2
    return Planes(plane(width, height), plane(*half), plane(*half))


def _light(size: tuple[int, int], fall: tuple[Floats, Floats] | None) -> Light:
    columns, rows = (np.ones(n, np.float32) for n in size) if fall is None else fall
    halves = (np.ascontiguousarray(g.reshape(-1, 2).mean(1), np.float32) for g in (columns, rows))
    return Light(columns, rows, *halves)
