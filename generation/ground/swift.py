"""Draw flows with the kernels of generation.fast; needs numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.fast.controls import grid_of, target_of
from generation.fast.flowing import CUT, WAVES, flow
from generation.fast.texture import textures_of
from generation.ground.areas import Mask
from generation.ground.lattice import Lattice
from generation.ground.reference import Streams
from generation.scene.model import Scene
from generation.types import Planes


class Swift:
    """Draws the flows of one picture, one moment after another."""

    def __init__(
        self, base: Planes, scene: Scene, lattice: Lattice, moving: Mask, cut: bool
    ) -> None:
        self._grid = grid_of(scene)
        self._textures = textures_of(base)
        self._fields = CUT if cut else WAVES
        self._spans = spans_of(moving, lattice)
        self._nodes = np.zeros((self._fields, *lattice.shape), np.float32)
        self._rows = np.zeros(2 * self._fields * self._grid.columns * lattice.step, np.float32)

    def draw(self, streams: Streams, out: Planes) -> None:
        """Draw one moment over what moves; other pixels stay as they are."""
        self._nodes[:WAVES] = streams.waves
        if streams.cut is not None:
            self._nodes[WAVES:] = streams.cut
        flow(
            self._grid, self._textures, self._nodes.ravel(), self._fields,
            streams.switch.ravel(), streams.fade.ravel(), self._spans, self._rows, target_of(out),
        )  # fmt: skip


def spans_of(moving: Mask, lattice: Lattice) -> NDArray[np.int64]:
    """Return ((rows - 1) * 2,) pixel columns left, right between which each band moves."""
    spans = np.zeros((moving.shape[0] - 1, 2), np.int64)
    for j, band in enumerate(moving[:-1] | moving[1:]):
        columns = np.flatnonzero(band)
        if len(columns):
            left, right = (columns[0] - 1) * lattice.step, (columns[-1] + 1) * lattice.step
            spans[j] = max(left, 0) & -2, min(int(right) + 1 & -2, lattice.size[0])
    return spans.ravel()
