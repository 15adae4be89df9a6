"""The numbers of several poses as one table a device takes in a single copy.

A row holds, one after another: coefficients of BASE_AXES, the head's turn (2, 4), the camera,
coefficients of the mouth, its lips' edges (2, 257), its tone, both eyes, and 0 or 1 for whether
camera, mouth and eyes move at all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from generation.rig import numbers
from generation.scene.model import Scene
from generation.types import BASE_AXES, MOUTH_AXES, Floats, Pose

SAMPLES = 257  # of a lip's edge over s
_PARTS = (len(BASE_AXES), 8, 10, len(MOUTH_AXES) + 2, 2 * SAMPLES, 8, 8, 3)
ROW = sum(_PARTS)


class Moments(NamedTuple):
    """Numbers of N poses: see the module for what they are.

    bases (N, K), turn (N, 2, 4), camera (N, 10), mouth (N, 12), edges (N, 2, 257), tone (N, 8),
    eyes (N, 2, 4), moved (N, 3).
    """

    bases: Tensor
    turn: Tensor
    camera: Tensor
    mouth: Tensor
    edges: Tensor
    tone: Tensor
    eyes: Tensor
    moved: Tensor


def row_of(pose: Pose, scene: Scene) -> Floats:
    """Return (ROW,) float32: all a frame of this scene is drawn from."""
    own = dict(zip(scene.base_axes, numbers.base_coefficients(pose, scene), strict=True))
    bases = [own.get(axis, 0.0) for axis in BASE_AXES]
    camera, moves = numbers.camera_numbers(pose, scene), numbers.moves_camera(pose)
    if scene.head is None:
        none = np.zeros(sum(_PARTS[3:7]))
        return _row(bases, np.zeros(8), camera, none, (moves, False, False))
    mouth = numbers.mouth_moment(pose, scene.head.mouth)
    pairs = zip(scene.head.eyes, (True, False), strict=True)
    eyes = [numbers.eye_numbers(pose, eye, right) for eye, right in pairs]
    return _row(
        bases, numbers.head_turn(pose, scene.head), camera, mouth.coefficients, mouth.upper,
        mouth.lower, mouth.tone, *eyes,
        (moves, numbers.moves_mouth(pose), numbers.moves_eyes(pose)),
    )  # fmt: skip


def _row(*parts: ArrayLike) -> Floats:
    return np.concatenate([np.ravel(np.asarray(part, np.float32)) for part in parts])


def zoom_of(row: Floats) -> float:
    """Return how much nearer the camera of a row comes at most, its dolly included."""
    camera = sum(_PARTS[:2])
    return float(row[camera] * (1 + row[camera + 9]))


def moments_of(rows: Tensor) -> Moments:
    """Return the parts of rows (N, ROW), as views."""
    bases, turn, camera, mouth, edges, tone, eyes, moved = torch.split(rows, list(_PARTS), 1)
    return Moments(
        bases, turn.reshape(-1, 2, 4), camera, mouth, edges.reshape(-1, 2, SAMPLES), tone,
        eyes.reshape(-1, 2, 4), moved,
    )  # fmt: skip
