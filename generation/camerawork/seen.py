"""Which part of the picture the frame shows: the corners of what a viewer sees."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

from generation.camerawork.plan import CameraPlan
from generation.camerawork.telling import plan_steps
from generation.scene.model import Scene
from generation.types import TRACK_RATE, Floats

Corners = list[tuple[float, float]]


def seen_frames(
    plan: CameraPlan, scene: Scene, tracks: Mapping[str, Floats]
) -> list[tuple[float, Corners]]:
    """Return (seconds, four corners) at the beginning and after each step of a plan.

    Corners in shares 0..1 of the picture, from the upper left clockwise; what lies a whole
    depth away shows a little more or less. tracks: of ``camera_tracks``.
    """
    moments = [0.0] + [end for _, end, _ in plan_steps(plan)]
    return [(at, _corners(tracks, at, scene)) for at in moments]


def camera_path(
    scene: Scene, tracks: Mapping[str, Floats], rate: float = 10.0
) -> list[dict[str, float]]:
    """Return where the camera stands ``rate`` times a second, to play a plan by.

    zoom; x, y: the pan in shares of the picture's width and height; roll: degrees.
    """
    seconds = len(tracks["zoom"]) / TRACK_RATE
    width, height = scene.size
    moments = []
    for n in range(int(seconds * rate) + 1):
        value = _value(tracks, n / rate)
        moments.append({
            "zoom": round(value["zoom"], 4),
            "x": round(value["pan_x"], 5),
            "y": round(value["pan_y"] * width / height, 5),
            "roll": round(value["camera_roll"], 3),
        })  # fmt: skip
    return moments


def _value(tracks: Mapping[str, Floats], at: float) -> dict[str, float]:
    index = min(round(at * TRACK_RATE), len(tracks["zoom"]) - 1)
    return {axis: float(track[index]) for axis, track in tracks.items()}


def _corners(tracks: Mapping[str, Floats], at: float, scene: Scene) -> Corners:
    """As rig/camera.py looks: p = f + R (x - f) / zoom + pan, without relief."""
    value = _value(tracks, at)
    (width, height), (fx, fy) = scene.size, scene.focus
    turn, zoom = radians(value["camera_roll"]), value["zoom"]
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        along = cos(turn) * (x - fx) + sin(turn) * (y - fy)
        across = cos(turn) * (y - fy) - sin(turn) * (x - fx)
        px = fx + along / zoom + value["pan_x"] * width
        py = fy + across / zoom + value["pan_y"] * width
        corners.append((round(px / width, 4), round(py / height, 4)))
    return corners
