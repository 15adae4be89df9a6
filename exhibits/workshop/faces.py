"""The faces of a picture as the studio draws them: found once and kept, or set by hand."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

import generation
from exhibits import studio
from exhibits.catalogue.derivatives import write_atomically
from exhibits.catalogue.models import ArtworkImage
from generation import Landmarks

KEPT = 2  # the form of what is kept; another number, another file
_looking = threading.Lock()  # one large picture in memory at a time


def faces_of(image: ArtworkImage) -> dict[str, Any]:
    """Return {"faces": [...], "refused": [...]} in pixels of the picture. Slow once: seconds.

    Raises PictureRefused or WeightsMissing.
    """
    found = _kept(image)
    return {"faces": [_told(face) for face in _faces(found)], "refused": found["refused"]}


def face_by_hand(image: ArtworkImage, points: Mapping[str, Any]) -> dict[str, Any]:
    """Return the face twelve points describe, or correct. Raises PointsRefused."""
    found = _kept(image) if _path(image).exists() else {"meshes": []}
    face = generation.corrected(_faces(found), points, (image.width, image.height))
    named = points.get("points", points)
    return _told(face) | {"points": named, "doubtful": generation.doubtful_points(points)}


def _path(image: ArtworkImage) -> Path:
    return Path(settings.SCENES_DIR) / f"faces-{KEPT}-{image.stored_sha256[:40]}.json"


def _kept(image: ArtworkImage) -> dict[str, Any]:
    with _looking:
        if not _path(image).exists():
            write_atomically(_path(image), json.dumps(_look(image)).encode())
    found: dict[str, Any] = json.loads(_path(image).read_bytes())
    return found


def _look(image: ArtworkImage) -> dict[str, Any]:
    picture = generation.open_picture(Path(image.file.path), studio.kept_limits())
    found = studio.find(picture.rgb)
    refused = [
        {"box": list(one.box), "reason": one.reason._asdict(), "sure": one.sure}
        for one in found.refused
    ]
    meshes = [[face.points.round(1).tolist(), face.confidence] for face in found.faces]
    return {"meshes": meshes, "refused": refused}


def _faces(found: Mapping[str, Any]) -> list[Landmarks]:
    return [
        generation.Landmarks(np.array(mesh, np.float32), sure) for mesh, sure in found["meshes"]
    ]


def _told(face: Landmarks) -> dict[str, Any]:
    points = generation.twelve_of(face)
    outline = generation.outline_of(face)
    across, down = zip(*outline["oval"], strict=True)
    return {
        "points": points,
        "outline": outline,
        "box": [min(across), min(down), max(across), max(down)],
        "confidence": round(face.confidence, 3),
        "doubtful": generation.doubtful_points(points),
    }
