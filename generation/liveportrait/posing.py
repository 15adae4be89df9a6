"""From our Pose to LivePortrait's 21 points: a turn, a shift, and sliders that move few points.

Eyes that shut together, and lips that press, go by the networks that learned just this
(``openings_of``); a wink, and all the rest, by sliders. What stays out: breath, sway and the
camera bend the whole painting, which the rig does.

Where the numbers come from. *Published*: which point a slider moves, and how far, are the
offsets of the model authors' own editor (KwaiVGI/LivePortrait, src/gradio_pipeline.py) and of
the open editors after it, in units of δ before scaling; slider ranges are those editors'.
*Ours, a guess*: how much of which slider an axis of the Pose asks for (``sliders_of``), and
that the front of a face has the lower third coordinate (right-handed, y down; the editors tip
the head back with a smaller pitch as a mouth opens, which agrees). To be looked at with the
published weights before a museum relies on it: `docs/engines.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, sin
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generation.liveportrait.keypoints import Motion, placed, rotation
from generation.rig.numbers import together
from generation.scene.rotation import rotation as head_rotation
from generation.types import EYE_AXES, MOUTH_AXES, REST, Floats, Pose

FACE_AXES = (
    "yaw", "pitch", "roll", "shift_x", "shift_y", "brow_r", "brow_l", *EYE_AXES, *MOUTH_AXES,
)  # fmt: skip
_POINTS = 21
_EYES = (11, 15)  # one point of each eye's opening; which eye is which, the picture tells

Moves = tuple[tuple[int, int, float], ...]  # (point, coordinate, δ a unit of the slider)
SMILE: Moves = (
    (20, 1, -0.01), (14, 1, -0.02), (17, 1, 0.0065), (17, 2, 0.003), (13, 1, -0.00275),
    (16, 1, -0.00275), (3, 1, -0.0035), (7, 1, -0.0035),
)  # fmt: skip
OPEN: Moves = ((19, 1, 0.001), (19, 2, 0.0001), (17, 1, -0.0001))
SPREAD: Moves = ((20, 2, -0.001), (20, 1, -0.001), (14, 1, -0.001))
ROUND: Moves = ((14, 1, 0.001), (3, 1, -0.0005), (7, 1, -0.0005), (17, 2, -0.0005))
LIDS: dict[int, Moves] = {
    11: ((11, 1, 0.001), (13, 1, -0.0003)),
    15: ((15, 1, 0.001), (16, 1, -0.0003)),
}
LIDS_TOGETHER: Moves = ((1, 1, 0.00025), (2, 1, -0.00025))
BROWS_UP: Moves = ((1, 1, 0.001), (2, 1, -0.001))
BROWS_DOWN: Moves = ((1, 0, -0.001), (2, 0, 0.001), (1, 1, 0.0003), (2, 1, -0.0003))
LOOK_RIGHT: Moves = ((11, 0, 0.0007), (15, 0, 0.001))
LOOK_LEFT: Moves = ((11, 0, 0.001), (15, 0, 0.0007))
LOOK_UP: Moves = ((11, 1, -0.001), (15, 1, -0.001))


@dataclass(frozen=True, slots=True)
class Sliders:
    """What the model's editors let people set; 0 is the sitter's own face.

    smile −0.3..1.3; aaa (open) −30..120; eee (spread) −20..15; woo (round) −20..15; lid_r,
    lid_l (shut, of the sitter's eyes) −5..20; brows −10..15; look_x (viewer's right), look_y
    (up) ±15.
    """

    smile: float = 0.0
    aaa: float = 0.0
    eee: float = 0.0
    woo: float = 0.0
    lid_r: float = 0.0
    lid_l: float = 0.0
    brows: float = 0.0
    look_x: float = 0.0
    look_y: float = 0.0


RANGES: dict[str, tuple[float, float]] = {
    "smile": (-0.3, 1.3), "aaa": (-30, 120), "eee": (-20, 15), "woo": (-20, 15),
    "lid_r": (-5, 20), "lid_l": (-5, 20), "brows": (-10, 15), "look_x": (-15, 15),
    "look_y": (-15, 15),
}  # fmt: skip


class Driven(NamedTuple):
    """How far somebody else's face has come from its first moment: see templates.py.

    turn: (3, 3) R_now R_firstᵀ; exp: (21, 3), t: (3,) differences; scale: a ratio.
    """

    turn: Tensor
    exp: Tensor
    t: Tensor
    scale: float


class Seen(NamedTuple):
    """What our own landmarks say of a face in its crop.

    lean: radians by which the crop is turned clockwise in the picture. face: its width in half
    sides of the crop. eyes: how open the viewer's left and right eye are, lips: and the mouth,
    height over width.
    """

    lean: float = 0.0
    face: float = 0.7
    eyes: tuple[float, float] = (0.3, 0.3)
    lips: float = 0.0


class Openings(NamedTuple):
    """How open both eyes and the lips should be, as ``Seen`` measures them."""

    eyes: float
    lips: float


@dataclass(frozen=True, slots=True)
class Sitter:
    """The face of a painting as the network sees it, on the host, a batch of one.

    points: (1, 21, 3), its own, as the network computed them.
    """

    motion: Motion
    points: Tensor
    seen: Seen = field(default_factory=Seen)

    @property
    def openings(self) -> Openings:
        """Return how open eyes and lips are in the painting."""
        return Openings(sum(self.seen.eyes) / 2, self.seen.lips)


def moves_face(pose: Pose) -> bool:
    """Say whether any axis that the network draws is away from rest."""
    return any(getattr(pose, axis) != getattr(REST, axis) for axis in FACE_AXES)


def face_of(pose: Pose) -> Pose:
    """Return a pose of which only the face is left: the same face, the same picture."""
    return REST.with_(**{axis: getattr(pose, axis) for axis in FACE_AXES})


def without_face(pose: Pose) -> Pose:
    """Return what is left of a pose when the network has drawn the face."""
    return pose.with_(**{axis: getattr(REST, axis) for axis in FACE_AXES})


def openings_of(sitter: Sitter, pose: Pose) -> Openings:
    """Return how open eyes and lips are in this pose: shut as far as both eyes are, and as the
    lips press; at rest exactly the sitter's own."""
    own = sitter.openings
    return Openings(own.eyes * (1 - _both_shut(pose)), own.lips * (1 - min(pose.press, 1.0)))


