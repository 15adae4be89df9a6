"""The fixed points a single-shot detector measures its boxes from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generation.types import Floats


def anchor_centres(side: int, layers: Sequence[tuple[int, int]]) -> Floats:
    """Return (N, 2) centres x, y in 0..1 for layers of (stride in pixels, anchors per cell).

    Order: layer, row, column, anchor. Source: MediaPipe SsdAnchorsCalculator with
    fixed_anchor_size.
    """
    return np.concatenate([_layer(side // stride, count) for stride, count in layers])


def _layer(cells: int, count: int) -> Floats:
    axis = (np.arange(cells, dtype=np.float32) + 0.5) / cells
    x, y = np.meshgrid(axis, axis)
    return np.repeat(np.stack([x, y], -1).reshape(-1, 2), count, axis=0)
