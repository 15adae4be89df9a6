"""Say what was found in a picture, as plain values for JSON or a table."""

from __future__ import annotations

from typing import Any

import numpy as np

from generation.landmarks.find import Found, Refused
from generation.landmarks.mesh import face_frame, yaw_of
from generation.media.picture import Picture
from generation.scene.model import Scene
from generation.types import Landmarks, Words


def describe(picture: Picture, found: Found, scene: Scene | None) -> dict[str, Any]:
    """Return faces, refusals, the scene's size, limits per axis and smallest Jacobian.

    Pixels are the upright picture's; angles degrees. ``scene`` is None where none was built.
    """
    height, width = picture.rgb.shape[:2]
    return {
        "picture": {
            "sha256": picture.sha256,
            "format": picture.format,
            "width": width,
            "height": height,
            "icc_applied": picture.icc_applied,
            "notes": [_words(note) for note in picture.notes],
        },
        "faces": [_face(face) for face in found.faces],
        "refused": [_refused(refused) for refused in found.refused],
        "person_share": round(float(found.person_mask.mean()), 3),
        "scene": None if scene is None else _scene(scene),
    }


def _face(face: Landmarks) -> dict[str, Any]:
    mesh = face.points[:468]
    low, high = mesh[:, :2].min(0), mesh[:, :2].max(0)
    across, down, _ = face_frame(mesh)
    return {
        "confidence": round(face.confidence, 3),
        "box": [round(float(v)) for v in (*low, *high)],
        "width": round(float(np.linalg.norm(mesh[454, :2] - mesh[234, :2]))),
        "yaw": round(yaw_of(mesh), 1),
        "pitch": round(float(np.degrees(np.arctan2(down[2], down[1]))), 1),
        "roll": round(float(np.degrees(np.arctan2(across[1], across[0]))), 1),
    }


def _refused(refused: Refused) -> dict[str, Any]:
    return {
        "confidence": round(refused.confidence, 3),
        "box": list(refused.box),
        "reason": _words(refused.reason),
        "sure": refused.sure,
    }


def _scene(scene: Scene) -> dict[str, Any]:
    width, height = scene.size
    return {
        "width": width,
        "height": height,
        "face": None if scene.head is None else scene.head.landmarks.source,
        "limits": {a: [round(v, 3) for v in ends] for a, ends in scene.limits.items()},
        "min_jacobian": round(scene.min_jacobian, 3),
    }


def _words(words: Words) -> dict[str, str]:
    return {"ru": words.ru, "en": words.en}
