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
        eye = self._eye
        rx, ry = x - float(eye.centre[0]), y - float(eye.centre[1])
        across = rx * float(eye.across[0]) + ry * float(eye.across[1])
        down = rx * float(eye.down[0]) + ry * float(eye.down[1])
        closure, shift_x, shift_y, squint = (_column(v, x) for v in zip(*numbers, strict=True))
        lids = self._lids(across, closure, squint)
        colour = self._ball(lids, across, down, shift_x, shift_y)
        lower = self._alpha(down - lids.low)
        colour = colour * (1 - lower) + self._lower_lid(lids, across, down) * lower
        upper = self._alpha(lids.lid - down)
        colour = colour * (1 - upper) + self._upper_lid(lids, across, down) * upper
        return torch.where(self._touched(lids, down, x, y)[:, None], colour, below)

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
        width, reach = self._eye.width, k.GAZE_REACH * self._eye.width
        rim = min(max(self._eye.iris_radius, 1.0), 0.9474 * reach)
        away = ((across - float(self._eye.iris[0]) - sx).abs() / reach).clamp(max=1)
        follow = ((1 - away**2) ** 1.5 / (1 - (rim / reach) ** 2) ** 1.5).clamp(max=1)
        moving = (sx != 0) | (sy != 0)
        held = torch.maximum(torch.minimum(down - sy * follow, lids.lower + 1), lids.upper - 0.5)
        held = torch.where(moving, held, down)
        colour = self._painting(across - sx * follow, held)
        back = (1 - k.GLINT_FOLLOW) * follow
        stays = self._texture(self._glint, across - sx * follow + sx * back, held + sy * back)
        colour = colour - self._texture(self._glint, across - sx * follow, held) + stays
        near = torch.exp(-(((down - lids.lid) / (k.SHADOW_WIDTH * width)) ** 2))
        shade = k.SHADOW_DEPTH * lids.closure.clamp(min=0) * near * (lids.opening > 1)
        return self._darken(colour, shade)

    def _lower_lid(self, lids: _Lids, across: Tensor, down: Tensor) -> Tensor:
        fade = 1 - ((down - lids.low) / (k.LOWER_FADE * self._eye.width)).clamp(0, 1)
        return self._painting(across, down + (lids.lower + lids.tuck - lids.low) * fade)

    def _upper_lid(self, lids: _Lids, across: Tensor, down: Tensor) -> Tensor:
        width, c = self._eye.width, lids.closure
        share = lids.opening / self._eye.opening
        tuck = k.LID_TUCK * width * (2 * c).clamp(0, 1) * share.clamp(0, 1)
        reach = (lids.lid - lids.brow).clamp(min=0.5)
        stretch = (lids.upper - tuck - lids.brow).clamp(min=0.3) / reach
        source = lids.brow + (down - lids.brow) * stretch
        painted = self._painting(across, source)
        place = (k.LID_COLOUR_FULL * (down - lids.brow) / reach).clamp(0, 1)
        skin = (2.2 * c).clamp(0, 1) * place**k.LID_FADE_POWER * (2 * share).clamp(0, 1)
        skin = torch.where(c > k.LID_COLOUR_FROM, skin, 0)[:, None]
        colour = painted * (1 - skin) + self._skin(across, down, source) * skin
        edge = (down - lids.lid + 0.5 * self._soft) / (k.LASH_SPREAD * self._soft)
        lash = k.LASH_DEPTH * (1.5 * c).clamp(0, 1) * share.clamp(0, 1) ** k.LID_FADE_POWER
        lash = torch.where(c > k.LID_COLOUR_FROM, lash * torch.exp(-(edge**2)), 0)
        return self._darken(colour, lash)

    def _skin(self, across: Tensor, down: Tensor, source: Tensor) -> Tensor:
        """Low-pass skin of the lid with the brush strokes of the cheek, scaled by its luma."""
        low = self._texture(self._low, across, source)
        ratio = self._texture(self._luma, across, source) / self._eye.lid_level
        high = self._texture(self._high, across, down + k.GRAIN_DROP * self._eye.width)
        return low + high * ratio.clamp(*k.GRAIN_RANGE)


def _column(values: tuple[float, ...], like: Tensor) -> Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device)[:, None, None]
