"""The director: life, attention, a script and limits become one pose, in steps nobody sees."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

import numpy as np

from generation.rig.attention import GLANCE, TOLD, TOUCH, Attention, Look
from generation.rig.clamp import clamp_pose
from generation.rig.drift import drifting_pose
from generation.rig.handover import Handover
from generation.rig.life import idle_pose
from generation.scene.model import Scene
from generation.types import (
    AXES,
    BRUSH_TRACKS,
    NO_CUE,
    REST,
    TRACK_RATE,
    Cue,
    Pose,
    Timeline,
)

STEP = 0.2  # px: motion smaller than this is no motion
FINE = 0.25  # share of a step while a script moves things: slow moves must not stagger
AMOUNTS = (*BRUSH_TRACKS, "flow")
BLINKS = ("blink_r", "blink_l")
LED = ("yaw", "pitch", "gaze_x", "gaze_y")  # attention adds to these
NOTHING: dict[str, float] = dict.fromkeys(AMOUNTS, 0.0)


class Director:
    """Decides the pose of one stage from its time and cues. Not thread-safe."""

    def __init__(self, scene: Scene, *, seed: int) -> None:
        self._scene, self._seed = scene, seed
        self._attention = None if scene.head is None else Attention(scene.head, scene.size)
        self._quanta = quanta(scene)
        self._fine = {axis: step * FINE for axis, step in self._quanta.items()}
        self._paused, self._last, self._position = 0.0, 0.0, 0.0
        self._handover = Handover()
        self._amounts = dict(NOTHING)
        self._life = 1.0

    def pose(self, t: float, cue: Cue = NO_CUE) -> Pose:
        """Return the pose at t seconds, never decreasing; while paused time stands still.

        A timeline in the cue moves what it names, the rest lives on; when it ends or leaves
        the cue, each axis goes back to life without a jump.
        """
        if cue.paused:
            self._paused += max(t - self._last, 0.0)
        else:
            self._position = cue.position
        self._last = max(t, self._last)
        now = self._last - self._paused
        told = moment(cue.timeline, self._position)
        wanted = self._wanted(now, cue, told)
        # Less life is a script's doing too: it comes back as gently as what was told goes.
        calm = "life" if "life" in told else ""
        sources = {name: _source(cue, "told" if name in told else calm) for name in wanted}
        shown = self._handover.follow(now, wanted, sources)
        self._amounts = {name: shown.pop(name) for name in AMOUNTS}
        self._life = shown.pop("life")
        moving = cue.timeline is not None or self._handover.busy
        steps = self._fine if moving else self._quanta
        return quantised(clamp_pose(Pose(**shown), self._scene), steps)

    def ground_amounts(self, cue: Cue) -> Mapping[str, float]:
        """Return BRUSH_TRACKS and "flow" → 0..1 for the frame whose pose was decided last.

        They go back to 0 gently after the timeline has left: keep its ground until they have.
        """
        return self._amounts

    @property
    def life(self) -> float:
        """Return how much of its own life the portrait keeps, 0..1, in the frame whose pose was
        decided last: a ground that moves by itself goes by it too."""
        return self._life

    def _wanted(self, now: float, cue: Cue, told: Mapping[str, float]) -> dict[str, float]:
        """What every axis and amount should be, whoever moved it the frame before."""
        pose, look = self._alive(now, cue, told)
        scale = told.get("life", 1.0)
        wanted = {axis: _scaled(axis, float(getattr(pose, axis)), scale) for axis in AXES}
        wanted |= NOTHING | {"life": scale}
        wanted |= {name: value for name, value in told.items() if name in wanted}
        for axis in LED:
            wanted[axis] += getattr(look, axis)
        for axis in BLINKS:  # eyes that are told to be wide or narrow blink all the same
            if axis in told:
                wanted[axis] += (1.0 - told[axis]) * max(float(getattr(pose, axis)), 0.0)
        return wanted

    def _alive(self, now: float, cue: Cue, told: Mapping[str, float]) -> tuple[Pose, Look]:
        if self._attention is None:
            return drifting_pose(self._seed, now), Look()
        look = self._look(now, cue, told)
        return calmed(idle_pose(self._seed, now), look), look

    def _look(self, now: float, cue: Cue, told: Mapping[str, float]) -> Look:
        assert self._attention is not None
        if "look_x" in told and "look_y" in told:
            return self._attention.look(now, Cue(gaze=(told["look_x"], told["look_y"])), TOLD)
        seen = NO_CUE if cue.paused else cue
        return self._attention.look(now, seen, TOUCH if cue.timeline is None else GLANCE)


def moment(timeline: Timeline | None, position: float) -> dict[str, float]:
    """Return track → value at so many seconds; what is left to life is missing.

    Between two samples a straight line: a mouth at 60 frames a second moves on every frame.
    """
    if timeline is None or not 0 <= position <= timeline.duration:
        return {}
    index = math.floor(position * TRACK_RATE)
    share = position * TRACK_RATE - index
    told = {}
    for name, track in timeline.tracks.items():
        at = min(index, len(track) - 1)
        here, there = float(track[at]), float(track[min(at + 1, len(track) - 1)])
        value = here if math.isnan(there) else here + (there - here) * share
        if not math.isnan(value):
            told[name] = value
    return told


def calmed(life: Pose, look: Look) -> Pose:
    """Return idle life under attention: the more interest, the stiller."""
    calm = 1.0 - 0.75 * look.interest
    return life.with_(**{axis: getattr(life, axis) * calm for axis in LED})


def _scaled(axis: str, value: float, scale: float) -> float:
    """A share of life's way from rest; blinks stay whole."""
    rest = getattr(REST, axis)
    return value if axis in BLINKS else float(rest + (value - rest) * scale)


def _source(cue: Cue, kind: str) -> Hashable:
    return (cue.timeline, kind) if kind else None


def quanta(scene: Scene) -> dict[str, float]:
    """Return axis -> the step that moves no pixel by more than about 0.2 px."""
    steps: dict[str, float] = {}
    width = scene.size[0]
    for axis, base in zip(scene.base_axes, scene.bases, strict=True):
        steps[axis] = STEP / max(float(np.abs(base).max()), STEP)
    if scene.head is not None:
        head = scene.head
        reach = np.degrees(STEP / (0.6 * head.face_width))
        steps |= {"yaw": float(reach), "pitch": float(reach * 0.7), "roll": float(reach * 0.6)}
        eye = min(e.width for e in head.eyes)
        steps |= {"gaze_x": STEP / (0.20 * eye), "gaze_y": STEP / (0.10 * eye)}
        steps |= {"shift_x": STEP / head.face_width, "shift_y": STEP / head.face_width}
    for axis in ("pan_x", "pan_y", "orbit_x", "orbit_y"):
        steps[axis] = STEP / width
    return steps | {"zoom": 2 * STEP / width}


def quantised(pose: Pose, steps: dict[str, float]) -> Pose:
    """Return the pose with each axis on a whole number of its steps; rest stays rest."""
    axes = {axis: round(getattr(pose, axis) / q) * q for axis, q in steps.items() if axis != "zoom"}
    zoom = 1.0 + round((pose.zoom - 1.0) / steps["zoom"]) * steps["zoom"]
    return pose.with_(**axes, zoom=zoom)
