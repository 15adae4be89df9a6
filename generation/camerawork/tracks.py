"""A plan over one picture: the camera's tracks, smooth and never past the border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from generation.camerawork.easing import Array, eased, tremor
from generation.camerawork.plan import CameraPlan, Step
from generation.camerawork.refusals import refuse
from generation.camerawork.shot import (
    SHAKE_PAN,
    SHAKE_ROLL,
    Shot,
    State,
    centred,
    has_relief,
    own_axis,
    signed,
    stays_in_frame,
    within_reach,
)
from generation.camerawork.targets import target_points
from generation.scene.framing import in_frame
from generation.scene.model import Scene
from generation.types import CAMERA_AXES, TRACK_RATE, Floats, Pose, Words

AT_WHOLE = 1.02  # zoom below which the whole picture is in view
OPENS_AT = 1.3  # zoom a pull begins from when nothing else is said
APPROACH = 0.35  # share of a step spent going where it begins
LOOKED_AT = 5  # samples from one check of the frame to the next
FADE = 1.0  # seconds in which hands begin and cease to shake


def camera_tracks(
    plan: CameraPlan,
    scene: Scene,
    start: Mapping[str, float] | None = None,
    *,
    paths: Mapping[str, Floats] | None = None,
    seed: int = 0,
) -> tuple[dict[str, Floats], float]:
    """Return (axis of CAMERA_AXES → (n,) float32 at TRACK_RATE, seconds).

    start: axes where the camera stands, the rest of them at rest; then the first sample is
    there. None opens a shot: a pull or a pan "from left to right" then begins where it must,
    anything else at the whole picture. paths: "brush_1" … or "hand" → (n, 2) in picture
    coordinates 0..1. seed: of the handheld. The last sample is where the next sentence starts.
    Raises CameraRefused when this picture has no such target or no relief.
    """
    _refuse_flat(plan, scene)
    at = _standing(start, scene)
    lengths = [round(max(m.lasts for m in step) * TRACK_RATE) for step in plan.steps]
    shake = _shaking(plan, lengths)
    runs, begin = [], 0
    for index, (step, samples) in enumerate(zip(plan.steps, lengths, strict=True)):
        opens = start is None and index == 0
        run = _stepped(step, scene, at, shake[begin : begin + samples], paths or {}, opens)
        runs.append(run)
        begin += samples
        at = {axis: float(values[-1]) for axis, values in run.items()}
    whole = {axis: np.concatenate([run[axis] for run in runs]) for axis in CAMERA_AXES}
    return _framed(_shaken(whole, shake, seed), scene), sum(lengths) / TRACK_RATE


def _refuse_flat(plan: CameraPlan, scene: Scene) -> None:
    turning = [m for step in plan.steps for m in step if m.kind in ("orbit", "crane")]
    if turning and not has_relief(scene):
        refuse(
            "На этой картине не найдено рельефа, облететь нечего. "
            "Ближайшее возможное: «медленный проезд вправо».",
            "No relief was found in this picture, there is nothing to go round. "
            "The nearest possible: “truck right slowly”.",
            Words("медленный проезд вправо", "truck right slowly"),
        )


def _standing(start: Mapping[str, float] | None, scene: Scene) -> State:
    given = {axis: float(value) for axis, value in (start or {}).items() if axis in CAMERA_AXES}
    pose = in_frame(Pose(**given), scene)
    return {axis: float(getattr(pose, axis)) for axis in CAMERA_AXES}


def _stepped(
    step: Step,
    scene: Scene,
    at: State,
    shake: Array,
    paths: Mapping[str, Floats],
    opens: bool,
) -> dict[str, Array]:
    seconds = len(shake) / TRACK_RATE
    opening = _opening(step, scene, at, paths)
    parts, done = [], 0
    if opening is not None and not opens:
        done = round(APPROACH * len(shake))
        parts.append(_approach(at, opening, done))
        seconds -= done / TRACK_RATE
    if opening is not None:
        at = opening
        step = _hurried(step, seconds)
    t = np.linspace(0.0, seconds, len(shake) - done)
    parts.append(Shot(step, scene, paths, seconds).path(at, t, shake[done:]))
    return {axis: np.concatenate([part[axis] for part in parts]) for axis in CAMERA_AXES}


def _opening(step: Step, scene: Scene, at: State, paths: Mapping[str, Floats]) -> State | None:
    """Where a step begins when that is not where the camera stands, in frame."""
    opening = dict(at)
    for move in step:
        if move.kind == "pull" and at["zoom"] < AT_WHOLE:
            opening["zoom"] = max(opening["zoom"], move.amount or OPENS_AT)
            if move.target:
                point = target_points(move.target, scene, paths)[:1]
                pan_x, pan_y = centred(point, opening, 0.0, scene)[0]
                opening |= {"pan_x": float(pan_x), "pan_y": float(pan_y)}
        if move.sweep:
            axis = own_axis(move)
            opening[axis] = within_reach(axis, at[axis] - signed(move), scene)
    if opening == at:
        return None
    if not any(move.kind == "pull" for move in step):
        while opening["zoom"] < within_reach("zoom", 9.0, scene):
            if stays_in_frame({a: np.array([v]) for a, v in opening.items()}, np.ones(1), scene):
                break
            opening["zoom"] *= 1.01
    held = in_frame(Pose(**opening), scene)
    return {axis: float(getattr(held, axis)) for axis in CAMERA_AXES}


def _approach(at: State, opening: State, samples: int) -> dict[str, Array]:
    """The way to where a step begins; closing in goes first, so that no border shows."""
    u = np.linspace(0.0, 1.0, samples)
    near, rest = eased(u / 0.7, "smooth"), eased((u - 0.2) / 0.8, "smooth")
    axes = {a: at[a] + rest * (opening[a] - at[a]) for a in CAMERA_AXES if a != "zoom"}
    return axes | {"zoom": at["zoom"] * (opening["zoom"] / at["zoom"]) ** near}


def _hurried(step: Step, seconds: float) -> Step:
    lasts = max(move.lasts for move in step)
    return tuple(replace(move, seconds=move.seconds * seconds / lasts) for move in step)


def _shaking(plan: CameraPlan, lengths: list[int]) -> Array:
    """How much hands shake, a number a sample: no step, nothing at both ends."""
    level = np.repeat([max(m.handheld for m in step) for step in plan.steps], lengths)
    width = min(round(FADE * TRACK_RATE), len(level) // 3)
    if not level.any() or width == 0:
        return np.asarray(level, float)
    window = np.hanning(2 * width + 1)
    smooth = np.convolve(np.pad(level, width, "edge"), window / window.sum(), "valid")
    t = np.arange(len(level)) / width
    ends = eased(t, "smooth") * eased((len(level) - 1) / width - t, "smooth")
    return np.asarray(smooth * ends)


def _shaken(axes: dict[str, Array], shake: Array, seed: int) -> dict[str, Array]:
    across, down, leaning = tremor(np.arange(len(shake)) / TRACK_RATE, seed) * shake
    return axes | {
        "pan_x": axes["pan_x"] + SHAKE_PAN * across,
        "pan_y": axes["pan_y"] + SHAKE_PAN * down,
        "camera_roll": axes["camera_roll"] + SHAKE_ROLL * leaning,
    }


def _framed(axes: dict[str, Array], scene: Scene) -> dict[str, Floats]:
    """Hold every sample in frame, should any of those looked at not be there already."""
    values = np.stack([axes[axis] for axis in CAMERA_AXES], 1)
    some = values[::LOOKED_AT]
    if np.abs(_held(some, scene) - some).max() > 1e-6:
        values = _held(values, scene)
    return {axis: values[:, i].astype(np.float32) for i, axis in enumerate(CAMERA_AXES)}


def _held(samples: Array, scene: Scene) -> Array:
    """Return the (n, 7) samples after in_frame."""
    poses = (Pose(**dict(zip(CAMERA_AXES, row, strict=True))) for row in samples.tolist())
    held = (in_frame(pose, scene) for pose in poses)
    return np.array([[getattr(pose, axis) for axis in CAMERA_AXES] for pose in held])
