"""The table of works and the two verbs on it: paint one, save one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.painter.canvas import Canvas
from generation.painter.palette import Picture

WORKS = ("fayum", "dutch", "lady", "modern", "sea", "dusk")
JPEG_QUALITY = 92


def paint_work(name: str, scale: float = 1.0) -> NDArray[np.uint8]:
    """Return work ``name`` as (H, W, 3) uint8 sRGB; ``scale`` 1 is full size.

    The same name and scale give the same picture on one machine; another scale gives the
    same composition.
    """
    work = import_module(f"generation.painter.works.{name}")
    picture: Picture = work.paint(Canvas(work.SEED, work.SIZE, scale))
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


def save(picture: NDArray[np.uint8], path: Path) -> int:
    """Write an sRGB picture as JPEG and return the file's size in bytes."""
    ok, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not ok:
        raise OSError(f"cannot encode {path}")
    return path.write_bytes(data.tobytes())
