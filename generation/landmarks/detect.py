"""Find where faces may be: two single-shot detectors, over the whole picture and its tiles.

Both models put an upright box and six points (eyes first) at each anchor. Source: MediaPipe
face_detection, short range (128 px) and full range (192 px, one anchor every 4 px).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from generation.landmarks.anchors import anchor_centres
from generation.landmarks.crop import Square
from generation.landmarks.litert import Model
from generation.landmarks.weights import FACE_FULL, FACE_SHORT, weight
from generation.types import Box, Bytes2D, Floats

LOWEST_SCORE = 0.25
LOWEST_TILE_SCORE = 0.6
SMALLEST_TILE = 256
OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that looks like a face: its square (leaning with the eyes) and score 0..1."""

    square: Square
    score: float


class Detector:
    """One detector model and its anchors."""

    def __init__(self, path: Path, layers: tuple[tuple[int, int], ...]) -> None:
        self._model = Model(path)
        self._anchors = anchor_centres(self._model.side, layers)

    def __call__(self, rgb: Bytes2D, area: Box, lowest: float) -> list[Candidate]:
        """Return candidates scored at least ``lowest`` in one area of (H, W, 3) uint8."""
        reach = max(area.right - area.left, area.bottom - area.top)
        scale = self._model.side / reach
        raw, scores = self._model(_letterbox(rgb, area, self._model.side) / 127.5 - 1)
        chances = 1 / (1 + np.exp(-np.clip(scores[:, 0], -50, 50)))
        keep = np.flatnonzero(chances >= lowest)
        corner = np.array([area.left, area.top], np.float32)
        return [
            _candidate(
                raw[i], self._anchors[i] * self._model.side, scale, corner, float(chances[i])
            )
            for i in keep
        ]


def load_detectors(models_dir: Path) -> tuple[Detector, Detector]:
    """Return the short-range and the full-range detector. Raises WeightsMissing."""
    return (
        Detector(weight(models_dir, FACE_SHORT), ((8, 2), (16, 6))),
        Detector(weight(models_dir, FACE_FULL), ((4, 1),)),
    )


def detect(rgb: Bytes2D, detectors: tuple[Detector, Detector]) -> list[Candidate]:
    """Return face candidates of the whole picture and its tiles, best first, one per place."""
    full = detectors[1]
    height, width = rgb.shape[:2]
    whole = Box(0, 0, width, height)
    found = [c for d in detectors for c in d(rgb, whole, LOWEST_SCORE)]
    for tile in tiles(width, height):
        found += full(rgb, tile, LOWEST_TILE_SCORE)
    return suppress(found)


def tiles(width: int, height: int) -> Iterator[Box]:
    """Yield half-overlapping squares of 1/2 and 1/4 of the long side, for small faces."""
    for part in (2, 4):
        side = max(width, height) // part
        if side < SMALLEST_TILE:
            return
        for top in _starts(height, side):
            for left in _starts(width, side):
                yield Box(left, top, min(left + side, width), min(top + side, height))


def suppress(found: list[Candidate]) -> list[Candidate]:
    """Keep the best of every group of overlapping squares (non-maximum suppression)."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: -c.score):
        if all(overlap(candidate.square, other.square) < OVERLAP for other in kept):
            kept.append(candidate)
    return kept


def overlap(a: Square, b: Square) -> float:
    """Return shared area over the smaller square's area, leans ignored, 0..1."""
    reach = (a.side + b.side) / 2
    least = min(a.side, b.side)
    across = np.clip(reach - abs(a.x - b.x), 0, least)
    down = np.clip(reach - abs(a.y - b.y), 0, least)
    return float(across * down / least**2)


def _starts(length: int, side: int) -> list[int]:
    if length <= side:
        return [0]
    count = int(np.ceil((length - side) / (side / 2))) + 1
    return [round(x) for x in np.linspace(0, length - side, count)]


def _letterbox(rgb: Bytes2D, area: Box, side: int) -> Floats:
    part = rgb[area.top : area.bottom, area.left : area.right]
    scale = side / max(part.shape[:2])
    size = max(round(part.shape[1] * scale), 1), max(round(part.shape[0] * scale), 1)
    canvas = np.zeros((side, side, 3), np.float32)
    canvas[: size[1], : size[0]] = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return canvas


def _candidate(
    raw: Floats, anchor: Floats, scale: float, corner: Floats, score: float
) -> Candidate:
    # raw: offset x, y, width, height, then six points, all in model pixels from the anchor.
    x, y = (anchor + raw[:2]) / scale + corner
    right_eye, left_eye = raw[4:8].reshape(2, 2)
    lean = np.arctan2(left_eye[1] - right_eye[1], left_eye[0] - right_eye[0])
    side = max(raw[2], raw[3]) / scale
    return Candidate(Square(float(x), float(y), float(side), float(lean)), float(score))
