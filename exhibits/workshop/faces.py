"""The faces of a picture as the studio draws them: found once and kept, or set by hand."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

import generation
from exhibits import studio
from exhibits.catalogue.derivatives import write_atomically
from exhibits.catalogue.models import ArtworkImage
from generation import Landmarks

KEPT = 1  # the form of what is kept; another number, another file
_looking = threading.Lock()  # one large picture in memory at a time


def faces_of(image: ArtworkImage) -> dict[str, Any]:
    """Return {"faces": [...], "refused": [...]} in pixels of the picture. Slow once: seconds.

    Raises PictureRefused or WeightsMissing.
    """
    path = Path(settings.SCENES_DIR) / f"faces-{KEPT}-{image.stored_sha256[:40]}.json"
    with _looking:
        if not path.exists():
            write_atomically(path, json.dumps(_look(image)).encode())
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def face_by_hand(points: Mapping[str, Any]) -> dict[str, Any]:
    """Return the face twelve points describe. Raises PointsRefused."""
    face = generation.landmarks_from_points(points)
    named = points.get("points", points)
    return _told(face) | {"points": named, "doubtful": generation.doubtful_points(points)}


def _look(image: ArtworkImage) -> dict[str, Any]:
    picture = generation.open_picture(Path(image.file.path), studio.kept_limits())
    found = studio.find(picture.rgb)
    refused = [
        {"box": list(one.box), "reason": one.reason._asdict(), "sure": one.sure}
        for one in found.refused
    ]
    return {"faces": [_told(face) for face in found.faces], "refused": refused}


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
