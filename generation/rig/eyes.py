"""An eye composed over the painting: eyeball beneath, lower lid, upper lid, each a layer.

In the eye's frame (X across, Y down) with the curves u(X), l(X), b(X) of the upper lid, the
lower lid and the line the lid is stretched from, closure c, squint n and shift s:

    o = l - u;  lid = u + .93 c o;  low = l - (.10 max(c, 0) + .20 n) o;  open = clip(o / opening)
    upper lid  samples b + (Y - b) (u - .045 w min(1, 2c) open - b) / (lid - b)
    lower lid  samples Y + (l + .055 w clip(2c - 1) open - low) (1 - clip((Y - low) / (.30 w)))
    eyeball    samples (X, Y) - s g, g = (1 - q^2)^1.5 over its value at the iris' rim,
               q = |X - iris - s_x| / (.475 w), g = 1 inside the iris; Y held within the lids;
               less the catchlight there, more the catchlight at (X, Y) - .45 s g
    shadow     eyeball darkened by .22 c exp(-((Y - lid) / (.22 w))^2)
    skin       above closure .02 the upper lid turns, by wl, into lid_low at its sample plus
               lid_high .62 w below Y times clip(luma(lid_low) / lid_level, .4, 1.2);
               wl = min(1, 2.2 c) clip(2 (Y - b) / (lid - b))^.7 clip(2 o / opening)
    lash       upper lid darkened by .45 min(1, 1.5 c) open^.7 exp(-((Y - lid + f/2) / (1.7 f))^2)
    edges      alphas clip((lid - Y) / (2 f) + .5) and clip((Y - low) / (2 f) + .5),
               f = max(.8 px, .012 w)

Only pixels with Y >= b, Y <= low + .30 w and o > .01 px inside the box are touched.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from generation.rig import constants as k
from generation.rig.numbers import EyeNumbers
from generation.rig.sampling import sample_linear
from generation.rig.surface import Surface
from generation.rig.touching import GLINT_FULL, Touch
from generation.scene.model import Eye


@dataclass(frozen=True, slots=True)
class _Lids:
    """The curves at each point and the numbers of this moment, all broadcast to (N, h, w)."""

    upper: Tensor
    lower: Tensor
    brow: Tensor
    opening: Tensor
    lid: Tensor
    low: Tensor
    tuck: Tensor
    closure: Tensor


class EyePatch:
    """One eye on one surface."""

    def __init__(self, eye: Eye, surface: Surface) -> None:
        device = surface.source.device
        self._eye, self._surface = eye, surface
        curves = (eye.upper, eye.lower, eye.brow)
        self._curves = torch.stack([torch.as_tensor(c, device=device) for c in curves])
        self._low = surface.colours(eye.lid_low)
        self._high = surface.details(eye.lid_high)
        glint = np.repeat(eye.glint[..., None], 3, axis=-1)
        self._glint = surface.details(glint)
        self._luma = (torch.as_tensor(eye.lid_low) @ torch.tensor(k.LUMA))[None].to(device)
        self._soft = max(k.LEAST_SOFTNESS, k.EDGE_SOFTNESS * eye.width)

    def over(self, below: Tensor, numbers: list[EyeNumbers], x: Tensor, y: Tensor) -> Tensor:
        """Return ``below`` (N, C, h, w) with the eye drawn where x, y (N, h, w) px see it."""
        across, down = self._place(x, y)
        closure, shift_x, shift_y, squint = (_column(v, x) for v in zip(*numbers, strict=True))
        lids = self._lids(across, closure, squint)
        colour = self._ball(lids, across, down, shift_x, shift_y)
        lower = self._alpha(down - lids.low)
        colour = colour * (1 - lower) + self._lower_lid(lids, across, down) * lower
        upper = self._alpha(lids.lid - down)
        colour = colour * (1 - upper) + self._upper_lid(lids, across, down) * upper
        return torch.where(self._touched(lids, down, x, y)[:, None], colour, below)

    def touch(self, numbers: list[EyeNumbers], x: Tensor, y: Tensor) -> Touch:
        """Return what ``over`` does at x, y: lids over the eyeball, skin and light not painted."""
        across, down = self._place(x, y)
        closure, shift_x, shift_y, squint = (_column(v, x) for v in zip(*numbers, strict=True))
        lids = self._lids(across, closure, squint)
        touch = self._ball_touch(lids, across, down, shift_x, shift_y)
        low, high = self._alpha(down - lids.low)[:, 0], self._alpha(lids.lid - down)[:, 0]
        moved = (self._lower_source(lids, down) - down).abs()
        touch = touch.under(low, (down < lids.lower).to(down), moved)
        skin, lash = self._skin_share(lids, down), self._lash(lids, down)
        drawn = torch.where(down > lids.upper, 1.0, 1 - (1 - skin) * (1 - lash))
        touch = touch.under(high, drawn, (self._upper_source(lids, down) - down).abs())
        inside = self._touched(lids, down, x, y)
        return Touch(touch.invented * inside, touch.moved * inside)

    def _ball_touch(
        self, lids: _Lids, across: Tensor, down: Tensor, sx: Tensor, sy: Tensor
    ) -> Touch:
        follow, held = self._gaze(lids, across, down, sx, sy)
        repeated = (held - (down - sy * follow)).abs().clamp(max=1)
        added = self._glint_change(follow, held, across, sx, sy).abs().amax(1) / GLINT_FULL
        drawn = torch.maximum(repeated, added.clamp(max=1))
        return Touch(
            1 - (1 - drawn) * (1 - self._shade(lids, down)),
            torch.hypot(sx * follow, down - held),
        )

    def _place(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        eye = self._eye
        rx, ry = x - float(eye.centre[0]), y - float(eye.centre[1])
        across = rx * float(eye.across[0]) + ry * float(eye.across[1])
        down = rx * float(eye.down[0]) + ry * float(eye.down[1])
        return across, down

    def _lids(self, across: Tensor, closure: Tensor, squint: Tensor) -> _Lids:
        t = ((across - self._eye.x0) / self._eye.dx).clamp(0, 255.99)
        i = t.long()
        f = t - i
        near, far = self._curves[:, i], self._curves[:, i + 1]
        upper, lower, brow = (near + (far - near) * f).unbind(0)
        opening = lower - upper
        lid = upper + opening * closure * k.LID_TRAVEL
        low = lower - opening * (closure.clamp(min=0) * k.LID_RISE + squint * k.SQUINT)
        share = (opening / self._eye.opening).clamp(0, 1)
        tuck = k.LOWER_TUCK * self._eye.width * (2 * closure - 1).clamp(0, 1) * share
        return _Lids(upper, lower, brow, opening, lid, low, tuck, closure)

    def _touched(self, lids: _Lids, down: Tensor, x: Tensor, y: Tensor) -> Tensor:
        left, top, right, bottom = self._eye.box
        inside = (x >= left) & (x <= right - 1) & (y >= top) & (y <= bottom - 1)
        near = (down >= lids.brow) & (down <= lids.low + k.LOWER_FADE * self._eye.width)
        return inside & near & (lids.opening > k.LEAST_OPENING)

    def _alpha(self, inside: Tensor) -> Tensor:
        return (inside / (2 * self._soft) + 0.5).clamp(0, 1)[:, None]

    def _at(self, across: Tensor, down: Tensor) -> tuple[Tensor, Tensor]:
        c, a, b = self._eye.centre, self._eye.across, self._eye.down
        return (
            float(c[0]) + float(a[0]) * across + float(b[0]) * down,
            float(c[1]) + float(a[1]) * across + float(b[1]) * down,
        )

    def _painting(self, across: Tensor, down: Tensor) -> Tensor:
        return self._surface.at(*self._at(across, down))

    def _texture(self, texture: Tensor, across: Tensor, down: Tensor) -> Tensor:
        x, y = self._at(across, down)
        return sample_linear(texture, x - self._eye.box.left, y - self._eye.box.top)

    def _darken(self, colour: Tensor, by: Tensor) -> Tensor:
        black = self._surface.black[:, None, None]
        return black + (colour - black) * (1 - by)[:, None]

    def _ball(self, lids: _Lids, across: Tensor, down: Tensor, sx: Tensor, sy: Tensor) -> Tensor:
        follow, held = self._gaze(lids, across, down, sx, sy)
        colour = self._painting(across - sx * follow, held)
        colour = colour + self._glint_change(follow, held, across, sx, sy)
        return self._darken(colour, self._shade(lids, down))

    def _gaze(
        self, lids: _Lids, across: Tensor, down: Tensor, sx: Tensor, sy: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return how much of the shift each place takes, and the height it looks at."""
        reach = k.GAZE_REACH * self._eye.width
        rim = min(max(self._eye.iris_radius, 1.0), 0.9474 * reach)
        away = ((across - float(self._eye.iris[0]) - sx).abs() / reach).clamp(max=1)
        follow = ((1 - away**2) ** 1.5 / (1 - (rim / reach) ** 2) ** 1.5).clamp(max=1)
        moving = (sx != 0) | (sy != 0)
        held = torch.maximum(torch.minimum(down - sy * follow, lids.lower + 1), lids.upper - 0.5)
        return follow, torch.where(moving, held, down)

    def _glint_change(
        self, follow: Tensor, held: Tensor, across: Tensor, sx: Tensor, sy: Tensor
    ) -> Tensor:
        """Return the catchlight where it stays, less the one that went with the iris."""
        back = (1 - k.GLINT_FOLLOW) * follow
        stays = self._texture(self._glint, across - sx * follow + sx * back, held + sy * back)
        return stays - self._texture(self._glint, across - sx * follow, held)

    def _shade(self, lids: _Lids, down: Tensor) -> Tensor:
        near = torch.exp(-(((down - lids.lid) / (k.SHADOW_WIDTH * self._eye.width)) ** 2))
        return k.SHADOW_DEPTH * lids.closure.clamp(min=0) * near * (lids.opening > 1)

    def _lower_source(self, lids: _Lids, down: Tensor) -> Tensor:
        fade = 1 - ((down - lids.low) / (k.LOWER_FADE * self._eye.width)).clamp(0, 1)
        return down + (lids.lower + lids.tuck - lids.low) * fade

    def _lower_lid(self, lids: _Lids, across: Tensor, down: Tensor) -> Tensor:
        return self._painting(across, self._lower_source(lids, down))

    def _upper_source(self, lids: _Lids, down: Tensor) -> Tensor:
        share = (lids.opening / self._eye.opening).clamp(0, 1)
        tuck = k.LID_TUCK * self._eye.width * (2 * lids.closure).clamp(0, 1) * share
        reach = (lids.lid - lids.brow).clamp(min=0.5)
        stretch = (lids.upper - tuck - lids.brow).clamp(min=0.3) / reach
        return lids.brow + (down - lids.brow) * stretch

    def _skin_share(self, lids: _Lids, down: Tensor) -> Tensor:
        share, c = lids.opening / self._eye.opening, lids.closure
        reach = (lids.lid - lids.brow).clamp(min=0.5)
        place = (k.LID_COLOUR_FULL * (down - lids.brow) / reach).clamp(0, 1)
        skin = (2.2 * c).clamp(0, 1) * place**k.LID_FADE_POWER * (2 * share).clamp(0, 1)
        return torch.where(c > k.LID_COLOUR_FROM, skin, 0)

    def _lash(self, lids: _Lids, down: Tensor) -> Tensor:
        share, c = (lids.opening / self._eye.opening).clamp(0, 1), lids.closure
        edge = (down - lids.lid + 0.5 * self._soft) / (k.LASH_SPREAD * self._soft)
        lash = k.LASH_DEPTH * (1.5 * c).clamp(0, 1) * share**k.LID_FADE_POWER
        return torch.where(c > k.LID_COLOUR_FROM, lash * torch.exp(-(edge**2)), 0)

    def _upper_lid(self, lids: _Lids, across: Tensor, down: Tensor) -> Tensor:
        source, skin = self._upper_source(lids, down), self._skin_share(lids, down)[:, None]
        painted = self._painting(across, source)
        colour = painted * (1 - skin) + self._skin(across, down, source) * skin
        return self._darken(colour, self._lash(lids, down))

    def _skin(self, across: Tensor, down: Tensor, source: Tensor) -> Tensor:
        """Low-pass skin of the lid with the brush strokes of the cheek, scaled by its luma."""
        low = self._texture(self._low, across, source)
        ratio = self._texture(self._luma, across, source) / self._eye.lid_level
        high = self._texture(self._high, across, down + k.GRAIN_DROP * self._eye.width)
        return low + high * ratio.clamp(*k.GRAIN_RANGE)


def _column(values: tuple[float, ...], like: Tensor) -> Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device)[:, None, None]
