"""Find every face in a picture the models believe in, and say why the others are refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from generation.landmarks.crop import Square
from generation.landmarks.detect import detect, load_detectors, overlap
from generation.landmarks.iris import IrisModel
from generation.landmarks.mesh import MeshModel, crop_of
from generation.landmarks.segment import person_mask
from generation.landmarks.trust import LOWEST_CONFIDENCE, doubt
from generation.media.picture import derivative
from generation.types import Box, Bytes2D, Floats, Landmarks, Words

WORKING_SIDE = 2560  # a 100-megapixel scan is searched, not measured, at this size
WORTH_A_WORD = 0.45  # weaker candidates are not faces anyone would ask about
SAME_FACE = 0.5
MOST_REFUSED = 3  # lit windows look like eyes to the detector: a village would fill a page
SUBJECT_SHARE = 0.12  # of the picture's short side: a face this large is what it is about


@dataclass(frozen=True, slots=True)
class Refused:
    """Something like a face that will not be animated, and why.

    ``sure`` tells a face the mesh itself recognises and that the picture is about, such as
    a profile; anything else may as well be a house with two windows.
    """

    box: Box  # pixels of the picture
    confidence: float  # of the mesh, 0..1
    reason: Words
    sure: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a picture holds. Faces come largest first; person_mask is (H, W) 0..1."""

    faces: tuple[Landmarks, ...]
    refused: tuple[Refused, ...]
    person_mask: Floats


def find_faces(rgb: Bytes2D, models_dir: Path) -> Found:
    """Return every face in (H, W, 3) uint8, in its pixels. Raises WeightsMissing."""
    small = derivative(rgb, WORKING_SIDE)
    faces, refused = _look(small, max(rgb.shape) / max(small.shape), models_dir)
    mask = person_mask(small, models_dir)
    if small is not rgb:
        size = rgb.shape[1], rgb.shape[0]
        mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR), np.float32)
    return Found(tuple(faces), tuple(refused), mask)


def _look(
    rgb: Bytes2D, to_source: float, models_dir: Path
) -> tuple[list[Landmarks], list[Refused]]:
    mesh, iris = MeshModel(models_dir), IrisModel(models_dir)
    faces: list[Landmarks] = []
    taken: list[Square] = []
    doubted: list[tuple[Square, Refused]] = []
    for candidate in detect(rgb, load_detectors(models_dir)):
        points, confidence = mesh(rgb, candidate.square)
        reason = doubt(points * np.float32(to_source), confidence)
        if reason is not None:
            large = candidate.square.side >= SUBJECT_SHARE * min(rgb.shape[:2])
            sure = large and confidence >= LOWEST_CONFIDENCE
            if candidate.score >= WORTH_A_WORD:
                box = _box(candidate.square, to_source)
                doubted.append((candidate.square, Refused(box, confidence, reason, sure)))
        elif all(overlap(crop_of(points), other) < SAME_FACE for other in taken):
            taken.append(crop_of(points))
            whole = np.concatenate([points, iris(rgb, points)]) * np.float32(to_source)
            faces.append(Landmarks(whole.astype(np.float32), confidence))
    faces.sort(key=lambda face: -float(np.ptp(face.points[:468, :2], axis=0).max()))
    apart = [r for square, r in doubted if all(overlap(square, t) < SAME_FACE for t in taken)]
    apart.sort(key=lambda refused: not refused.sure)
    return faces, apart[:MOST_REFUSED]


def _box(square: Square, to_source: float) -> Box:
    x, y, half = (to_source * v for v in (square.x, square.y, square.side / 2))
    return Box(*(round(v) for v in (x - half, y - half, x + half, y + half)))
