"""What a layout must know of a picture besides its frames."""

from __future__ import annotations

from dataclasses import dataclass

from generation.landmarks.find import Found
from generation.scene.frame import face_frame
from generation.scene.model import Scene
from generation.types import Bytes2D, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """rgb: (H, W, 3) uint8, the painting, of the frames' aspect. face: where the head is,
    (x, y, width), x and width in picture widths, y in heights. person: (H, W) float32 0..1,
    the sitter's outline."""

    rgb: Bytes2D
    face: tuple[float, float, float] | None = None
    person: Floats | None = None


def subject_of(scene: Scene, person: Floats | None = None) -> Subject:
    """Return the subject of a scene; ``person`` is ``find_faces(...).person_mask``."""
    if scene.head is None:
        return Subject(scene.rgb, None, person)
    (x, y), (width, height) = scene.head.centre, scene.size
    face = float(x) / width, float(y) / height, scene.head.face_width / width
    return Subject(scene.rgb, face, person)


def subject_of_picture(rgb: Bytes2D, found: Found) -> Subject:
    """Return the subject of a decoded picture (H, W, 3) and what was found in it."""
    if not found.faces:
        return Subject(rgb, None, found.person_mask)
    frame, (height, width) = face_frame(found.faces[0]), rgb.shape[:2]
    face = float(frame.centre[0]) / width, float(frame.centre[1]) / height, frame.width / width
    return Subject(rgb, face, found.person_mask)
