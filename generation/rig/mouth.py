"""A mouth composed over the painting: two layers that part, and what lies between.

For a point m of the painting (after head and camera) the upper layer looks at p = m + i_up,
the lower at q = m + i_lo, where i is the inverse on the mouth's nodes of f = sum_k c_k bases[k]
(p + f_up(p) = m). Heights in half mouth widths: h = height(m) below the painted line, in
the skull's frame; d = h - upper(s) below the upper lip's edge, u = lower(s) - h above the lower
lip's, curves that numbers.mouth_moment brings to where the line has moved; gap g = max(d + u, 0);
s, A = |s| along the mouth at m. With S the smoothstep, B(x) =
max(1 - x^2, 0)^2, e the softness of an edge, and the moment's numbers (numbers.MouthMoment):

    lips     up = clip(.5 - d / 2e), lo = clip(.5 + (max(v - g, 0) - u) / 2e), which covers
             gaps narrower than v = 3e + .06 S(A, .7, 1): corners close softly
    shading  k = open clip(g / .06), mid = (d - u) / 2
             upper 1 - .26 k B(d / .11) below d = 0, else 1 - .26 k
             lower 1 + .16 (1 - beard) k B((-u - .06) / .10) - .20 k B(u / .045)
             both  1 - .26 press B(mid / .10) (1 - S(A, .62, .98))
                     - .12 open clip(1 - g / .06) B(mid / .10) S(A, .75, .95) (1 - S(A, .98, 1.12))
    tint     lips too faint to be seen take lip colour, .60 faint k B(d / .17), B(u / .17)
    throat   (.60 + .35 r) dark + r^2 warm, r = clip(d / g)
    tongue   mound of height .40 gap profile, soft edge, lit along its top, dark behind the lip
    teeth    upper: fixed to the skull, edge = -.035 + .165 teeth - (.13 + .04 smile) s^2
             lower: ride with the jaw, edge = drop fall(s) - (.055 - .05 s^2) teeth
    shade    all between x (.45 + .55 S(g, 0, .14)) (.70 + .30 S(d, -.02, .10)), then strokes

Everything is a sum: black + wp (painting(p) - black) + wq (painting(q) - black) + sum_i w_i
colour_i(s), with one weight a layer and a pixel. At rest wp + wq = 1 and p = q = m.
Only pixels whose m lies inside the box are touched; at its border f is zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from generation.rig import constants as k
from generation.rig.moments import Moments
from generation.rig.mouth_field import BLANK, MouthField
from generation.rig.sampling import (
    Curves,
    Sheet,
    bilinear_jet,
    curves_beside,
    curves_of,
    sample_linear,
    sheet_of,
)
from generation.rig.surface import Surface
from generation.rig.touching import Touch
from generation.scene.model import Mouth
from generation.types import Box


class _Tones(NamedTuple):
    """MouthTone of every pose, (N, 1, 1) each."""

    open: Tensor
    gap: Tensor
    teeth: Tensor
    lower_teeth: Tensor
    smile: Tensor
    press: Tensor
    drop: Tensor
    tongue: Tensor


class MouthShape(NamedTuple):
    """The measures of the mouths of M scenes, (M, 1, 1) each: see Mouth."""

    left: Tensor
    top: Tensor
    right: Tensor
    bottom: Tensor
    edge: Tensor
    beard: Tensor
    faint: Tensor


@dataclass(frozen=True, slots=True)
class MouthPatch:
    """The mouths' tables on one surface."""

    shape: MouthShape
    places: Sheet
    colour_curves: Curves
    profiles: Curves
    field: MouthField
    surface: Surface

    @classmethod
    def on(cls, surface: Surface, mouths: Sequence[Mouth | None], field: MouthField) -> MouthPatch:
        """Lay the mouths of scenes onto their surface."""
        own, device = [mouth or BLANK for mouth in mouths], surface.black.device
        softer = 1.0 if surface.scale == 1 else k.CHROMA_EDGE
        rows = [[*mouth.box, mouth.edge * softer, mouth.beard, mouth.faint] for mouth in own]
        measures = torch.tensor(rows, device=device, dtype=torch.float32)
        colours = [torch.as_tensor(mouth.colours, device=device) for mouth in own]
        here = [torch.einsum("cx,isx->ics", surface.matrix, c).flatten(0, 1) for c in colours]
        return cls(
            MouthShape(*measures[:, :, None, None].unbind(1)),
            sheet_of([torch.as_tensor(mouth.places, device=device) for mouth in own]),
            curves_of(here),
            curves_of([torch.as_tensor(mouth.profiles, device=device) for mouth in own]),
            field,
            surface,
        )

    def of(self, slots: Tensor) -> MouthPatch:
        """Return the mouths of some of the scenes, (m,) int64."""
        return MouthPatch(
            MouthShape(*(measure[slots] for measure in self.shape)),
            self.places.of(slots),
            self.colour_curves.of(slots),
            self.profiles.of(slots),
            self.field.of(slots),
            self.surface.of(slots),
        )

    @property
    def box(self) -> Box:
        """Return the box of the first scene."""
        return Box(*(int(side.flatten()[0]) for side in self.shape[:4]))

    def over(self, below: Tensor, inverse: Tensor, now: Moments, x: Tensor, y: Tensor) -> Tensor:
        """Return ``below`` (N, C, h, w) with the mouth drawn where x, y (N, h, w) px see it."""
        (upper_x, upper_y), (lower_x, lower_y) = (self._follow(i, x, y) for i in inverse)
        d, u, h, s, grain = self._here(now, x, y)
        weights = self._weights(d, u, h, s, grain, _tones(now))
        black = self.surface.black[:, None, None]
        colour = black + weights[0][:, None] * (self.surface.at(upper_x, upper_y) - black)
        colour = colour + weights[1][:, None] * (self.surface.at(lower_x, lower_y) - black)
        flat = _along(self.colour_curves, s)
        flat = flat.view(k.MOUTH_COLOURS, -1, *flat.shape[1:])
        for weight, own in zip(weights[2:], flat, strict=True):
            colour = colour + weight[:, None] * own.transpose(0, 1)
        return torch.where(self._inside(now, x, y)[:, None], colour, below)

    def touch(self, inverse: Tensor, now: Moments, x: Tensor, y: Tensor) -> Touch:
        """Return what ``over`` does at x, y: the hollow between the lips, their light and tint."""
        d, u, h, s, grain = self._here(now, x, y)
        weights = self._weights(d, u, h, s, grain, _tones(now))
        upper, lower = self._lips(d, u, s)
        painted = upper + (1 - upper) * lower
        # What is neither lip is hollow; what weighs other than its lip is lit, darkened, tinted.
        changed = (weights[0] - upper).abs() + (weights[1] - (1 - upper) * lower).abs()
        moved = torch.zeros_like(x)
        for layer, alpha in zip(inverse, (upper, lower), strict=True):
            to_x, to_y = self._follow(layer, x, y)
            moved = torch.maximum(moved, torch.hypot(to_x - x, to_y - y) * (alpha > 0))
        inside = self._inside(now, x, y)
        return Touch((1 - painted + changed).clamp(0, 1) * inside, moved * inside)

    def _inside(self, now: Moments, x: Tensor, y: Tensor) -> Tensor:
        left, top, right, bottom = self.shape[:4]
        box = (x >= left) & (x <= right - 1) & (y >= top) & (y <= bottom - 1)
        return box & (now.moved[:, 1] > 0)[:, None, None]

    def _here(
        self, now: Moments, x: Tensor, y: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Return d, u, h, s and the strokes at each point."""
        left, top = self.shape.left, self.shape.top
        h, s, grain = sample_linear(self.places, x - left, y - top).unbind(1)
        upper, lower = _along(curves_beside(now.edges), s).unbind(0)
        return h - upper, lower - h, h, s, grain

    def _follow(self, inverse: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        stride, left, top = self.field.stride, self.shape.left, self.shape.top
        at = (x - left) / stride, (y - top) / stride
        moved = bilinear_jet(inverse, *at, self.field.ends)[0] * stride
        return x + moved[:, 0], y + moved[:, 1]

    def _weights(
        self, d: Tensor, u: Tensor, h: Tensor, s: Tensor, grain: Tensor, now: _Tones
    ) -> list[Tensor]:
        """Return the weights of painting(p), painting(q), then of the colours in order."""
        gap, a = (d + u).clamp(min=0), s.abs()
        upper, lower = self._lips(d, u, s)
        parted = (gap / k.PARTED).clamp(0, 1)
        part, mid = now.open * parted, (d - u) / 2
        creased = now.press * k.PRESS_DARK * _bump(mid / k.PRESS_REACH) * (1 - _step(a, 0.62, 0.98))
        corner = now.open * k.CORNER_DARK * (1 - parted) * _bump(mid / k.CORNER_REACH)
        shade = 1 - creased - corner * _step(a, 0.75, 0.95) * (1 - _step(a, 0.98, 1.12))
        above = shade * (1 - k.UPPER_DARK * part * _bump(d.clamp(max=0) / k.UPPER_REACH))
        light = k.RIM_LIGHT * (1 - self.shape.beard) * _bump((-u - k.RIM_AT) / k.RIM_REACH)
        contact = k.CONTACT_DARK * _bump(u.clamp(max=0) / k.CONTACT_REACH)
        beneath = shade * (1 + part * (light - contact))
        tint = k.TINT * self.shape.faint * part * (1 - _step(a, 0.70, 0.95))
        tint_up = tint * _bump(d.clamp(max=0) / k.TINT_REACH)
        tint_low = tint * _bump(u.clamp(max=0) / k.TINT_REACH)
        below = 1 - upper
        seen = below * (1 - lower)
        hollow = [seen * weight for weight in self._hollow(d, u, h, s, gap, grain, now)]
        tinted = upper * tint_up * above + below * lower * tint_low * beneath
        first = upper * above * (1 - tint_up)
        return [first, below * lower * beneath * (1 - tint_low), *hollow, tinted]

    def _lips(self, d: Tensor, u: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
        """Return how far each lip covers what lies behind it, 0..1."""
        gap, e = (d + u).clamp(min=0), self.shape.edge
        cover = 3 * e + k.CORNER_COVER * _step(s.abs(), 0.70, 1.0)
        lower = 0.5 + ((cover - gap).clamp(min=0) - u) / (2 * e)
        return (0.5 - d / (2 * e)).clamp(0, 1), lower.clamp(0, 1)

    def _hollow(
        self,
        d: Tensor,
        u: Tensor,
        h: Tensor,
        s: Tensor,
        gap: Tensor,
        grain: Tensor,
        now: _Tones,
    ) -> list[Tensor]:
        """Return the weights of dark, warm, tongue, tooth and gum between the lips."""
        apart, mound, fall, high, low = _along(self.profiles, s).unbind(0)
        deep = (d / gap.clamp(min=1e-3)).clamp(0, 1)
        rise = k.TONGUE_HEIGHT * now.gap * mound
        soft = k.TONGUE_SOFT * now.gap + 1e-4
        flesh = k.TONGUE_ALPHA * now.tongue * _step(rise - u, -soft, soft) * _step(rise, 0.0, 0.06)
        lit = _bump((u - 0.5 * rise) / (0.6 * now.gap + 1e-4))
        root = k.TONGUE_ROOT + (1 - k.TONGUE_ROOT) * _step(u, 0, k.LIP_SHADOW)
        flesh_light = (k.TONGUE_LIGHT + k.TONGUE_TOP * lit) * root
        s2 = s * s
        over = now.drop * fall - (0.055 - 0.05 * s2) * now.teeth - h
        jaw_teeth = 0.85 * now.lower_teeth * (1 - _step(over, -0.035, 0.02)) * low
        jaw_light = (0.60 - 0.22 * s2) * (0.75 + 0.25 * (-over * 10).clamp(0, 1))
        under = k.TEETH_EDGE + k.TEETH_SHOWN * now.teeth - (0.13 + 0.04 * now.smile) * s2
        under = under - 0.012 * apart - h
        skull_teeth = _step(under, -0.018, 0.022) * high * (now.teeth * 4).clamp(0, 1)
        light = (0.56 + 0.44 * _step(d, -0.01, 0.15)) * (1 + 0.06 * _bump((under - 0.05) / 0.07))
        light = light * (k.TEETH_LIGHT + 0.04 * now.smile)
        crown = _step(h + 0.34, -0.03, 0.03)
        shade = (0.45 + 0.55 * _step(gap, 0.0, 0.14)) * (0.70 + 0.30 * _step(d, -0.02, 0.10))
        strokes = 1 + grain * (0.30 + 0.60 * torch.maximum(skull_teeth, jaw_teeth))
        behind = (1 - jaw_teeth) * (1 - skull_teeth) * shade
        dark = (0.60 + 0.35 * deep) * (1 - flesh) * behind + 0.25 * (1 - shade)
        warm = deep * deep * (1 - flesh) * behind
        tooth = jaw_teeth * jaw_light * (1 - skull_teeth) + skull_teeth * light * crown
        gum = skull_teeth * light * (1 - crown) * shade
        parts = [dark, warm, flesh * flesh_light * behind, tooth * shade, gum]
        return [part * strokes for part in parts]


def _tones(now: Moments) -> _Tones:
    return _Tones(*now.tone[:, :, None, None].unbind(1))


def _step(x: Tensor, low: float | Tensor, high: float | Tensor) -> Tensor:
    t = ((x - low) / (high - low)).clamp(0, 1)
    return t * t * (3 - 2 * t)


def _bump(x: Tensor) -> Tensor:
    """A bell that is exactly zero outside -1..1."""
    return (1 - x * x).clamp(min=0) ** 2


def _along(tables: Curves, s: Tensor) -> Tensor:
    """Look tables of T curves up at s (N, h, w); returns (T, N, h, w)."""
    count = tables.values.shape[-1]
    return tables.at((s * k.TABLE_SCALE + (count - 1) / 2).clamp(0, count - 1.01))
