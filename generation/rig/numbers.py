"""From a Pose to the few numbers a frame is drawn from: no pixels, no torch."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generation.rig import constants as k
from generation.scene.model import Eye, Scene
from generation.scene.rotation import base_coefficients, head_turn
from generation.types import CAMERA_AXES, EYE_AXES, MOUTH_AXES, REST, Floats, Pose

__all__ = [
    "CameraNumbers", "EyeNumbers", "base_coefficients", "camera_numbers", "eye_numbers",
    "head_turn", "mouth_coefficients", "moves_camera", "moves_eyes", "moves_mouth",
]  # fmt: skip


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
    """closure: -0.25..1 of the upper lid; shift_x, shift_y: px of the eyeball, eye frame."""

    closure: float
    shift_x: float
    shift_y: float


def mouth_coefficients(pose: Pose) -> Floats:
    """Return (9,) float32 in the order of MOUTH_AXES."""
    return np.array([getattr(pose, axis) for axis in MOUTH_AXES], np.float32)


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

    The lids follow the gaze: closure = b + (1-b) (.32 max(gy, 0) + .14 min(gy, 0)).
    """
    blink = pose.blink_r if right else pose.blink_l
    gaze_y = pose.gaze_y
    follow = k.LID_GAZE_DOWN * max(gaze_y, 0.0) + k.LID_GAZE_UP * min(gaze_y, 0.0)
    closure = blink + (1.0 - max(blink, 0.0)) * follow
    return EyeNumbers(
        min(max(closure, k.LEAST_CLOSURE), 1.0),
        pose.gaze_x * k.GAZE_X * eye.width,
        gaze_y * k.GAZE_Y * eye.width,
    )


def moves_camera(pose: Pose) -> bool:
    """Say whether any camera axis is away from rest."""
    return _away(pose, CAMERA_AXES)


def moves_eyes(pose: Pose) -> bool:
    """Say whether any eye axis is away from rest."""
    return _away(pose, EYE_AXES)


def moves_mouth(pose: Pose) -> bool:
    """Say whether any mouth axis is away from rest."""
    return _away(pose, MOUTH_AXES)


def _away(pose: Pose, axes: tuple[str, ...]) -> bool:
    return any(getattr(pose, axis) != getattr(REST, axis) for axis in axes)
