"""A flow from a few arrows: a stream function, so nothing piles up and still things part it.

v = (dpsi/dy, -dpsi/dx) is free of divergence by construction. psi minimises, on a coarse grid,

    sum_arrows |v - a|^2 + .02 |lap psi|^2 + 4 sum_(still, outside) |grad psi|^2
    + align * sum coherence (n . v)^2

where n is the normal of the brush strokes (structure tensor, Bigun & Granlund 1987): strokes
themselves bend the flow, so five or six arrows give whole vortices.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sl

from generation.ground.areas import Image, Mask
from generation.scene.shapes import Array, blur, luma_bytes
from generation.types import Bytes2D, Floats

CELLS = 112  # across the picture
SMOOTH, HELD = 0.02, 4.0
ALIGN = 40.0  # 1.5 would let a cloud cross its own hatching; strokes then kink where copies meet
ARROW_REACH = 1.6  # cells
Arrows = tuple[tuple[float, float, float, float], ...]


class Strokes(NamedTuple):
    """The direction across the strokes, and how sure it is, on cells (h, w)."""

    across_x: Array
    across_y: Array
    coherence: Array


def cell_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return (columns, rows) of the coarse grid of a picture."""
    return CELLS, max(round(CELLS * size[1] / size[0]), 4)


def on_cells(mask: Mask, size: tuple[int, int]) -> Array:
    """Return the share of each cell that lies in the mask."""
    return np.asarray(cv2.resize(mask.astype(np.float64), size, interpolation=cv2.INTER_AREA))


def strokes_of(rgb: Bytes2D, region: Array) -> Strokes:
    """Return the strokes' direction on the cells of ``region`` (h, w)."""
    rows, columns = region.shape
    luma = cv2.resize(blur(luma_bytes(rgb), 1), (columns * 4, rows * 4),
                      interpolation=cv2.INTER_AREA)  # fmt: skip
    x, y = cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1)
    xx, xy, yy = (
        cv2.resize(blur(q, 5), (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float64)
        for q in (x * x, x * y, y * y)
    )
    trace = xx + yy + 1e-3
    turn = 0.5 * np.arctan2(2 * xy, xx - yy)
    clear = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / trace
    inside = region > 0.5
    usual = float(np.median(trace[inside])) if inside.any() else 1.0
    return Strokes(np.cos(turn), np.sin(turn), clear**2 * np.minimum(trace / usual, 1.5))


def stream_flow(
    arrows: Arrows, region: Array, still: Array, strokes: Strokes, align: float = ALIGN
) -> Floats:
    """Return (h, w, 2) the flow on cells, its 80th percentile of speed in the region 1.

    arrows in cells; region and still (h, w) 0..1.
    """
    rows, columns = region.shape
    wanted, weight = _pull(arrows, region.shape)
    weight = weight * (still < 0.2) * region
    dx, dy = _steps(rows, columns)
    held = np.maximum(still, 1 - region)
    hold_x = np.maximum(held[:, :-1], held[:, 1:]).ravel()
    hold_y = np.maximum(held[:-1], held[1:]).ravel()
    pull_x, pull_y = weight[:, :-1].ravel(), weight[:-1].ravel()
    laplace = dx.T @ dx + dy.T @ dy
    matrix = (
        dx.T @ sp.diags(pull_x + HELD * hold_x) @ dx
        + dy.T @ sp.diags(pull_y + HELD * hold_y) @ dy
        + SMOOTH * (laplace @ laplace)
        + 1e-7 * sp.eye(rows * columns)
    )
    across = sp.diags(strokes.across_x.ravel()) @ _central(rows, columns, 0)
    across = across - sp.diags(strokes.across_y.ravel()) @ _central(rows, columns, 1)
    sure = (strokes.coherence * region * (still < 0.2)).ravel()
    matrix = matrix + align * (across.T @ sp.diags(sure) @ across)
    right = dx.T @ (pull_x * -wanted[:, :-1, 1].ravel()) + dy.T @ (
        pull_y * wanted[:-1, :, 0].ravel()
    )
    psi = sl.spsolve(matrix.tocsc(), right).reshape(rows, columns)
    down, along = np.gradient(psi)
    return _limited(np.stack([down, -along], -1), (region > 0.5) & (still < 0.2))


def _pull(arrows: Arrows, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Return where each arrow pulls (h, w, 2) and how strongly (h, w)."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float64)
    summed, weight = np.zeros((*shape, 2)), np.zeros(shape)
    for arrow in arrows:
        start, way = np.array(arrow[:2]), np.array(arrow[2:]) - arrow[:2]
        length = max(float(np.hypot(*way)), 1e-6)
        for place in np.linspace(0, 1, max(2, int(length * 1.5))):
            px, py = start + way * place - 0.5
            near = np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * ARROW_REACH**2))
            summed += near[..., None] * (way / length)
            weight += near
    return summed / np.maximum(weight, 1e-6)[..., None], np.minimum(weight, 1)


