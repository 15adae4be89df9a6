"""Blue Hair, Orange Wall: flat planes and contour, after the Paris modernists."""

from __future__ import annotations

import cv2
import numpy as np

from generation.painter.bust import HAIR, SKIN
from generation.painter.canvas import Canvas, blur
from generation.painter.easel import Easel, along_forms
from generation.painter.eyes import Gaze
from generation.painter.face import MOUTH_CORNER, NOSE_BASE, Identity
from generation.painter.finish import woven
from generation.painter.garments import CLOTH, ROUND_NECK
from generation.painter.hair import HAIR_BOB
from generation.painter.light import Light
from generation.painter.march import Setting
from generation.painter.palette import Field, Picture, blob, mix, planes, rgb, smoothstep
from generation.painter.portrait import Sitting, complexion, sit
from generation.painter.skin import Complexion
from generation.painter.strokes import Brush
from generation.painter.view import finest

SEED, SIZE = 1912, (1200, 1600)
WHO = Identity(
    eye=0.22, lip_full=0.22, mouth_width=-0.06, nose_width=-0.12, nose_length=0.06, jaw=-0.12,
    chin=-0.02, brow_up=0.13, cheek=-0.01, eye_tilt=0.10,
)  # fmt: skip
SETTING = Setting(
    268, (590, 720), HAIR_BOB, ROUND_NECK, yaw=10, roll=-5, body_yaw=12, neck=0.44, shorten=0.15,
    hair_thickness=0.04,
)  # fmt: skip
LIGHT = Light((-0.70, -0.45, 0.55), key=0.80, fill=0.15, ambient=0.16)
FLESH = ((38, 72, 120), (40, 138, 128), (226, 120, 78), (246, 188, 120), (253, 226, 164))
INK = (20, 26, 64)
FACE = Complexion(
    lip=(206, 38, 52), lip_strength=0.95, lip_highlight=0.0, mouth_line=(60, 10, 40),
    nostril=(120, 30, 50), flat=True,
)  # fmt: skip
EYES = Gaze(
    iris=(18, 88, 96), line=INK, sclera=(232, 232, 214), brow=(22, 30, 66), iris_radius=0.115,
    iris_drop=0.66, lash=0.024, low_lash=1.0, crease=0.65, brow_width=0.056, brow_strength=2.2,
    brow_hairs=0.0, flat=(120, 170, 170),
    plane=(((236, 150, 96), (251, 212, 148)), ((66, 166, 150), (36, 126, 124))),
)  # fmt: skip


def paint(canvas: Canvas) -> Picture:
    """Return the finished picture, (H, W, 3) sRGB 0..1."""
    sitting = sit(canvas, WHO, SETTING, LIGHT)
    model = mix(_model(canvas, sitting), rgb(18, 22, 58), _contour(canvas, sitting) * 0.95)
    oval = np.where(
        sitting.is_(SKIN) > 0, sitting.view.x * 1.2 + 1.2, 0.7 + 0.9 * canvas.noise("drift", 2, 2)
    )
    easel = Easel(canvas, model, along_forms(model, canvas.px(12), oval), ground=(214, 190, 146))
    fine = finest(sitting.view)
    for brush, where in (
        (Brush(30, longest=7, jitter=0.09, load=0.8, tolerance=0.3, needed=0.1), None),
        (
            Brush(15, longest=9, opacity=0.9, jitter=0.085, load=0.8, tolerance=0.2, needed=0.09),
            None,
        ),
        (Brush(8, opacity=0.9, jitter=0.07, tolerance=0.15, needed=0.10), None),
        (Brush(4.5, longest=14, opacity=0.9, jitter=0.05, tolerance=0.14, needed=0.14), None),
        (Brush(2.6, longest=10, opacity=0.9, jitter=0.03, needed=0.12), np.clip(0.3 + fine, 0, 1)),
        (Brush(1.5, 2, 8, 0.9, 0.02, tolerance=0.1, needed=0.08), np.clip(fine * 1.3, 0, 1)),
    ):
        easel.layer(brush, where=where, soften=0.2)
    return np.clip(woven(canvas, easel.lit(depth=0.11, shine=0.08), 4.8, 0.03), 0, 1)


