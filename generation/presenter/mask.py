"""Which part of the picture is shown, and how its edge meets the ground."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from generation.errors import LayoutRefused
from generation.presenter.layout import Shape
from generation.presenter.subject import Subject
from generation.types import Box, Bytes2D, Floats, Words

_AROUND_FACE = 2.5  # face widths across a circle
_RADIUS = 0.05  # of the shorter side
_FADE = 0.05  # of the height: a bust cut by the picture's edge must not end as if sawn


class Coverage(NamedTuple):
    """How much of each pixel of the portrait's box is portrait: (h, w) and (h/2, w/2) uint8."""

    luma: Bytes2D
    chroma: Bytes2D


def crop_of(shape: Shape, size: tuple[int, int], subject: Subject | None) -> Box:
    """Return the part of the frame that is shown: all of it but for a circle's square."""
    width, height = size
    if shape != "circle":
        return Box(0, 0, width, height)
    x, y, face = (subject and subject.face) or (0.5, 0.42, 0.0)
    side = min(_AROUND_FACE * face * width if face else min(size), *size)
    side = 2 * int(side / 2)
    left = 2 * round(min(max(x * width - side / 2, 0), width - side) / 2)
    top = 2 * round(min(max(y * height - side / 2, 0), height - side) / 2)
    return Box(left, top, left + side, top + side)


def coverage_of(
    shape: Shape, crop: Box, size: tuple[int, int], box: Box, subject: Subject | None
) -> Coverage | None:
    """Return the coverage of the portrait's ``box`` in the frame, None where it is all portrait.

    ``size``: the performer's frame, of which ``crop`` is shown. Raises LayoutRefused.
    """
    if shape == "full":
        return None
    width, height = box.right - box.left, box.bottom - box.top
    if shape == "cutout":
        luma = _outline(crop, size, (width, height), subject)
    else:
        radius = min(width, height) * (0.5 if shape == "circle" else _RADIUS)
        luma = _rounded(width, height, radius)
    chroma = cv2.resize(luma, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return Coverage(_bytes(luma), _bytes(np.asarray(chroma)))


def _rounded(width: int, height: int, radius: float) -> Floats:
    """Return a rectangle with round corners; its edge is a pixel wide (distance to the shape)."""
    x = np.abs(np.arange(width, dtype=np.float32) + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height, dtype=np.float32) + 0.5 - height / 2) - (height / 2 - radius)
    corner = np.hypot(np.maximum(x, 0)[None], np.maximum(y, 0)[:, None])
    return np.asarray(np.clip(radius - corner + 0.5, 0, 1), np.float32)


def _outline(
    crop: Box, size: tuple[int, int], box: tuple[int, int], subject: Subject | None
) -> Floats:
    if subject is None or subject.person is None or subject.person.max() < 0.5:
        raise LayoutRefused(
            Words(
                "Компоновка: вырезать некого, человек в картине не найден.",
                "Layout: there is nobody to cut out, no person was found in the picture.",
            )
        )
    mask = np.asarray(cv2.resize(subject.person, box, interpolation=cv2.INTER_AREA), np.float32)
    # The segmenter is unsure along edges: its middle becomes an edge of a few pixels.
    soft = max(min(box) / 400, 0.8)
    firm = cv2.GaussianBlur(np.clip((mask - 0.5) * 4 + 0.5, 0, 1), (0, 0), soft)
    return np.asarray(firm * _fade(box), np.float32)


def _fade(box: tuple[int, int]) -> Floats:
    width, height = box
    reach = _FADE * height
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    sides = np.clip((np.minimum(x, width - 1 - x) + 0.5) / reach, 0, 1)[None]
    foot = np.clip((height - y - 0.5) / reach, 0, 1)[:, None]
    smooth = np.minimum(sides, 1) * foot
    return np.asarray(smooth * smooth * (3 - 2 * smooth), np.float32)


def _bytes(share: Floats) -> Bytes2D:
    return np.asarray(np.rint(share * 255), np.uint8)
