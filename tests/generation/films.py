"""Small films to try things on: a disc on a gradient, encoded by our own media room."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from generation.media.segment import H264, SegmentWriter
from generation.media.video import FrameCanvas
from generation.media.yuv import planes_from_rgb
from generation.types import Bytes2D


def scene_rgb(size: tuple[int, int], at: float) -> Bytes2D:
    """A disc that goes round once while ``at`` runs from 0 to 1, over a gradient."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.dstack([x * 180 // width + 30, y * 150 // height + 40, (x + y) * 100 // width + 20])
    rgb = np.ascontiguousarray(rgb, np.uint8)
    centre = (
        round(width * (0.5 + 0.25 * np.cos(2 * np.pi * at))),
        round(height * (0.5 + 0.25 * np.sin(2 * np.pi * at))),
    )
    cv2.circle(rgb, centre, height // 8, (220, 210, 190), -1, cv2.LINE_AA)
    return rgb


def write_film(
    path: Path, frames: int = 24, size: tuple[int, int] = (160, 120), *, turn: float = 0.5
) -> list[Bytes2D]:
    """Write an MP4 of 12 frames a second; return its pictures. turn: how far the disc goes round;
    1 closes the loop."""
    shown = [scene_rgb(size, turn * n / frames) for n in range(frames)]
    with SegmentWriter(path, H264, size, Fraction(12)) as out:
        canvas = FrameCanvas(size)
        for rgb in shown:
            for target, source in zip(canvas.planes, planes_from_rgb(rgb), strict=True):
                np.copyto(target, source)
            out.add(canvas)
    return shown


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
