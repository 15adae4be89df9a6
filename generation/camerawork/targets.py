"""Where the things a sentence names are in a picture."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generation.camerawork.easing import Array
from generation.camerawork.plan import PLACES
from generation.camerawork.refusals import refuse
from generation.scene.model import Scene
from generation.types import Floats

# Points of the MediaPipe face mesh whose mean is the thing.
_POINTS = {
    "face": (10, 152, 234, 454),
    "nose": (1,), "chin": (152, 199), "forehead": (10, 151), "mouth": (13, 14, 61, 291),
    "right_eye": (33, 133), "left_eye": (263, 362), "eyes": (33, 133, 263, 362),
}  # fmt: skip


def target_points(target: str, scene: Scene, paths: Mapping[str, Floats]) -> Array:
    """Return (n, 2) px: one point, or the path of a brushed region.

    paths: "brush_1" … or "hand" → (n, 2) in picture coordinates 0..1. Raises CameraRefused when
    this picture has no such thing.
    """
    width, height = scene.size
    if target in ("", "subject"):
        return np.array([scene.focus], float)
    if target in PLACES:
        x, y = PLACES[target]
        return np.array([[x * width, y * height]])
    path = paths.get(target)
    if path is None and target == "hand":
        path = paths.get("brush_1")
    if path is not None:
        points = np.asarray(path, float).reshape(-1, 2)
        return np.asarray(np.clip(points, 0.0, 1.0) * (width, height), float)
    if target == "hand" or target.startswith("brush"):
        refuse(
            "Камера не знает, где это: обведите руку кистью и задайте ей путь (brush_1), "
            "или скажите «следовать за лицом».",
            "The camera cannot tell where that is: brush the hand and give it a path (brush_1), "
            "or say “follow the face”.",
        )
    if scene.head is None:
        refuse(
            "На этой картине лицо не найдено. Ближайшее возможное: «наезд на центр».",
            "No face was found in this picture. The nearest possible: “push in on the centre”.",
        )
    mesh = scene.head.landmarks.points[list(_POINTS[target]), :2]
    return np.asarray(mesh.mean(0, keepdims=True), float)


def depth_at(scene: Scene, point: Array) -> float:
    """Return the depth 0..1 at a point in px."""
    rows, columns = scene.depth.shape
    column = int(np.clip(round(float(point[0]) / scene.step), 0, columns - 1))
    row = int(np.clip(round(float(point[1]) / scene.step), 0, rows - 1))
    return float(scene.depth[row, column])
