"""What a scene knows of its picture, as outlines: the sitter, the face, bare skin."""

from __future__ import annotations

import cv2
import numpy as np

from generation.ground.areas import Mask, grown, shape_mask
from generation.ground.build import sitter_mask
from generation.ground.plan import Points
from generation.landmarks.outline import outline_of
from generation.scene.model import Scene

FACE_GROWN = 0.1  # of the face's width: hair line and ears belong to it
SKIN = 1.3  # deviations from the colour of the face, hue and saturation only
DARKEST, LIGHTEST = 0.6, 1.2  # times the face's own light: hands lie in shade
LEAST_HAND = 0.0015  # of the picture
MOST_HANDS = 4
CORNERS = 1.5  # px of the scene an outline may be off

Outlines = dict[str, tuple[Points, ...]]


def parts_of(scene: Scene) -> Outlines:
    """Return outlines by part, in shares (x, y) 0..1 of the picture; none without a sitter.

    "sitter": who sits, generously. "face": with its rim.
    "features": eyes and mouth, which move by themselves. "hands": other skin of the sitter
    as large as a hand, found by the colour of the face: a proposal, gloves and shade escape it.
    """
    if scene.head is None:
        return {}
    sitter, face = sitter_mask(scene), _face(scene)
    return {
        "sitter": _outlines(sitter, scene),
        "face": _outlines(face, scene),
        "features": _features(scene),
        "hands": _outlines(_hands(scene, sitter, face), scene)[:MOST_HANDS],
    }


def _face(scene: Scene) -> Mask:
    assert scene.head
    oval = tuple((x, y) for x, y in outline_of(scene.head.landmarks)["oval"])
    return grown(
        shape_mask(oval, scene.size, scene.size), round(FACE_GROWN * scene.head.face_width)
    )


def _features(scene: Scene) -> tuple[Points, ...]:
    assert scene.head
    lines = outline_of(scene.head.landmarks)
    width, height = scene.size
    return tuple(
        tuple((x / width, y / height) for x, y in lines[name])
        for name in ("right_eye", "left_eye", "lips")
    )


def _hands(scene: Scene, sitter: Mask, face: Mask) -> Mask:
    """Skin below the face, in pieces large enough for a hand."""
    smooth = cv2.GaussianBlur(scene.rgb, (0, 0), max(scene.size) / 400)
    lab = cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB).astype(np.float32)
    own = lab[face & sitter]
    middle, spread = np.median(own, 0), np.percentile(own, 84, 0) - np.percentile(own, 16, 0)
    spread = np.maximum(spread / 2, 3.0)
    hue = (((lab - middle) / spread)[..., 1:] ** 2).sum(-1)
    light = lab[..., 0] / max(float(middle[0]), 1.0)
    skin = (hue < SKIN**2) & (light > DARKEST) & (light < LIGHTEST) & sitter
    below = np.flatnonzero(face.any(1))[-1]
    skin[:below] = False
    side = max(round(max(scene.size) / 150), 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * side + 1, 2 * side + 1))
    opened = cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, disc)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    kept = np.zeros(skin.shape, bool)
    for n in range(1, count):
        if stats[n][4] >= LEAST_HAND * skin.size:
            kept |= labels == n
    return grown(kept, 2 * side)


def _outlines(mask: Mask, scene: Scene) -> tuple[Points, ...]:
    """The largest first."""
    lines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    width, height = scene.size
    found = []
    for line in sorted(lines, key=cv2.contourArea, reverse=True):
        corners = cv2.approxPolyDP(line, CORNERS, True).reshape(-1, 2)
        if len(corners) > 2:
            found.append(tuple((float(x + 0.5) / width, float(y + 0.5) / height)
                               for x, y in corners))  # fmt: skip
    return tuple(found)
