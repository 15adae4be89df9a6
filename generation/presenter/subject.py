"""What a layout must know of a picture besides its frames."""

from __future__ import annotations

from dataclasses import dataclass

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
