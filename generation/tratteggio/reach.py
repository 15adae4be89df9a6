"""How far a scene may go: the ends of its axes, and the moments that show most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np

from generation.rig.drift import ORBIT_X, ORBIT_Y, OVERSHOOT
from generation.scene.model import Scene
from generation.scene.rotation import displacement
from generation.scene.shapes import Array
from generation.types import CAMERA_AXES, EYE_AXES, MOUTH_AXES, Floats, Pose, Timeline

Ends = Mapping[str, tuple[float, float]]

HEAD_AXES = ("yaw", "pitch", "roll", "shift_x", "shift_y")
PARALLAX = ("orbit_x", "orbit_y", "dolly")
OWN = (*MOUTH_AXES, *EYE_AXES, *PARALLAX)  # what a moment shows besides head, bases and camera
CLOSURES = (0.3, 0.65, 1.0)
# Mouths that together uncover all that lies between the lips, and crease all that can.
MOUTHS = (
    ("jaw",), ("jaw", "lower_down", "upper_up", "teeth"), ("jaw", "pucker"),
    ("jaw", "wide", "smile"), ("press",), ("fv", "upper_up"),
)  # fmt: skip


def reach_of(scene: Scene, timelines: Sequence[Timeline] | None) -> Ends:
    """Return axis → lowest, highest: the scene's limits, the mouth only as far as scripts go.

    timelines: all there are; None stands for any. A portrait by itself never opens its mouth
    and moves no camera; a picture without a face has a camera that wanders.
    """
    told = ends_of(timelines or ())
    if scene.head is None:
        for axis, way in (("orbit_x", ORBIT_X), ("orbit_y", ORBIT_Y)):
            low, high = told.get(axis, (0.0, 0.0))
            told[axis] = min(low, -way * OVERSHOOT), max(high, way * OVERSHOOT)
    spoken = {axis: told.get(axis, (0.0, 0.0)) for axis in MOUTH_AXES}
    reach: dict[str, tuple[float, float]] = {}
    for axis, ends in scene.limits.items():
        if axis in CAMERA_AXES:
            reach[axis] = _within(told[axis], ends) if axis in told else (0.0, 0.0)
        elif axis in MOUTH_AXES and timelines is not None:
            reach[axis] = _within(spoken[axis], ends)
        else:
            reach[axis] = ends
    return reach


def ends_of(timelines: Iterable[Timeline]) -> dict[str, tuple[float, float]]:
    """Return track → lowest, highest of what scripts tell; tracks left to life are missing."""
    ends: dict[str, tuple[float, float]] = {}
    for timeline in timelines:
        for name, track in timeline.tracks.items():
            if not np.isnan(track).all():
                low, high = ends.get(name, (np.inf, -np.inf))
                ends[name] = (
                    min(low, float(np.nanmin(track))),
                    max(high, float(np.nanmax(track))),
                )
    return ends


def moments(reach: Ends, timelines: Sequence[Timeline] | None) -> list[Pose]:
    """Return poses, the head at rest, that between them draw all that is ever drawn."""
    found = [Pose(blink_r=c, blink_l=c) for c in CLOSURES if "blink_r" in reach]
    if "gaze_x" in reach:
        ways = product(reach["gaze_x"], reach["gaze_y"])
        found += [Pose(gaze_x=x, gaze_y=y) for x, y in ways]
    if any(reach["orbit_x"]) or any(reach["orbit_y"]):
        ways = product(reach["orbit_x"], reach["orbit_y"])
        found += [Pose(orbit_x=x, orbit_y=y) for x, y in ways]
    if timelines is None:
        found += [Pose(**{a: reach[a][1] for a in axes}) for axes in MOUTHS if axes[0] in reach]
    else:
        found += extremes(timelines, reach)
    return list(dict.fromkeys(found))


def extremes(timelines: Iterable[Timeline], reach: Ends) -> list[Pose]:
    """Return the poses at which each axis of OWN is farthest, over all the scripts."""
    tracks = [
        (axis, sign, timeline)
        for axis, sign in product(OWN, (1, -1))
        if axis in reach
        for timeline in _farthest(axis, sign, timelines)
    ]
    return [_pose(t, _place(t.tracks[axis], sign), reach) for axis, sign, t in tracks]


def _farthest(axis: str, sign: int, timelines: Iterable[Timeline]) -> list[Timeline]:
    """The script that takes an axis farthest one way, none where no script moves it."""
    moving = [t for t in timelines if axis in t.tracks and np.nanmax(sign * _told(t, axis)) > 0]
    return [max(moving, key=lambda t: float(np.nanmax(sign * _told(t, axis))))] if moving else []


def _told(timeline: Timeline, axis: str) -> Floats:
    return np.nan_to_num(timeline.tracks[axis])


def _place(track: Floats, sign: int) -> int:
    return int(np.argmax(sign * np.nan_to_num(track)))


def _pose(timeline: Timeline, place: int, reach: Ends) -> Pose:
    axes = {}
    for axis in OWN:
        track = timeline.tracks.get(axis)
        if track is not None and axis in reach:
            value = float(np.nan_to_num(track[min(place, len(track) - 1)]))
            axes[axis] = min(max(value, reach[axis][0]), reach[axis][1])
    return Pose(**axes)


def farthest(scene: Scene, reach: Ends) -> tuple[Array, Array]:
    """Return (h, w) px that each node may move by head and bases, and the most times its area
    that the paint there is drawn out by the head.

    A sum of the bases' greatest lengths and the head at the corners of its limits: no pose
    within them goes farther.
    """
    ends = [max(map(abs, reach[axis])) for axis in scene.base_axes]
    far = np.tensordot(np.array(ends, np.float32), np.hypot(*np.moveaxis(scene.bases, 1, 0)), 1)
    drawn = np.ones_like(far)
    if scene.head is None:
        return far, drawn
    turned = np.zeros_like(far)
    for corner in product(*(reach[axis] for axis in HEAD_AXES)):
        field = displacement(scene, Pose(**dict(zip(HEAD_AXES, corner, strict=True))))
        turned = np.maximum(turned, np.hypot(*field))
        drawn = np.maximum(drawn, _areas(field, scene.step))
    return far + turned, drawn


def mouth_reach(scene: Scene, reach: Ends) -> Array:
    """Return (h, w) px that each node of the mouth may move by, the farther of its layers."""
    assert scene.head is not None
    most = [max(reach[axis][1], 0.0) for axis in MOUTH_AXES]
    opens = float(any(most))
    weights = np.array([*most, most[0] * most[2], opens], np.float32)
    lengths = np.hypot(scene.head.mouth.bases[:, :, 0], scene.head.mouth.bases[:, :, 1])
    return np.asarray(np.tensordot(lengths, weights, (1, 0)).max(0))


def _areas(field: Floats, step: int) -> Array:
    """The determinant of I + grad d of (2, h, w): how many times its area paint covers."""
    (xy, xx), (yy, yx) = (np.gradient(part, step) for part in field)
    return np.asarray((1 + xx) * (1 + yy) - xy * yx)


def _within(ends: tuple[float, float], limits: tuple[float, float]) -> tuple[float, float]:
    return max(min(ends[0], 0.0), limits[0]), min(max(ends[1], 0.0), limits[1])
