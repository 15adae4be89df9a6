"""Lady before a Valley: soft light and far mountains, after Italian portraits of about 1500."""

from __future__ import annotations

import numpy as np

from generation.painter.bust import HAIR, SKIN
from generation.painter.canvas import Canvas, blur
from generation.painter.easel import Easel, along_forms
from generation.painter.eyes import Gaze
from generation.painter.face import Identity
from generation.painter.finish import cracked, varnished
from generation.painter.garments import BEADS, CLOTH, LINEN, PEARL, SQUARE_NECK
from generation.painter.hair import HAIR_PARTED
from generation.painter.light import Light, pearl
from generation.painter.march import Setting
from generation.painter.palette import Picture, band, blob, mix, ramp, rgb, smoothstep
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
from generation.painter.strokes import Brush
from generation.painter.valley import valley

SEED, SIZE = 1503, (1200, 1600)
WHO = Identity(
    eye=0.06, lip_full=0.04, mouth_width=-0.10, nose_width=-0.16, jaw=-0.10, chin=-0.05,
    smile=0.012, cheek=0.02, brow_up=0.05, eye_open=-0.012, nose_depth=0.02,
)  # fmt: skip
SETTING = Setting(
    232, (615, 600), HAIR_PARTED, SQUARE_NECK, yaw=-20, pitch=2, roll=2, body_yaw=-30, neck=0.44,
    shorten=0.25, hair_thickness=0.03, jewels=BEADS,
)  # fmt: skip
LIGHT = Light((-0.62, -0.55, 0.62), key=0.70, fill=0.24, ambient=0.20, wrap=0.24)
FLESH = (
    (0.0, (52, 36, 26)), (0.16, (98, 68, 46)), (0.34, (156, 114, 80)), (0.52, (202, 160, 122)),
    (0.72, (230, 198, 160)), (0.9, (244, 222, 190)), (1.0, (252, 238, 214)),
)  # fmt: skip
LOCKS = (
    (0.0, (36, 22, 12)), (0.3, (82, 50, 24)), (0.6, (146, 96, 46)), (0.85, (206, 156, 84)),
    (1.0, (240, 206, 140)),
)  # fmt: skip
GOWN = (
    (0.0, (22, 6, 8)), (0.3, (64, 14, 16)), (0.6, (118, 28, 26)), (0.85, (164, 62, 48)),
    (1.0, (212, 130, 100)),
)  # fmt: skip
THREAD = ((0.0, (48, 30, 12)), (0.5, (142, 96, 44)), (1.0, (232, 192, 116)))
SHIRT = (
    (0.0, (92, 84, 74)),
    (0.4, (176, 166, 148)),
    (0.75, (232, 224, 206)),
    (1.0, (252, 248, 238)),
)
FACE = Complexion(
    lip=(190, 96, 84), lip_strength=0.62, lip_highlight=0.22, mouth_line=(96, 40, 36), blush=0.42
)
EYES = Gaze(
    iris=(104, 84, 48), line=(70, 44, 32), sclera=(224, 214, 194), brow=(104, 72, 48),
    iris_radius=0.094, iris_drop=0.58, gaze=(0.5, 0), lash=0.011, low_lash=0.25, catchlight=0.7,
    brow_width=0.024, brow_strength=0.55,
)  # fmt: skip


def paint(canvas: Canvas) -> Picture:
    """Return the finished picture, (H, W, 3) sRGB 0..1."""
    sitting = sit(canvas, WHO, SETTING, LIGHT)
    model = _model(canvas, sitting)
    direction = along_forms(model, canvas.px(7), 0.25 * canvas.noise("drift", 3, 2))
    easel = Easel(canvas, model, direction, ground=(158, 140, 104))
    brush_portrait(easel, sitting, Handling(jitter=0.032, hatching=0.30, exact=0.4))
    behind = (blur((sitting.seen.material == 0).astype(np.float64), 2) > 0.5).astype(np.float64)
    for radius, share in ((4.0, 1.0), (2.2, 0.8)):
        brush = Brush(radius, opacity=0.8, jitter=0.03, tolerance=0.08, needed=0.03)
        easel.layer(brush, where=behind * share)
    picture = easel.lit(depth=0.045, shine=0.02)
    intact = 0.7 * (1 - 0.75 * blur(sitting.view.on, canvas.px(9)))
    picture = cracked(canvas, picture, 20, 0.12, intact)
    return varnished(canvas, picture, 0.09, 0.26)


def _model(canvas: Canvas, sitting: Sitting) -> Picture:
    tones = sitting.tone
    # flesh is never one colour: warm and cool patches, as a copyist would see them
    flesh = np.clip(tones + 0.016 * canvas.noise("flesh", 14, 4), 0, 1)
    patches = canvas.noise("flesh warmth", 7, 3)[..., None] * [0.014, 0.0, -0.012]
    picture = assemble(sitting, valley(canvas), {
        SKIN: complexion(sitting, ramp(flesh, FLESH) + patches, FACE, EYES),
        HAIR: combed(sitting, tones, LOCKS, 0.30),
        CLOTH: _brocade(canvas, sitting),
        LINEN: ramp(np.clip(tones, 0, 1), SHIRT),
        PEARL: pearl(sitting.seen, LIGHT),
    }, feather=4)  # fmt: skip
    return _brow_band(sitting, picture)


def _brocade(canvas: Canvas, sitting: Sitting) -> Picture:
    """Red silk with staggered pomegranates in gold thread that wears off here and there."""
    x, y, z = (sitting.seen.body[..., c] for c in range(3))
    tones = np.clip(sitting.tone * 0.95 + 0.03 * canvas.noise("silk", 9, 4), 0, 1)
    silk = ramp(tones, GOWN)
    column, row = x * 2.1 + 0.25 * z, y * 1.65 + 0.3 * z
    column = column + 0.5 * (np.floor(row) % 2)
    across, down = column - np.floor(column) - 0.5, row - np.floor(row) - 0.5
    angle, radius = np.arctan2(across, -down), np.hypot(across * 1.25, down)
    fruit = 0.24 * (1 + 0.16 * np.cos(3 * angle)) + 0.05 * np.cos(angle)
    gold = band(radius - fruit, 0.022) + (1 - smoothstep(radius, 0.07, 0.10))
    gold = gold + 0.8 * band(radius - fruit - 0.12 - 0.03 * np.cos(6 * angle), 0.016)
    gold = gold + 0.7 * band(radius - fruit * 0.62 - 0.02 * np.cos(9 * angle), 0.014)
    worn = np.clip(0.72 + 0.28 * canvas.noise("wear", 70, 2), 0, 1)
    return mix(silk, ramp(tones, THREAD), np.clip(gold, 0, 1) * worn * 0.78)


def _brow_band(sitting: Sitting, picture: Picture) -> Picture:
    """A dark ribbon across the forehead with a ruby."""
    x, y, material = sitting.view.x, sitting.view.y, sitting.seen.material
    head = ((material == SKIN) | (material == HAIR)) * (sitting.seen.head[..., 2] > -1.2)
    ribbon = band(y + 0.86 + 0.06 * np.cos(x * 1.6), 0.012, 4) * head
    picture = mix(picture, rgb(41, 20, 15), ribbon * 0.9)
    stone = band(np.hypot(x, y + 0.92), 0.045, 8) * head
    picture = mix(picture, rgb(115, 15, 20) * (0.5 + sitting.tone[..., None]), stone)
    return mix(picture, rgb(255, 217, 204), blob(x, y, (-0.012, -0.935), (0.014, 0.014)) * head)
