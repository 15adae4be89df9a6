"""What the portraits have in common: sitting, colouring, and the order of the brushes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from generation.painter.bust import HAIR, SKIN
from generation.painter.canvas import Canvas, blur
from generation.painter.easel import Easel
from generation.painter.eyes import Gaze, paint_eyes
from generation.painter.face import Identity, face_of
from generation.painter.garments import GOLD, PEARL
from generation.painter.hair import strands
from generation.painter.light import Light, tone
from generation.painter.march import Seen, Setting, look
from generation.painter.palette import Field, Picture, Stops, mix, ramp, smoothstep
from generation.painter.skin import (
    Complexion,
    paint_beard,
    paint_mouth,
    paint_nose,
    paint_skin,
)  # fmt: skip
from generation.painter.strokes import Brush
from generation.painter.surface import surface_of
from generation.painter.view import View, finest, on_face


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitter before one canvas: everything the brushes need to know."""

    canvas: Canvas
    light: Light
    seen: Seen
    view: View

    @property
    def tone(self) -> Field:
        """Return the tone of every pixel, about 0..1."""
        return self.view.tone

    def is_(self, material: int) -> Field:
        """Return 1 where a material shows."""
        return np.asarray(self.seen.material == material, np.float64)


def sit(canvas: Canvas, who: Identity, setting: Setting, light: Light) -> Sitting:
    """Model the sitter, light them, and look."""
    face = face_of(who)
    surface = surface_of(face)
    seen = look(canvas, surface, setting, light.direction)
    tones, key = tone(seen, light)
    view = View(
        face, seen.head[..., 0], seen.head[..., 1], on_face(seen, surface), tones, key,
        1 / canvas.px(setting.unit), float(np.sign(light.direction[0])),
    )  # fmt: skip
    return Sitting(canvas, light, seen, view)


def complexion(sitting: Sitting, skin: Picture, look_: Complexion, gaze: Gaze) -> Picture:
    """Return ``skin`` with every feature of the face on it."""
    canvas, view = sitting.canvas, sitting.view
    skin = paint_skin(view, look_, skin)
    skin = paint_mouth(view, look_, skin)
    skin = paint_nose(view, look_, skin)
    skin = paint_eyes(view, gaze, skin, canvas.noise("brows", 170, 2))
    return paint_beard(view, look_, skin, canvas.noise("beard", 130, 3))


def combed(sitting: Sitting, tones: Field, stops: Stops, streak: float = 0.28) -> Picture:
    """Return the colour of hair: a ramp of tone, lighter and darker along the strands."""
    grain = strands(sitting.seen.head)
    return ramp(np.clip(tones * (1 + streak * grain) + 0.03 * grain, 0, 1), stops)


def assemble(
    sitting: Sitting, wall: Picture, stuffs: Mapping[int, Picture], feather: float = 5
) -> Picture:
    """Return the studio view: each material in its colour, the hairline softly broken."""
    canvas, material = sitting.canvas, sitting.seen.material
    out = wall
    for code, colour in stuffs.items():
        out = np.where((material == code)[..., None], colour, out)
    near = blur(sitting.is_(HAIR), canvas.px(feather))
    weight = smoothstep(near + 0.16 * canvas.noise("hairline", 60, 2), 0.30, 0.70)
    # without this gate the noise alone would put hair-coloured moles on cheeks
    weight = weight * smoothstep(near, 0.02, 0.15)
    may = (material == HAIR) | ((material == SKIN) & (sitting.view.y < 0.3))
    weight = np.where(may, weight, sitting.is_(HAIR))
    head = (material == SKIN) | (material == HAIR)
    return np.where(head[..., None], mix(stuffs[SKIN], stuffs[HAIR], weight), out)


@dataclass(frozen=True, slots=True)
class Handling:
    """How a portrait is brushed: colour spread, hatching round the oval, eyes kept exact."""

    jitter: float = 0.035
    hatching: float = 0.0
    exact: float = 0.35


def brush_portrait(easel: Easel, sitting: Sitting, hand: Handling) -> None:
    """Paint from broad to fine; the finest brushes only touch eyes, mouth and jewels."""
    canvas, seen = sitting.canvas, sitting.seen
    figure = (seen.material > 0).astype(np.float64)
    face = blur(sitting.view.on, canvas.px(3))
    fine = finest(sitting.view)
    jewels = ((seen.material == GOLD) | (seen.material == PEARL)).astype(np.uint8)
    jewels = blur(cv2.dilate(jewels, np.ones((5, 5), np.uint8)), 2)
    j, hatch = hand.jitter, hand.hatching
    wide = Brush(34, longest=8, opacity=0.8, jitter=j * 1.6, tolerance=0.25, needed=-1)
    easel.layer(wide, spacing=0.8, soften=0.35)
    for brush, spacing, where in (
        (Brush(18, longest=9, jitter=j * 1.3, tolerance=0.16, needed=0.05), 0.8,
         0.25 + 0.75 * figure),
        (Brush(10, longest=11, jitter=j * 1.1, needed=0.05), 0.8, 0.25 + 0.7 * figure),
        (Brush(6, opacity=0.8, jitter=j, tolerance=0.10, needed=0.045), 0.85,
         0.1 + 0.75 * figure + face),
        (Brush(3.6, opacity=0.75, jitter=j * 0.8, bristle=0.7, tolerance=0.09, needed=0.045), 0.9,
         0.03 + 0.45 * figure + 0.6 * face),
        (Brush(4.6, 5, opacity=0.62, jitter=j * 3.2, load=0.8, needed=-1), 1.0,
         np.clip(face - 1.2 * fine, 0, 1) * hatch),
        (Brush(2.2, 2, 10, 0.75, j * 0.5, 0.5, 0.3, 0.08, needed=0.04), 0.9,
         0.06 * figure + 0.22 * face * (1 - hatch) + 1.3 * fine + jewels),
        (Brush(1.4, 2, 8, 0.8, j * 0.3, 0.3, 0.2, 0.07, needed=0.04), 0.9,
         1.5 * fine + 0.8 * jewels + 0.05 * face),
    ):  # fmt: skip
        easel.layer(brush, spacing=spacing, where=where)
    easel.restore(blur(fine, canvas.px(4)), hand.exact)
