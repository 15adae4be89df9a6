"""Woman in a Gold Diadem: wax on a panel, after the portraits of Roman Egypt."""

from __future__ import annotations

import numpy as np

from generation.painter.bust import HAIR, SKIN
from generation.painter.canvas import Canvas, blur
from generation.painter.easel import Easel, along_forms
from generation.painter.eyes import Gaze
from generation.painter.face import Identity
from generation.painter.finish import cracked, varnished
from generation.painter.garments import CLOTH, DIADEM, EARRINGS, GOLD, PEARL, TUNIC
from generation.painter.hair import HAIR_CROWN
from generation.painter.light import Light, metal, pearl
from generation.painter.march import Setting
from generation.painter.palette import Field, Picture, band, mix, ramp, rgb, smoothstep
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
from generation.painter.view import finest

SEED, SIZE = 1537, (1200, 1600)
WHO = Identity(
    eye=0.26, eye_open=0.03, lip_full=0.16, mouth_width=-0.04, nose_width=-0.10, nose_length=0.05,
    chin=-0.05, brow_up=0.04, jaw=-0.13, nose_depth=0.02,
)  # fmt: skip
SETTING = Setting(
    258, (610, 690), HAIR_CROWN, TUNIC, yaw=-9, pitch=1, roll=1.5, body_yaw=-14, neck=0.45,
    shorten=0.42, jewels=EARRINGS, hat=DIADEM,
)  # fmt: skip
LIGHT = Light((-0.62, -0.55, 0.62), key=0.74, fill=0.22, ambient=0.20)
FLESH = (
    (0.0, (54, 30, 22)), (0.18, (96, 54, 36)), (0.36, (150, 92, 58)), (0.54, (192, 134, 90)),
    (0.74, (222, 174, 124)), (0.9, (240, 208, 164)), (1.0, (250, 228, 192)),
)  # fmt: skip
WALL = ((0.0, (86, 80, 62)), (0.4, (122, 116, 94)), (0.7, (158, 150, 122)), (1.0, (186, 176, 146)))
WOOL = (
    (0.0, (34, 12, 20)), (0.3, (66, 24, 34)), (0.6, (108, 42, 48)), (0.85, (146, 74, 70)),
    (1.0, (186, 122, 104)),
)  # fmt: skip
CURLS = ((0.0, (14, 11, 10)), (0.35, (34, 26, 22)), (0.7, (66, 50, 40)), (1.0, (104, 84, 66)))
FACE = Complexion(lip=(186, 84, 70), lip_strength=0.85, lip_highlight=0.4, blush=0.5)
EYES = Gaze(
    iris=(84, 46, 24), line=(44, 22, 16), sclera=(226, 214, 190), brow=(40, 24, 18),
    iris_radius=0.118, iris_drop=0.70, lash=0.019, low_lash=0.7, crease=0.75, brow_width=0.046,
    brow_strength=0.95,
)  # fmt: skip


def paint(canvas: Canvas) -> Picture:
    """Return the finished picture, (H, W, 3) sRGB 0..1."""
    sitting = sit(canvas, WHO, SETTING, LIGHT)
    model = _model(canvas, sitting)
    easel = Easel(canvas, model, _directions(canvas, sitting, model), ground=(150, 118, 76))
    grain = canvas.noise("ground", 6, 3, stretch=0.08)
    easel.paint *= 1 + 0.05 * grain[..., None]
    brush_portrait(easel, sitting, Handling(jitter=0.05, hatching=0.6))
    picture = easel.lit(depth=0.075, shine=0.05)
    edge, picture = _panel(canvas, picture)
    intact = 1 - 0.80 * blur(sitting.view.on, canvas.px(9))
    picture = cracked(canvas, picture, 30, 0.26, edge * intact, slant=2.2)
    return varnished(canvas, picture, 0.05, 0.28)


def _model(canvas: Canvas, sitting: Sitting) -> Picture:
    u, v = canvas.grid()
    tones, seen = sitting.tone, sitting.seen
    depth = (
        0.52 + 0.10 * canvas.noise("wall", 3) - 0.25 * (u * canvas.aspect - 0.35) - 0.12 * (v - 0.4)
    )
    skin = ramp(np.clip(tones, 0, 1), FLESH)
    return assemble(sitting, ramp(np.clip(depth, 0, 1), WALL), {
        SKIN: complexion(sitting, skin, FACE, EYES),
        HAIR: combed(sitting, tones * 0.9, CURLS),
        CLOTH: _tunic(canvas, sitting),
        GOLD: metal(seen, LIGHT, (212, 158, 58)),
        PEARL: pearl(seen, LIGHT),
    })  # fmt: skip


def _tunic(canvas: Canvas, sitting: Sitting) -> Picture:
    """Dark red wool with two purple stripes, the clavi, edged in gold."""
    tones = sitting.tone
    place = sitting.seen.place
    cloth = ramp(np.clip(tones * 0.95 + 0.03 * canvas.noise("wool", 8, 4), 0, 1), WOOL)
    off = abs(place[..., 0] + 0.12) - 0.62 - 0.03 * (place[..., 1] - 3)
    purple = ramp(np.clip(tones, 0, 1), ((0.0, (16, 10, 14)), (1.0, (60, 40, 48))))
    cloth = mix(cloth, purple, band(off, 0.10, 8))
    gold = ramp(
        np.clip(tones, 0, 1), ((0.0, (60, 38, 16)), (0.6, (176, 128, 58)), (1.0, (232, 192, 112)))
    )
    for edge in (-0.125, 0.125):
        cloth = mix(cloth, gold, band(off - edge, 0.016, 4))
    return cloth


def _directions(canvas: Canvas, sitting: Sitting, model: Picture) -> Field:
    """Round the oval on the face, round the crown in the hair, loosely on the wall."""
    seen, view = sitting.seen, sitting.view
    out = along_forms(model, canvas.px(9), 1.2 + 0.5 * canvas.noise("drift", 3, 3))
    crown = np.arctan2(view.y + 0.35, view.x + 1e-6) + np.pi / 2
    out = np.where(seen.material == HAIR, crown, out)
    oval = np.arctan2(view.y - 0.35, view.x) + np.pi / 2
    plain = (view.on > 0) & (finest(view) < 0.2) & (np.hypot(view.x, (view.y - 0.35) * 0.8) > 0.35)
    out = np.where(plain, oval, out)
    return np.where(seen.material == 0, 0.9 + 0.9 * canvas.noise("wall strokes", 2, 2), out)


def _panel(canvas: Canvas, picture: Picture) -> tuple[Field, Picture]:
    """Return where paint lies, and the picture on its panel: bare wood at the clipped edges."""
    u, v = canvas.grid()
    x, aspect = u * canvas.aspect, canvas.aspect
    grain = np.sin(x * 260 + 6 * canvas.noise("wood", 2, 3, stretch=0.06))
    grain = 0.10 * grain + 0.12 * canvas.noise("fibres", 60, 3, stretch=0.03)
    wood = rgb(104, 78, 52) * (0.85 + grain)[..., None]
    margin = np.minimum.reduce([x, aspect - x, v, 1 - v])
    corner = np.minimum(x, aspect - x) + v * 0.55 - 0.065
    rough = 0.0022 * canvas.noise("edge", 16, 5)
    paint_ = smoothstep(np.minimum(margin, corner) + rough, 0.006, 0.011)
    return paint_, mix(wood, picture, paint_)