def _limited(flow: Array, where: Mask) -> Floats:
    """Hold the fastest cells softly; scale the 80th percentile to one."""
    speed = np.hypot(flow[..., 0], flow[..., 1])
    usual = float(np.percentile(speed[where], 80)) if where.any() else 0.0
    if usual < 1e-9:
        return np.zeros(flow.shape, np.float32)
    held = np.tanh(speed / usual) / (speed + 1e-9 * usual) / np.tanh(1)
    return np.asarray(flow * held[..., None], np.float32)


def _steps(rows: int, columns: int) -> tuple[Any, Any]:
    """Return sparse forward differences to the right and down."""
    index = np.arange(rows * columns).reshape(rows, columns)
    right = _difference(index[:, :-1], index[:, 1:], index.size, 1.0)
    return right, _difference(index[:-1], index[1:], index.size, 1.0)


def _central(rows: int, columns: int, axis: int) -> Any:
    """Return sparse central differences along an axis, one-sided at the ends."""
    index = np.arange(rows * columns).reshape(rows, columns)
    ends = [(0, 0), (0, 0)]
    ends[axis] = (1, 1)
    padded = np.pad(index, ends, "edge")
    before, after = (padded[:-2], padded[2:]) if axis == 0 else (padded[:, :-2], padded[:, 2:])
    return _difference(before, after, index.size, 0.5)


def _difference(before: Image, after: Image, nodes: int, scale: float) -> Any:
    count = before.size
    rows = np.r_[np.arange(count), np.arange(count)]
    columns = np.r_[before.ravel(), after.ravel()]
    values = np.r_[np.full(count, -scale), np.full(count, scale)]
    return sp.csr_matrix((values, (rows, columns)), shape=(count, nodes))


def potential(flow: Array, per_cell: float) -> Array:
    """Return (h, w) whose slope follows the flow's direction, ``per_cell`` rad a cell.

    Least squares of grad phi = per_cell * v/|v|, weighted by speed.
    """
    rows, columns = flow.shape[:2]
    speed = np.hypot(flow[..., 0], flow[..., 1]) + 1e-6
    way = flow / speed[..., None] * per_cell
    weight = np.minimum(speed, 1) + 0.01
    dx, dy = _steps(rows, columns)
    weight_x, weight_y = weight[:, :-1].ravel(), weight[:-1].ravel()
    matrix = dx.T @ sp.diags(weight_x) @ dx + dy.T @ sp.diags(weight_y) @ dy
    right = dx.T @ (weight_x * way[:, :-1, 0].ravel()) + dy.T @ (weight_y * way[:-1, :, 1].ravel())
    matrix = (matrix + 1e-6 * sp.eye(rows * columns)).tocsc()
    return np.asarray(sl.spsolve(matrix, right).reshape(rows, columns))