def _model(canvas: Canvas, sitting: Sitting) -> Picture:
    material = sitting.seen.material
    flat = blur(sitting.tone, canvas.px(7)) + 0.025 * canvas.noise("wobble", 9, 3)
    head = planes(blur(sitting.tone, canvas.px(5)) + 0.05 * canvas.noise("strands", 12, 3),
                  ((16, 18, 46), (26, 40, 96), (40, 86, 150)), (0.38, 0.68))  # fmt: skip
    out = _wall(canvas)
    for code, colour in (
        (SKIN, _skin(canvas, sitting, flat)), (HAIR, head), (CLOTH, _dress(sitting, flat))
    ):  # fmt: skip
        out = np.where((material == code)[..., None], colour, out)
    return out


def _skin(canvas: Canvas, sitting: Sitting, flat: Field) -> Picture:
    view = sitting.view
    corner = (view.face.mouth_half, view.face.level(MOUTH_CORNER))
    # the pits beside the mouth would be cut out as spots of shade
    flat = flat + 0.16 * blob(abs(view.x), view.y, corner, (0.09, 0.07))
    skin = planes(flat, FLESH, (0.24, 0.40, 0.60, 0.80))
    cheek = blob(abs(view.x), view.y, (0.56, 0.55), (0.25, 0.20)) + 0.05 * canvas.noise(
        "rouge", 5, 3
    )
    rouge = smoothstep(cheek, 0.5, 0.56) * sitting.is_(SKIN) * (flat > 0.38)
    return complexion(sitting, mix(skin, rgb(232, 92, 88), rouge * 0.75), FACE, EYES)


def _dress(sitting: Sitting, flat: Field) -> Picture:
    x, y = sitting.seen.place[..., 0], sitting.seen.place[..., 1]
    dots = smoothstep(np.cos(x * 9 + y * 3) * np.cos(y * 9 - x * 3), 0.72, 0.80)
    cloth = planes(flat, ((92, 14, 60), (178, 22, 60), (230, 64, 60)), (0.34, 0.66))
    return mix(cloth, rgb(250, 206, 70), dots)


def _wall(canvas: Canvas) -> Picture:
    """Green with stripes on one side, orange with spots on the other."""
    u, y = canvas.grid()
    x = u * canvas.aspect
    side = x + 0.10 * y - 0.36 + 0.02 * canvas.noise("seam", 4, 3)
    wall = mix(np.broadcast_to(rgb(18, 124, 104), (*x.shape, 3)), rgb(240, 150, 44),
               smoothstep(side, -0.004, 0.004))  # fmt: skip
    spots = smoothstep(
        np.cos(x * 34 + 3 * np.sin(y * 9)) * np.cos(y * 30 + 2 * np.sin(x * 8)), 0.55, 0.62
    )
    wall = mix(wall, rgb(206, 60, 48), spots * (side > 0))
    stripes = smoothstep(np.sin(x * 22 - y * 40 + 4 * np.sin(y * 6)), 0.72, 0.80)
    return mix(wall, rgb(120, 190, 90), stripes * (side < 0))


def _contour(canvas: Canvas, sitting: Sitting) -> Field:
    """Return the ink line 0..1: borders of materials, jumps in depth, one stroke for the nose."""
    material, three = sitting.seen.material, np.ones((3, 3), np.uint8)
    code = material.astype(np.float32)
    depth = np.where(material > 0, sitting.seen.place[..., 2], -3).astype(np.float32)
    border = cv2.dilate(code, three) != cv2.erode(code, three)
    border |= (cv2.dilate(depth, three) - cv2.erode(depth, three)) > 0.10
    away = cv2.distanceTransform((~border).astype(np.uint8), cv2.DIST_L2, 5) / canvas.scale
    width = 4.6 + 2.6 * canvas.noise("line", 6, 2)
    line = 1 - smoothstep(away, width - 1.2, width + 1.2)
    return np.clip(np.maximum(line, _nose_line(canvas, sitting)), 0, 1)


def _nose_line(canvas: Canvas, sitting: Sitting) -> Field:
    view = sitting.view
    base = view.face.level(NOSE_BASE)
    side = np.interp(
        view.y, (-0.26, -0.1, 0.25, 0.5, 0.60, 0.68), (0.16, 0.10, 0.085, 0.13, 0.20, 0.16)
    )
    ridge = (abs(view.x - side) < 0.018) & (view.y > -0.28) & (view.y < 0.665)
    wing = (abs(view.y - base - 0.015 - 0.12 * (abs(view.x) - 0.1) ** 2) < 0.016) & (
        abs(view.x) < 0.17
    )
    return blur((ridge | wing) * view.on, canvas.px(1.2) + 0.3)
