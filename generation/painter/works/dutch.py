"""Man in a Millstone Ruff: one light from the right, after the Dutch portraitists."""

from __future__ import annotations

import numpy as np

from generation.painter.bust import HAIR, SKIN
from generation.painter.canvas import Canvas
from generation.painter.easel import Easel, along_forms
from generation.painter.eyes import Gaze
from generation.painter.face import MOUTH_CORNER, Identity
from generation.painter.finish import cracked, varnished, woven
from generation.painter.garments import CLOTH, FELT, GOLD, HAT_BRIMMED, LINEN, RIBBON, RUFF
from generation.painter.hair import HAIR_NAPE
from generation.painter.light import Light, glint, metal
from generation.painter.march import Setting
from generation.painter.palette import Picture, blob, ramp
from generation.painter.portrait import (
    Handling,
    Sitting,
    assemble,
    brush_portrait,
    combed,
    complexion,
    sit,
)  # fmt: skip
from generation.painter.skin import Complexion

SEED, SIZE = 1642, (1200, 1600)
WHO = Identity(
    eye=-0.02, nose_width=0.12, nose_length=0.06, nose_depth=0.05, jaw=0.02, chin=0.05,
    lip_full=-0.12, brow_up=-0.03, mouth_width=0.02,
)  # fmt: skip
SETTING = Setting(
    225, (590, 700), HAIR_NAPE, RUFF, yaw=22, pitch=2, roll=-2, body_yaw=30, neck=0.56,
    shorten=0.12, hair_thickness=0.0, hat=HAT_BRIMMED,
)  # fmt: skip
LIGHT = Light((0.84, -0.30, 0.42), key=1.0, fill=0.10, ambient=0.12, fill_from=(-0.8, 0.2, 0.5))
FLESH = (
    (0.0, (30, 18, 14)), (0.16, (66, 38, 26)), (0.34, (128, 76, 50)), (0.52, (184, 124, 88)),
    (0.72, (222, 174, 136)), (0.9, (244, 214, 180)), (1.0, (252, 232, 206)),
)  # fmt: skip
WALL = ((0.0, (16, 12, 9)), (0.4, (38, 30, 22)), (0.7, (70, 58, 42)), (1.0, (104, 88, 64)))
LOCKS = ((0.0, (16, 11, 8)), (0.35, (52, 34, 20)), (0.7, (112, 76, 44)), (1.0, (176, 132, 84)))
BLACK = ((0.0, (8, 7, 7)), (0.4, (20, 18, 18)), (0.75, (52, 48, 46)), (1.0, (112, 104, 96)))
STARCH = (
    (0.0, (58, 52, 46)), (0.25, (120, 112, 102)), (0.55, (196, 190, 178)), (0.8, (238, 232, 220)),
    (1.0, (253, 249, 240)),
)  # fmt: skip
HAT = ((0.0, (7, 6, 6)), (0.4, (20, 17, 16)), (0.75, (48, 43, 40)), (1.0, (100, 92, 84)))
SILK = ((0.0, (10, 9, 10)), (0.5, (40, 36, 38)), (1.0, (150, 140, 132)))
FACE = Complexion(
    lip=(176, 84, 70), lip_strength=0.6, lip_highlight=0.2, blush=0.62, shaved=0.35, age=0.8,
    moustache=0.95, beard=(136, 86, 46),
)  # fmt: skip
EYES = Gaze(
    iris=(74, 72, 62), line=(40, 22, 15), sclera=(186, 172, 152), brow=(62, 38, 24),
    iris_radius=0.096, iris_drop=0.50, gaze=(-0.45, 0), low_lash=0.35, catchlight=0.8,
    brow_width=0.05, brow_strength=0.9,
)  # fmt: skip


def paint(canvas: Canvas) -> Picture:
    """Return the finished picture, (H, W, 3) sRGB 0..1."""
    sitting = sit(canvas, WHO, SETTING, LIGHT)
    model = _model(canvas, sitting)
    loose = along_forms(model, canvas.px(8), 0.9 + 0.6 * canvas.noise("drift", 3, 2))
    wall = 0.8 + 0.7 * canvas.noise("wall strokes", 2, 2)
    direction = np.where(sitting.seen.material == 0, wall, loose)
    easel = Easel(canvas, model, direction, ground=(74, 54, 36))
    brush_portrait(easel, sitting, Handling(jitter=0.045, hatching=0.22))
    picture = woven(canvas, easel.lit(depth=0.055, shine=0.045), 3.7, 0.018)
    picture = cracked(canvas, picture, 22, 0.13, np.full(canvas.shape, 0.6), slant=1.1)
    return varnished(canvas, picture, 0.10, 0.42, (0.52, 0.45))


def _model(canvas: Canvas, sitting: Sitting) -> Picture:
    tones = sitting.tone
    cloudy = 0.04 * canvas.noise("felt", 10, 4)
    starch = np.clip(tones * 0.95 + 0.06, 0, 1)
    return assemble(sitting, _wall(canvas), {
        SKIN: _flesh(sitting),
        HAIR: combed(sitting, tones * 0.95, LOCKS),
        CLOTH: _doublet(sitting, cloudy),
        LINEN: ramp(starch, STARCH),
        GOLD: metal(sitting.seen, LIGHT, (92, 78, 52)) * 0.8,
        FELT: ramp(np.clip(tones * 0.95 + cloudy, 0, 1), HAT),
        RIBBON: ramp(np.clip(tones, 0, 1), SILK),
    }, feather=4)  # fmt: skip


def _wall(canvas: Canvas) -> Picture:
    """A dark wall, a little lighter behind the shaded side of the head."""
    u, v = canvas.grid()
    x = u * canvas.aspect
    glow = 0.55 * blob(x, v, (0.22, 0.62), (0.34, 0.42)) + 0.16 * blob(
        x, v, (0.36, 0.16), (0.42, 0.3)
    )
    depth = 0.34 + 0.07 * canvas.noise("wall", 3, 4) + glow - 0.1 * v
    return ramp(np.clip(depth, 0, 1), WALL)


def _flesh(sitting: Sitting) -> Picture:
    view = sitting.view
    skin = complexion(sitting, ramp(np.clip(sitting.tone, 0, 1), FLESH), FACE, EYES)
    mouth = blob(
        abs(view.x), view.y, (view.face.mouth_half, view.face.level(MOUTH_CORNER)), (0.12, 0.12)
    )
    shine = glint(sitting.seen, LIGHT, 26) * sitting.seen.lit * (1 - mouth)
    return np.asarray(skin + 0.14 * shine[..., None] * [1, 0.95, 0.85])


def _doublet(sitting: Sitting, cloudy: Picture) -> Picture:
    """Black silk with a woven stripe that only catches light on its ridges."""
    x, y = sitting.seen.place[..., 0], sitting.seen.place[..., 1]
    stripe = 0.5 + 0.5 * np.sin(x * 22 + 2.5 * np.sin(y * 1.6))
    silk = ramp(np.clip(sitting.tone * 0.9 + cloudy, 0, 1), BLACK)
    return np.asarray(silk * (0.62 + 0.26 * stripe**3)[..., None])
