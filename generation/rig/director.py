"""The director: life, attention and limits become one pose, in steps the eye cannot see."""

from __future__ import annotations

import numpy as np

from generation.rig.attention import Attention, Look
from generation.rig.clamp import clamp_pose
from generation.rig.drift import drifting_pose
from generation.rig.life import idle_pose
from generation.scene.model import Scene
from generation.types import NO_CUE, Cue, Pose

STEP = 0.2  # px: motion smaller than this is no motion


class Director:
    """Decides the pose of one stage from its time and cues. Not thread-safe."""

    def __init__(self, scene: Scene, *, seed: int) -> None:
        self._scene, self._seed = scene, seed
        self._attention = None if scene.head is None else Attention(scene.head, scene.size)
        self._quanta = quanta(scene)
        self._paused, self._last = 0.0, 0.0

    def pose(self, t: float, cue: Cue = NO_CUE) -> Pose:
        """Return the pose at t seconds, never decreasing; while paused time stands still."""
        if cue.paused:
            self._paused += max(t - self._last, 0.0)
        self._last = max(t, self._last)
        now = self._last - self._paused
        if self._attention is None:
            flows = "flow_a" in self._scene.base_axes
            pose = drifting_pose(self._seed, now, flows)
        else:
            look = self._attention.look(now, NO_CUE if cue.paused else cue)
            pose = attentive(idle_pose(self._seed, now), look)
        return quantised(clamp_pose(pose, self._scene), self._quanta)


def attentive(life: Pose, look: Look) -> Pose:
    """Return idle life with attention over it: the more interest, the stiller the rest."""
    calm = 1.0 - 0.75 * look.interest
    return life.with_(
        yaw=life.yaw * calm + look.yaw,
        pitch=life.pitch * calm + look.pitch,
        gaze_x=life.gaze_x * calm + look.gaze_x,
        gaze_y=life.gaze_y * calm + look.gaze_y,
    )


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
