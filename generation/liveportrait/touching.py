"""What LivePortrait does to a painting: the rig's own marks, and a face drawn anew over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from generation.liveportrait.pasting import ONE, face_square, patch_of
from generation.scene.model import Scene
from generation.tratteggio.touched import Touched, touched
from generation.types import Timeline

SIDE = 512  # of any crop: the mask is the same for all


def face_redrawn(
    scene: Scene,
    ground: Mapping[str, Any] | None = None,
    timelines: Sequence[Timeline] | None = None,
) -> Touched:
    """Return what ``touched`` does, with all that a drawn face may cover counted as invented.

    How much of the drawn face is seen at a pixel is how much of it is invented there. Raises
    BrushRefused where the ground cannot be.
    """
    own = touched(scene, ground, timelines)
    if scene.head is None:
        return own
    patch = patch_of(face_square(scene.head.landmarks), SIDE, scene.size)
    invented, box = own.invented.copy(), patch.box
    part = invented[box.top : box.bottom, box.left : box.right]
    drawn = np.rint(patch.masks[0] * (255 / ONE)).astype(np.uint8)
    np.maximum(part, drawn, out=part)
    return replace(own, invented=invented)
