"""From a Pose to the few numbers a frame is drawn from: no pixels, no torch."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generation.rig import constants as k
from generation.scene.model import Eye, Mouth, Scene
from generation.scene.rotation import base_coefficients, head_turn
from generation.types import CAMERA_AXES, EYE_AXES, MOUTH_AXES, REST, Floats, Pose

__all__ = [
    "CameraNumbers", "EyeNumbers", "base_coefficients", "camera_numbers", "eye_numbers",
    "head_turn", "mouth_moment", "moves_camera", "moves_eyes", "moves_mouth", "rests",
]  # fmt: skip

_STATIONS = (np.arange(257) - 128) / k.TABLE_SCALE  # s of a mouth's tables


class CameraNumbers(NamedTuple):
    """A camera in pixels: see generation/rig/camera.py for the formula."""

    zoom: float
    focus_x: float
    focus_y: float
    cos: float
    sin: float
    pan_x: float
    pan_y: float
    orbit_x: float
    orbit_y: float
    dolly: float


class EyeNumbers(NamedTuple):
    """closure: -0.25..1 of the upper lid; shift_x, shift_y: px of the eyeball, eye frame;
    squint: 0..1 of the lower lid."""

    closure: float
    shift_x: float
    shift_y: float
    squint: float


class MouthMoment(NamedTuple):
    """What a mouth is bent and coloured by: see generation/rig/mouth.py.

    coefficients: (K + 2,) of MOUTH_AXES, round, open. upper, lower: (257,) heights of the
    lips' edges over s where they are seen, half mouth widths below the painted line; tone: the
    numbers of the colours.
    """

    coefficients: Floats
    upper: Floats
    lower: Floats
    tone: MouthTone


class MouthTone(NamedTuple):
    """All 0..1, but gap (the widest opening, half mouth widths) and drop (units of the jaw)."""

    open: float
    gap: float
    teeth: float
    lower_teeth: float
    smile: float
    press: float
    drop: float
    tongue: float


def mouth_moment(pose: Pose, mouth: Mouth) -> MouthMoment:
    """Return the numbers of one mouth in one pose.

    round = jaw pucker: rounded lips open as a ring. open = S(gap, .015, .11): the painted line
    gives way as the lips part. Under a beard a jaw opens a quarter further; lips too faint to
    be seen part less. Muscles that pull against one another yield: see together().
    """
    own = together(pose)
    seen = 1 - k.FAINT_LIPS * mouth.faint
    own = own.with_(
        jaw=own.jaw * (1 + k.BEARD_JAW * mouth.beard),
        upper_up=own.upper_up * seen,
        lower_down=own.lower_down * seen,
        teeth=own.teeth * seen,
    )
    moved = np.array([getattr(own, axis) for axis in MOUTH_AXES] + [own.jaw * own.pucker])
    upper, lower = (_edge(moved, moves, mouth) for moves in mouth.lips)
    lower = np.maximum(lower, upper)
    gap = float((lower - upper).max())
    opened = _step(gap, k.OPEN_FROM, k.OPEN_FULL)
    coefficients = np.append(moved, opened).astype(np.float32)
    return MouthMoment(coefficients, upper, lower, _tone(own, opened, gap, mouth))


def _edge(moved: Floats, moves: Floats, mouth: Mouth) -> Floats:
    """The lip line of one layer where it has come to, as a height over s."""
    # Not tensordot: waking the threads of BLAS for so little costs half a millisecond a frame.
    along, below = mouth.line + np.einsum("k,kcs->cs", moved, moves)
    s = np.interp(along, mouth.line[0], _STATIONS)
    height = below - np.interp(along, mouth.line[0], mouth.line[1])
    seen = np.interp(_STATIONS, np.maximum.accumulate(s), height)
    return np.asarray(seen, np.float32)


def _tone(own: Pose, opened: float, gap: float, mouth: Mouth) -> MouthTone:
    shown = (
        0.38 + 0.40 * own.smile + 0.80 * own.upper_up + 0.70 * own.wide + 0.90 * own.fv
        + 0.50 * own.lower_down + 0.60 * own.teeth - 1.20 * own.pucker
    )  # fmt: skip
    teeth = min(max(shown, 0.0), 1.0) * (1 - 0.75 * mouth.beard)
    lower = _step(own.lower_down + 0.35 * own.teeth + 0.3 * own.smile, 0.05, 0.5)
    return MouthTone(
        open=opened,
        gap=gap,
        teeth=teeth,
        lower_teeth=teeth * lower,
        smile=own.smile,
        press=own.press,
        drop=own.jaw,
        tongue=_step(gap, 0.16, 0.42),
    )


def together(pose: Pose) -> Pose:
    """Return a pose whose mouth axes do not fight: a face cannot do all of them at once.

    Pressed lips let nothing part them, a lip on the teeth little; rounded lips neither spread
    nor bare the teeth; what raises the upper lip or lowers the lower adds up to one at most.
    """
    bite = min(max(pose.fv, 0.0), 1.0)
    press = min(max(pose.press, 0.0), 1.0) * (1 - bite)
    shut, pucker = 1 - 0.93 * press**1.5, min(max(pose.pucker, 0.0), 1.0) * (1 - 0.7 * bite)
    parts = shut * (1 - 0.6 * bite)
    bared = pose.teeth * (1 - 0.7 * pucker) * parts
    return pose.with_(
        jaw=pose.jaw * shut * (1 - 0.55 * bite),
        smile=pose.smile * (1 - 0.6 * pucker),
        pucker=pucker,
        wide=pose.wide * (1 - 0.8 * pucker) * (1 - 0.6 * min(pose.smile, 1.0)),
        upper_up=min(pose.upper_up * parts, 1 - 0.5 * bared),
        lower_down=min(pose.lower_down * parts, 1 - 0.6 * bared),
        press=press,
        teeth=bared,
    )


def _step(x: float, low: float, high: float) -> float:
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)


def camera_numbers(pose: Pose, scene: Scene) -> CameraNumbers:
    """Return the camera in px: pans and orbits are given in picture widths."""
    width, roll = scene.size[0], np.radians(pose.camera_roll)
    return CameraNumbers(
        pose.zoom,
        *scene.focus,
        float(np.cos(roll)),
        float(np.sin(roll)),
        pose.pan_x * width,
        pose.pan_y * width,
        pose.orbit_x * width,
        pose.orbit_y * width,
        pose.dolly,
    )


def eye_numbers(pose: Pose, eye: Eye, right: bool) -> EyeNumbers:
    """Return closure and shift of one eye; ``right`` is the sitter's right.

    The lids follow the gaze: closure = b + (1-b) (.32 max(gy, 0) + .14 min(gy, 0)). A smile
    and raised cheeks lift the lower lid.
    """
    blink = pose.blink_r if right else pose.blink_l
    gaze_y = pose.gaze_y
    follow = k.LID_GAZE_DOWN * max(gaze_y, 0.0) + k.LID_GAZE_UP * min(gaze_y, 0.0)
    closure = blink + (1.0 - max(blink, 0.0)) * follow
    return EyeNumbers(
        min(max(closure, k.LEAST_CLOSURE), 1.0),
        pose.gaze_x * k.GAZE_X * eye.width,
        gaze_y * k.GAZE_Y * eye.width,
        min(max(k.SMILE_SQUINT * pose.smile + k.CHEEK_SQUINT * pose.cheek, 0.0), 1.0),
    )


def moves_camera(pose: Pose) -> bool:
    """Say whether any camera axis is away from rest."""
    return _away(pose, CAMERA_AXES)


def rests(pose: Pose) -> bool:
    """Say whether all but eyes and mouth is at rest."""
    return pose.with_(**{axis: getattr(REST, axis) for axis in (*EYE_AXES, *MOUTH_AXES)}) == REST


def moves_eyes(pose: Pose) -> bool:
    """Say whether any axis that lids or eyes follow is away from rest."""
    return _away(pose, (*EYE_AXES, "smile", "cheek"))


def moves_mouth(pose: Pose) -> bool:
    """Say whether any mouth axis is away from rest."""
    return _away(pose, MOUTH_AXES)


def _away(pose: Pose, axes: tuple[str, ...]) -> bool:
    return any(getattr(pose, axis) != getattr(REST, axis) for axis in axes)
