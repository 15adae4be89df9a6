"""Torch sampling: a picture at points, exact at whole pixels."""

from __future__ import annotations

from torch import Tensor

from generation.rig.constants import CUBIC


def sample_linear(picture: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Sample (C, H, W) bilinearly at x, y (N, h, w) px; returns (N, C, h, w), edges held."""
    return _sample(picture, x, y, lambda f: [(0, 1 - f), (1, f)])


def sample_cubic(picture: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Sample by Keys' cubic (1981, a = -3/4); returns (N, C, h, w), not clipped."""
    return _sample(picture, x, y, _keys)


def _keys(f: Tensor) -> list[tuple[int, Tensor]]:
    a, near = CUBIC, 1 - f
    first, last = a * f * near * near, a * near * f * f
    own = 1 + f * f * ((a + 2) * f - (a + 3))
    return [(-1, first), (0, own), (1, 1 - first - own - last), (2, last)]


def _sample(picture: Tensor, x: Tensor, y: Tensor, taps) -> Tensor:  # type: ignore[no-untyped-def]
    channels, height, width = picture.shape
    flat = picture.reshape(channels, -1)
    x, y = x.clamp(0, width - 1), y.clamp(0, height - 1)
    left, top = x.floor(), y.floor()
    columns = [((left.long() + n).clamp(0, width - 1), w) for n, w in taps(x - left)]
    out: Tensor | None = None
    for n, weight_y in taps(y - top):
        row = (top.long() + n).clamp(0, height - 1) * width
        for column, weight_x in columns:
            taken = flat.index_select(1, (row + column).reshape(-1)).view(channels, *x.shape)
            part = taken * (weight_x * weight_y)
            out = part if out is None else out.add_(part)
    assert out is not None
    return out.transpose(0, 1)


def bilinear_jet(field: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return value and x and y derivatives (N, 2, h, w) of (N, 2, gh, gw) at x, y, grid units."""
    count, _, rows, columns = field.shape
    x, y = x.clamp(0, columns - 1.001), y.clamp(0, rows - 1.001)
    left, top = x.floor(), y.floor()
    u, v = (x - left)[:, None], (y - top)[:, None]
    first = (top * columns + left).long().view(count, 1, -1).expand(-1, 2, -1)
    flat = field.reshape(count, 2, -1)

    def corner(shift: int) -> Tensor:
        return flat.gather(2, first + shift).view(count, 2, *x.shape[1:])

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
