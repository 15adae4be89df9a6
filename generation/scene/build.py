"""From a picture to a Scene: everything a renderer needs, computed once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generation.scene.bases import face_bases
from generation.scene.corrections import Corrections
from generation.scene.crop import fit, fit_landmarks, fit_mask, scene_size
from generation.scene.depth import camera_depth, head_relief
from generation.scene.eyes import build_eye
from generation.scene.frame import FaceFrame, face_frame
from generation.scene.head import PIVOT_DROP, assumed_person, weights
from generation.scene.limits import find_limits
from generation.scene.model import Head, Scene
from generation.scene.mouth import build_mouth
from generation.scene.shapes import Array, floats, node_grid
from generation.scene.topology import LEFT_EYE, RIGHT_EYE
from generation.types import BASE_AXES, Bytes2D, Floats, Landmarks

FINE_STEP, COARSE_STEP = 4, 6
FINE_UP_TO = 1000  # px of width
NOBODY = 0.02  # of the picture: a smaller mask is no person, and must not flatten a landscape


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture at a scene's size, and its mask on the scene's nodes; small, of any scan."""

    rgb: Bytes2D  # (h, w, 3)
    picture: tuple[int, int]  # width, height before
    step: int
    person: Floats | None  # on the nodes
    somebody: bool  # whether the mask is large enough to be a person


def build_scene(
    rgb: Bytes2D,
    sha256: str,
    landmarks: Landmarks | None,
    person_mask: Floats | None,
    size: tuple[int, int],
    beard: float = 0.0,
) -> Scene:
    """Build the scene of a whole picture (H, W, 3), fitted inside ``size`` (width, height).

    landmarks and person_mask (H, W) 0..1 are in the picture's own pixels. Without a face the
    scene has a camera alone. beard: 0..1, how far hair covers the lips.
    """
    return build_fitted(fit_picture(rgb, person_mask, size), sha256, landmarks, beard)


def fit_picture(rgb: Bytes2D, person_mask: Floats | None, size: tuple[int, int]) -> Fitted:
    """Return what a scene needs of a picture (H, W, 3) and its mask (H, W) 0..1."""
    picture = rgb.shape[1], rgb.shape[0]
    actual = scene_size(picture, size)
    step = FINE_STEP if actual[0] <= FINE_UP_TO else COARSE_STEP
    x, _ = node_grid(actual, step)
    person = None if person_mask is None else _on_nodes(person_mask, actual, step, x)
    somebody = person_mask is not None and bool(person_mask.mean() >= NOBODY)
    return Fitted(fit(rgb, actual), picture, step, person, somebody)


def build_fitted(
    fitted: Fitted,
    sha256: str,
    landmarks: Landmarks | None,
    beard: float = 0.0,
    by_hand: Corrections | None = None,
) -> Scene:
    """Build the scene of a fitted picture; landmarks are in the whole picture's pixels.

    by_hand: what was painted over its parts; what is painted as nobody's moves no pixel.
    """
    step, picture = fitted.step, fitted.picture
    actual = fitted.rgb.shape[1], fitted.rgb.shape[0]
    x, y = node_grid(actual, step)
    person = fitted.person if landmarks is not None or fitted.somebody else None
    seen = person if person is None or by_hand is None else floats(by_hand.sitter.on(person))
    plain = Scene(
        source_sha256=sha256,
        rgb=fitted.rgb,
        step=step,
        base_axes=(),
        bases=np.zeros((0, 2, *x.shape), np.float32),
        depth=floats(camera_depth(y, actual[1], seen, None, step)),
        focus=(actual[0] / 2, actual[1] / 2),
        limits={},
    )
    bases: dict[str, Array] = {}
    if landmarks is not None:
        here = fit_landmarks(landmarks, picture, actual)
        plain, bases = _with_face(plain, here, person, x, y, beard, by_hand)
    axes = tuple(axis for axis in BASE_AXES if axis in bases)
    stacked = np.stack([bases[axis] for axis in axes]) if axes else plain.bases
    scene = find_limits(replace(plain, base_axes=axes, bases=floats(stacked)))
    if scene.head is None or by_hand is None:
        return scene
    hidden = by_hand.hidden(scene.head.landmarks)
    return replace(scene, limits={a: e for a, e in scene.limits.items() if a not in hidden})


def _with_face(
    scene: Scene,
    landmarks: Landmarks,
    person: Floats | None,
    x: Array,
    y: Array,
    beard: float,
    by_hand: Corrections | None,
) -> tuple[Scene, dict[str, Array]]:
    frame = face_frame(landmarks)
    found = assumed_person(frame, x, y) if person is None else person.astype(np.float64)
    sitter = found if by_hand is None else by_hand.sitter.on(found)
    relief = head_relief(frame, x, y, scene.step)
    follow = weights(frame, sitter, x, y, scene.size, scene.step, by_hand)
    depth = camera_depth(y, scene.size[1], floats(sitter), relief, scene.step)
    offset = np.stack([x - frame.centre[0], y - frame.centre[1], relief])
    head = _head(scene.rgb, frame, landmarks, offset, follow.head, scene.step, beard)
    moves = face_bases(frame, follow, x, y, scene.size, scene.step)
    if by_hand is not None:  # brows follow no weight
        moves |= {axis: moves[axis] * by_hand.sitter.kept for axis in ("brow_r", "brow_l")}
    focus = float(frame.centre[0]), float(frame.centre[1])
    return replace(scene, depth=floats(depth), focus=focus, head=head), moves


def _head(
    rgb: Bytes2D,
    frame: FaceFrame,
    landmarks: Landmarks,
    offset: Array,
    weight: Array,
    step: int,
    beard: float,
) -> Head:
    return Head(
        centre=floats(frame.centre),
        face_width=frame.width,
        face_height=frame.height,
        pivot_drop=PIVOT_DROP * frame.height,
        offset=floats(offset),
        weight=floats(weight),
        eyes=(build_eye(rgb, frame, RIGHT_EYE), build_eye(rgb, frame, LEFT_EYE)),
        mouth=build_mouth(rgb, frame, step, beard),
        landmarks=landmarks,
    )


def _on_nodes(mask: Floats, size: tuple[int, int], step: int, x: Array) -> Floats:
    """Bring a mask to the nodes, past the last pixel by repetition."""
    at_nodes = fit_mask(mask, (-(-size[0] // step), -(-size[1] // step)))
    rows, columns = x.shape
    return np.pad(
        at_nodes, ((0, rows - at_nodes.shape[0]), (0, columns - at_nodes.shape[1])), mode="edge"
    )
