"""Torch sampling: pictures and tables of one scene or several, exact at whole pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import NamedTuple

import torch
import torch.nn.functional as functional
from torch import Tensor

from generation.rig.constants import CUBIC


class Sheet(NamedTuple):
    """A picture of each of M scenes. values: (M, C, H, W), padded by their edges to the largest.

    right, bottom: (M, 1, 1) the last column and row of each. quick: sampled by one operation of
    the device, whose places are rounded to 1e-4 px; else by plain ones, exact at whole pixels.
    """

    values: Tensor
    right: Tensor
    bottom: Tensor
    quick: bool = False

    def of(self, slots: Tensor) -> Sheet:
        """Return the pictures of some of the scenes, (m,) int64, to be sampled quickly."""
        return Sheet(self.values[slots], self.right[slots], self.bottom[slots], quick=True)


class Curves(NamedTuple):
    """T curves of each of M scenes. values: (T, M, n); start: (m, 1, 1), as in a Sheet."""

    values: Tensor
    start: Tensor

    def of(self, slots: Tensor) -> Curves:
        """Return the curves of some of the scenes, copying none."""
        return Curves(self.values, self.start[slots])

    def at(self, place: Tensor) -> Tensor:
        """Look the curves up between samples; place: (N, h, w) in 0..n-1. Returns (T, N, h, w)."""
        flat = self.values.reshape(len(self.values), -1)
        i = place.long()
        first = (self.start + i).reshape(-1)
        near, far = (flat.index_select(1, first + k).view(-1, *place.shape) for k in (0, 1))
        return near + (far - near) * (place - i)


class Ends(NamedTuple):
    """Where each of M node grids ends: (M, 1, 1), just before its last column and row."""

    x: Tensor
    y: Tensor


def sheet_of(pictures: Sequence[Tensor]) -> Sheet:
    """Return (C, h, w) pictures of several scenes as one sheet."""
    sizes = [picture.shape[1:] for picture in pictures]
    rows, columns = (max(side) for side in zip(*sizes, strict=True))
    values = torch.stack([_padded(picture, rows, columns, "replicate") for picture in pictures])
    like = pictures[0]
    right, bottom = (
        like.new_tensor([size[axis] - 1 for size in sizes])[:, None, None] for axis in (1, 0)
    )
    return Sheet(values, right, bottom)


def curves_of(tables: Sequence[Tensor]) -> Curves:
    """Return (T, n) tables of several scenes as one."""
    values = torch.stack(list(tables), 1)
    return Curves(values, _starts(values.shape[1], values.shape[2], values))


def curves_beside(tables: Tensor) -> Curves:
    """Return tables (N, T, n), one set a pose, as curves."""
    return Curves(tables.transpose(0, 1), _starts(tables.shape[0], tables.shape[2], tables))


def sum_of(parts: Iterable[Tensor]) -> Tensor:
    """Add up in order: a product of matrices rounds by how many there are, a frame must not."""
    return reduce(torch.add, parts)


def grids_of(grids: Sequence[Tensor]) -> tuple[Tensor, Ends]:
    """Return (..., h, w) node grids of several scenes as (M, ..., H, W), and where each ends."""
    sizes = [grid.shape[-2:] for grid in grids]
    rows, columns = (max(side) for side in zip(*sizes, strict=True))
    x, y = (
        grids[0].new_tensor([size[axis] - 1.001 for size in sizes])[:, None, None]
        for axis in (1, 0)
    )
    return torch.stack([_padded(grid, rows, columns) for grid in grids]), Ends(x, y)


def _padded(grid: Tensor, rows: int, columns: int, mode: str = "constant") -> Tensor:
    return functional.pad(grid, (0, columns - grid.shape[-1], 0, rows - grid.shape[-2]), mode)


def _starts(count: int, length: int, like: Tensor) -> Tensor:
    return torch.arange(count, device=like.device)[:, None, None] * length


def sample_linear(picture: Sheet, x: Tensor, y: Tensor) -> Tensor:
    """Sample bilinearly at x, y (N, h, w) px; returns (N, C, h, w), edges held."""
    if picture.quick:
        return _quick(picture, x, y, "bilinear")
    return _sample(picture, x, y, lambda f: [(0, 1 - f), (1, f)])


def sample_cubic(picture: Sheet, x: Tensor, y: Tensor) -> Tensor:
    """Sample by Keys' cubic (1981, a = -3/4); returns (N, C, h, w), not clipped."""
    if picture.quick:
        return _quick(picture, x, y, "bicubic")  # torch's has the same a
    return _sample(picture, x, y, _keys)


