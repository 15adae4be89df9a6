"""What of the picture the camera may see: never past its border."""

from __future__ import annotations

import math

from generation.scene.model import Scene
from generation.types import Pose


def in_frame(pose: Pose, scene: Scene) -> Pose:
    """Return the pose with pans, roll and orbit held so that no border of the picture shows.

    With zoom z the frame sees 1/z of the picture; half of the rest is room to each side, of
    which the roll takes its part first, then orbit and crane, then the pan.
    """
    width, height = scene.size
    seen, room = 1 / pose.zoom, 0.5 * (1 - 1 / pose.zoom)
    if pose.zoom <= 1.0:
        return pose.with_(pan_x=0.0, pan_y=0.0, camera_roll=0.0, orbit_x=0.0, orbit_y=0.0)
    longest = max(height / width, width / height)
    most = math.degrees(math.asin(min(0.9, 2 * room / (seen * longest) * 0.5)))
    roll = min(max(pose.camera_roll, -most), most)
    turn = abs(math.sin(math.radians(roll))) * seen
    # the focus is off centre for a sitter: what zoom and roll leave on each side differs
    across, down = scene.focus[0] / width, scene.focus[1] / height
    left, right = _sides(across, pose.zoom, turn * max(down, 1 - down) * height / width)
    top, bottom = _sides(down, pose.zoom, turn * max(across, 1 - across) * width / height)
    aspect = height / width
    orbit_x = _within(pose.orbit_x, min(left, right) / 0.55)
    orbit_y = _within(pose.orbit_y, min(top, bottom) * aspect / 0.55)
    left, right = left - 0.55 * abs(orbit_x), right - 0.55 * abs(orbit_x)
    top = top * aspect - 0.55 * abs(orbit_y)
    bottom = bottom * aspect - 0.55 * abs(orbit_y)
    return pose.with_(
        camera_roll=roll,
        orbit_x=orbit_x,
        orbit_y=orbit_y,
        pan_x=min(max(pose.pan_x, -max(left, 0.0)), max(right, 0.0)),
        pan_y=min(max(pose.pan_y, -max(top, 0.0)), max(bottom, 0.0)),
    )


def _sides(focus: float, zoom: float, taken: float) -> tuple[float, float]:
    """Room before and after the frame along one side, in its lengths."""
    shrink = 1 - 1 / zoom
    return max(focus * shrink - taken, 0.0), max((1 - focus) * shrink - taken, 0.0)


def _within(value: float, reach: float) -> float:
    return min(max(value, -reach), reach)