def sliders_of(pose: Pose) -> Sliders:
    """Return the sliders of a pose: ours, a guess throughout, kept inside the ranges.

    The full travel of an axis is the full travel of the slider most like it. Axes without one
    borrow: lips raised, lowered or bared open a little (aaa) and spread (eee); pressed lips
    close below rest; a lip on the teeth closes and spreads; raised cheeks are a third of a
    smile. Of the lids it is what one eye shuts further than the other. Muscles that pull
    against one another yield as in the rig (``together``).
    """
    own, both = together(pose), _both_shut(pose)
    wanted = {
        "smile": own.smile + 0.33 * own.cheek,
        "aaa": 120 * own.jaw + 25 * own.lower_down + 15 * own.upper_up + 15 * own.teeth
        - 30 * own.press - 10 * own.fv,
        "eee": 15 * own.wide + 6 * own.teeth + 5 * own.upper_up + 5 * own.fv,
        "woo": 15 * own.pucker,
        "lid_r": 20 * (own.blink_r - both),
        "lid_l": 20 * (own.blink_l - both),
        "brows": _brows(0.5 * (own.brow_r + own.brow_l)),
        "look_x": 15 * own.gaze_x,
        "look_y": -15 * own.gaze_y,
    }  # fmt: skip
    return Sliders(**{name: _within(name, value) for name, value in wanted.items()})