def _quick(picture: Sheet, x: Tensor, y: Tensor, mode: str) -> Tensor:
    """Sample N of N pictures: taps beyond an edge read the padding, which repeats it."""
    rows, columns = picture.values.shape[-2:]
    x, y = x.clamp(min=0).minimum(picture.right), y.clamp(min=0).minimum(picture.bottom)
    places = torch.stack([x * (2 / max(columns - 1, 1)), y * (2 / max(rows - 1, 1))], -1) - 1
    return functional.grid_sample(picture.values, places, mode, "border", align_corners=True)


def _keys(f: Tensor) -> list[tuple[int, Tensor]]:
    a, near = CUBIC, 1 - f
    first, last = a * f * near * near, a * near * f * f
    own = 1 + f * f * ((a + 2) * f - (a + 3))
    return [(-1, first), (0, own), (1, 1 - first - own - last), (2, last)]


def _sample(picture: Sheet, x: Tensor, y: Tensor, taps) -> Tensor:  # type: ignore[no-untyped-def]
    count, channels, height, width = picture.values.shape
    flat = picture.values.transpose(0, 1).reshape(channels, -1)
    right, bottom = picture.right, picture.bottom
    start = _starts(count, height * width, x)
    x, y = x.clamp(min=0).minimum(right), y.clamp(min=0).minimum(bottom)
    left, top = x.floor(), y.floor()
    columns = [((left + n).clamp(min=0).minimum(right).long(), w) for n, w in taps(x - left)]
    out: Tensor | None = None
    for n, weight_y in taps(y - top):
        row = (top + n).clamp(min=0).minimum(bottom).long() * width + start
        for column, weight_x in columns:
            taken = flat.index_select(1, (row + column).reshape(-1)).view(channels, *x.shape)
            part = taken * (weight_x * weight_y)
            out = part if out is None else out.add_(part)
    assert out is not None
    return out.transpose(0, 1)


def bilinear_jet(
    field: Tensor, x: Tensor, y: Tensor, ends: Ends | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """Return value and x and y derivatives (N, C, h, w) of (N, C, gh, gw) at x, y, grid units.

    ends: where each grid ends, None where none is padded.
    """
    count, channels, rows, columns = field.shape
    if ends is None:
        x, y = x.clamp(0, columns - 1.001), y.clamp(0, rows - 1.001)
    else:
        x, y = x.clamp(min=0).minimum(ends.x), y.clamp(min=0).minimum(ends.y)
    left, top = x.floor(), y.floor()
    u, v = (x - left)[:, None], (y - top)[:, None]
    first = (top * columns + left).long().view(count, 1, -1).expand(-1, channels, -1)
    flat = field.reshape(count, channels, -1)

    def corner(shift: int) -> Tensor:
        return flat.gather(2, first + shift).view(count, channels, *x.shape[1:])

    a, b, c, d = corner(0), corner(1), corner(columns), corner(columns + 1)
    along, below = b - a, d - c
    upper, lower = a + along * u, c + below * u
    return upper + (lower - upper) * v, along + (below - along) * v, lower - upper


def expand(nodes: Tensor, step: float, x: Tensor, y: Tensor) -> Tensor:
    """Interpolate a node grid (N, C, gh, gw) at columns x (w,) and rows y (h,) px, bilinearly."""
    u, v = x / step, y / step
    i = u.floor().clamp(max=nodes.shape[-1] - 2)
    j = v.floor().clamp(max=nodes.shape[-2] - 2)
    near, far = nodes[..., i.long()], nodes[..., i.long() + 1]
    wide = near + (far - near) * (u - i)
    upper, lower = wide[..., j.long(), :], wide[..., j.long() + 1, :]
    return upper + (lower - upper) * (v - j)[:, None]
