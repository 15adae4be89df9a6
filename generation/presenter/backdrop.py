"""The part of a layout that never moves: ground and words, painted once."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from generation.errors import LayoutRefused, PictureRefused
from generation.media.picture import PictureLimits, open_picture
from generation.presenter.layout import Layout
from generation.presenter.lettering import lettered
from generation.presenter.plan import Plan
from generation.presenter.subject import Subject
from generation.types import Box, Bytes2D, Floats, Words

Colour = tuple[int, int, int]
# The design tokens: ink 1 to 3 and the accent, on a dark and on a light ground.
_DARK = ((239, 241, 239), (192, 199, 199), (154, 164, 165), (132, 220, 198))
_LIGHT = ((20, 24, 26), (59, 67, 69), (82, 92, 94), (10, 95, 80))
_LEAST_CONTRAST, _LEAST_MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
_BLURRED_SHARE, _SCRIM = 0.42, 0.78
_LIMITS = PictureLimits(bytes=40 * 1024 * 1024, pixels=60_000_000)


def paint_ground(layout: Layout, plan: Plan, subject: Subject | None) -> Bytes2D:
    """Return (H, W, 3) uint8 of the ground alone. Raises LayoutRefused."""
    size, ground = plan.size, layout.ground
    wall = np.array(rgb_of(ground.colour), np.float32)
    if ground.picture is not None:
        picture = covering(_opened(ground.picture), size).astype(np.float32)
        scrim = _scrim(plan)[..., None] * _SCRIM
        return _bytes(picture * (1 - scrim) + wall * scrim)
    if ground.blurred:
        soft = _blurred(_painting(subject), size).astype(np.float32)
        return _bytes(soft * _BLURRED_SHARE + wall * (1 - _BLURRED_SHARE))
    return np.full((size[1], size[0], 3), wall, np.uint8)


def write_words(rgb: Bytes2D, layout: Layout, plan: Plan) -> None:
    """Write label, title, maker and credit into the ground, in place."""
    inks = inks_on(rgb, plan.words)
    for line in plan.lines:
        letters = lettered(line.text, line.style)
        at = round(line.x) + letters.left, round(line.y) + letters.top
        blend(rgb, letters.alpha, at, inks[line.ink - 1])
    draw_mark(rgb, plan.mark, layout.original, inks[1 if layout.original else 3])


def draw_mark(rgb: Bytes2D, at: tuple[float, float, float], whole: bool, colour: Colour) -> None:
    """Draw the sign beside the label: a square, its right half hatched for "made by machine"."""
    left, top, side = at
    blend(rgb, mark_alpha(side, whole), (round(left), round(top)), colour)


def mark_alpha(side: float, whole: bool, outline: int = 0) -> Bytes2D:
    """Return (s, s) uint8 coverage of the sign, strokes widened by ``outline`` px."""
    fine, box = 4, round(side) + 2 * outline
    unit = side * fine / 24  # the sign is drawn on 24 units, as in icons.svg
    image = Image.new("L", (box * fine, box * fine))
    draw = ImageDraw.Draw(image)
    stroke = 1.9 * unit + 2 * outline * fine
    shift = outline * fine

    def bar(x0: float, y0: float, x1: float, y1: float) -> None:
        half = stroke / 2
        draw.rectangle(
            (x0 * unit + shift - half, y0 * unit + shift - half,
             x1 * unit + shift + half, y1 * unit + shift + half), 255,
        )  # fmt: skip

    for x0, y0, x1, y1 in ((3, 3, 21, 3), (3, 21, 21, 21), (3, 3, 3, 21), (21, 3, 21, 21)):
        bar(x0, y0, x1, y1)
    for x in () if whole else (11.6, 14.8, 18.0):
        bar(x, 3, x, 21)
    return np.asarray(image.resize((box, box), Image.Resampling.BOX))


def inks_on(rgb: Bytes2D, box: Box) -> tuple[Colour, ...]:
    """Return ink 1, 2, 3 and accent, legible on the mean colour of the box."""
    under = rgb[max(box.top, 0) : box.bottom, max(box.left, 0) : box.right].reshape(-1, 3).mean(0)
    inks = max((_DARK, _LIGHT), key=lambda inks: contrast(inks[0], under))
    legible = [ink for ink in inks[:3] if contrast(ink, under) >= _LEAST_CONTRAST] or [inks[0]]
    accent = inks[3] if contrast(inks[3], under) >= _LEAST_MARK else inks[0]
    return *(inks[k] if inks[k] in legible else legible[-1] for k in range(3)), accent


def contrast(one: object, other: object) -> float:
    """Return the contrast ratio of two sRGB colours 0..255, 1..21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: object) -> float:
    c = np.asarray(colour, float) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def blend(rgb: Bytes2D, alpha: Bytes2D, at: tuple[int, int], colour: Colour) -> None:
    """Paint a colour through a coverage at (left, top), in place; what lies outside is lost."""
    left, top = at
    height, width = rgb.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + alpha.shape[1], width), min(top + alpha.shape[0], height)
    if x0 >= x1 or y0 >= y1:
        return
    share = alpha[y0 - top : y1 - top, x0 - left : x1 - left, None] / np.float32(255)
    under = rgb[y0:y1, x0:x1]
    under[:] = _bytes(under * (1 - share) + np.array(colour, np.float32) * share)


def rgb_of(colour: str) -> Colour:
    """Return the numbers of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def covering(rgb: Bytes2D, size: tuple[int, int]) -> Bytes2D:
    """Return the middle of a picture, filling (width, height)."""
    width, height = size
    scale = max(width / rgb.shape[1], height / rgb.shape[0])
    across, down = min(round(width / scale), rgb.shape[1]), min(round(height / scale), rgb.shape[0])
    x, y = (rgb.shape[1] - across) // 2, (rgb.shape[0] - down) // 2
    part = np.ascontiguousarray(rgb[y : y + down, x : x + across])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, size, interpolation=way))


def _blurred(rgb: Bytes2D, size: tuple[int, int]) -> Bytes2D:
    """Blur at an eighth of the size, where nothing fine is left to lose."""
    small = max(size[0] // 8, 2), max(size[1] // 8, 2)
    soft = cv2.GaussianBlur(covering(rgb, small), (0, 0), 0.05 * min(small) + 0.8)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC))


def _scrim(plan: Plan) -> Floats:
    """Return (H, W) 0..1: full under the words, fading out around them."""
    pad = 0.05 * min(plan.size)
    width, height = plan.size
    box = plan.words
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    away_x = np.maximum(np.maximum(box.left - x, x - box.right), 0)[None]
    away_y = np.maximum(np.maximum(box.top - y, y - box.bottom), 0)[:, None]
    away = np.sqrt(away_x**2 + away_y**2) / pad
    return np.asarray(np.exp(-(np.maximum(away - 0.6, 0) ** 2) / 1.5), np.float32)


def _opened(data: bytes) -> Bytes2D:
    try:
        return open_picture(data, _LIMITS).rgb
    except PictureRefused as refused:
        ru, en = refused.for_people
        raise LayoutRefused(
            Words(f"Компоновка, ground.picture: {ru}", f"Layout, ground.picture: {en}")
        ) from refused


def _painting(subject: Subject | None) -> Bytes2D:
    if subject is None:
        raise LayoutRefused(
            Words(
                "Компоновка: для размытого фона нужна сама картина.",
                "Layout: a blurred ground needs the painting itself.",
            )
        )
    return subject.rgb


def _bytes(colours: NDArray[np.floating]) -> Bytes2D:
    return np.asarray(np.clip(np.rint(colours), 0, 255), np.uint8)