def expression(sliders: Sliders, right_eye: int = 11) -> Floats:
    """Return (21, 3) float32, what the sliders add to δ.

    right_eye: 11 or 15, the point of the sitter's right eye. Lids follow a look as in the
    editors: half of look_y opens or shuts them.
    """
    delta = np.zeros((_POINTS, 3), np.float32)
    left_eye = next(eye for eye in _EYES if eye != right_eye)
    lids = {right_eye: sliders.lid_r, left_eye: sliders.lid_l}
    follow = 0.5 * sliders.look_y
    for moves, amount in (
        (SMILE, sliders.smile),
        (OPEN, sliders.aaa),
        (SPREAD, sliders.eee),
        (ROUND, sliders.woo),
        *((LIDS[eye], lids[eye] + follow) for eye in _EYES),
        (LIDS_TOGETHER, 0.5 * (sliders.lid_r + sliders.lid_l) + follow),
        (BROWS_UP, max(sliders.brows, 0.0)),
        (BROWS_DOWN, min(sliders.brows, 0.0)),
        (LOOK_RIGHT, max(sliders.look_x, 0.0)),
        (LOOK_LEFT, min(sliders.look_x, 0.0)),
        (LOOK_UP, sliders.look_y),
    ):
        for point, coordinate, by in moves:
            delta[point, coordinate] += by * amount
    return delta


def points_of(sitter: Sitter, pose: Pose, driven: Driven | None = None) -> Tensor:
    """Return (1, 21, 3) float32 on the host: the sitter's points in this pose.

    x = s (x_c R + δ) + t with R = R_driven R_s Qᵀ, δ = δ_s + δ_driven + expression, Q the
    rig's own head rotation as the crop sees it: both engines turn a head alike. At rest,
    driven by nobody, exactly ``sitter.points``. What ``openings_of`` says is not in them yet.
    """
    if driven is None and not moves_face(pose):
        return sitter.points
    own = sitter.motion
    turned = rotation(own.pitch, own.yaw, own.roll) @ _turn(pose, sitter.seen.lean).T
    delta = torch.from_numpy(expression(sliders_of(pose), _right_eye(sitter)))
    shift = torch.tensor([*_shift(pose, sitter), 0.0])
    moved = own._replace(exp=own.exp + delta, t=own.t + shift)
    if driven is not None:
        turned = driven.turn @ turned
        moved = moved._replace(
            exp=moved.exp + driven.exp, t=moved.t + driven.t, scale=moved.scale * driven.scale
        )
    return placed(moved, turned)


def _turn(pose: Pose, lean: float) -> Tensor:
    """Return (3, 3) Q: the rig's rotation with z away from the viewer, in a crop that leans."""
    away = np.diag([1.0, 1.0, -1.0])
    upright = np.array([[cos(lean), -sin(lean), 0], [sin(lean), cos(lean), 0], [0, 0, 1]])
    turn = upright.T @ away @ head_rotation(pose) @ away @ upright
    return torch.from_numpy(turn.astype(np.float32))


def _shift(pose: Pose, sitter: Sitter) -> tuple[float, float]:
    """Return face widths of the picture as half sides of the crop, along its own axes."""
    c, s = cos(sitter.seen.lean), sin(sitter.seen.lean)
    x, y = pose.shift_x * sitter.seen.face, pose.shift_y * sitter.seen.face
    return c * x + s * y, c * y - s * x


def _right_eye(sitter: Sitter) -> int:
    """Return the point of the sitter's right eye: the one further to the viewer's left."""
    across = sitter.points[0, :, 0]
    return min(_EYES, key=lambda eye: float(across[eye]))


def _both_shut(pose: Pose) -> float:
    return min(max(min(pose.blink_r, pose.blink_l), 0.0), 1.0)


def _brows(raised: float) -> float:
    return raised * (RANGES["brows"][1] if raised > 0 else -RANGES["brows"][0])


def _within(name: str, value: float) -> float:
    low, high = RANGES[name]
    return min(max(value, low), high)
