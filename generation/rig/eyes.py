"""An eye composed over a painting: eyeball beneath, lower lid, upper lid, each a layer.

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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generation.rig import constants as k
from generation.rig.sampling import Curves, Sheet, curves_of, sample_linear, sheet_of
from generation.rig.surface import Surface
from generation.rig.touching import GLINT_FULL, Touch
from generation.scene.model import Eye
from generation.types import Box, Floats


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


class EyeShape(NamedTuple):
    """The measures of one eye of each of M scenes, (M, 1, 1) each: see Eye."""

    left: Tensor
    top: Tensor
    right: Tensor
    bottom: Tensor
    centre_x: Tensor
    centre_y: Tensor
    across_x: Tensor
    across_y: Tensor
    down_x: Tensor
    down_y: Tensor
    x0: Tensor
    dx: Tensor
    width: Tensor
    opening: Tensor
    iris: Tensor
    rim: Tensor  # what (1 - q^2)^1.5 is at the iris' rim
    lid_level: Tensor
    soft: Tensor


# The eye of a scene that has none: a box no pixel lies in, and nothing divided by zero.
_FLAT, _SKIN = np.zeros(257, np.float32), np.zeros((1, 1, 3), np.float32)
_ACROSS, _DOWN = np.eye(2, dtype=np.float32)
_BLANK = Eye(
    centre=_ACROSS, across=_ACROSS, down=_DOWN, width=1.0, x0=0.0, dx=1.0, upper=_FLAT,
    lower=_FLAT, brow=_FLAT, iris=_ACROSS, iris_radius=0.1, opening=1.0, box=Box(1, 1, 0, 0),
    lid_low=_SKIN, lid_high=_SKIN, lid_level=1.0, glint=_SKIN[..., 0],
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EyePatch:
    """One eye, right or left, of each of M scenes on one surface."""

    shape: EyeShape
    curves: Curves
    low: Sheet
    high: Sheet
    glint: Sheet
    luma: Sheet
    surface: Surface

    @classmethod
    def on(cls, surface: Surface, eyes: Sequence[Eye | None]) -> EyePatch:
        """Lay the eyes of scenes onto their surface."""
        own, device = [eye or _BLANK for eye in eyes], surface.black.device
        rows = torch.tensor([_measures(eye) for eye in own], device=device, dtype=torch.float32)
        curves = [np.stack([eye.upper, eye.lower, eye.brow]) for eye in own]
        luma = torch.tensor(k.LUMA)
        return cls(
            EyeShape(*rows[:, :, None, None].unbind(1)),
            curves_of([torch.as_tensor(c, device=device) for c in curves]),
            sheet_of([surface.colours(eye.lid_low) for eye in own]),
            sheet_of([surface.details(eye.lid_high) for eye in own]),
            sheet_of([surface.details(np.repeat(eye.glint[..., None], 3, -1)) for eye in own]),
            sheet_of([(torch.as_tensor(eye.lid_low) @ luma)[None].to(device) for eye in own]),
            surface,
        )

    def of(self, slots: Tensor) -> EyePatch:
        """Return the eyes of some of the scenes, (m,) int64."""
        shape = EyeShape(*(measure[slots] for measure in self.shape))
        return EyePatch(
            shape, self.curves.of(slots), self.low.of(slots), self.high.of(slots),
            self.glint.of(slots), self.luma.of(slots), self.surface.of(slots),
        )  # fmt: skip

    @property
    def box(self) -> Box:
        """Return the box of the first scene."""
        return Box(*(int(side.flatten()[0]) for side in self.shape[:4]))

    def over(self, below: Tensor, now: Tensor, moved: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """Return ``below`` (N, C, h, w) with the eye drawn where x, y (N, h, w) px see it.

        now: (N, 4) as numbers.EyeNumbers; moved: (N,) 0 where the eyes rest as painted.
        """
        across, down = self._place(x, y)
        closure, shift_x, shift_y, squint = now[:, :, None, None].unbind(1)
        lids = self._lids(across, closure, squint)
        colour = self._ball(lids, across, down, shift_x, shift_y)
        lower = self._alpha(down - lids.low)
        colour = colour * (1 - lower) + self._lower_lid(lids, across, down) * lower
        upper = self._alpha(lids.lid - down)
        colour = colour * (1 - upper) + self._upper_lid(lids, across, down) * upper
        here = self._touched(lids, down, x, y) & (moved > 0)[:, None, None]
        return torch.where(here[:, None], colour, below)

    def touch(self, now: Tensor, moved: Tensor, x: Tensor, y: Tensor) -> Touch:
        """Return what ``over`` does at x, y: lids over the eyeball, skin and light not painted."""
        across, down = self._place(x, y)
        closure, shift_x, shift_y, squint = now[:, :, None, None].unbind(1)
        lids = self._lids(across, closure, squint)
        touch = self._ball_touch(lids, across, down, shift_x, shift_y)
        low, high = self._alpha(down - lids.low)[:, 0], self._alpha(lids.lid - down)[:, 0]
        far = (self._lower_source(lids, down) - down).abs()
        touch = touch.under(low, (down < lids.lower).to(down), far)
        skin, lash = self._skin_share(lids, down), self._lash(lids, down)
        drawn = torch.where(down > lids.upper, 1.0, 1 - (1 - skin) * (1 - lash))
        touch = touch.under(high, drawn, (self._upper_source(lids, down) - down).abs())
        inside = self._touched(lids, down, x, y) & (moved > 0)[:, None, None]
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
        eye = self.shape
        rx, ry = x - eye.centre_x, y - eye.centre_y
        return rx * eye.across_x + ry * eye.across_y, rx * eye.down_x + ry * eye.down_y

    def _lids(self, across: Tensor, closure: Tensor, squint: Tensor) -> _Lids:
        place = ((across - self.shape.x0) / self.shape.dx).clamp(0, 255.99)
        upper, lower, brow = self.curves.at(place).unbind(0)
        opening = lower - upper
        lid = upper + opening * closure * k.LID_TRAVEL
        low = lower - opening * (closure.clamp(min=0) * k.LID_RISE + squint * k.SQUINT)
        share = (opening / self.shape.opening).clamp(0, 1)
        tuck = k.LOWER_TUCK * self.shape.width * (2 * closure - 1).clamp(0, 1) * share
        return _Lids(upper, lower, brow, opening, lid, low, tuck, closure)

    def _touched(self, lids: _Lids, down: Tensor, x: Tensor, y: Tensor) -> Tensor:
        left, top, right, bottom = self.shape[:4]
        inside = (x >= left) & (x <= right - 1) & (y >= top) & (y <= bottom - 1)
        near = (down >= lids.brow) & (down <= lids.low + k.LOWER_FADE * self.shape.width)
        return inside & near & (lids.opening > k.LEAST_OPENING)

    def _alpha(self, inside: Tensor) -> Tensor:
        return (inside / (2 * self.shape.soft) + 0.5).clamp(0, 1)[:, None]

    def _at(self, across: Tensor, down: Tensor) -> tuple[Tensor, Tensor]:
        eye = self.shape
        return (
            eye.centre_x + eye.across_x * across + eye.down_x * down,
            eye.centre_y + eye.across_y * across + eye.down_y * down,
        )

    def _painting(self, across: Tensor, down: Tensor) -> Tensor:
        return self.surface.at(*self._at(across, down))

    def _texture(self, texture: Sheet, across: Tensor, down: Tensor) -> Tensor:
        x, y = self._at(across, down)
        return sample_linear(texture, x - self.shape.left, y - self.shape.top)

    def _darken(self, colour: Tensor, by: Tensor) -> Tensor:
        black = self.surface.black[:, None, None]
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
        reach = k.GAZE_REACH * self.shape.width
        away = ((across - self.shape.iris - sx).abs() / reach).clamp(max=1)
        follow = ((1 - away**2) ** 1.5 / self.shape.rim).clamp(max=1)
        moving = (sx != 0) | (sy != 0)
        held = torch.maximum(torch.minimum(down - sy * follow, lids.lower + 1), lids.upper - 0.5)
        return follow, torch.where(moving, held, down)

    def _glint_change(
        self, follow: Tensor, held: Tensor, across: Tensor, sx: Tensor, sy: Tensor
    ) -> Tensor:
        """Return the catchlight where it stays, less the one that went with the iris."""
        back = (1 - k.GLINT_FOLLOW) * follow
        stays = self._texture(self.glint, across - sx * follow + sx * back, held + sy * back)
        return stays - self._texture(self.glint, across - sx * follow, held)

    def _shade(self, lids: _Lids, down: Tensor) -> Tensor:
        near = torch.exp(-(((down - lids.lid) / (k.SHADOW_WIDTH * self.shape.width)) ** 2))
        return k.SHADOW_DEPTH * lids.closure.clamp(min=0) * near * (lids.opening > 1)

    def _lower_source(self, lids: _Lids, down: Tensor) -> Tensor:
        fade = 1 - ((down - lids.low) / (k.LOWER_FADE * self.shape.width)).clamp(0, 1)
        return down + (lids.lower + lids.tuck - lids.low) * fade

    def _lower_lid(self, lids: _Lids, across: Tensor, down: Tensor) -> Tensor:
        return self._painting(across, self._lower_source(lids, down))

    def _upper_source(self, lids: _Lids, down: Tensor) -> Tensor:
        share = (lids.opening / self.shape.opening).clamp(0, 1)
        tuck = k.LID_TUCK * self.shape.width * (2 * lids.closure).clamp(0, 1) * share
        reach = (lids.lid - lids.brow).clamp(min=0.5)
        stretch = (lids.upper - tuck - lids.brow).clamp(min=0.3) / reach
        return lids.brow + (down - lids.brow) * stretch

    def _skin_share(self, lids: _Lids, down: Tensor) -> Tensor:
        share, c = lids.opening / self.shape.opening, lids.closure
        reach = (lids.lid - lids.brow).clamp(min=0.5)
        place = (k.LID_COLOUR_FULL * (down - lids.brow) / reach).clamp(0, 1)
        skin = (2.2 * c).clamp(0, 1) * place**k.LID_FADE_POWER * (2 * share).clamp(0, 1)
        return torch.where(c > k.LID_COLOUR_FROM, skin, 0)

    def _lash(self, lids: _Lids, down: Tensor) -> Tensor:
        share, c = (lids.opening / self.shape.opening).clamp(0, 1), lids.closure
        edge = (down - lids.lid + 0.5 * self.shape.soft) / (k.LASH_SPREAD * self.shape.soft)
        lash = k.LASH_DEPTH * (1.5 * c).clamp(0, 1) * share**k.LID_FADE_POWER
        return torch.where(c > k.LID_COLOUR_FROM, lash * torch.exp(-(edge**2)), 0)

    def _upper_lid(self, lids: _Lids, across: Tensor, down: Tensor) -> Tensor:
        source, skin = self._upper_source(lids, down), self._skin_share(lids, down)[:, None]
        painted = self._painting(across, source)
        colour = painted * (1 - skin) + self._skin(across, down, source) * skin
        return self._darken(colour, self._lash(lids, down))

    def _skin(self, across: Tensor, down: Tensor, source: Tensor) -> Tensor:
        """Low-pass skin of the lid with the brush strokes of the cheek, scaled by its luma."""
        low = self._texture(self.low, across, source)
        ratio = self._texture(self.luma, across, source) / self.shape.lid_level[:, None]
        high = self._texture(self.high, across, down + k.GRAIN_DROP * self.shape.width)
        return low + high * ratio.clamp(*k.GRAIN_RANGE)


def _measures(eye: Eye) -> list[float]:
    reach = k.GAZE_REACH * eye.width
    rim = min(max(eye.iris_radius, 1.0), 0.9474 * reach)
    soft = max(k.LEAST_SOFTNESS, k.EDGE_SOFTNESS * eye.width)
    sides: list[Floats] = [eye.centre, eye.across, eye.down]
    return [
        *eye.box, *(float(n) for side in sides for n in side), eye.x0, eye.dx, eye.width,
        eye.opening, float(eye.iris[0]), (1 - (rim / reach) ** 2) ** 1.5, eye.lid_level, soft,
    ]  # fmt: skip
